//! A user's life: made, linked, deactivated, deleted, brought back (R5, R7, R9, R10, R19).

use domain::Role;
use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

/// The person in the console.
async fn shown(w: &World<'_>, search: &str) -> Value {
    let list = w.owner.get(&format!("/api/v1/users?search={search}")).await.expect(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    list["items"][0].clone()
}

fn off() -> Value {
    json!([{"op": "Replace", "path": "active", "value": "False"}])
}

on_both! {
    async fn r19_whom_the_identity_provider_makes_is_managed_by_it_hidden_and_unlicensed(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let user = shown(w, "lovelace").await;
        assert_eq!(user["managed_by"], "identity_provider");
        assert_eq!(user["directory_visible"], false);
        assert_eq!(user["status"], "active");
        assert_ne!(user["id"], ada["id"], "R9: the SCIM id is another one");
        let events = w.history(&user).await;
        assert_eq!((&events[0]["actor"], &events[0]["actor_name"]), (&json!("identity_provider"), &json!("entra")));
    }

    async fn a_user_may_come_with_no_more_than_a_username(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.post("/Users", json!({"userName": "ada@contoso.com"})).await.expect(201);
        assert_eq!(ada["active"], true);
        assert_eq!((ada.get("name"), ada.get("emails")), (None, None));
        assert_eq!(shown(w, "ada").await["username"], "ada@contoso.com");
        entra.post("/Users", json!({"active": true})).await.refused(400, "invalidValue");
        entra.post("/Users", json!({"userName": "  "})).await.refused(400, "invalidValue");
        let off = entra.post("/Users", json!({"userName": "bob@contoso.com", "active": "False"})).await;
        assert_eq!(off.expect(201)["active"], false);
    }

    async fn r5_a_local_user_is_found_and_linked_by_the_first_write(w: &World) {
        let entra = Idp::connect(w).await;
        let grace = w.person("Grace Hopper").await;
        let found = entra.find("userName eq \"grace.hopper@contoso.com\"").await;
        assert_eq!(found[0]["emails"][0]["value"], "grace.hopper@contoso.com");
        assert_eq!(shown(w, "hopper").await["managed_by"], "local", "reading links nobody");
        let link = json!([{"op": "Add", "path": "externalId", "value": "object-7"}]);
        let linked = entra.patch(&found[0], link).await.expect(200);
        assert_eq!((&linked["id"], &linked["externalId"]), (&found[0]["id"], &json!("object-7")));
        let user = shown(w, "hopper").await;
        assert_eq!((&user["id"], &user["managed_by"]), (&grace["id"], &json!("identity_provider")));
        assert_eq!(user["directory_visible"], true, "linking hides nobody");
        w.owner.patch(&path_of(&grace), "*", json!({"first_name": "G"})).await.problem(422, "invalid_fields");
    }

    async fn r7_whom_the_identity_provider_deactivates_is_signed_out_at_the_next_request(w: &World) {
        let entra = Idp::connect(w).await;
        for (name, how) in [("Ada Lovelace", "patch"), ("Grace Hopper", "put"), ("Alan Turing", "delete")] {
            let user = w.with_role(name, Role::Admin).await;
            let browser = w.sign_in(&user).await;
            browser.get("/api/v1/me").await.expect(200);
            let scim = entra.find(&format!("userName eq {}", user["username"])).await.remove(0);
            match how {
                "patch" => drop(entra.patch(&scim, off()).await.expect(200)),
                "put" => drop(entra.put(&scim, with(scim.clone(), json!({"active": false}))).await.expect(200)),
                _ => drop(entra.delete(&scim).await.expect(204)),
            }
            browser.get("/api/v1/me").await.problem(401, "not_signed_in");
        }
    }

    async fn r8_deactivation_by_the_identity_provider_takes_nothing_away(w: &World) {
        let entra = Idp::connect(w).await;
        w.site("London").await;
        let ada = entra.post("/Users", with(person("Ada Lovelace"), json!({(SITE): {"site": "London"}}))).await.expect(201);
        let path = path_of(&shown(w, "lovelace").await);
        w.owner.patch(&path, "*", json!({"extension": "4711", "directory_visible": true})).await.expect(200);
        entra.patch(&ada, off()).await.expect(200);
        let user = w.owner.get(&path).await.expect(200);
        assert_eq!(user["status"], "deactivated");
        assert_eq!((&user["extension"], &user["site"]["name"]), (&json!("4711"), &json!("London")));
        assert_eq!(user["directory_visible"], true);
    }

    async fn r9_delete_deactivates_the_user_and_ends_the_scim_id(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let before = shown(w, "lovelace").await;
        entra.delete(&ada).await.expect(204);
        entra.delete(&ada).await.refused(404, "");
        entra.get(&scim_path(&ada)).await.refused(404, "");
        entra.put(&ada, person("Ada Lovelace")).await.refused(404, "");
        entra.patch(&ada, json!([])).await.refused(404, "");
        for filter in ["userName eq \"ada.lovelace@contoso.com\"", "externalId eq \"object-of-ada\"", "active eq false"] {
            assert!(entra.find(filter).await.is_empty(), "{filter}");
        }
        assert_eq!(entra.names("").await, ["owner@contoso.com"]);
        let kept = shown(w, "lovelace").await;
        assert_eq!((&kept["id"], &kept["status"]), (&before["id"], &json!("deactivated")));
    }

    async fn r9_a_post_of_a_deleted_username_brings_the_user_back_under_a_new_id(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let path = path_of(&shown(w, "lovelace").await);
        w.owner.patch(&path, "*", json!({"extension": "4711", "directory_visible": true})).await.expect(200);
        entra.delete(&ada).await.expect(204);
        w.clock.advance(1_000);
        let upper = json!({"userName": "ADA.Lovelace@contoso.com", "externalId": "object-9"});
        let back = entra.post("/Users", with(person("Ada Lovelace"), upper)).await.expect(201);
        assert_ne!(back["id"], ada["id"]);
        assert_eq!((&back["active"], &back["externalId"]), (&json!(true), &json!("object-9")));
        assert_eq!(back["meta"]["created"], w.app.now().to_string());
        entra.get(&scim_path(&ada)).await.refused(404, "");
        assert_eq!(entra.read(&back).await, back);
        let user = w.owner.get(&path).await.expect(200);
        assert_eq!((&user["status"], &user["extension"]), (&json!("active"), &json!("4711")));
        assert_eq!(user["directory_visible"], true, "what the admin chose is kept");
        entra.post("/Users", person("Ada Lovelace")).await.refused(409, "uniqueness");
    }

    async fn r9_whom_an_admin_deleted_is_made_anew(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let user = shown(w, "lovelace").await;
        assert_eq!(w.owner.delete(&path_of(&user)).await.status, 204);
        entra.get(&scim_path(&ada)).await.refused(404, "");
        let again = entra.create("Ada Lovelace").await;
        assert_ne!(again["id"], ada["id"]);
        assert_ne!(shown(w, "lovelace").await["id"], user["id"]);
    }

    async fn r10_the_last_active_owner_stays_and_the_refusal_is_none_that_stops_entra(w: &World) {
        let entra = Idp::connect(w).await;
        let owner = entra.find("userName eq \"owner@contoso.com\"").await.remove(0);
        entra.patch(&owner, off()).await.refused(400, "mutability");
        entra.put(&owner, with(owner.clone(), json!({"active": false}))).await.refused(400, "mutability");
        entra.delete(&owner).await.refused(400, "mutability");
        assert_eq!(entra.read(&owner).await, owner);
        w.owner.get("/api/v1/me").await.expect(200);
        w.with_role("Grace Hopper", Role::Owner).await;
        assert_eq!(entra.patch(&owner, off()).await.expect(200)["active"], false);
    }

    async fn r10_of_two_owners_whom_it_deactivates_at_once_one_stays(w: &World) {
        let entra = Idp::connect(w).await;
        w.with_role("Grace Hopper", Role::Owner).await;
        let owners = entra.find("").await;
        let (one, two) = tokio::join!(entra.patch(&owners[0], off()), entra.patch(&owners[1], off()));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 400], "{} {}", one.body, two.body);
        assert_eq!(w.read().users().count_active_owners().await.unwrap(), 1);
    }

    async fn of_many_posts_of_one_username_at_once_one_is_made(w: &World) {
        let entra = Idp::connect(w).await;
        let post = || entra.post("/Users", person("Ada Lovelace"));
        let (a, b, c, d) = tokio::join!(post(), post(), post(), post());
        let mut statuses = [a.status, b.status, c.status, d.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409]);
        assert_eq!(entra.names("userName sw \"ada\"").await.len(), 1);
    }

    async fn of_two_posts_that_bring_back_a_deleted_user_at_once_one_does(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        entra.delete(&ada).await.expect(204);
        let (one, two) = tokio::join!(entra.post("/Users", person("Ada Lovelace")), entra.post("/Users", person("Ada Lovelace")));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
    }

    async fn a_username_changes_but_not_into_that_of_another(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        entra.create("Grace Hopper").await;
        let rename = |to: &str| json!([{"op": "Replace", "path": "userName", "value": to}]);
        entra.patch(&ada, rename("grace.HOPPER@contoso.com")).await.refused(409, "uniqueness");
        let upper = entra.patch(&ada, rename("ADA.LOVELACE@contoso.com")).await.expect(200);
        assert_eq!(upper["userName"], "ADA.LOVELACE@contoso.com", "kept as it was sent");
        let married = entra.patch(&ada, rename("ada.king@contoso.com")).await.expect(200);
        assert_eq!(married["id"], ada["id"]);
        entra.create("Ada Lovelace").await;
    }
}
