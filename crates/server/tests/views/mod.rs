//! Saved views over REST, on both databases.

use domain::Role;
use serde_json::{Value, json};

use crate::users::world::*;

const PATH: &str = "/api/v1/views";

fn view_path(view: &Value) -> String {
    format!("{PATH}/{}", view["id"].as_str().unwrap())
}

on_both! {
    async fn a_view_is_saved_listed_by_name_changed_and_deleted(w: &World) {
        let new = json!({"name": " No site ", "query": "?site=none&sort=created", "columns": ["name", "username"]});
        let made = w.owner.post(PATH, new).await;
        assert_eq!(made.etag(), "\"1\"");
        let view = made.expect(201);
        assert_eq!((&view["name"], &view["query"]), (&json!("No site"), &json!("site=none&sort=created")));
        w.owner.post(PATH, json!({"name": "Active", "query": "status=active"})).await.expect(201);
        let list = w.owner.get(PATH).await.expect(200);
        let names: Vec<&Value> = list["items"].as_array().unwrap().iter().map(|view| &view["name"]).collect();
        assert_eq!(names, [&json!("Active"), &json!("No site")]);
        let edited = w.owner.patch(&view_path(&view), "\"1\"", json!({"query": ""})).await.expect(200);
        assert_eq!((&edited["query"], &edited["columns"], &edited["version"]), (&json!(""), &json!(["name", "username"]), &json!(2)));
        let stale = w.owner.patch(&view_path(&view), "\"1\"", json!({"name": "x"})).await;
        assert_eq!(stale.problem(412, "changed_elsewhere")["current"], edited);
        assert_eq!(w.owner.patch(&view_path(&view), "*", json!({"name": "No site"})).await.expect(200), edited);
        assert_eq!(w.owner.delete(&view_path(&view)).await.status, 204);
        w.owner.delete(&view_path(&view)).await.problem(404, "not_found");
        for action in ["view_created", "view_edited", "view_deleted"] {
            assert!(!w.audited(action).await.is_empty(), "{action}");
        }
    }

    async fn a_view_is_only_ones_own(w: &World) {
        let view = w.owner.post(PATH, json!({"name": "Mine"})).await.expect(201);
        let admin = w.signed_in(Role::Admin).await;
        assert_eq!(admin.get(PATH).await.expect(200)["total"], 0);
        for browser in [&admin, &w.stranger] {
            browser.patch(&view_path(&view), "*", json!({"name": "Theirs"})).await.problem(404, "not_found");
            browser.delete(&view_path(&view)).await.problem(404, "not_found");
        }
        admin.post(PATH, json!({"name": "mine"})).await.expect(201);
        let auditor = w.signed_in(Role::Auditor).await;
        auditor.post(PATH, json!({"name": "Mine"})).await.expect(201);
        w.signed_in(Role::Member).await.get(PATH).await.problem(403, "forbidden");
    }

    async fn what_is_no_view_is_refused_all_at_once(w: &World) {
        let wrong = json!({"name": "", "query": "a=<b>", "columns": ["name", "name"]});
        let problem = w.owner.post(PATH, wrong).await.problem(422, "invalid_fields");
        let expected = [("name", "empty"), ("query", "not_a_query"), ("columns", "not_a_choice")];
        assert_eq!(field_codes(&problem), expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
        let view = w.owner.post(PATH, json!({"name": "Active"})).await.expect(201);
        w.owner.post(PATH, json!({"name": "Other"})).await.expect(201);
        let taken = w.owner.post(PATH, json!({"name": "ACTIVE"})).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&taken), one("name", "view_name_taken"));
        let taken = w.owner.patch(&view_path(&view), "*", json!({"name": "other"})).await;
        assert_eq!(field_codes(&taken.problem(422, "invalid_fields")), one("name", "view_name_taken"));
        w.owner.patch(&view_path(&view), "*", json!({"name": "active"})).await.expect(200);
    }

    async fn one_person_keeps_fifty_views(w: &World) {
        for number in 1..=50 {
            w.owner.post(PATH, json!({"name": format!("View {number}")})).await.expect(201);
        }
        let problem = w.owner.post(PATH, json!({"name": "One more"})).await.problem(409, "refused");
        assert_eq!(problem["reason"], json!({"code": "too_many_views", "most": 50}));
        assert_eq!(w.owner.get(PATH).await.expect(200)["total"], 50);
    }

    async fn views_and_preferences_go_with_their_person(w: &World) {
        let ada = w.with_role("Ada Lovelace", Role::Admin).await;
        let browser = w.sign_in(&ada).await;
        browser.post(PATH, json!({"name": "Mine"})).await.expect(201);
        assert_eq!(w.owner.delete(&path_of(&ada)).await.status, 204);
        assert!(w.read().views().of_user(id_of(&ada)).await.unwrap().is_empty());
    }
}
