//! Microsoft Entra ID as it calls: its test of the connection, a user's life, and every shape of its PATCH in both
//! of its forms.

use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

/// One operation an attribute, capitalised, every value a text: Entra's default job.
fn default_job() -> Value {
    json!([
        {"op": "Replace", "path": "displayName", "value": "Ada K"},
        {"op": "Replace", "path": "name.givenName", "value": "Augusta"},
        {"op": "Replace", "path": "name.familyName", "value": "King"},
        {"op": "Replace", "path": "userName", "value": "augusta@contoso.com"},
        {"op": "Add", "path": "externalId", "value": "object-2"},
        {"op": "Add", "path": "nickName", "value": "Babs"},
        {"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "augusta@contoso.com"},
        {"op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+44 7700 900123"},
        {"op": "Add", "path": "phoneNumbers[type eq \"work\"].value", "value": "+44 20 7946 0999"},
        {"op": "Replace", "path": "addresses[type eq \"work\"].country", "value": "ML"},
        {"op": "Replace", "path": format!("{ENTERPRISE}:department"), "value": "R&D"},
        {"op": "Add", "path": format!("{ENTERPRISE}:employeeNumber"), "value": "42"},
        {"op": "Add", "path": format!("{SITE}:site"), "value": "London"},
        {"op": "Replace", "path": format!("{USER}:title"), "value": "Countess"},
        {"op": "Add", "path": "manager", "value": [{"$ref": "http://x/Users/10263", "value": "10263"}]},
        {"op": "Add", "path": "locale", "value": "en-GB"},
        {"op": "Add", "path": "timezone", "value": "Europe/London"},
        {"op": "Replace", "path": "active", "value": "False"},
    ])
}

/// The same with `aadOptscim062020`: value paths alone, everything else in one operation without path.
fn flagged_job() -> Value {
    json!([
        {"op": "replace", "path": "emails[type eq \"work\"].value", "value": "augusta@contoso.com"},
        {"op": "add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+44 7700 900123"},
        {"op": "add", "path": "phoneNumbers[type eq \"work\"].value", "value": "+44 20 7946 0999"},
        {"op": "replace", "path": "addresses[type eq \"work\"].country", "value": "ML"},
        {"op": "replace", "value": {
            "displayName": "Ada K", "name.givenName": "Augusta", "name.familyName": "King",
            "userName": "augusta@contoso.com", "externalId": "object-2", "nickName": "Babs",
            "title": "Countess", "locale": "en-GB", "timezone": "Europe/London", "active": false,
            (format!("{ENTERPRISE}:department")): "R&D",
            (ENTERPRISE): {"employeeNumber": "42"},
            (format!("{ENTERPRISE}:manager")): {"value": "10263", "$ref": "http://x/Users/10263"},
            (format!("{SITE}:site")): "London",
        }},
    ])
}

/// A user without what differs from one to another.
fn bare(mut user: Value) -> Value {
    for name in ["id", "meta"] {
        assert!(user.as_object_mut().unwrap().remove(name).is_some());
    }
    user
}

on_both! {
    async fn the_test_of_the_connection_finds_an_empty_list(w: &World) {
        let entra = Idp::connect(w).await;
        let empty = json!({"schemas": [LIST], "totalResults": 0, "startIndex": 1, "itemsPerPage": 0, "Resources": []});
        for path in [
            "/Users?filter=userName+eq+%225e9f3b2a-0000-4b7e-9d3c-6f1d1f1d1f1d%22",
            "/Users?filter=userName%20eq%20%225e9f3b2a%22",
            "/Users?aadOptscim062020&filter=externalId+eq+jyoung",
            "/Users?filter=emails%5Btype+eq+%22work%22%5D.value+eq+%22a%40b.c%22&aadOptscim062020",
            "/Users?filter=emails%5btype%20eq%20%22work%22%5d%20eq%20%22a%40b.c%22",
        ] {
            assert_eq!(entra.get(path).await.expect(200), empty, "{path}");
        }
    }

    async fn a_user_is_made_with_all_that_entra_sends_and_found_again(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        let mut body = with(person("Ada Lovelace"), json!({
            "schemas": [USER, "urn:ietf:params:scim:schemas:extension:enterprise:2.0User"],
            "id": "mine", "password": "secret", "groups": [], "addresses": null, "title": null,
            "phoneNumbers": [{"type": "mobile", "value": "+1 206"}, {"type": "work", "value": "+1 425"}],
            "roles": [{"primary": "True", "type": "WindowsAzureActiveDirectoryRole", "value": "Admin", "display": "Admin"}],
            (ENTERPRISE): {"department": "R&D", "manager": "10263"},
            (SITE): {"site": "London"},
        }));
        body["active"] = json!("True");
        let reply = entra.post("/Users", body).await;
        let location = reply.header("location").to_owned();
        let ada = reply.expect(201);
        assert_eq!(location, format!("{}{}{}", w.url, entra.base, scim_path(&ada)));
        assert_eq!(ada["meta"]["location"], location);
        assert_eq!(ada["active"], true);
        assert_eq!(ada["schemas"], json!([USER, ENTERPRISE, SITE]));
        assert_eq!(ada[ENTERPRISE], json!({"department": "R&D", "manager": {"value": "10263"}}));
        assert_eq!(ada[SITE], json!({"site": "London"}));
        assert_eq!(ada["roles"][0]["primary"], true);
        assert!(!ada.to_string().contains("secret"));
        assert!(!ada.to_string().contains("null"));
        assert_ne!(ada["id"], "mine");
        for filter in [
            "userName eq \"ada.lovelace@contoso.com\"",
            "userName eq \"ADA.Lovelace@Contoso.COM\"",
            "externalId eq \"object-of-ada\"",
            "externalId eq object-of-ada",
            "emails[type eq \"work\"].value eq \"Ada.Lovelace@contoso.com\"",
            "emails[type eq \"work\"] eq \"ada.lovelace@contoso.com\"",
            &format!("id eq \"{}\" and manager eq \"10263\"", ada["id"].as_str().unwrap()),
        ] {
            assert_eq!(entra.find(filter).await, std::slice::from_ref(&ada), "{filter}");
        }
        assert!(entra.find("externalId eq \"OBJECT-OF-ADA\"").await.is_empty(), "externalId is exact");
        assert_eq!(entra.read(&ada).await, ada);
    }

    async fn every_shape_of_its_patch_leads_to_the_same_user_in_both_forms(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        let mut ends = Vec::new();
        for job in [default_job(), flagged_job()] {
            let ada = entra.create("Ada Lovelace").await;
            let patched = entra.patch(&ada, job).await.expect(200);
            assert_eq!(entra.read(&ada).await, patched);
            let id = w.owner.get("/api/v1/users?search=augusta").await.expect(200)["items"][0].clone();
            assert_eq!(w.owner.delete(&path_of(&id)).await.status, 204);
            ends.push(bare(patched));
        }
        assert_eq!(ends[0], ends[1]);
        let end = &ends[0];
        assert_eq!(end["userName"], "augusta@contoso.com");
        assert_eq!(end["name"], json!({"formatted": "Ada Lovelace", "givenName": "Augusta", "familyName": "King"}));
        assert_eq!(end["emails"], json!([{"primary": true, "type": "work", "value": "augusta@contoso.com"}]));
        assert_eq!(end["addresses"], json!([{"type": "work", "country": "ML"}]));
        assert_eq!(end["active"], false);
        assert_eq!(end[SITE], json!({"site": "London"}));
        assert_eq!(end[ENTERPRISE]["manager"], json!({"value": "10263", "$ref": "http://x/Users/10263"}));
    }

    async fn whom_entra_blocks_is_deactivated_still_found_and_comes_back(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        for (off, on) in [
            (json!([{"op": "Replace", "path": "active", "value": "False"}]), json!([{"op": "Replace", "path": "active", "value": "True"}])),
            (json!([{"op": "Add", "path": "active", "value": "False"}]), json!([{"op": "Add", "path": "active", "value": "True"}])),
            (json!([{"op": "replace", "value": {"active": false}}]), json!([{"op": "replace", "value": {"active": true}}])),
        ] {
            assert_eq!(entra.patch(&ada, off).await.expect(200)["active"], false);
            assert_eq!(entra.read(&ada).await["active"], false);
            let found = entra.find("userName eq \"ada.lovelace@contoso.com\"").await;
            assert_eq!(found[0]["active"], false);
            assert_eq!(entra.names("active eq False").await, ["ada.lovelace@contoso.com"]);
            let title = json!([{"op": "Replace", "path": "title", "value": "x"}, {"op": "Remove", "path": "title"}]);
            assert_eq!(entra.patch(&ada, title).await.expect(200)["active"], false, "the inactive can be changed");
            assert_eq!(entra.patch(&ada, on).await.expect(200)["active"], true);
        }
    }

    async fn whom_entra_moves_to_the_recycle_bin_keeps_the_username(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let mangled = "0a21f0f2a5e04ea2bb2ab6ef9d3c1f10ada.lovelace@contoso.com";
        let binned = entra.patch(&ada, json!([
            {"op": "Replace", "path": "userName", "value": mangled},
            {"op": "Replace", "path": "active", "value": "False"},
        ]));
        let binned = binned.await.expect(200);
        assert_eq!((&binned["userName"], &binned["active"]), (&ada["userName"], &json!(false)));
        let again = entra.patch(&ada, json!([{"op": "replace", "value": {"userName": mangled}}])).await.expect(200);
        assert_eq!(again, binned, "also when the two come one after the other");
        let back = entra.patch(&ada, json!([
            {"op": "Replace", "path": "active", "value": "True"},
            {"op": "Replace", "path": "userName", "value": ada["userName"]},
        ]));
        assert_eq!(bare(back.await.expect(200)), bare(ada));
    }

    async fn a_lost_answer_to_a_post_ends_in_409_and_the_filter_finds_the_user(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let upper = with(person("Ada Lovelace"), json!({"userName": "ADA.LOVELACE@CONTOSO.COM"}));
        for body in [person("Ada Lovelace"), upper] {
            entra.post("/Users", body).await.refused(409, "uniqueness");
        }
        assert_eq!(entra.find("userName eq \"ada.lovelace@contoso.com\"").await, [ada]);
    }
}
