//! `GET /api/v1/users`

use domain::{FieldSet, Role, timestamp};
use serde_json::{Value, json};
use server::clock::Clock;

use super::world::*;
use crate::licenses::plan;

fn names(list: &Value) -> Vec<String> {
    let name = |user: &Value| {
        format!("{} {}", user["first_name"].as_str().unwrap(), user["last_name"].as_str().unwrap())
    };
    list["items"].as_array().unwrap().iter().map(name).collect()
}

async fn found(w: &World<'_>, query: &str) -> Vec<String> {
    names(&w.owner.get(&format!("/api/v1/users?{query}")).await.expect(200))
}

on_both! {
    async fn pages_follow_each_other_without_gap_or_repeat_in_both_directions(w: &World) {
        for name in ["Ada Lovelace", "Barbara Liskov", "Grace Hopper", "Katherine Johnson", "Margaret Hamilton"] {
            w.person(name).await;
        }
        let all = found(w, "search=contoso").await;
        let mut seen = Vec::new();
        let mut path = "/api/v1/users?search=contoso&limit=2".to_owned();
        let mut last = json!(null);
        loop {
            let page = w.owner.get(&path).await.expect(200);
            assert_eq!(page["total"], all.len());
            assert_eq!(page["offset"], seen.len());
            seen.extend(names(&page));
            let Some(next) = page["next_cursor"].as_str() else { last = page; break };
            path = format!("/api/v1/users?search=contoso&limit=2&cursor={next}");
            drop(std::mem::replace(&mut last, page.clone()));
        }
        assert_eq!(seen, all);
        let previous = last["previous_cursor"].as_str().unwrap();
        let back = w.owner.get(&format!("/api/v1/users?search=contoso&limit=2&cursor={previous}")).await.expect(200);
        let end = all.len() - names(&last).len();
        assert_eq!(names(&back), all[end - 2..end]);
        assert_eq!(back["offset"], end - 2);
    }

    async fn filters_narrow_and_combine(w: &World) {
        let site = w.site("London").await;
        let at_site = with(new_user("Ada Lovelace"), json!({"site_id": site["id"]}));
        w.owner.post("/api/v1/users", at_site).await.expect(201);
        w.managed("Grace Hopper", FieldSet::EMPTY).await;
        let off = w.person("Barbara Liskov").await;
        w.owner.post(&format!("{}/deactivate", path_of(&off)), json!({})).await.expect(200);
        assert_eq!(found(w, "status=deactivated").await, ["Barbara Liskov"]);
        assert_eq!(found(w, "managed_by=identity_provider").await, ["Grace Hopper"]);
        assert_eq!(found(w, &format!("site={}", site["id"].as_str().unwrap())).await, ["Ada Lovelace"]);
        assert_eq!(found(w, "site=none&status=active&managed_by=local&search=barb").await, [""; 0]);
        assert_eq!(found(w, "site=none&managed_by=identity_provider").await, ["Grace Hopper"]);
        assert_eq!(found(w, "search=HOPPER").await, ["Grace Hopper"]);
        assert_eq!(found(w, "search=%25").await, [""; 0]);
    }

    async fn licence_directory_department_and_role_narrow(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 5).await;
        let ada = json!({"site_id": site["id"], "plan_id": x1["id"], "department": "Research", "job_title": "Countess"});
        w.owner.post("/api/v1/users", with(new_user("Ada Lovelace"), ada)).await.expect(201);
        w.managed("Grace Hopper", FieldSet::EMPTY).await;
        w.owner.post("/api/v1/users", with(new_user("Barbara Liskov"), json!({"directory_visible": false}))).await.expect(201);
        let id = x1["id"].as_str().unwrap();
        assert_eq!(found(w, &format!("license={id}")).await, ["Ada Lovelace"]);
        assert_eq!(found(w, "license=any").await, ["Ada Lovelace"]);
        assert_eq!(found(w, "license=none&role=member").await, ["Barbara Liskov", "Grace Hopper"]);
        assert_eq!(found(w, "directory=hidden").await, ["Barbara Liskov"]);
        assert_eq!(found(w, "directory=shown&license=none&role=member").await, ["Grace Hopper"]);
        assert_eq!(found(w, "department=RESEARCH").await, ["Ada Lovelace"]);
        assert_eq!(found(w, "department=Res").await, [""; 0]);
        assert_eq!(found(w, "role=owner").await, ["Olivia Owner"]);
    }

    async fn is_not_lets_through_everybody_else_those_without_included(w: &World) {
        let (site, x1) = (w.site("London").await, plan(w, "X1", 5).await);
        let ada = json!({"site_id": site["id"], "plan_id": x1["id"]});
        let ada = w.owner.post("/api/v1/users", with(new_user("Ada Lovelace"), ada)).await.expect(201);
        w.owner.post(&format!("{}/deactivate", path_of(&ada)), json!({})).await.expect(200);
        w.managed("Grace Hopper", FieldSet::EMPTY).await;
        let (site, plan) = (site["id"].as_str().unwrap(), x1["id"].as_str().unwrap());
        let others = ["Grace Hopper", "Olivia Owner"];
        assert_eq!(found(w, "status_not=deactivated").await, others);
        assert_eq!(found(w, "managed_by_not=identity_provider").await, ["Ada Lovelace", "Olivia Owner"]);
        assert_eq!(found(w, &format!("site_not={site}")).await, others);
        assert_eq!(found(w, "site_not=none").await, ["Ada Lovelace"]);
        assert_eq!(found(w, &format!("license_not={plan}")).await, others);
        assert_eq!(found(w, "license_not=none").await, ["Ada Lovelace"]);
        assert_eq!(found(w, "license_not=any&managed_by_not=local").await, ["Grace Hopper"]);
    }

    async fn whoever_has_not_signed_in_since_a_day_is_found(w: &World) {
        let ada = id_of(&w.person("Ada Lovelace").await);
        w.person("Grace Hopper").await;
        let at = w.clock.now().plus_ms(-timestamp::DAY_MS);
        w.store().write(w.org, |tx| async move { tx.users().record_sign_in(ada, at).await }).await.unwrap();
        assert_eq!(found(w, "last_sign_in=never").await, ["Grace Hopper"]);
        assert_eq!(found(w, "last_sign_in=after:2026-11-23").await, ["Olivia Owner"]);
        assert_eq!(found(w, "last_sign_in=after:2026-11-22").await, ["Ada Lovelace", "Olivia Owner"]);
        assert_eq!(found(w, "last_sign_in=before:2026-11-23").await, ["Ada Lovelace", "Grace Hopper"]);
        assert_eq!(found(w, "last_sign_in=before:2026-11-22").await, ["Grace Hopper"], "whoever never did has not since then");
        assert_eq!(found(w, "last_sign_in=after:2026-11-23T12:00:01Z&sort=last_sign_in").await, [""; 0]);
    }

    async fn a_search_finds_extensions_and_phone_numbers(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        w.owner.patch(&path_of(&ada), "*", json!({"extension": "4711", "phone_number": "+44 20 7946 0815"})).await.expect(200);
        assert_eq!(found(w, "search=4711").await, ["Ada Lovelace"]);
        assert_eq!(found(w, "search=0815").await, ["Ada Lovelace"]);
    }

    async fn every_sort_is_taken_in_both_directions(w: &World) {
        for name in ["Ada Lovelace", "Barbara Liskov"] {
            w.person(name).await;
        }
        for sort in ["name", "username", "email", "status", "managed_by", "site", "last_sign_in", "created", "updated", "license", "directory", "department", "job_title", "role"] {
            let ascending = found(w, &format!("sort={sort}")).await;
            let mut descending = found(w, &format!("sort={sort}&order=descending")).await;
            descending.reverse();
            assert_eq!(ascending, descending, "{sort}");
            assert_eq!(ascending.len(), 3, "{sort}");
        }
        assert_eq!(found(w, "search=contoso.com&sort=username&order=descending").await[0], "Olivia Owner");
    }

    async fn a_cursor_belongs_to_its_filters_and_sort(w: &World) {
        for name in ["Ada Lovelace", "Barbara Liskov"] {
            w.person(name).await;
        }
        let page = w.owner.get("/api/v1/users?limit=1").await.expect(200);
        let cursor = page["next_cursor"].as_str().unwrap();
        w.owner.get(&format!("/api/v1/users?limit=2&cursor={cursor}")).await.expect(200);
        for other in ["sort=email&", "order=descending&", "status=active&", "search=a&", "managed_by=local&", "site=none&", "license=none&", "directory=shown&", "last_sign_in=never&"] {
            let answer = w.owner.get(&format!("/api/v1/users?{other}cursor={cursor}")).await;
            answer.problem(400, "invalid_cursor");
        }
        for junk in ["", "x", "%00", "e30", &cursor[1..], &format!("{cursor}A"), &"A".repeat(5_000)] {
            w.owner.get(&format!("/api/v1/users?cursor={junk}")).await.problem(400, "invalid_cursor");
        }
    }

    async fn a_cursor_with_keys_of_other_types_is_refused(w: &World) {
        use base64::Engine;
        w.person("Ada Lovelace").await;
        let page = w.owner.get("/api/v1/users?limit=1").await.expect(200);
        let cursor = page["next_cursor"].as_str().unwrap();
        let forged = [
            r#"{"o":"name","b":false,"k":[{"n":1},{"i":1}]}"#,
            r#"{"o":"name","b":false,"k":[{"t":"a"},{"t":"b"}]}"#,
            r#"{"o":"name","b":false,"k":[{"b":true},{"i":1}]}"#,
            r#"{"o":"name","b":false,"k":[]}"#,
        ];
        for json in forged {
            let inner = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json);
            let answer = w.owner.get(&format!("/api/v1/users?cursor={}0.{inner}", &cursor[..16])).await;
            answer.problem(400, "invalid_cursor");
        }
    }

    async fn values_that_no_filter_knows_are_refused_never_ignored(w: &World) {
        for query in ["limit=0", "limit=201", "site=sit_1", "site=London", &format!("search={}", "a".repeat(257)), "license=X1", "site=any", "department=%20", "last_sign_in=soon",
            "last_sign_in=before:yesterday", "status=active&status_not=active", "site=none&site_not=none", "license=any&license_not=any"] {
            w.owner.get(&format!("/api/v1/users?{query}")).await.problem(422, "invalid_fields");
        }
        for query in ["status=gone", "managed_by=me", "sort=shoe_size", "order=up", "limit=many", "limit=-1", "color=red", "directory=maybe", "role=king", "status_not=gone"] {
            w.owner.get(&format!("/api/v1/users?{query}")).await.problem(400, "invalid_request");
        }
    }

    async fn nothing_of_another_organization_is_in_the_list(w: &World) {
        w.stranger.post("/api/v1/users", new_user("Ada Lovelace")).await.expect(201);
        let list = w.owner.get("/api/v1/users?search=lovelace").await.expect(200);
        assert_eq!((list["total"].clone(), names(&list).len()), (json!(0), 0));
        let site = w.stranger.post("/api/v1/sites", json!({"name": "London"})).await.expect(201);
        assert_eq!(found(w, &format!("site={}", site["id"].as_str().unwrap())).await, [""; 0]);
    }

    async fn r32_members_do_not_see_the_list(w: &World) {
        let member = w.signed_in(Role::Member).await;
        member.get("/api/v1/users").await.problem(403, "forbidden");
        w.nobody.get("/api/v1/users").await.problem(401, "not_signed_in");
    }

    async fn r21_external_id_and_work_phone_are_never_shown(w: &World) {
        let user = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        let text = w.owner.get(&path_of(&user)).await.body;
        assert!(!text.contains(EXTERNAL_ID) && !text.contains(WORK_PHONE), "{text}");
        assert_eq!(found(w, &format!("search={EXTERNAL_ID}")).await, [""; 0]);
    }
}
