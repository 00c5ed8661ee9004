//! What the provisioning log says of a request (R31).
//!
//! Handlers leave [`Notes`] while they work; when the answer is there, [`entry`] makes one entry of the request, the
//! notes and the answer. Secrets are taken out by [`mask`] before anything else sees them.

mod entry;
mod mask;
mod notes;

use axum::extract::Request;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use domain::{Operation, Outcome, ResourceKind, Timestamp};

use super::access::{Connection, Refused};
use super::failure::Failure;
use crate::app::{App, AppState};
use crate::http::{Client, client};
use entry::Answered;
pub use notes::Notes;

/// A request, as it came.
#[derive(Debug)]
pub struct Asked {
    /// Where it comes from.
    pub client: Client,
    at: Timestamp,
    method: Method,
    path: String,
    /// The parameters of the query, decoded, in their order.
    query: Vec<(String, String)>,
    operation: Operation,
    resource: ResourceKind,
    /// What the address names, when it is one thing.
    id: Option<String>,
}

impl Asked {
    /// `segments` are those of the path after the organization.
    pub fn of(app: &AppState, request: Request, segments: &[&str]) -> (Request, Self) {
        let (parts, body) = request.into_parts();
        let named = segments.get(1..).unwrap_or_default();
        let asked = Self {
            client: client::of(&parts, &app.config),
            at: app.now(),
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query: query(&parts.uri),
            operation: operation(&parts.method, named),
            resource: resource(named),
            id: named.get(1).filter(|id| **id != ".search").map(ToString::to_string),
        };
        (Request::from_parts(parts, body), asked)
    }

    /// A request that is a part of a bulk.
    pub fn part(app: &AppState, client: Client, method: Method, path: String, segments: &[&str]) -> Self {
        let named = segments.get(1..).unwrap_or_default();
        Self {
            client,
            at: app.now(),
            operation: operation(&method, named),
            resource: resource(named),
            id: named.get(1).map(ToString::to_string),
            method,
            path,
            query: Vec::new(),
        }
    }

    /// Is its answer to wait for its entry?
    fn writes(&self) -> bool {
        !matches!(self.operation, Operation::Read | Operation::List)
    }
}

fn query(uri: &axum::http::Uri) -> Vec<(String, String)> {
    let read = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri);
    match read {
        Ok(axum::extract::Query(pairs)) => pairs,
        Err(_) => vec![(uri.query().unwrap_or_default().to_owned(), String::new())],
    }
}

fn operation(method: &Method, named: &[&str]) -> Operation {
    let one = named.len() > 1;
    match method.as_str() {
        "POST" if named.last() == Some(&".search") => Operation::List,
        "POST" if named == ["Bulk"] => Operation::Other,
        "POST" => Operation::Create,
        "PUT" => Operation::Replace,
        "PATCH" => Operation::Patch,
        "DELETE" => Operation::Delete,
        "GET" | "HEAD" if matches!(named, ["Users" | "Groups"]) => Operation::List,
        "GET" | "HEAD" if one || !named.is_empty() => Operation::Read,
        _ => Operation::Other,
    }
}

fn resource(named: &[&str]) -> ResourceKind {
    match named {
        ["Users", ..] | [".search"] => ResourceKind::User,
        ["Groups", ..] => ResourceKind::Group,
        _ => ResourceKind::Service,
    }
}

/// Leaves the entry of a request that was let in, and gives its answer out: of a write, when the entry is stored.
pub async fn answered(
    app: &App,
    connection: &Connection,
    asked: Asked,
    notes: Notes,
    answer: Result<Response, Failure>,
) -> Response {
    let mut notes = notes.take();
    if let Err(failure) = &answer {
        notes.explain(app, connection.org, failure.cause).await;
    }
    let writes = asked.writes();
    let answered = match &answer {
        Ok(response) => Answered::Done(response.status()),
        Err(failure) => Answered::Refused(failure),
    };
    let token_name = Some(connection.token_name.clone());
    let entry = entry::of(app, asked, notes, token_name, answered);
    app.metrics.scim(entry.operation, entry.resource, entry.outcome);
    if !writes {
        app.provisioning_log.note(connection.org, entry).await;
    } else if !app.provisioning_log.write(connection.org, entry).await {
        return Failure::unavailable().into_response();
    }
    answer.unwrap_or_else(IntoResponse::into_response)
}

/// Leaves the entry of a request that was not let in, if its organization exists: at most one a minute and address.
pub async fn refused(app: &App, slug: &str, asked: Asked, refused: &Refused) {
    app.metrics.scim(asked.operation, asked.resource, Outcome::Refused);
    let Ok(Some(organization)) = app.store.organizations().by_slug(slug).await else { return };
    let (org, log) = (organization.id, &app.provisioning_log);
    if log.strangers.may_leave_an_entry(org, &asked.client.address, app.now()) {
        let notes = Notes::default().take();
        let answered = Answered::Refused(&refused.failure);
        log.note_stranger(org, entry::of(app, asked, notes, refused.token_name.clone(), answered));
    }
}
