//! `/Groups` (RFC 7643 §4.2): kept with their members, in every form that identity providers write them.

use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// A group as Entra makes it.
async fn made(entra: &Idp, name: &str) -> Value {
    let microsoft = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";
    let body = json!({
        "schemas": [GROUP, microsoft], "externalId": format!("object-of-{name}"), "displayName": name,
        "meta": {"resourceType": "Group"},
    });
    entra.post("/Groups", body).await.expect(201)
}

pub fn path(group: &Value) -> String {
    format!("/Groups/{}", group["id"].as_str().unwrap())
}

pub async fn patch(entra: &Idp, group: &Value, operations: Value) -> Reply {
    let body = json!({"schemas": [PATCH_OP], "Operations": operations});
    entra.raw("PATCH", &path(group), body.to_string()).await
}

/// The ids of the members, sorted.
pub async fn members(entra: &Idp, group: &Value) -> Vec<String> {
    let group = entra.get(&path(group)).await.expect(200);
    let list = group["members"].as_array().unwrap();
    let mut ids: Vec<String> =
        list.iter().map(|member| member["value"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

fn id(user: &Value) -> String {
    user["id"].as_str().unwrap().to_owned()
}

on_both! {
    async fn a_group_is_made_found_renamed_and_deleted(w: &World) {
        let entra = Idp::connect(w).await;
        let sales = made(&entra, "Sales").await;
        assert_eq!((&sales["members"], &sales["externalId"]), (&json!([]), &json!("object-of-Sales")));
        assert_eq!(sales["meta"]["location"], format!("{}{}{}", w.url, entra.base, path(&sales)));
        for filter in ["displayName eq \"SALES\"", "externalId eq \"object-of-Sales\"", "displayName sw \"sa\""] {
            let list = entra.get(&filtered(filter).replace("/Users", "/Groups")).await.expect(200);
            assert_eq!(list["Resources"][0]["id"], sales["id"], "{filter}");
        }
        let none = entra.get(&filtered("externalId eq \"OBJECT-OF-SALES\"").replace("/Users", "/Groups")).await.expect(200);
        assert_eq!(none["totalResults"], 0, "externalId is compared with regard to case");
        assert_eq!(patch(&entra, &sales, json!([{"op": "Replace", "path": "displayName", "value": "Sales EU"}])).await.status, 204);
        assert_eq!(entra.get(&path(&sales)).await.expect(200)["displayName"], "Sales EU");
        let deleted = entra.send(entra.request("DELETE", &path(&sales))).await;
        assert_eq!(deleted.status, 204);
        for method in ["GET", "DELETE"] {
            entra.send(entra.request(method, &path(&sales))).await.refused(404, "");
        }
    }

    async fn a_second_group_of_a_name_is_a_conflict(w: &World) {
        let entra = Idp::connect(w).await;
        made(&entra, "Sales").await;
        let eu = made(&entra, "Sales EU").await;
        entra.post("/Groups", json!({"schemas": [GROUP], "displayName": "sales"})).await.refused(409, "uniqueness");
        patch(&entra, &eu, json!([{"op": "replace", "value": {"displayName": "Sales"}}])).await.refused(409, "uniqueness");
        entra.post("/Groups", json!({"schemas": [GROUP]})).await.refused(400, "invalidValue");
    }

    async fn members_come_and_go_and_only_those_that_are_named(w: &World) {
        let entra = Idp::connect(w).await;
        let (ada, bob) = (entra.create("Ada Lovelace").await, entra.create("Bob Brown").await);
        let sales = made(&entra, "Sales").await;
        let mut both = vec![id(&ada), id(&bob), "somebody-else".to_owned()];
        both.sort();
        let add = json!([{"op": "Add", "path": "members", "value": [
            {"$ref": null, "value": id(&ada)}, {"value": id(&bob)}, {"value": "somebody-else"},
        ]}]);
        assert_eq!(patch(&entra, &sales, add.clone()).await.status, 204);
        assert_eq!(members(&entra, &sales).await, both);
        let version = entra.get(&path(&sales)).await.expect(200)["meta"]["version"].clone();
        assert_eq!(patch(&entra, &sales, add).await.status, 204);
        assert_eq!(entra.get(&path(&sales)).await.expect(200)["meta"]["version"], version, "nothing changed");
        let remove = json!([{"op": "Remove", "path": "members", "value": [{"$ref": null, "value": id(&ada)}]}]);
        patch(&entra, &sales, remove.clone()).await;
        assert_eq!(patch(&entra, &sales, remove).await.status, 204, "who is not in it can be taken out");
        let by_path = json!([{"op": "remove", "path": format!("members[value eq \"{}\"]", id(&bob))}]);
        patch(&entra, &sales, by_path).await;
        assert_eq!(members(&entra, &sales).await, ["somebody-else"]);
        let replace = json!([{"op": "replace", "path": "members", "value": [{"value": id(&bob), "display": "Bob"}]}]);
        patch(&entra, &sales, replace).await;
        assert_eq!(members(&entra, &sales).await, [id(&bob)]);
        let put = json!({"schemas": [GROUP], "displayName": "Sales", "members": []});
        let after = entra.raw("PUT", &path(&sales), put.to_string()).await.expect(200);
        assert_eq!((&after["members"], after.get("externalId")), (&json!([]), None));
    }

    async fn a_user_shows_the_groups_that_they_are_in(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let sales = made(&entra, "Sales").await;
        patch(&entra, &sales, json!([{"op": "add", "path": "members", "value": [{"value": id(&ada)}]}])).await;
        let groups = entra.read(&ada).await["groups"].clone();
        assert_eq!((&groups[0]["value"], &groups[0]["display"]), (&sales["id"], &json!("Sales")));
        let found = entra.find("userName sw \"ada\"").await;
        assert_eq!(found[0]["groups"], groups);
        let put = entra.put(&ada, json!({"userName": "ada.lovelace@contoso.com", "groups": []})).await.expect(200);
        assert_eq!(put["groups"], groups, "read-only");
        let list = entra.get(&filtered(&format!("members[value eq \"{}\"]", id(&ada))).replace("/Users", "/Groups")).await.expect(200);
        assert_eq!(list["totalResults"], 1);
        entra.delete(&ada).await.expect(204);
        assert_eq!(members(&entra, &sales).await, Vec::<String>::new(), "R9: the SCIM id is gone");
    }

    async fn members_are_left_out_when_they_are_not_wanted(w: &World) {
        let entra = Idp::connect(w).await;
        let sales = made(&entra, "Sales").await;
        let one = entra.get(&format!("{}?excludedAttributes=members", path(&sales))).await.expect(200);
        assert!(one.get("members").is_none());
        let list = entra.get("/Groups?excludedAttributes=members&filter=displayName+eq+%22Sales%22").await.expect(200);
        assert!(list["Resources"][0].get("members").is_none());
        let body = json!({"schemas": [PATCH_OP], "Operations": [{"op": "replace", "value": {"externalId": "7"}}]});
        let asked = format!("{}?attributes=externalId", path(&sales));
        assert_eq!(entra.raw("PATCH", &asked, body.to_string()).await.expect(200)["externalId"], "7");
    }

    async fn a_half_wrong_patch_changes_nothing(w: &World) {
        let entra = Idp::connect(w).await;
        let sales = made(&entra, "Sales").await;
        let operations = json!([
            {"op": "replace", "path": "displayName", "value": "Other"}, {"op": "add", "path": "members", "value": [{"display": "x"}]},
        ]);
        patch(&entra, &sales, operations).await.refused(400, "invalidValue");
        assert_eq!(entra.get(&path(&sales)).await.expect(200), sales);
        let stale = entra.request("PUT", &path(&sales)).header("if-match", "W/\"9\"").header("content-type", scim::MEDIA_TYPE);
        entra.send(stale.body(json!({"displayName": "Other"}).to_string())).await.refused(412, "");
    }
}
