//! The groups of the identity provider on a person's page.

use serde_json::json;

use crate::scim::client::Idp;
use crate::users::world::*;

on_both! {
    async fn the_groups_of_a_person_are_listed_by_name(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        for name in ["Sales", "Engineering"] {
            let member = json!([{"value": ada["id"]}]);
            entra.post("/Groups", json!({"displayName": name, "members": member})).await.expect(201);
        }
        entra.post("/Groups", json!({"displayName": "Others"})).await.expect(201);
        let users = w.owner.get("/api/v1/users?search=ada").await.expect(200);
        let path = format!("/api/v1/users/{}/groups", users["items"][0]["id"].as_str().unwrap());
        let page = w.owner.get(&path).await.expect(200);
        let names: Vec<&str> = page["items"].as_array().unwrap().iter().map(|group| group["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Engineering", "Sales"]);
        assert_eq!(page["total"], 2);
        w.owner.get("/api/v1/users/usr_00000000000000000000000000000001/groups").await.expect(404);
    }
}
