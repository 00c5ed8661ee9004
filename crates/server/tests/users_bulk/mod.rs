//! One change to many people, on both databases: looked at, done, undone.

use domain::{Field, FieldSet, Role};
use serde_json::{Value, json};

use crate::users::world::*;

const REVIEW: &str = "/api/v1/users/bulk/review";
const BULK: &str = "/api/v1/users/bulk";

fn named(people: &[&Value], change: Value) -> Value {
    let ids: Vec<&Value> = people.iter().map(|user| &user["id"]).collect();
    json!({"selection": {"ids": ids}, "change": change})
}

fn matching(filters: Value, change: Value) -> Value {
    json!({"selection": {"filters": filters}, "change": change})
}

fn edit(fields: Value) -> Value {
    json!({"edit": fields})
}

fn action(name: &str) -> Value {
    json!({"action": name})
}

/// Starts the job, and waits for its end.
async fn done(w: &World<'_>, body: Value) -> Value {
    let job = w.owner.post(BULK, body).await.expect(201);
    w.settled(&job).await
}

fn counts(job: &Value) -> (u64, u64, u64) {
    let of = |name: &str| job["counts"][name].as_u64().unwrap();
    (of("changed") + of("deleted"), of("unchanged"), of("refused"))
}

/// Reasons of a review, with how many each concerns.
fn reasons(review: &Value) -> Vec<(String, u64)> {
    let one = |reason: &Value| {
        (reason["reason"]["code"].as_str().unwrap_or("other").to_owned(), reason["people"].as_u64().unwrap())
    };
    review["reasons"].as_array().unwrap().iter().map(one).collect()
}

on_both! {
    async fn a_review_tells_of_each_what_would_change_and_writes_nothing(w: &World) {
        let (ada, grace) = (w.person("Ada Lovelace").await, w.person("Grace Hopper").await);
        w.owner.patch(&path_of(&grace), "*", json!({"department": "Navy"})).await.expect(200);
        let head = w.feed_head().await;
        let body = named(&[&ada, &grace], edit(json!({"department": "Navy"})));
        let review = w.owner.post(REVIEW, body).await.expect(200);
        let numbers = ["total", "changed", "unchanged", "refused"].map(|name| review[name].as_u64().unwrap());
        assert_eq!(numbers, [2, 1, 1, 0]);
        assert_eq!(review["changed_rows"], json!([{
            "user_id": ada["id"], "name": "Ada Lovelace", "username": "ada.lovelace@contoso.com",
            "changes": [{"field": "department", "to": "Navy"}], "problems": [],
        }]));
        assert_eq!(w.feed_head().await, head);
        assert_eq!(w.owner.get("/api/v1/jobs").await.expect(200)["total"], 0);
    }

    async fn r2_r3_r12_who_is_refused_is_told_with_the_reason_of_a_single_edit(w: &World) {
        let (london, paris) = (w.site("London").await, w.site("Paris").await);
        let ada = w.person("Ada Lovelace").await;
        w.owner.patch(&path_of(&ada), "*", json!({"site_id": paris["id"]})).await.expect(200);
        let managed = w.managed("Grace Hopper", FieldSet::from(vec![Field::Department])).await;
        let free = w.person("Free Person").await;
        let change = edit(json!({"site_id": london["id"], "department": "Navy"}));
        let review = w.owner.post(REVIEW, named(&[&ada, &managed, &free], change.clone())).await.expect(200);
        assert_eq!((review["changed"].as_u64(), review["refused"].as_u64()), (Some(1), Some(2)));
        let mut told = reasons(&review);
        told.sort();
        assert_eq!(told, [("managed_by_identity_provider".to_owned(), 1), ("site_already_set".to_owned(), 1)]);
        let job = done(w, named(&[&ada, &managed, &free], change)).await;
        assert_eq!((job["state"].as_str(), counts(&job)), (Some("done"), (1, 0, 2)));
        let rows = w.rows(&job).await;
        assert!(rows[0].starts_with("refused Ada Lovelace A site is set once"), "{rows:?}");
        assert!(rows[1].starts_with("refused Grace Hopper The department is managed by"), "{rows:?}");
        assert_eq!(rows[2], "changed Free Person");
        assert_eq!(w.stored(&free).await.department.as_deref(), Some("Navy"));
        assert_eq!(w.stored(&ada).await.department, None, "nothing of a refused row is written");
    }

    async fn r10_r2_an_action_is_refused_for_oneself_and_for_the_managed(w: &World) {
        let (ada, managed) = (w.person("Ada Lovelace").await, w.managed("Grace Hopper", FieldSet::EMPTY).await);
        let review = w.owner.post(REVIEW, matching(json!({}), action("deactivate"))).await.expect(200);
        assert_eq!((review["total"].as_u64(), review["changed"].as_u64()), (Some(3), Some(1)));
        let mut told = reasons(&review);
        told.sort();
        assert_eq!(told, [("managed_by_identity_provider".to_owned(), 1), ("own_account".to_owned(), 1)]);
        let job = done(w, matching(json!({}), action("deactivate"))).await;
        assert_eq!((job["total"].as_u64(), counts(&job)), (Some(3), (1, 0, 2)));
        assert!(!w.stored(&ada).await.status.is_active());
        assert!(w.stored(&managed).await.status.is_active());
        w.owner.get("/api/v1/users").await.expect(200);
    }

    async fn r10_two_owners_are_not_both_deactivated_by_one_job(w: &World) {
        let second = w.with_role("Second Owner", Role::Owner).await;
        let third = w.with_role("Third Owner", Role::Owner).await;
        let browser = w.sign_in(&second).await;
        let owner = json!({"id": w.owner_id.to_string()});
        let job = browser.post(BULK, named(&[&owner, &third, &second], action("deactivate"))).await.expect(201);
        w.app.jobs.settled().await;
        assert_eq!(browser.get(&job_path(&job)).await.expect(200)["state"], "done");
        let owners = w.read().users().count_active_owners().await.unwrap();
        assert_eq!(owners, 1, "whoever does it is not done by it");
    }

    async fn r33_every_row_has_its_entry_with_the_job_in_place_of_the_request(w: &World) {
        let people = [w.person("Ada Lovelace").await, w.person("Grace Hopper").await];
        let job = done(w, named(&[&people[0], &people[1]], edit(json!({"job_title": "Analyst"})))).await;
        let entries = w.audited("user_edited").await;
        assert_eq!(entries.len(), 2);
        for entry in entries {
            assert_eq!(entry.request_id.as_deref(), job["id"].as_str());
            assert_eq!((entry.actor_name.as_str(), entry.changes[0].to.as_deref()), ("Olivia Owner", Some("Analyst")));
        }
        assert_eq!(w.history(&people[0]).await[0]["action"], "user_edited");
    }

    async fn all_that_a_list_shows_is_changed_but_for_the_excepted(w: &World) {
        let users: Vec<store::User> = (0..1_250).map(|i| w.new_record(&format!("Person N{i:05}"))).collect();
        let all = &users;
        w.store().write(w.org, |tx| async move { tx.users().insert_many(all).await }).await.unwrap();
        w.person("Ada Lovelace").await;
        let body = json!({
            "selection": {"filters": {"search": "person"}, "except": [users[7].id, users[1_100].id]},
            "change": edit(json!({"directory_visible": false})),
        });
        let review = w.owner.post(REVIEW, body.clone()).await.expect(200);
        assert_eq!((review["changed"].as_u64(), review["changed_rows"].as_array().unwrap().len()), (Some(1_248), 200));
        let job = done(w, body).await;
        assert_eq!((job["state"].as_str(), job["total"].as_u64(), counts(&job)), (Some("done"), Some(1_248), (1_248, 0, 0)));
        let stored = async |at: usize| w.read().users().get(users[at].id).await.unwrap().unwrap();
        assert!(stored(7).await.directory_visible && stored(1_100).await.directory_visible);
        assert!(!stored(8).await.directory_visible && !stored(1_249).await.directory_visible);
    }

    async fn whoever_is_gone_has_a_result_that_says_so(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        w.owner.delete(&path_of(&ada)).await;
        let body = named(&[&ada], edit(json!({"department": "Navy"})));
        assert_eq!(w.owner.post(REVIEW, body.clone()).await.expect(200)["refused"], 1);
        let job = done(w, body).await;
        assert_eq!(w.rows(&job).await, ["refused  There is no such person any more. They may have been deleted."]);
    }

    async fn r9_people_are_deleted_by_whoever_may_delete(w: &World) {
        let (ada, managed) = (w.person("Ada Lovelace").await, w.managed("Grace Hopper", FieldSet::EMPTY).await);
        let job = done(w, named(&[&ada, &managed], action("delete"))).await;
        assert_eq!(job["counts"]["deleted"], 2);
        w.owner.get(&path_of(&ada)).await.problem(404, "not_found");
        assert_eq!(w.rows(&job).await, ["deleted Ada Lovelace", "deleted Grace Hopper"]);
        assert_eq!(job["can_undo"], false);
        assert_eq!(w.audited("user_deleted").await.len(), 2);
    }

    async fn an_undo_puts_back_what_nobody_has_changed_since(w: &World) {
        let london = w.site("London").await;
        let (ada, grace, joan) = (w.person("Ada Lovelace").await, w.person("Grace Hopper").await, w.person("Joan Clarke").await);
        for (user, department) in [(&ada, "Maths"), (&grace, "Navy"), (&joan, "Hut 8")] {
            w.owner.patch(&path_of(user), "*", json!({"department": department})).await.expect(200);
        }
        let change = edit(json!({"department": "Engines", "site_id": london["id"], "directory_visible": false}));
        let job = done(w, named(&[&ada, &grace, &joan], change)).await;
        assert_eq!(job["can_undo"], true);
        w.owner.patch(&path_of(&grace), "*", json!({"department": "Compilers"})).await.expect(200);
        w.owner.delete(&path_of(&joan)).await;
        let undo = w.owner.post(&format!("{}/undo", job_path(&job)), json!({})).await.expect(201);
        let undo = w.settled(&undo).await;
        assert_eq!((undo["state"].as_str(), undo["undoes"].as_str()), (Some("done"), job["id"].as_str()));
        let (ada, grace) = (w.stored(&ada).await, w.stored(&grace).await);
        assert_eq!((ada.department.as_deref(), ada.directory_visible), (Some("Maths"), true));
        assert_eq!(ada.site_id.map(|id| id.to_string()).as_deref(), london["id"].as_str(), "R12");
        assert_eq!((grace.department.as_deref(), grace.directory_visible), (Some("Compilers"), true));
        let rows = w.rows(&undo).await;
        assert!(rows[1].contains("This was changed since, and is left alone."), "{rows:?}");
        assert!(rows[2].starts_with("refused Joan Clarke There is no such person any more."), "{rows:?}");
        let job = w.owner.get(&job_path(&job)).await.expect(200);
        assert_eq!((&job["undone_by"], &job["can_undo"]), (&undo["id"], &json!(false)));
        w.owner.post(&format!("{}/undo", job_path(&job)), json!({})).await.problem(409, "refused");
    }

    async fn an_undo_activates_whom_the_job_has_deactivated(w: &World) {
        let (ada, off) = (w.person("Ada Lovelace").await, w.person("Grace Hopper").await);
        w.owner.post(&format!("{}/deactivate", path_of(&off)), json!({})).await.expect(200);
        let job = done(w, named(&[&ada, &off], action("deactivate"))).await;
        assert_eq!(counts(&job), (1, 1, 0));
        let undo = w.owner.post(&format!("{}/undo", job_path(&job)), json!({})).await.expect(201);
        assert_eq!(w.settled(&undo).await["total"], 1);
        assert!(w.stored(&ada).await.status.is_active());
        assert!(!w.stored(&off).await.status.is_active(), "who was deactivated before stays so");
    }

    async fn r17_r18_a_licence_goes_to_those_who_have_a_site_while_seats_last(w: &World) {
        let (london, plan) = (w.site("London").await, w.owner.post("/api/v1/licenses", json!({"name": "X1", "seats": 1})).await.expect(201));
        let (ada, grace, joan) = (w.person("Ada Lovelace").await, w.person("Grace Hopper").await, w.person("Joan Clarke").await);
        for user in [&ada, &grace] {
            w.owner.patch(&path_of(user), "*", json!({"site_id": london["id"]})).await.expect(200);
        }
        let body = named(&[&ada, &grace, &joan], edit(json!({"plan_id": plan["id"]})));
        let review = w.owner.post(REVIEW, body.clone()).await.expect(200);
        assert_eq!(review["changed_rows"][0]["changes"], json!([{"field": "license", "to": "X1"}]));
        let mut told = reasons(&review);
        told.sort();
        assert_eq!(told, [("license_needs_site".to_owned(), 1), ("no_free_seat".to_owned(), 1)]);
        let job = done(w, body).await;
        assert_eq!(counts(&job), (1, 0, 2));
        assert_eq!(w.owner.get(&path_of(&ada)).await.expect(200)["plan"]["name"], "X1");
        let undo = w.owner.post(&format!("{}/undo", job_path(&job)), json!({})).await.expect(201);
        w.settled(&undo).await;
        assert_eq!(w.owner.get(&path_of(&ada)).await.expect(200)["plan"], json!(null));
        let taken = done(w, named(&[&grace], edit(json!({"plan_id": plan["id"]})))).await;
        assert_eq!(counts(&taken), (1, 0, 0), "the seat is free again");
        let away = done(w, named(&[&grace], edit(json!({"plan_id": ""})))).await;
        let undo = w.owner.post(&format!("{}/undo", job_path(&away)), json!({})).await.expect(201);
        w.settled(&undo).await;
        assert_eq!(w.owner.get(&path_of(&grace)).await.expect(200)["plan"]["name"], "X1");
    }

    async fn everything_that_is_wrong_with_the_request_is_told_at_once(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let fields = |problem: &Value| -> Vec<String> {
            problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap().to_owned()).collect()
        };
        let long = "x".repeat(300);
        for (body, wrong) in [
            (json!({"selection": {}, "change": {}}), vec!["selection", "change"]),
            (json!({"selection": {"ids": []}, "change": {"edit": {}}}), vec!["selection.ids", "change.edit"]),
            (json!({"selection": {"ids": [ada["id"]], "filters": {}}, "change": {"action": "activate", "edit": {"department": long}}}),
                vec!["selection", "change", "change.edit.department"]),
            (json!({"selection": {"filters": {"site": "x", "sort": "name"}}, "change": {"edit": {"site_id": format!("sit_{:032x}", 7)}}}),
                vec!["selection.filters", "selection.filters.site", "change.edit.site_id"]),
            (json!({"selection": {"filters": {}}, "change": {"edit": {"plan_id": "pla_7"}}}), vec!["change.edit.plan_id"]),
        ] {
            for path in [REVIEW, BULK] {
                assert_eq!(fields(&w.owner.post(path, body.clone()).await.problem(422, "invalid_fields")), wrong);
            }
        }
        assert_eq!(w.owner.get("/api/v1/jobs").await.expect(200)["total"], 0);
    }

    async fn r32_an_admin_may_and_an_auditor_and_a_member_may_not(w: &World) {
        let admin = w.with_role("Ada Admin", Role::Admin).await;
        let browser = w.sign_in(&admin).await;
        let grace = w.person("Grace Hopper").await;
        let body = named(&[&grace], edit(json!({"department": "Navy"})));
        let job = browser.post(BULK, body.clone()).await.expect(201);
        w.app.jobs.settled().await;
        assert_eq!(w.owner.get(&job_path(&job)).await.expect(200)["state"], "done");
        w.signed_in(Role::Auditor).await.post(BULK, body.clone()).await.problem(403, "forbidden");
        w.signed_in(Role::Member).await.post(REVIEW, body).await.problem(403, "forbidden");
    }

    async fn nobody_of_another_organization_is_changed_or_told_of(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let body = named(&[&ada], edit(json!({"department": "Spies"})));
        let review = w.stranger.post(REVIEW, body.clone()).await.expect(200);
        assert_eq!((review["refused"].as_u64(), review["refused_rows"][0]["name"].as_str()), (Some(1), Some("")));
        w.stranger.post(BULK, body).await.expect(201);
        w.app.jobs.settled().await;
        assert_eq!(w.stored(&ada).await.department, None);
    }

    async fn a_repeat_with_the_same_key_makes_one_job(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let body = named(&[&ada], edit(json!({"department": "Navy"}))).to_string();
        let headers = [("content-type", "application/json"), ("idempotency-key", "once")];
        let first = w.owner.send("POST", BULK, &headers, Some(body.clone())).await.expect(201);
        let again = w.owner.send("POST", BULK, &headers, Some(body)).await.expect(201);
        assert_eq!(first["id"], again["id"]);
        assert_eq!(w.owner.get("/api/v1/jobs").await.expect(200)["total"], 1);
        w.app.jobs.settled().await;
    }
}
