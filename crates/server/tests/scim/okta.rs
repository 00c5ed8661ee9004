//! Okta as it calls: the twelve requests of its SCIM 2.0 test, and its updates by PUT.

use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

/// As Okta writes a user.
fn okta_person() -> Value {
    json!({
        "schemas": [USER], "userName": "ada@contoso.com", "name": {"givenName": "Ada", "familyName": "Lovelace"},
        "emails": [{"primary": true, "value": "ada@contoso.com", "type": "work"}],
        "displayName": "Ada Lovelace", "locale": "en-US", "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [], "password": "1mz050nq", "active": true,
    })
}

fn assert_numbers(list: &Value) {
    assert_eq!(list["schemas"], json!([LIST]));
    for name in ["itemsPerPage", "startIndex", "totalResults"] {
        assert!(list[name].is_u64(), "{name} in {list}");
    }
}

fn assert_has_what_okta_asserts(user: &Value) {
    for pointer in ["/id", "/name/familyName", "/name/givenName", "/userName", "/emails/0/value"] {
        assert!(
            user.pointer(pointer).and_then(Value::as_str).is_some_and(|text| !text.is_empty()),
            "{pointer} in {user}"
        );
    }
    assert_eq!(user["active"], true);
}

on_both! {
    async fn oktas_own_test_passes(w: &World) {
        let okta = Idp::connect(w).await;
        w.person("Grace Hopper").await;
        let first = okta.get("/Users?count=1&startIndex=1").await.expect(200);
        assert_numbers(&first);
        let user = &first["Resources"][0];
        assert_has_what_okta_asserts(user);
        let by_id = okta.read(user).await;
        assert_has_what_okta_asserts(&by_id);
        assert_eq!(by_id["id"], user["id"]);
        for email in ["nobody@contoso.com", "random@contoso.com"] {
            let path = format!("/Users?filter=userName%20eq%20%22{email}%22&startIndex=1&count=100");
            let none = okta.get(&path).await.expect(200);
            assert_numbers(&none);
            assert_eq!(none["totalResults"], 0);
        }
        let unknown = json!({"id": "0198b6a5-0000-7000-8000-000000000000"});
        assert!(!okta.get(&scim_path(&unknown)).await.refused(404, "").is_empty());
        let request = okta.request("POST", "/Users").header("content-type", "application/json");
        let request = request.header("accept", "application/scim+json; charset=utf-8");
        let made = okta.send(request.body(okta_person().to_string())).await.expect(201);
        assert_has_what_okta_asserts(&made);
        assert!(made["schemas"].as_array().unwrap().contains(&json!(USER)));
        let read = okta.read(&made).await;
        assert_eq!((&read["userName"], &read["name"]), (&made["userName"], &made["name"]));
        okta.post("/Users", okta_person()).await.refused(409, "uniqueness");
        let upper = okta.get("/Users?filter=userName eq \"ADA@CONTOSO.COM\"").await.expect(200);
        assert_eq!(upper["totalResults"], 1);
        okta.get("/Groups?startIndex=1&count=100").await.expect(200);
        assert!(!okta.authorized(Some("non-token")).get("/Users").await.refused(401, "").is_empty());
        okta.get("/Users/not-even-an-id").await.refused(404, "");
    }

    async fn a_put_of_what_was_read_changes_nothing(w: &World) {
        let okta = Idp::connect(w).await;
        w.site("London").await;
        let sent = with(okta_person(), json!({(SITE): {"site": "London"}, (ENTERPRISE): {"department": "R&D", "costCenter": "7"}}));
        let ada = okta.post("/Users", sent).await.expect(201);
        w.clock.advance(1_000);
        let head = w.feed_head().await;
        assert_eq!(okta.put(&ada, ada.clone()).await.expect(200), ada);
        assert_eq!(w.feed_head().await, head);
    }

    async fn a_put_replaces_what_okta_sent_and_keeps_active_and_the_site(w: &World) {
        let okta = Idp::connect(w).await;
        w.site("London").await;
        let sent = with(okta_person(), json!({"title": "Countess", "nickName": "A", (SITE): {"site": "London"}}));
        let ada = okta.post("/Users", sent).await.expect(201);
        let put = json!({"userName": "ada@contoso.com", "active": false, "name": {"givenName": "Augusta"}});
        let after = okta.put(&ada, put).await.expect(200);
        assert_eq!(after["name"], json!({"givenName": "Augusta"}));
        for gone in ["title", "nickName", "emails", "externalId", "locale"] {
            assert_eq!(after.get(gone), None, "{gone}");
        }
        assert_eq!(after[SITE], json!({"site": "London"}));
        let without = okta.put(&ada, json!({"userName": "ada@contoso.com"})).await.expect(200);
        assert_eq!(without["active"], false, "left out, active stays");
        let on = okta.put(&ada, okta_person()).await.expect(200);
        assert_eq!(on["active"], true);
    }

    async fn r3_a_put_clears_nothing_that_was_set_in_the_console_only(w: &World) {
        let okta = Idp::connect(w).await;
        let ada = okta.post("/Users", okta_person()).await.expect(201);
        let listed = w.owner.get("/api/v1/users?search=lovelace").await.expect(200)["items"][0].clone();
        let own = json!({"job_title": "Countess", "department": "R&D", "personal_contact_number": "+44 7700 900123", "time_zone": "Europe/London"});
        w.owner.patch(&path_of(&listed), "*", own).await.expect(200);
        let after = okta.put(&ada, with(okta_person(), json!({"displayName": "Ada"}))).await.expect(200);
        assert_eq!((&after["title"], &after["timezone"]), (&json!("Countess"), &json!("Europe/London")));
        assert_eq!(after[ENTERPRISE], json!({"department": "R&D"}));
        assert_eq!(after["phoneNumbers"][0]["value"], "+44 7700 900123");
        let titled = okta.put(&ada, with(okta_person(), json!({"title": "Eng"}))).await.expect(200);
        assert_eq!(titled["title"], "Eng");
        let cleared = okta.put(&ada, okta_person()).await.expect(200);
        assert_eq!(cleared.get("title"), None, "once sent, it is the identity provider's");
    }

    async fn a_put_for_nobody_makes_nobody(w: &World) {
        let okta = Idp::connect(w).await;
        let before = w.count().await;
        for id in ["0198b6a5-0000-7000-8000-000000000000", "ada@contoso.com", "00ujl29u0le5T6Aj10h7"] {
            okta.put(&json!({"id": id}), okta_person()).await.refused(404, "");
        }
        assert_eq!(w.count().await, before);
    }

    async fn a_put_without_username_or_with_that_of_another_is_refused(w: &World) {
        let okta = Idp::connect(w).await;
        let ada = okta.post("/Users", okta_person()).await.expect(201);
        okta.create("Grace Hopper").await;
        okta.put(&ada, json!({"active": true})).await.refused(400, "invalidValue");
        let taken = with(okta_person(), json!({"userName": "Grace.Hopper@contoso.com"}));
        okta.put(&ada, taken).await.refused(409, "uniqueness");
        assert_eq!(okta.read(&ada).await, ada);
    }
}
