//! The history of a person over REST, on both databases (R33).

use domain::FieldSet;
use serde_json::{Value, json};

use crate::users::world::*;

fn actions(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["action"].as_str().unwrap()).collect()
}

on_both! {
    async fn r33_each_change_says_who_what_and_from_what_to_what(w: &World) {
        let site = w.site("London").await;
        let user = w.person("Ada Lovelace").await;
        let path = path_of(&user);
        let edit = json!({"job_title": "Countess", "directory_visible": false, "site_id": site["id"]});
        w.owner.patch(&path, "*", edit).await.expect(200);
        w.clock.advance(60_000);
        w.owner.post(&format!("{path}/deactivate"), json!({})).await.expect(200);
        w.owner.post(&format!("{path}/activate"), json!({})).await.expect(200);
        let events = w.history(&user).await;
        assert_eq!(actions(&events), ["user_activated", "user_deactivated", "user_edited", "user_created"]);
        assert_eq!(events[1]["changes"], json!([{"field": "status", "from": "active", "to": "deactivated"}]));
        assert_eq!(
            events[2]["changes"],
            json!([
                {"field": "job_title", "to": "Countess"},
                {"field": "site", "to": "London"},
                {"field": "directory_visible", "from": "true", "to": "false"},
            ])
        );
        assert_eq!((&events[2]["actor"], &events[2]["actor_name"]), (&json!("person"), &json!("Olivia Owner")));
        assert!(events[1]["at"].as_str() > events[2]["at"].as_str());
        let created: Vec<&str> = events[3]["changes"].as_array().unwrap().iter().map(|c| c["field"].as_str().unwrap()).collect();
        assert_eq!(created, ["username", "first_name", "last_name", "email", "directory_visible"]);
    }

    async fn pages_of_a_history_follow_each_other(w: &World) {
        let user = w.person("Ada Lovelace").await;
        for number in 1..=4 {
            w.owner.patch(&path_of(&user), "*", json!({"extension": number.to_string()})).await.expect(200);
        }
        let path = format!("{}/history?limit=2", path_of(&user));
        let (mut seen, mut next) = (Vec::new(), Some(String::new()));
        while let Some(cursor) = next {
            let page = w.owner.get(&format!("{path}{cursor}")).await.expect(200);
            assert_eq!(page["total"], 5);
            seen.extend(page["items"].as_array().unwrap().clone());
            next = page["next_cursor"].as_str().map(|cursor| format!("&cursor={cursor}"));
        }
        assert_eq!(seen, w.history(&user).await);
    }

    async fn a_cursor_of_another_history_is_refused(w: &World) {
        let (ada, grace) = (w.person("Ada Lovelace").await, w.person("Grace Hopper").await);
        w.owner.patch(&path_of(&ada), "*", json!({"extension": "1"})).await.expect(200);
        let page = w.owner.get(&format!("{}/history?limit=1", path_of(&ada))).await.expect(200);
        let cursor = page["next_cursor"].as_str().unwrap();
        let other = w.owner.get(&format!("{}/history?cursor={cursor}", path_of(&grace))).await;
        other.problem(400, "invalid_cursor");
        w.owner.get(&format!("{}/history?cursor=x", path_of(&ada))).await.problem(400, "invalid_cursor");
        w.owner.get(&format!("{}/history?limit=0", path_of(&ada))).await.problem(422, "invalid_fields");
    }

    async fn r21_what_the_console_never_shows_is_not_in_the_history(w: &World) {
        let user = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        w.owner.patch(&path_of(&user), "*", json!({"extension": "1"})).await.expect(200);
        let text = serde_json::to_string(&w.history(&user).await).unwrap();
        assert!(!text.contains(EXTERNAL_ID) && !text.contains(WORK_PHONE));
    }

    async fn each_field_says_who_changed_it_last_and_when(w: &World) {
        let user = w.person("Ada Lovelace").await;
        let made_at = w.app.now().to_string();
        w.clock.advance(60_000);
        let entra = crate::scim::client::Idp::connect(w).await;
        let listed = entra.find("userName eq \"ada.lovelace@contoso.com\"").await.remove(0);
        entra.patch(&listed, json!([{"op": "Replace", "path": "title", "value": "Countess"}])).await.expect(200);
        w.clock.advance(60_000);
        w.owner.patch(&path_of(&user), "*", json!({"extension": "1"})).await.expect(200);
        w.clock.advance(60_000);
        w.owner.patch(&path_of(&user), "*", json!({"extension": "2"})).await.expect(200);
        let reply = w.owner.get(&format!("{}/fields", path_of(&user))).await.expect(200);
        let of = |field: &str| reply["fields"].as_array().unwrap().iter().find(|origin| origin["field"] == field).cloned();
        let (title, extension, email) = (of("job_title").unwrap(), of("extension").unwrap(), of("email").unwrap());
        assert_eq!(title["actor"], "identity_provider");
        assert_eq!((&extension["actor_name"], &extension["at"]), (&json!("Olivia Owner"), &json!(w.app.now().to_string())));
        assert_eq!(extension["event_id"], w.history(&user).await[0]["id"]);
        assert_eq!((&email["actor"], &email["at"]), (&json!("person"), &json!(made_at)));
        assert_eq!((of("department"), &reply["is_complete"]), (None, &json!(true)));
        w.stranger.get(&format!("{}/fields", path_of(&user))).await.problem(404, "not_found");
    }
}
