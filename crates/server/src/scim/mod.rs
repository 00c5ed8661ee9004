//! The SCIM 2.0 service provider at `/scim/{org}/v2` (RFC 7644).
//!
//! One route takes everything below `/scim`, because clients write the same address in many ways: with doubled and
//! trailing slashes, with query parameters that mean nothing (`aadOptscim062020`). Who calls is asked first, so that
//! nobody without a token learns what exists. [`::scim`] reads and writes the bytes, [`crate::people`] does the acts.

mod access;
mod bulk;
mod discovery;
mod failure;
mod groups;
mod log;
mod pages;
mod predicate;
mod reply;
mod request;
mod search;
mod users;
mod view;

use std::any::Any;
use std::panic::AssertUnwindSafe;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use futures::FutureExt;
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::AppState;
use crate::http::observe::{self, Route};
use failure::Failure;
use log::Asked;
use request::Call;

/// Its routes.
pub fn routes() -> Router<AppState> {
    let everything = ["/scim", "/scim/", "/scim/{*rest}"];
    let router = everything.into_iter().fold(Router::new(), |router, path| router.route(path, any(answer)));
    router.layer(CatchPanicLayer::custom(|payload: Box<dyn Any + Send>| panicked(&*payload).into_response()))
}

async fn answer(
    State(app): State<AppState>,
    path: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let path = match path {
        Ok(Path(path)) => path,
        // What cannot be decoded is taken as it stands: whoever is let in learns that it is not there.
        Err(_) => request.uri().path().trim_start_matches("/scim").to_owned(),
    };
    let route = template(&path);
    // A task of its own: a client that hangs up does not keep a change from its entry in the log (R31).
    let answered = observe::spawn(handle(app, path, request)).await;
    let mut response = answered.unwrap_or_else(|error| Failure::internal(&error).into_response());
    response.extensions_mut().insert(route);
    response
}

async fn handle(app: AppState, path: String, request: Request) -> Response {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let (slug, resource) =
        (segments.first().copied().unwrap_or_default(), segments.get(1..).unwrap_or_default());
    let (request, asked) = Asked::of(&app, request, resource);
    let (call, body) = match Call::admit(app.clone(), slug, asked.client.clone(), request).await {
        Ok(admitted) => admitted,
        Err(refused) => {
            log::refused(&app, slug, asked, &refused).await;
            return refused.failure.into_response();
        }
    };
    observe::of_organization(call.connection.org);
    let _turn = match app.limits.turn(call.connection.org).await {
        Ok(turn) => turn,
        Err(refused) => {
            let token_name = Some(call.connection.token_name.clone());
            let refused = access::Refused { failure: refused.into(), token_name };
            log::refused(&app, slug, asked, &refused).await;
            return refused.failure.into_response();
        }
    };
    let (connection, notes) = (call.connection.clone(), call.notes.clone());
    let answer = AssertUnwindSafe(dispatch(call, body, resource)).catch_unwind().await;
    let answer = answer.unwrap_or_else(|payload| Err(panicked(&*payload)));
    log::answered(&app, &connection, asked, notes, answer).await
}

/// What is counted and logged of the address: no id, and no name that somebody has made up.
fn template(path: &str) -> Route {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    Route(match segments.get(1..).unwrap_or_default() {
        ["v2", "Users"] => "/scim/{org}/v2/Users",
        ["v2", "Users", ".search"] => "/scim/{org}/v2/Users/.search",
        ["v2", "Users", _] => "/scim/{org}/v2/Users/{id}",
        ["v2", "Groups"] => "/scim/{org}/v2/Groups",
        ["v2", "Groups", ".search"] => "/scim/{org}/v2/Groups/.search",
        ["v2", "Groups", _] => "/scim/{org}/v2/Groups/{id}",
        ["v2", "Bulk"] => "/scim/{org}/v2/Bulk",
        ["v2", ".search"] => "/scim/{org}/v2/.search",
        ["v2", "ServiceProviderConfig" | "ResourceTypes" | "Schemas", ..] => "/scim/{org}/v2/{discovery}",
        _ => "/scim/{*rest}",
    })
}

/// RFC 7644 §3.2, table 2.
async fn dispatch(call: Call, body: Body, segments: &[&str]) -> Result<Response, Failure> {
    let ["v2", resource @ ..] = segments else { return Err(Failure::no_such_address()) };
    let method = if call.method == Method::HEAD { Method::GET } else { call.method.clone() };
    match (resource, method.as_str()) {
        (["Users"], "GET") => users::list::by_query(&call).await,
        (["Users"], "POST") => users::create::create(call, body).await,
        ([".search"], "POST") => search::answer(&call, body).await,
        (["Users", ".search"], "POST") => users::list::by_search(&call, body).await,
        (["Groups", ".search"], "POST") => groups::list::by_search(&call, body).await,
        (["Users" | "Groups", ".search"], _) => Err(Failure::method_not_allowed("POST")),
        (["Users", id], "GET") => users::get::get(&call, id).await,
        (["Users", id], "PUT") => users::write::replace(call, body, id).await,
        (["Users", id], "PATCH") => users::write::patch(call, body, id).await,
        (["Users", id], "DELETE") => users::delete::delete(&call, id).await,
        (["Groups"], "GET") => groups::list::by_query(&call).await,
        (["Groups"], "POST") => groups::create::create(&call, body).await,
        (["Groups", id], "GET") => groups::get::get(&call, id).await,
        (["Groups", id], "PUT") => groups::write::replace(&call, body, id).await,
        (["Groups", id], "PATCH") => groups::write::patch(&call, body, id).await,
        (["Groups", id], "DELETE") => groups::delete::delete(&call, id).await,
        (["ServiceProviderConfig" | "ResourceTypes" | "Schemas", ..], "GET") => {
            discovery::answer(&call, resource).await
        }
        (["Me", ..], _) => Err(Failure::not_implemented("/Me: a provisioning token belongs to no user")),
        // Boxed, because a bulk is made of requests like this one.
        (["Bulk"], "POST") => Box::pin(bulk::answer(&call, body)).await,
        (known, _) => Err(other_method(known)),
    }
}

/// 405 with what is allowed, or 404.
fn other_method(resource: &[&str]) -> Failure {
    match resource {
        ["Users" | "Groups"] => Failure::method_not_allowed("GET, POST"),
        [".search" | "Bulk"] => Failure::method_not_allowed("POST"),
        ["Users" | "Groups", _] => Failure::method_not_allowed("GET, PUT, PATCH, DELETE"),
        ["ServiceProviderConfig"] | ["ResourceTypes" | "Schemas"] | ["ResourceTypes" | "Schemas", _] => {
            Failure::method_not_allowed("GET")
        }
        _ => Failure::no_such_address(),
    }
}

fn panicked(payload: &(dyn Any + Send)) -> Failure {
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
    Failure::internal(&format!("a SCIM request panicked: {text}"))
}
