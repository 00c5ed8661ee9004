//! The setting that reads requests as the RFC says, for clients that are tested against it.

use serde_json::json;

use super::client::*;
use crate::users::world::*;

on_both! {
    async fn lenient_by_default_and_strict_by_choice(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let mobile = json!([{"op": "add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "1"}]);
        let unknown = json!([{"op": "add", "path": "shoeSize", "value": "43"}]);
        let read_only = json!([{"op": "replace", "path": "id", "value": "x"}]);
        entra.patch(&ada, unknown.clone()).await.expect(200);
        entra.patch(&ada, json!([])).await.expect(200);
        w.owner.patch("/api/v1/provisioning", "*", json!({"strict": true})).await.expect(200);
        entra.patch(&ada, mobile.clone()).await.refused(400, "noTarget");
        entra.patch(&ada, unknown).await.refused(400, "invalidPath");
        entra.patch(&ada, read_only).await.refused(400, "mutability");
        entra.patch(&ada, json!([])).await.refused(400, "invalidSyntax");
        w.owner.patch("/api/v1/provisioning", "*", json!({"strict": false})).await.expect(200);
        entra.patch(&ada, mobile).await.expect(200);
    }
}
