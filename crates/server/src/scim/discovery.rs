//! What the service says of itself (RFC 7644 §4).

use ::scim::ScimError;
use ::scim::discovery::{self, Capabilities, Sites};
use axum::http::StatusCode;
use axum::response::Response;

use super::bulk::MAX_OPERATIONS;
use super::failure::Failure;
use super::pages::{CURSOR_SECONDS, DEFAULT_RESULTS, MAX_RESULTS};
use super::reply;
use super::request::Call;
use super::request::MAX_BODY;

/// Most sites that `/Schemas` offers as values to choose from.
const OFFERED_SITES: u64 = 100;

/// `/ServiceProviderConfig`, `/ResourceTypes`, `/Schemas` and what is below them. A filter is refused (§4).
pub async fn answer(call: &Call, resource: &[&str]) -> Result<Response, Failure> {
    if call.has_filter() {
        return Err(ScimError::new(
            403,
            "What the service says of itself cannot be filtered. Leave filter out.",
        )
        .into());
    }
    let base = call.base_url();
    let names = site_names(call).await?;
    let sites = match names.as_deref() {
        None => Sites::Many,
        Some([]) => Sites::None,
        Some(names) => Sites::Few(names),
    };
    let body = match resource {
        ["ServiceProviderConfig"] => Some(discovery::service_provider_config(&base, &capabilities())),
        ["ResourceTypes"] => Some(discovery::resource_types(&base, sites)),
        ["ResourceTypes", name] => discovery::resource_type(&base, name, sites),
        ["Schemas"] => Some(discovery::schemas(&base, sites)),
        ["Schemas", urn] => discovery::schema(&base, urn, sites),
        _ => None,
    };
    body.map(|body| reply::json(StatusCode::OK, &body)).ok_or_else(Failure::no_such_address)
}

const fn capabilities() -> Capabilities<'static> {
    Capabilities {
        max_results: MAX_RESULTS,
        default_results: DEFAULT_RESULTS,
        cursor_seconds: CURSOR_SECONDS,
        max_operations: MAX_OPERATIONS,
        max_payload: MAX_BODY,
        documentation_uri: None,
    }
}

/// The names of the sites (R13); `None` where there are too many to choose from.
async fn site_names(call: &Call) -> Result<Option<Vec<String>>, Failure> {
    let page = call.app.store.read(call.connection.org).sites().page(None, OFFERED_SITES).await?;
    let all = page.total <= OFFERED_SITES;
    Ok(all.then(|| page.items.into_iter().map(|summary| summary.site.name).collect()))
}
