//! What the identity provider asks in the demonstration. They are real requests to the real routes, so that the
//! provisioning log shows what it will show.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::Error;
use crate::app::AppState;
use crate::{provisioning_log, router};

/// Where they come from: an address that documentation may use (RFC 5737).
const FROM: ([u8; 4], u16) = ([203, 0, 113, 7], 443);
/// More than any answer of theirs.
const MOST: usize = 1 << 20;

/// Asks, one after the other, as the holder of `token`.
///
/// # Errors
/// When one of them gets no answer, or none that the next one needs.
pub(super) async fn play(app: &AppState, slug: &str, token: &str) -> Result<(), Error> {
    let writer = tokio::spawn(provisioning_log::run(app.clone()));
    let provider = Provider { routes: router::router(app), base: format!("/scim/{slug}/v2"), token };
    provider.play().await?;
    app.provisioning_log.flush().await;
    writer.abort();
    Ok(())
}

struct Provider<'a> {
    routes: Router,
    base: String,
    token: &'a str,
}

impl Provider<'_> {
    /// A new colleague, a change of title, somebody who leaves, and a site that nobody has made.
    async fn play(&self) -> Result<(), Error> {
        self.ask(Method::GET, r"/Users?filter=userName+eq+%22priya.natarajan%40contoso.com%22", None).await?;
        let priya = person("priya.natarajan@contoso.com", "Priya", "Natarajan", "Analyst", "London");
        let priya = self.create(&priya).await?;
        let title = json!([{"op": "Replace", "path": "title", "value": "Senior analyst"}]);
        self.change(&priya, &title).await?;
        let jonas = person("jonas.lindqvist@contoso.com", "Jonas", "Lindqvist", "Technician", "Berlin");
        let jonas = self.create(&jonas).await?;
        self.change(&jonas, &json!([{"op": "Replace", "path": "active", "value": "False"}])).await?;
        let rosa = person("rosa.delgado@contoso.com", "Rosa", "Delgado", "Architect", "Lisbon");
        self.ask(Method::POST, "/Users", Some(rosa)).await?;
        Ok(())
    }

    /// The id that the person gets.
    async fn create(&self, person: &Value) -> Result<String, Error> {
        let made = self.ask(Method::POST, "/Users", Some(person.clone())).await?;
        let id = made.get("id").and_then(Value::as_str).map(str::to_owned);
        id.ok_or_else(|| Error::new(format!("The demonstration could not create a person: {made}")))
    }

    async fn change(&self, id: &str, operations: &Value) -> Result<(), Error> {
        let schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
        let body = json!({"schemas": schemas, "Operations": operations});
        self.ask(Method::PATCH, &format!("/Users/{id}"), Some(body)).await.map(drop)
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Error> {
        let failed = |error: &dyn std::fmt::Display| Error::new(format!("The demonstration failed: {error}"));
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, ::scim::MEDIA_TYPE)
            .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())))
            .map_err(|error| failed(&error))?;
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(FROM)));
        let answer = match self.routes.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(impossible) => match impossible {},
        };
        let bytes = to_bytes(answer.into_body(), MOST).await.map_err(|error| failed(&error))?;
        serde_json::from_slice(&bytes).map_err(|error| failed(&error))
    }
}

/// As Entra sends somebody.
fn person(username: &str, given: &str, family: &str, title: &str, site: &str) -> Value {
    let extension = "urn:8x8:scim:schemas:extension:8x8user:2.0:User";
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", extension],
        "userName": username,
        "externalId": username.split('@').next(),
        "active": true,
        "name": {"givenName": given, "familyName": family, "formatted": format!("{given} {family}")},
        "emails": [{"primary": true, "type": "work", "value": username}],
        "title": title,
        extension: {"site": site},
    })
}
