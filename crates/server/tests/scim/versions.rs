//! Versions (RFC 7644 §3.14): `ETag`, `If-None-Match`, `If-Match`.

use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

fn tag(user: &Value) -> String {
    user["meta"]["version"].as_str().unwrap().to_owned()
}

/// A request to the user, with one header more.
async fn with_header(
    entra: &Idp,
    method: &str,
    user: &Value,
    (name, value): (&str, &str),
    body: &Value,
) -> Reply {
    let request = entra.request(method, &scim_path(user)).header(name, value);
    let request = request.header("content-type", "application/scim+json");
    entra.send(if method == "GET" { request } else { request.body(body.to_string()) }).await
}

on_both! {
    async fn every_answer_with_a_user_names_its_version(w: &World) {
        let entra = Idp::connect(w).await;
        let made = entra.post("/Users", person("Ada Lovelace")).await;
        let etag = made.header("etag").to_owned();
        let ada = made.expect(201);
        assert!(etag.starts_with("W/\""));
        assert_eq!(etag, tag(&ada));
        let patched = entra.patch(&ada, json!([{"op": "add", "path": "title", "value": "Eng"}])).await;
        let next = patched.header("etag").to_owned();
        assert_ne!(next, etag);
        assert_eq!(next, tag(&patched.expect(200)));
        assert_eq!(entra.get(&scim_path(&ada)).await.header("etag"), next);
    }

    async fn a_client_that_has_the_version_gets_304(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let version = tag(&ada);
        for known in [version.clone(), version.replace("W/", ""), format!("\"0\", {version}"), "*".to_owned()] {
            let reply = with_header(&entra, "GET", &ada, ("if-none-match", &known), &json!(null)).await;
            assert_eq!((reply.status, reply.header("etag")), (304, version.as_str()), "{known}");
        }
        with_header(&entra, "GET", &ada, ("if-none-match", "W/\"0\""), &json!(null)).await.expect(200);
    }

    async fn a_write_to_another_version_is_412_and_writes_nothing(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let patch = json!({"Operations": [{"op": "add", "path": "title", "value": "Eng"}]});
        let put = with(person("Ada Lovelace"), json!({"title": "Eng"}));
        for (method, body) in [("PATCH", &patch), ("PUT", &put), ("DELETE", &json!({}))] {
            with_header(&entra, method, &ada, ("if-match", "W/\"0\""), body).await.refused(412, "");
        }
        assert_eq!(entra.read(&ada).await, ada);
        let patched = with_header(&entra, "PATCH", &ada, ("if-match", &tag(&ada)), &patch).await.expect(200);
        with_header(&entra, "PUT", &ada, ("if-match", &tag(&ada)), &put).await.refused(412, "");
        with_header(&entra, "PUT", &ada, ("if-match", "*"), &put).await.expect(200);
        with_header(&entra, "DELETE", &ada, ("if-match", &tag(&patched)), &json!({})).await.expect(204);
    }
}
