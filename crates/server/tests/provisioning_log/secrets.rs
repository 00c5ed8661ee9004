//! Secrets are never in the log (R31), nor is what the console never shows (R21).

use serde_json::json;

use super::*;

on_both! {
    async fn r31_no_secret_reaches_the_log(w: &World) {
        let entra = Idp::connect(w).await;
        let token = entra.authorization.clone().unwrap().replace("Bearer ", "");
        let ada = entra.create("Ada Lovelace").await;
        let secrets = json!({"password": "hunter2", "nickName": token, "externalId": "hunter2"});
        entra.post("/Users", with(person("Grace Hopper"), secrets)).await.expect(201);
        entra.patch(&ada, replace("password", "hunter2")).await.expect(200);
        entra.get("/Users?filter=externalId%20eq%20%22hunter2%22").await.expect(200);
        entra.get(&format!("/Users?access_token={token}")).await.expect(200);
        entra.authorized(Some("Bearer hunter2")).get("/Users").await.refused(401, "");
        let random = token.rsplit('.').next().unwrap();
        let all = entries(w, "").await;
        assert_eq!(all.len(), 6);
        for entry in all {
            let whole = w.owner.get(&format!("{LOG}/{}", entry["id"].as_str().unwrap())).await;
            assert!(!whole.body.contains("hunter2") && !whole.body.contains(random), "{}", whole.body);
        }
    }

    async fn r31_the_request_is_kept_for_reading(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        entra.patch(&ada, replace("title", "Analyst")).await.expect(200);
        let request = newest(w).await["request"].clone();
        assert_eq!(request["method"], "PATCH");
        assert_eq!(request["path"], format!("/scim/contoso/v2{}", scim_path(&ada)));
        let body: Value = serde_json::from_str(request["body"].as_str().unwrap()).unwrap();
        assert_eq!(body["Operations"], replace("title", "Analyst"));
        let long = json!({"nickName": "x".repeat(2_000), "displayName": "y".repeat(2_000), "preferredLanguage": "z".repeat(2_000), "title": "t", "userType": "u".repeat(2_000)});
        entra.post("/Users", with(person("Grace Hopper"), long)).await.expect(201);
        assert!(newest(w).await["request"]["body"].as_str().unwrap().len() < 8_192);
    }

    async fn r21_the_log_shows_that_the_external_id_changed_and_not_to_what(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        entra.patch(&ada, replace("externalId", "object-8")).await.expect(200);
        let entry = newest(w).await;
        assert_eq!(entry["changes"], json!([{"path": "externalId", "from": "•••", "to": "•••"}]));
        assert!(!entry.to_string().contains("object-8"));
    }
}
