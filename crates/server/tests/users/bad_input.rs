//! What no client of ours sends: each a clear problem, and nothing written.

use domain::{Field, FieldSet};
use serde_json::json;

use super::world::*;

const JSON: &[(&str, &str)] = &[("content-type", "application/json")];

on_both! {
    async fn what_is_not_the_json_that_is_expected_is_refused(w: &World) {
        let before = w.count().await;
        let unknown = with(new_user("Ada Lovelace"), json!({"role": "owner"})).to_string();
        for body in [
            "", "{", "null", "[]", "\"x\"", "{}", "{\"username\": 7}", "\u{0}", "{\"username\": \"\\ud800\"}",
            &unknown, &format!("{}{{}}", new_user("Ada Lovelace")),
        ] {
            let answer = w.owner.send("POST", "/api/v1/users", JSON, Some(body.to_owned())).await;
            answer.problem(400, "invalid_request");
        }
        assert_eq!(w.count().await, before);
    }

    async fn a_body_over_1_mb_is_refused(w: &World) {
        let long = json!({"job_title": "x".repeat(1 << 20)}).to_string();
        let path = path_of(&w.person("Ada Lovelace").await);
        let headers = [("content-type", "application/json"), ("if-match", "*")];
        w.owner.send("PATCH", &path, &headers, Some(long)).await.problem(413, "too_large");
    }

    async fn a_body_of_another_type_is_refused(w: &World) {
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx"] {
            let body = new_user("Ada Lovelace").to_string();
            let answer = w.owner.send("POST", "/api/v1/users", &[("content-type", kind)], Some(body)).await;
            answer.problem(415, "unsupported_media_type");
        }
    }

    async fn names_with_hidden_characters_are_refused(w: &World) {
        for hidden in ["\u{0}", "\u{7}", "\u{202E}", "\u{2066}", "\u{200B}", "\u{FEFF}"] {
            let new = with(new_user("Ada Lovelace"), json!({"last_name": format!("Love{hidden}lace")}));
            let problem = w.owner.post("/api/v1/users", new).await.problem(422, "invalid_fields");
            assert_eq!(field_codes(&problem), [("last_name".to_owned(), "hidden_character".to_owned())]);
        }
        let name = "علی\u{200C}رضا";
        let new = with(new_user("Ada Lovelace"), json!({"first_name": name}));
        assert_eq!(w.owner.post("/api/v1/users", new).await.expect(201)["first_name"], name);
    }

    async fn ids_that_are_none_or_belong_to_others_are_not_found_all_in_the_same_words(w: &World) {
        let foreign = w.stranger.post("/api/v1/users", new_user("Ada Lovelace")).await.expect(201);
        let unknown = "usr_0000000000000000000000000000dead";
        let mut details = Vec::new();
        for id in [foreign["id"].as_str().unwrap(), unknown] {
            let path = format!("/api/v1/users/{id}");
            for answer in [
                w.owner.get(&path).await,
                w.owner.patch(&path, "*", json!({"job_title": "x"})).await,
                w.owner.post(&format!("{path}/deactivate"), json!({})).await,
                w.owner.post(&format!("{path}/activate"), json!({})).await,
                w.owner.post(&format!("{path}/password-link"), json!({})).await,
                w.owner.get(&format!("{path}/history")).await,
                w.owner.delete(&path).await,
            ] {
                details.push(answer.problem(404, "not_found")["detail"].clone());
            }
        }
        details.dedup();
        assert_eq!(details.len(), 1, "{details:?}");
        for id in ["1", "usr_", "sit_00000000000000000000000000000001", "usr_%00", "..%2f"] {
            w.owner.get(&format!("/api/v1/users/{id}")).await.problem(404, "not_found");
        }
        assert_eq!(w.stranger.get(&path_of(&foreign)).await.expect(200), foreign, "and untouched");
    }

    async fn if_match_that_is_no_version_is_refused(w: &World) {
        let user = w.person("Ada Lovelace").await;
        for junk in ["7", "\"x\"", "\"1", "\"1\", \"2\""] {
            let answer = w.owner.patch(&path_of(&user), junk, json!({"job_title": "x"})).await;
            answer.problem(400, "invalid_request");
        }
        for old in ["\"0\"", "\"99\""] {
            let answer = w.owner.patch(&path_of(&user), old, json!({"job_title": "x"})).await;
            answer.problem(412, "changed_elsewhere");
        }
    }

    async fn locked_and_wrong_fields_are_said_together(w: &World) {
        let user = w.managed("Ada Lovelace", FieldSet::from(vec![Field::JobTitle])).await;
        let edit = json!({"job_title": "\u{202E}", "email": "nobody", "extension": "abc"});
        let problem = w.owner.patch(&path_of(&user), "*", edit).await.problem(422, "invalid_fields");
        assert_eq!(
            field_codes(&problem),
            [
                ("email", "managed_by_identity_provider"),
                ("job_title", "managed_by_identity_provider"),
                ("extension", "not_a_phone_number"),
            ]
            .map(|(field, code)| (field.to_owned(), code.to_owned()))
        );
    }
}
