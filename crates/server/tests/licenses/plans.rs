//! `/api/v1/licenses`

use domain::Role;
use serde_json::json;

use super::{give, person_at, plan, plan_path, seats};
use crate::users::world::*;

const PLANS: &str = "/api/v1/licenses";

on_both! {
    async fn r16_a_plan_has_a_name_of_its_own_and_seats(w: &World) {
        let made = w.owner.post(PLANS, json!({"name": "  X2 ", "seats": 25})).await;
        assert_eq!(made.etag(), "\"1\"");
        let plan = made.expect(201);
        assert_eq!((&plan["name"], &plan["seats"], &plan["used"], &plan["free"]), (&json!("X2"), &json!(25), &json!(0), &json!(25)));
        assert_eq!((&plan["deactivated"], &plan["rules"]), (&json!(0), &json!(0)));
        assert!(plan["id"].as_str().unwrap().starts_with("pln_"));
        assert_eq!(w.owner.get(&plan_path(&plan)).await.expect(200), plan);
        let taken = w.owner.post(PLANS, json!({"name": "x2", "seats": 20_000_000})).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&taken), [one("name", "plan_name_taken"), one("seats", "out_of_range")].concat());
        let bad = w.owner.post(PLANS, json!({"name": " ", "seats": 1})).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&bad), one("name", "empty"));
        for junk in [json!({"name": "X3"}), json!({"name": "X3", "seats": -1}), json!({"name": "X3", "seats": 1, "color": 2})] {
            w.owner.post(PLANS, junk).await.problem(400, "invalid_request");
        }
        w.stranger.post(PLANS, json!({"name": "X2", "seats": 1})).await.expect(201);
        assert_eq!(w.owner.get(PLANS).await.expect(200)["total"], 1);
    }

    async fn the_list_is_by_name_with_seats_and_those_that_can_be_had_back(w: &World) {
        let site = w.site("London").await;
        let (x4, x1) = (plan(w, "X4", 5).await, plan(w, "X1", 3).await);
        for (name, plan) in [("Ada Lovelace", &x1), ("Grace Hopper", &x1), ("Barbara Liskov", &x4)] {
            give(w, &person_at(w, &site, name).await, plan).await.expect(200);
        }
        let ada = w.owner.get("/api/v1/users?search=lovelace").await.expect(200)["items"][0].clone();
        w.owner.post(&format!("{}/deactivate", path_of(&ada)), json!({})).await.expect(200);
        let list = w.owner.get(PLANS).await.expect(200);
        let row = |at: usize| {
            let plan = &list["items"][at];
            let number = |field: &str| plan[field].as_u64().unwrap();
            (plan["name"].as_str().unwrap().to_owned(), number("seats"), number("used"), number("free"), number("deactivated"))
        };
        assert_eq!((row(0), row(1)), (("X1".to_owned(), 3, 2, 1, 1), ("X4".to_owned(), 5, 1, 4, 0)));
    }

    async fn r18_seats_are_not_made_fewer_than_are_used(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 3).await;
        plan(w, "X2", 3).await;
        for name in ["Ada Lovelace", "Grace Hopper"] {
            give(w, &person_at(w, &site, name).await, &x1).await.expect(200);
        }
        let path = plan_path(&x1);
        let both = json!({"name": "X2", "seats": 1});
        let refused = w.owner.patch(&path, "\"1\"", both).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&refused), [one("name", "plan_name_taken"), one("seats", "seats_in_use")].concat());
        assert_eq!(refused["errors"][1]["reason"]["used"], 2);
        let edited = w.owner.patch(&path, "\"1\"", json!({"seats": 2})).await;
        assert_eq!(edited.etag(), "\"2\"");
        assert_eq!(edited.expect(200)["free"], 0);
        let stale = w.owner.patch(&path, "\"1\"", json!({"seats": 9})).await.problem(412, "changed_elsewhere");
        assert_eq!(stale["current"]["seats"], 2);
    }

    async fn an_edit_that_changes_nothing_writes_nothing(w: &World) {
        let x1 = plan(w, "X1", 3).await;
        let head = w.feed_head().await;
        let same = w.owner.patch(&plan_path(&x1), "\"1\"", json!({"name": " X1", "seats": 3})).await.expect(200);
        assert_eq!((same, w.feed_head().await), (x1, head));
    }

    async fn whoever_holds_a_renamed_plan_follows_it(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 3).await;
        let ada = person_at(w, &site, "Ada Lovelace").await;
        give(w, &ada, &x1).await.expect(200);
        w.owner.patch(&plan_path(&x1), "*", json!({"name": "Voice"})).await.expect(200);
        assert_eq!(w.owner.get(&path_of(&ada)).await.expect(200)["plan"], json!({"id": x1["id"], "name": "Voice"}));
    }

    async fn r16_a_plan_that_somebody_holds_is_not_deleted_deactivated_holders_included(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 3).await;
        let ada = person_at(w, &site, "Ada Lovelace").await;
        give(w, &ada, &x1).await.expect(200);
        w.owner.post(&format!("{}/deactivate", path_of(&ada)), json!({})).await.expect(200);
        let refused = w.owner.delete(&plan_path(&x1)).await.problem(409, "refused");
        assert_eq!((&refused["reason"], &refused["rule"]), (&json!({"code": "plan_has_holders", "holders": 1}), &json!("R16")));
        assert_eq!(w.owner.delete(&path_of(&ada)).await.status, 204);
        assert_eq!(seats(w, &x1).await, (0, 3), "deletion frees the seat");
        assert_eq!(w.owner.delete(&plan_path(&x1)).await.status, 204);
        w.owner.get(&plan_path(&x1)).await.problem(404, "not_found");
        w.owner.delete(&plan_path(&x1)).await.problem(404, "not_found");
    }

    async fn plans_of_another_organization_do_not_exist(w: &World) {
        let foreign = w.stranger.post(PLANS, json!({"name": "X9", "seats": 9})).await.expect(201);
        let path = plan_path(&foreign);
        w.owner.get(&path).await.problem(404, "not_found");
        w.owner.patch(&path, "*", json!({"seats": 1})).await.problem(404, "not_found");
        w.owner.delete(&path).await.problem(404, "not_found");
        let site = w.site("London").await;
        let ada = person_at(w, &site, "Ada Lovelace").await;
        let refused = give(w, &ada, &foreign).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&refused), one("plan_id", "not_a_choice"));
    }

    async fn r32_a_user_admin_gives_licences_and_makes_no_plans(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 3).await;
        let ada = person_at(w, &site, "Ada Lovelace").await;
        let admin = w.signed_in(Role::UserAdmin).await;
        admin.get(PLANS).await.expect(200);
        admin.post(PLANS, json!({"name": "X2", "seats": 1})).await.problem(403, "forbidden");
        admin.patch(&plan_path(&x1), "*", json!({"seats": 9})).await.problem(403, "forbidden");
        admin.delete(&plan_path(&x1)).await.problem(403, "forbidden");
        admin.patch(&path_of(&ada), "*", json!({"plan_id": x1["id"]})).await.expect(200);
        w.signed_in(Role::Auditor).await.get(PLANS).await.expect(200);
        w.signed_in(Role::Member).await.get(PLANS).await.problem(403, "forbidden");
    }

    async fn r33_every_change_of_a_plan_is_in_the_audit_log(w: &World) {
        let x1 = plan(w, "X1", 3).await;
        w.owner.patch(&plan_path(&x1), "*", json!({"seats": 7})).await.expect(200);
        assert_eq!(w.owner.delete(&plan_path(&x1)).await.status, 204);
        for action in ["license_created", "license_edited", "license_deleted"] {
            assert_eq!(w.audited(action).await.len(), 1, "{action}");
        }
        let edited = &w.audited("license_edited").await[0];
        let change = &edited.changes[0];
        assert_eq!((change.field.as_str(), change.from.as_deref(), change.to.as_deref()), ("seats", Some("3"), Some("7")));
        assert_eq!((edited.subject_kind.as_str(), edited.subject_name.as_str()), ("license", "X1"));
    }

    async fn home_says_who_has_no_licence_which_plans_are_full_and_what_can_be_had_back(w: &World) {
        let home = w.owner.get("/api/v1/home").await.expect(200);
        assert_eq!((&home["users_without_license"], &home["full_plans"]), (&json!(null), &json!([])));
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 1).await;
        plan(w, "X2", 5).await;
        plan(w, "X3", 0).await;
        let ada = person_at(w, &site, "Ada Lovelace").await;
        person_at(w, &site, "Grace Hopper").await;
        give(w, &ada, &x1).await.expect(200);
        let home = w.owner.get("/api/v1/home").await.expect(200);
        assert_eq!(home["users_without_license"], 2, "Grace, and the owner");
        assert_eq!(home["full_plans"], json!([{"id": x1["id"], "name": "X1"}]));
        assert_eq!(home["deactivated_license_holders"], 0);
        w.owner.post(&format!("{}/deactivate", path_of(&ada)), json!({})).await.expect(200);
        assert_eq!(w.owner.get("/api/v1/home").await.expect(200)["deactivated_license_holders"], 1);
    }
}
