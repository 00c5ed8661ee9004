//! User retrieval (R30): what the identity provider may see, for finding, reading and making.

use serde_json::json;

use super::client::*;
use crate::users::world::*;

async fn only_own(w: &World<'_>) -> Idp {
    let entra = Idp::connect(w).await;
    let scope = json!({"retrieval_scope": "created_by_identity_provider"});
    w.owner.patch("/api/v1/provisioning", "*", scope).await.expect(200);
    entra
}

on_both! {
    async fn r30_all_users_means_also_those_of_the_console(w: &World) {
        let entra = Idp::connect(w).await;
        w.person("Grace Hopper").await;
        entra.create("Ada Lovelace").await;
        assert_eq!(entra.names("").await, ["ada.lovelace@contoso.com", "grace.hopper@contoso.com", "owner@contoso.com"]);
        entra.post("/Users", person("Grace Hopper")).await.refused(409, "uniqueness");
    }

    async fn r30_only_its_own_means_that_local_users_are_not_there(w: &World) {
        let all = Idp::connect(w).await;
        w.person("Grace Hopper").await;
        let grace = all.find("userName eq \"grace.hopper@contoso.com\"").await.remove(0);
        let entra = only_own(w).await;
        entra.create("Ada Lovelace").await;
        assert_eq!(entra.names("").await, ["ada.lovelace@contoso.com"]);
        for filter in [
            "userName eq \"grace.hopper@contoso.com\"",
            "not (userName eq \"x\") and emails co \"hopper\"",
            &format!("id eq \"{}\"", grace["id"].as_str().unwrap()),
        ] {
            assert!(entra.find(filter).await.is_empty(), "{filter}");
        }
        entra.get(&scim_path(&grace)).await.refused(404, "");
        entra.put(&grace, grace.clone()).await.refused(404, "");
        entra.patch(&grace, json!([{"op": "add", "path": "title", "value": "x"}])).await.refused(404, "");
        entra.delete(&grace).await.refused(404, "");
        assert_eq!(w.owner.get("/api/v1/users?search=hopper").await.expect(200)["items"][0]["managed_by"], "local");
    }

    async fn r30_a_post_of_a_hidden_username_is_409_and_never_a_takeover(w: &World) {
        let entra = only_own(w).await;
        let grace = w.person("Grace Hopper").await;
        let body = with(person("Grace Hopper"), json!({"userName": "GRACE.hopper@contoso.com", "title": "x"}));
        let detail = entra.post("/Users", body).await.refused(409, "uniqueness");
        assert!(detail.contains("All users"), "it says what to do: {detail}");
        assert_eq!(w.owner.get(&path_of(&grace)).await.expect(200), grace);
    }

    async fn r30_whom_it_linked_it_sees_in_either_scope(w: &World) {
        let entra = Idp::connect(w).await;
        w.person("Grace Hopper").await;
        let grace = entra.find("userName eq \"grace.hopper@contoso.com\"").await.remove(0);
        entra.patch(&grace, json!([{"op": "add", "path": "externalId", "value": "7"}])).await.expect(200);
        let entra = only_own(w).await;
        assert_eq!(entra.names("").await, ["grace.hopper@contoso.com"]);
        entra.read(&grace).await;
    }

    async fn r9_whom_it_deleted_it_brings_back_in_either_scope(w: &World) {
        let entra = only_own(w).await;
        let ada = entra.create("Ada Lovelace").await;
        entra.delete(&ada).await.expect(204);
        let back = entra.create("Ada Lovelace").await;
        assert_ne!(back["id"], ada["id"]);
    }
}
