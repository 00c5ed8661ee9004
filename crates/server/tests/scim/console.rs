//! What the console does shows in SCIM, and what is the console's alone does not (R21, R22).

use serde_json::json;

use super::client::*;
use crate::users::world::*;

on_both! {
    async fn an_edit_in_the_console_shows_in_scim(w: &World) {
        let entra = Idp::connect(w).await;
        let grace = w.person("Grace Hopper").await;
        let edit = json!({
            "first_name": "Amazing", "email": "amazing@contoso.com", "job_title": "Rear admiral", "department": "Navy",
            "personal_contact_number": "+1 202 555 0100", "locale": "en-US", "time_zone": "America/New_York",
        });
        let before = entra.find("userName eq \"grace.hopper@contoso.com\"").await.remove(0);
        w.clock.advance(1_000);
        w.owner.patch(&path_of(&grace), "*", edit).await.expect(200);
        let after = entra.read(&before).await;
        assert_eq!(after["name"]["givenName"], "Amazing");
        assert_eq!(after["emails"], json!([{"type": "work", "primary": true, "value": "amazing@contoso.com"}]));
        assert_eq!((&after["title"], &after[ENTERPRISE]["department"]), (&json!("Rear admiral"), &json!("Navy")));
        assert_eq!(after["phoneNumbers"][0]["value"], "+1 202 555 0100");
        assert_eq!((&after["locale"], &after["timezone"]), (&json!("en-US"), &json!("America/New_York")));
        assert_ne!(after["meta"]["version"], before["meta"]["version"]);
        assert_eq!(after["meta"]["lastModified"], w.app.now().to_string());
        for filter in [
            "emails eq \"amazing@contoso.com\"".to_owned(),
            "phoneNumbers[type eq \"mobile\"].value eq \"+1 202 555 0100\"".to_owned(),
            "locale eq \"EN-us\"".to_owned(),
            format!("{ENTERPRISE}:department eq \"navy\""),
        ] {
            assert_eq!(entra.names(&filter).await, ["grace.hopper@contoso.com"], "{filter}");
        }
    }

    async fn r3_an_edit_of_what_was_never_sent_shows_among_what_was(w: &World) {
        let entra = Idp::connect(w).await;
        let sent = json!({"nickName": "A", "phoneNumbers": [{"type": "work", "value": "1"}, {"type": "fax", "value": "2"}]});
        let ada = entra.post("/Users", with(person("Ada Lovelace"), sent)).await.expect(201);
        let listed = w.owner.get("/api/v1/users?search=lovelace").await.expect(200)["items"][0].clone();
        let edit = json!({"personal_contact_number": "+44 7700 900123", "job_title": "Countess"});
        w.owner.patch(&path_of(&listed), "*", edit).await.expect(200);
        let after = entra.read(&ada).await;
        assert_eq!((&after["nickName"], &after["title"]), (&json!("A"), &json!("Countess")));
        let kinds: Vec<&str> = after["phoneNumbers"].as_array().unwrap().iter().map(|n| n["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["work", "fax", "mobile"]);
        w.owner.patch(&path_of(&listed), "*", json!({"job_title": "Duchess"})).await.expect(200);
        entra.patch(&ada, json!([{"op": "Replace", "path": "title", "value": "Eng"}])).await.expect(200);
        w.owner.patch(&path_of(&listed), "*", json!({"job_title": "Duchess"})).await.problem(422, "invalid_fields");
    }

    async fn a_deactivation_in_the_console_shows_in_scim(w: &World) {
        let entra = Idp::connect(w).await;
        let grace = w.person("Grace Hopper").await;
        w.owner.post(&format!("{}/deactivate", path_of(&grace)), json!({})).await.expect(200);
        assert_eq!(entra.find("active eq false").await[0]["userName"], "grace.hopper@contoso.com");
    }

    async fn r22_extension_and_phone_number_are_never_sent_back(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let listed = w.owner.get("/api/v1/users?search=lovelace").await.expect(200)["items"][0].clone();
        let own = json!({"extension": "471147", "phone_number": "+442079460958"});
        w.owner.patch(&path_of(&listed), "*", own).await.expect(200);
        for text in [entra.read(&ada).await.to_string(), entra.get("/Users").await.expect(200).to_string()] {
            assert!(!text.contains("471147") && !text.contains("9460958"), "{text}");
        }
        assert!(entra.find("phoneNumbers co \"9460958\"").await.is_empty());
        let put = entra.put(&ada, ada.clone()).await.expect(200);
        assert!(!put.to_string().contains("9460958"));
        let kept = w.owner.get(&path_of(&listed)).await.expect(200);
        assert_eq!((&kept["extension"], &kept["phone_number"]), (&json!("471147"), &json!("+442079460958")));
    }

    async fn r21_external_id_and_work_phone_come_back_over_scim_and_never_show_in_the_console(w: &World) {
        let entra = Idp::connect(w).await;
        let sent = json!({"externalId": EXTERNAL_ID, "phoneNumbers": [{"type": "work", "value": WORK_PHONE}]});
        let ada = entra.post("/Users", with(person("Ada Lovelace"), sent)).await.expect(201);
        assert_eq!((&ada["externalId"], &ada["phoneNumbers"][0]["value"]), (&json!(EXTERNAL_ID), &json!(WORK_PHONE)));
        let list = w.owner.get("/api/v1/users?search=lovelace").await;
        let user = list.expect(200)["items"][0].clone();
        let one = w.owner.get(&path_of(&user)).await;
        let history = w.owner.get(&format!("{}/history", path_of(&user))).await;
        for answer in [list, one, history] {
            assert!(!answer.body.contains(EXTERNAL_ID) && !answer.body.contains(WORK_PHONE), "{}", answer.body);
        }
    }
}
