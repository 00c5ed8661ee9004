//! The provisioning log (R31) over HTTP, on both databases: what each request leaves in it, and who may read it.

mod health;
mod list;
mod refusals;
mod secrets;

use serde_json::{Value, json};

use crate::scim::client::*;
use crate::users::world::*;

const LOG: &str = "/api/v1/provisioning/log";

/// The owner with a new session: tests that move the clock by days outlive one.
async fn owner(w: &World<'_>) -> Browser {
    w.sign_in(&json!({"id": w.owner_id.to_string()})).await
}

/// The entries that match, the newest first.
async fn entries(w: &World<'_>, query: &str) -> Vec<Value> {
    w.app.provisioning_log.flush().await;
    let page = owner(w).await.get(&format!("{LOG}{query}")).await.expect(200);
    page["items"].as_array().unwrap().clone()
}

/// All of the newest entry.
async fn newest(w: &World<'_>) -> Value {
    let entry = entries(w, "?limit=1").await.remove(0);
    owner(w).await.get(&format!("{LOG}/{}", entry["id"].as_str().unwrap())).await.expect(200)
}

fn replace(path: &str, value: impl Into<Value>) -> Value {
    json!([{"op": "Replace", "path": path, "value": value.into()}])
}

on_both! {
    async fn r31_a_change_is_in_the_log_before_it_is_answered(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        // Without a flush: the answer waited for it.
        let page = w.owner.get(LOG).await.expect(200);
        assert_eq!(page["total"], 1);
        let entry = &page["items"][0];
        let said = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
        assert_eq!([said("operation"), said("resource"), said("outcome"), said("effect")], ["create", "user", "changed", "user_created"]);
        assert_eq!((said("subject"), said("token_name"), &entry["status"]), ("Ada Lovelace".to_owned(), "entra".to_owned(), &json!(201)));
        let shown = w.owner.get("/api/v1/users?search=lovelace").await.expect(200)["items"][0].clone();
        assert_eq!(entry["user_id"], shown["id"]);
        entra.patch(&ada, replace("title", "Analyst")).await.expect(200);
        let entry = newest(w).await;
        assert_eq!(entry["entry"]["effect"], "user_changed");
        assert_eq!(entry["entry"]["changed"], json!(["title"]));
        assert_eq!(entry["changes"], json!([{"path": "title", "to": "Analyst"}]));
        assert_eq!(entry["address"], "127.0.0.1");
    }

    async fn r31_each_effect_has_a_name_of_its_own(w: &World) {
        let entra = Idp::connect(w).await;
        w.person("Grace Hopper").await;
        let ada = entra.create("Ada Lovelace").await;
        let grace = entra.find("userName eq \"grace.hopper@contoso.com\"").await.remove(0);
        let effect = async || newest(w).await["entry"]["effect"].as_str().unwrap().to_owned();
        assert_eq!(effect().await, "found");
        entra.patch(&grace, replace("externalId", "7")).await.expect(200);
        assert_eq!(effect().await, "user_linked");
        entra.patch(&ada, replace("active", "False")).await.expect(200);
        assert_eq!(effect().await, "user_deactivated");
        assert_eq!(newest(w).await["changes"], json!([{"path": "active", "from": "true", "to": "false"}]));
        entra.patch(&ada, replace("active", "False")).await.expect(200);
        assert_eq!((effect().await, newest(w).await["entry"]["outcome"].clone()), ("nothing_changed".to_owned(), json!("unchanged")));
        entra.patch(&ada, replace("active", "True")).await.expect(200);
        assert_eq!(effect().await, "user_activated");
        entra.delete(&ada).await.expect(204);
        assert_eq!(effect().await, "user_deprovisioned");
        entra.post("/Users", person("Ada Lovelace")).await.expect(201);
        assert_eq!(effect().await, "user_relinked");
    }

    async fn r31_reads_say_what_was_looked_for_and_how_many_were_found(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        entra.find("userName eq \"ada.lovelace@contoso.com\"").await;
        let found = newest(w).await["entry"].clone();
        assert_eq!((&found["outcome"], &found["effect"], &found["found"]), (&json!("read"), &json!("found"), &json!(1)));
        assert_eq!(found["subject"], "userName eq \"ada.lovelace@contoso.com\"");
        assert!(found["user_id"].is_string(), "whoever is found alone is linked");
        entra.read(&ada).await;
        let read = newest(w).await["entry"].clone();
        assert_eq!((&read["operation"], &read["effect"], &read["subject"]), (&json!("read"), &json!("read"), &json!("Ada Lovelace")));
        entra.get("/Groups").await.expect(200);
        assert_eq!((&newest(w).await["entry"]["resource"], &newest(w).await["entry"]["found"]), (&json!("group"), &json!(0)));
        entra.get("/ServiceProviderConfig").await.expect(200);
        assert_eq!((&newest(w).await["entry"]["resource"], &newest(w).await["entry"]["subject"]), (&json!("service"), &json!("/ServiceProviderConfig")));
        let search = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "title pr"});
        entra.post("/Users/.search", search).await.expect(200);
        let search = newest(w).await["entry"].clone();
        assert_eq!((&search["outcome"], &search["subject"]), (&json!("read"), &json!("title pr")));
    }

    async fn r31_what_had_no_effect_is_named_with_its_reason(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        entra.patch(&ada, json!([{"op": "Add", "path": "favouriteColour", "value": "blue"}])).await.expect(200);
        let entry = newest(w).await;
        assert_eq!(entry["entry"]["effect"], "nothing_changed");
        assert_eq!(entry["ignored"][0]["path"], "favouriteColour");
        assert!(entry["ignored"][0]["why"].as_str().unwrap().ends_with('.'));
    }

    async fn r31_one_batch_is_announced_once(w: &World) {
        let entra = Idp::connect(w).await;
        w.app.provisioning_log.flush().await;
        let announced = async || {
            let events = w.read().feed().read_after(0, 1_000).await.unwrap();
            events.iter().filter(|event| event.kind == "provisioning_log").count()
        };
        let before = announced().await;
        for _ in 0..5 {
            entra.get("/Users?count=1").await.expect(200);
        }
        w.app.provisioning_log.flush().await;
        let batches = announced().await - before;
        assert!((1..5).contains(&batches), "{batches} announcements of five reads");
    }
}
