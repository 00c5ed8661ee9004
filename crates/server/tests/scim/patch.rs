//! PATCH beyond what one identity provider sends: all or nothing, no change without effect, elements of lists.

use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

/// The phone numbers with their types.
fn numbers(user: &Value) -> Vec<(&str, &str)> {
    let numbers = user["phoneNumbers"].as_array().map_or(&[][..], Vec::as_slice);
    numbers
        .iter()
        .map(|number| (number["type"].as_str().unwrap(), number["value"].as_str().unwrap()))
        .collect()
}

on_both! {
    async fn a_patch_is_done_wholly_or_not_at_all(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        let ada = entra.create("Ada Lovelace").await;
        entra.create("Grace Hopper").await;
        let head = w.feed_head().await;
        let title = json!({"op": "replace", "path": "title", "value": "Countess"});
        for (second, status, kind) in [
            (json!({"op": "replace", "path": "active", "value": "perhaps"}), 400, "invalidValue"),
            (json!({"op": "replace", "path": format!("{SITE}:site"), "value": "Atlantis"}), 400, "invalidValue"),
            (json!({"op": "replace", "path": "userName", "value": "GRACE.hopper@contoso.com"}), 409, "uniqueness"),
            (json!({"op": "remove", "path": "userName"}), 400, "mutability"),
            (json!({"op": "remove"}), 400, "noTarget"),
            (json!({"op": "replace", "path": "emails[type eq", "value": "x"}), 400, "invalidPath"),
            (json!({"op": "jump", "path": "title"}), 400, "invalidSyntax"),
            (json!({"op": "replace", "path": "title", "value": {"a": 1}}), 400, "invalidValue"),
            (json!("nothing"), 400, "invalidSyntax"),
        ] {
            let shown = second.to_string();
            let reply = entra.patch(&ada, json!([title, second])).await;
            assert_eq!((reply.status, reply.body["scimType"].as_str()), (status, Some(kind)), "{shown}");
        }
        assert_eq!(entra.read(&ada).await, ada, "the same version, too");
        assert_eq!(w.feed_head().await, head);
    }

    async fn a_patch_without_effect_changes_neither_version_nor_time(w: &World) {
        let entra = Idp::connect(w).await;
        // What was never sent becomes the identity provider's by being cleared (R3), which is an effect.
        let sent = with(person("Ada Lovelace"), json!({"title": null, "phoneNumbers": null}));
        let ada = entra.post("/Users", sent).await.expect(201);
        w.clock.advance(1_000);
        let head = w.feed_head().await;
        for nothing in [
            json!([]),
            json!([{"op": "Replace", "path": "active", "value": "True"}]),
            json!([{"op": "Remove", "path": "title"}, {"op": "Remove", "path": "phoneNumbers[type eq \"mobile\"].value"}]),
            json!([{"op": "Add", "path": "emails", "value": ada["emails"]}]),
            json!([{"op": "replace", "value": {"id": "other", "meta": {"version": "9"}, "groups": [{"value": "1"}]}}]),
            json!([{"op": "add", "path": "urn:example:2.0:User:favourite", "value": "tea"}]),
            json!([{"op": "Replace", "path": "title", "value": ""}]),
        ] {
            let shown = nothing.to_string();
            assert_eq!(entra.patch(&ada, nothing).await.expect(200), ada, "{shown}");
        }
        assert_eq!(w.feed_head().await, head);
        let changed = entra.patch(&ada, json!([{"op": "add", "path": "title", "value": "Eng"}])).await.expect(200);
        assert_eq!(changed["meta"]["created"], ada["meta"]["created"]);
        assert_eq!(changed["meta"]["lastModified"], w.app.now().to_string());
        assert_ne!(changed["meta"]["version"], ada["meta"]["version"]);
    }

    async fn a_value_path_makes_its_element_and_its_removal_leaves_none(w: &World) {
        let entra = Idp::connect(w).await;
        let bare = json!({"schemas": [USER], "userName": "ada@contoso.com"});
        let ada = entra.post("/Users", bare).await.expect(201);
        let made = entra.patch(&ada, json!([
            {"op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "1"},
            {"op": "Replace", "path": "phoneNumbers[type eq \"work\"].value", "value": "2"},
            {"op": "Add", "path": "emails[type eq \"work\"].value", "value": "ada@contoso.com"},
        ]));
        let made = made.await.expect(200);
        assert_eq!(numbers(&made), [("mobile", "1"), ("work", "2")]);
        assert_eq!(made["emails"], json!([{"type": "work", "value": "ada@contoso.com"}]));
        let shown = w.owner.get("/api/v1/users?search=ada@contoso").await.expect(200)["items"][0].clone();
        assert_eq!(shown["email"], "ada@contoso.com");
        let without = entra.patch(&ada, json!([{"op": "Remove", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "1"}]));
        assert_eq!(numbers(&without.await.expect(200)), [("work", "2")]);
        let cleared = entra.patch(&ada, json!([{"op": "Remove", "path": "phoneNumbers[type eq \"work\"]"}])).await.expect(200);
        assert_eq!(cleared.get("phoneNumbers"), None);
        assert!(entra.find("phoneNumbers pr").await.is_empty());
    }

    async fn attributes_select_what_is_returned_of_a_write(w: &World) {
        let entra = Idp::connect(w).await;
        let made = entra.post("/Users?attributes=userName", person("Ada Lovelace")).await.expect(201);
        let mut names: Vec<&String> = made.as_object().unwrap().keys().collect();
        names.sort();
        assert_eq!(names, ["id", "schemas", "userName"]);
        let path = format!("{}?excludedAttributes=emails,name", scim_path(&made));
        let patch = json!({"Operations": [{"op": "add", "path": "title", "value": "Eng"}]});
        let patched = entra.raw("PATCH", &path, patch.to_string()).await.expect(200);
        assert_eq!((patched.get("emails"), patched.get("name")), (None, None));
        assert_eq!(patched["title"], "Eng");
    }

    async fn many_patches_at_once_are_all_kept(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let set = |path: &str| entra.patch(&ada, json!([{"op": "add", "path": path, "value": "x"}]));
        let (a, b, c, d) = tokio::join!(set("title"), set("nickName"), set("displayName"), set("costCenter"));
        for reply in [a, b, c, d] {
            reply.expect(200);
        }
        let after = entra.read(&ada).await;
        for name in ["title", "nickName", "displayName"] {
            assert_eq!(after[name], "x", "{name}");
        }
        assert_eq!(after[ENTERPRISE]["costCenter"], "x");
    }
}
