//! Sign-in requests on their way to the identity provider.

use axum::http::{HeaderMap, HeaderValue};
use domain::{RevisionId, SignInId};
use store::{Organization, SamlRequest};
use uuid::Uuid;

use super::browser::Browser;
use super::parties::{identity_provider, revision, service_provider};
use crate::app::App;
use crate::http::Failure;
use crate::session::former;

/// How long a person may take at the identity provider, in milliseconds: ten minutes.
pub const LASTS_MS: i64 = 600_000;

/// What a sign-in is begun with.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The path to go on with.
    pub way_back: String,
    /// It is a test: the id of the entry that it will leave in the sign-in log.
    pub test: Option<SignInId>,
    /// Ask for a fresh proof of who the person is.
    pub forced: bool,
    /// The username that was entered already.
    pub username: Option<String>,
}

/// The id of a request in SAML: an XML name must not begin with a digit.
#[must_use]
pub fn saml_id(id: Uuid) -> String {
    format!("_{}", id.simple())
}

/// Remembers a request to the identity provider of that revision. Gives the address to send the browser to, and the cookie that
/// binds the answer to it.
///
/// # Errors
/// The settings do not allow it; the database fails.
pub async fn begin(
    app: &App,
    organization: &Organization,
    id: RevisionId,
    headers: &HeaderMap,
    ask: Ask,
) -> Result<(String, HeaderValue), Failure> {
    let idp = identity_provider(&revision(app, organization, id).await?);
    let sp = service_provider(app, organization).await?;
    let browser = Browser::read_or_new(app, headers);
    let now = app.now();
    let row = &SamlRequest {
        id: Uuid::from_u128(app.new_id()),
        revision: id,
        test: ask.test,
        browser_hash: browser.hash(),
        way_back: ask.way_back,
        forced: ask.forced,
        expires_at: now.plus_ms(LASTS_MS),
        former: if ask.test.is_some() { None } else { former::read(app, headers).await? },
    };
    let relay_state = row.id.simple().to_string();
    let hint = ask.username.as_deref().filter(|name| name.len() <= 256);
    let url = saml::sign_in_request(&sp, &idp, &saml_id(row.id), now, &relay_state, ask.forced, hint);
    let url = url.map_err(|fault| Failure::new(api::Code::Unavailable, fault.to_string()))?;
    app.store.write(organization.id, |tx| async move { tx.saml_requests().insert(row).await }).await?;
    Ok((url, browser.cookie(app)))
}
