//! `/Bulk` (RFC 7644 §3.7).

use serde_json::{Value, json};

use super::client::*;
use super::groups::GROUP;
use crate::users::world::*;

fn post(bulk_id: &str, path: &str, data: Value) -> Value {
    json!({"method": "POST", "bulkId": bulk_id, "path": path, "data": data})
}

async fn bulk(entra: &Idp, operations: Value, fail_on_errors: Option<u32>) -> Vec<Value> {
    let mut body =
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": operations});
    if let Some(most) = fail_on_errors {
        body["failOnErrors"] = most.into();
    }
    let answer = entra.post("/Bulk", body).await.expect(200);
    answer["Operations"].as_array().unwrap().clone()
}

on_both! {
    async fn what_one_operation_makes_another_may_name_before_it(w: &World) {
        let entra = Idp::connect(w).await;
        let group = json!({"schemas": [GROUP], "displayName": "Sales", "members": [{"value": "bulkId:ada"}]});
        let done = bulk(&entra, json!([
            post("sales", "/Groups", group), post("ada", "/Users", person("Ada Lovelace")),
            {"method": "PATCH", "path": "/Users/bulkId:ada", "data": {
                "schemas": [PATCH_OP], "Operations": [{"op": "replace", "path": "title", "value": "Countess"}],
            }},
        ]), None).await;
        let statuses: Vec<&Value> = done.iter().map(|one| &one["status"]).collect();
        assert_eq!(statuses, ["201", "201", "200"]);
        assert_eq!(done[1]["bulkId"], "ada");
        let ada = entra.find("userName sw \"ada\"").await.remove(0);
        assert_eq!((&ada["title"], &ada["groups"][0]["display"]), (&json!("Countess"), &json!("Sales")));
        assert_eq!(done[1]["location"], ada["meta"]["location"]);
    }

    async fn an_error_is_told_and_stands_for_itself_until_there_are_too_many(w: &World) {
        let entra = Idp::connect(w).await;
        let operations = json!([
            post("1", "/Users", person("Ada Lovelace")), post("2", "/Users", person("Ada Lovelace")),
            post("3", "/Users", person("Bob Brown")),
        ]);
        let done = bulk(&entra, operations.clone(), Some(1)).await;
        assert_eq!(done.len(), 2);
        assert_eq!((&done[1]["status"], &done[1]["response"]["scimType"]), (&json!("409"), &json!("uniqueness")));
        let done = bulk(&entra, operations, None).await;
        assert_eq!((done.len(), &done[2]["status"]), (3, &json!("201")));
        let id = entra.find("userName sw \"bob\"").await.remove(0)["id"].as_str().unwrap().to_owned();
        let done = bulk(&entra, json!([
            {"method": "DELETE", "path": format!("/Users/{id}"), "version": "W/\"99\""},
            {"method": "DELETE", "path": format!("/Users/{id}")},
            {"method": "DELETE", "path": format!("/Users/{id}")},
        ]), None).await;
        let statuses: Vec<&Value> = done.iter().map(|one| &one["status"]).collect();
        assert_eq!(statuses, ["412", "204", "404"]);
    }

    async fn who_wait_for_each_other_are_refused_and_so_is_who_waits_for_nobody(w: &World) {
        let entra = Idp::connect(w).await;
        let group = |name: &str, member: &str| json!({"displayName": name, "members": [{"value": format!("bulkId:{member}")}]});
        let done = bulk(&entra, json!([
            post("a", "/Groups", group("A", "b")), post("b", "/Groups", group("B", "a")), post("c", "/Groups", group("C", "nobody")),
        ]), None).await;
        assert!(done.iter().all(|one| one["status"] == "409"), "{done:?}");
    }

    async fn a_bulk_that_cannot_be_read_does_nothing(w: &World) {
        let entra = Idp::connect(w).await;
        for (operations, status) in [
            (json!("x"), 400),
            (json!([{"method": "GET", "path": "/Users"}]), 400),
            (json!([{"method": "POST", "path": "/Users", "data": person("Ada Lovelace")}]), 400),
            (json!([post("1", "/Users", person("Ada Lovelace")), {"method": "PUT"}]), 400),
            (Value::Array(vec![post("1", "/Users", json!({})); 1_001]), 413),
        ] {
            let kind = if status == 400 { "invalidSyntax" } else { "" };
            entra.post("/Bulk", json!({"Operations": operations})).await.refused(status, kind);
        }
        assert!(entra.find("userName sw \"ada\"").await.is_empty());
        let nested = bulk(&entra, json!([post("1", "/Bulk", json!({"Operations": []}))]), None).await;
        assert_eq!(nested[0]["status"], "404");
        let config = entra.get("/ServiceProviderConfig").await.expect(200);
        assert_eq!(config["bulk"], json!({"supported": true, "maxOperations": 1_000, "maxPayloadSize": 1_048_576}));
    }
}
