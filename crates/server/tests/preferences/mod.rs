//! One's own settings over REST, on both databases.

use domain::Role;
use serde_json::{Value, json};

use crate::users::world::*;

const PATH: &str = "/api/v1/me/preferences";

async fn put(browser: &Browser, body: Value) -> Answer {
    browser.send("PUT", PATH, &[("content-type", "application/json")], Some(body.to_string())).await
}

on_both! {
    async fn settings_are_the_defaults_until_they_are_set_and_set_all_at_once(w: &World) {
        let member = w.signed_in(Role::Member).await;
        assert_eq!(member.get(PATH).await.expect(200), json!({"shortcuts": true}));
        let set = json!({"users_columns": ["name", "site"], "page_size": 100, "shortcuts": false, "language": "de"});
        assert_eq!(put(&member, set.clone()).await.expect(200), set);
        assert_eq!(member.get(PATH).await.expect(200), set);
        assert_eq!(w.owner.get(PATH).await.expect(200), json!({"shortcuts": true}));
        assert_eq!(put(&member, json!({"language": "es"})).await.expect(200), json!({"shortcuts": true, "language": "es"}));
        w.nobody.get(PATH).await.problem(401, "not_signed_in");
    }

    async fn a_change_is_in_the_audit_log_and_the_same_again_is_none(w: &World) {
        put(&w.owner, json!({"page_size": 25})).await.expect(200);
        let head = w.feed_head().await;
        put(&w.owner, json!({"page_size": 25})).await.expect(200);
        assert_eq!(w.feed_head().await, head);
        let entries = w.audited("preferences_edited").await;
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].changes[0].field.as_str(), entries[0].changes[0].to.as_deref()), ("page_size", Some("25")));
    }

    async fn what_is_no_setting_is_refused(w: &World) {
        let problem = put(&w.owner, json!({"users_columns": ["a b"], "page_size": 5})).await.problem(422, "invalid_fields");
        let expected = [("users_columns", "not_a_choice"), ("page_size", "out_of_range")];
        assert_eq!(field_codes(&problem), expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
        for wrong in [json!({"language": "fr"}), json!({"theme": "dark"}), json!({"page_size": -1}), json!({"shortcuts": "yes"})] {
            put(&w.owner, wrong).await.problem(400, "invalid_request");
        }
    }
}
