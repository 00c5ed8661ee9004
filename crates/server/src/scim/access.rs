//! Who calls: the API token, and what it opens (R29, R30).

use ::scim::Leniency;
use api::events::Subject;
use axum::http::{HeaderMap, header};
use domain::{Cause, OrgId, RetrievalScope, Timestamp, TokenId};
use store::{Provisioning, ScimToken};

use super::failure::Failure;
use crate::app::App;
use crate::audit;
use crate::http::Client;
use crate::secret;

/// How old the last use of a token must be to be written anew: a call must not cost a write.
const USE_WRITTEN_EVERY_MS: i64 = 60_000;

/// An identity provider that was let in.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The organization that the token opens: the only one that the call can see.
    pub org: OrgId,
    /// The organization's name in URLs.
    pub slug: String,
    /// The token.
    pub token: TokenId,
    /// Its name, for the audit log.
    pub token_name: String,
    /// What it may read (R30).
    pub scope: RetrievalScope,
    /// How it is read: as the RFC says, or as identity providers write it.
    pub leniency: Leniency,
    /// It reads the site under the URN of Microsoft's tutorial.
    pub tutorial_site_urn: bool,
}

/// Somebody who was not let in.
#[derive(Debug)]
pub struct Refused {
    /// What they are told: always the same.
    pub failure: Failure,
    /// The name of the token, where it is one of that organization: for the provisioning log.
    pub token_name: Option<String>,
}

impl Refused {
    fn because(cause: Cause) -> Self {
        Self { failure: Failure::unauthorized().with_cause(cause), token_name: None }
    }
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        Self { failure: error.into(), token_name: None }
    }
}

/// Lets the bearer of a token of that organization in.
///
/// # Errors
/// 429 when the organization asks too often; 401, always in the same words: a token tells nothing about organizations that it does not open.
pub async fn admit(
    app: &App,
    slug: &str,
    headers: &HeaderMap,
    client: &Client,
) -> Result<Connection, Refused> {
    let text = bearer(headers).ok_or_else(|| Refused::because(Cause::TokenMissing))?;
    let unknown = || Refused::because(Cause::TokenUnknown);
    let secret = secret::token_secret(text).map_err(|_| unknown())?;
    let tokens = app.store.read(secret.org);
    let (token, provisioning) =
        tokens.scim_tokens().presented(TokenId(secret.id), slug).await?.ok_or_else(unknown)?;
    let now = app.now();
    if !secret.matches(&token.secret_hash) {
        return Err(unknown());
    }
    if let Some(cause) = closed(&token, &provisioning, now) {
        return Err(Refused { token_name: Some(token.name), ..Refused::because(cause) });
    }
    if let Err(refused) = app.limits.scim(secret.org, now).await {
        return Err(Refused { failure: refused.into(), token_name: Some(token.name) });
    }
    record_use(app, secret.org, &token, now, client).await?;
    Ok(Connection {
        org: secret.org,
        slug: slug.to_owned(),
        token: token.id,
        token_name: token.name,
        scope: provisioning.retrieval_scope,
        leniency: if provisioning.strict { Leniency::Strict } else { Leniency::Lenient },
        tutorial_site_urn: provisioning.legacy_site_urn,
    })
}

/// Why a token of the organization opens nothing now (R29).
fn closed(token: &ScimToken, provisioning: &Provisioning, now: Timestamp) -> Option<Cause> {
    if token.revoked_at.is_some() {
        Some(Cause::TokenRevoked)
    } else if !token.is_valid_at(now) {
        Some(Cause::TokenExpired)
    } else if !provisioning.enabled {
        Some(Cause::ProvisioningOff)
    } else {
        None
    }
}

/// The token in the header: with `Bearer` before it or, as some admins paste it into Okta, without.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?.trim();
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Some(token.trim()),
        Some(_) => None,
        None => Some(text),
    }
}

/// Remembers the call, and lets the console show it.
async fn record_use(
    app: &App,
    org: OrgId,
    token: &ScimToken,
    now: Timestamp,
    client: &Client,
) -> Result<(), store::Error> {
    // Not by address: Entra calls from many at once, and each change of it would cost a write.
    if token.last_used_at.is_some_and(|last| now.ms_since(last) < USE_WRITTEN_EVERY_MS) {
        return Ok(());
    }
    let (id, address) = (token.id, client.address.as_str());
    app.store
        .write(org, |tx| async move {
            tx.scim_tokens().record_use(id, now, Some(address)).await?;
            tx.provisioning().record_call(now).await?;
            tx.announce(&audit::name(Subject::Provisioning), &org.to_string(), now);
            Ok::<_, store::Error>(())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_token_is_read_with_and_without_bearer() {
        for (text, expected) in [
            ("Bearer abc", Some("abc")),
            ("bearer  abc ", Some("abc")),
            ("abc", Some("abc")),
            ("Basic abc", None),
        ] {
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static(text))]);
            assert_eq!(bearer(&headers), expected, "{text}");
        }
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}
