//! Whether the identity provider calls.

use domain::timestamp::DAY_MS;
use serde_json::json;

use super::*;

const HEALTH: &str = "/api/v1/provisioning/health";

on_both! {
    async fn r31_health_tells_the_last_call_and_when_entra_calls_again(w: &World) {
        let health = w.owner.get(HEALTH).await.expect(200);
        assert_eq!((health.get("last_call_at"), health.get("next_expected_at")), (None, None));
        assert_eq!(health["days"].as_array().unwrap().len(), 30);
        let entra = Idp::connect(w).await;
        entra.get("/Users").await.expect(200);
        let health = w.owner.get(HEALTH).await.expect(200);
        assert_eq!(health["last_call_at"], w.app.now().to_string());
        assert_eq!(health["next_expected_at"], w.app.now().plus_ms(40 * 60_000).to_string());
        w.owner.patch("/api/v1/provisioning", "*", json!({"identity_provider": "okta"})).await.expect(200);
        assert_eq!(w.owner.get(HEALTH).await.expect(200).get("next_expected_at"), None, "Okta keeps no cycle");
    }

    async fn r31_calls_are_counted_by_day(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        w.clock.advance(DAY_MS);
        entra.read(&ada).await;
        entra.patch(&ada, replace("title", "Analyst")).await.expect(200);
        entra.post("/Users", person("Ada Lovelace")).await.refused(409, "uniqueness");
        w.app.provisioning_log.flush().await;
        let days = owner(w).await.get(HEALTH).await.expect(200)["days"].as_array().unwrap().clone();
        let counts = |at: usize| [&days[at]["calls"], &days[at]["changed"], &days[at]["refused"]];
        assert_eq!(counts(28), [&json!(1), &json!(1), &json!(0)]);
        assert_eq!(counts(29), [&json!(3), &json!(1), &json!(1)]);
        assert_eq!(counts(27), [&json!(0); 3]);
        assert_eq!(days[29]["day"], "2026-11-24T00:00:00.000Z");
        assert_eq!(owner(w).await.get("/api/v1/home").await.expect(200)["refused_today"], 1);
    }
}
