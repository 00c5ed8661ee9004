//! What is granted: scopes, and the tokens that are given for a grant.

use domain::Timestamp;
use serde::Serialize;
use store::{Grant, GrantToken, TokenKind, User};
use uuid::Uuid;

use super::client::{Client, USED_EVERY_MS};
use super::keys::Signer;
use super::{Provider, TOKEN_MS, claims};
use crate::app::App;
use crate::http::Failure;
use crate::secret::{Prefix, Secret};

/// The scopes that mean something here.
pub const SCOPES: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Is `wanted` among the scopes?
#[must_use]
pub fn has(scope: &str, wanted: &str) -> bool {
    scope.split(' ').any(|scope| scope == wanted)
}

/// Those of the scopes that mean something, each once (OpenID Connect Core §3.1.2.1: others are left aside).
#[must_use]
pub fn known_scopes(asked: &str) -> String {
    let known: Vec<&str> = SCOPES.into_iter().filter(|scope| has(asked, scope)).collect();
    known.join(" ")
}

/// Tokens to be given: made outside of the transaction, which may run more than once.
pub struct New {
    now: Timestamp,
    access: Secret,
    refresh: Secret,
}

impl New {
    /// An access token and a refresh token, of which nothing is stored yet.
    #[must_use]
    pub fn tokens(app: &App, provider: &Provider) -> Self {
        let secret = || Secret::new(provider.org, app.new_id(), &*app.ids);
        Self { now: app.now(), access: secret(), refresh: secret() }
    }

    /// Stores both for a grant that lasts until `end`, the access token for `scope`.
    ///
    /// # Errors
    /// The database fails.
    pub async fn store(
        &self,
        tx: &store::Tx,
        grant: &Grant,
        (scope, end): (&str, Timestamp),
    ) -> Result<(), store::Error> {
        let row = |kind, secret: &Secret, scope, expires_at| GrantToken {
            id: Uuid::from_u128(secret.id),
            grant_id: grant.id,
            kind,
            secret_hash: secret.hash(),
            scope,
            redirect_uri: None,
            challenge: None,
            created_at: self.now,
            expires_at,
            used_at: None,
        };
        let access_end = self.now.plus_ms(TOKEN_MS).min(end);
        let scope = Some(scope.to_owned());
        tx.grants().insert_token(&row(TokenKind::Access, &self.access, scope, access_end)).await?;
        tx.grants().insert_token(&row(TokenKind::Refresh, &self.refresh, None, end)).await
    }
}

/// Remembers that the application was used, and its secret: once a minute, so that it is cheap.
///
/// # Errors
/// The database fails.
pub async fn record_use(tx: &store::Tx, client: &Client, now: Timestamp) -> Result<(), store::Error> {
    let due = |last: Option<Timestamp>| last.is_none_or(|last| now.ms_since(last) >= USED_EVERY_MS);
    let id = client.application.id;
    if due(client.application.last_used_at) {
        tx.applications().record_use(id, now).await?;
    }
    match &client.secret {
        Some(secret) if due(secret.last_used_at) => {
            tx.applications().record_secret_use(id, secret.id, now).await
        }
        _ => Ok(()),
    }
}

/// A successful answer of the token endpoint (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3).
#[derive(Debug, Serialize)]
pub struct Issued {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
    refresh_token: String,
    scope: String,
    id_token: String,
}

/// What was granted, to whom, and until when.
pub struct Granted {
    /// The grant.
    pub grant: Grant,
    /// The person.
    pub user: User,
    /// The scopes of the access token.
    pub scope: String,
    /// The end of the grant.
    pub end: Timestamp,
}

impl Granted {
    /// The answer, with an ID token. `first`: the exchange of the code, whose ID token carries the nonce.
    ///
    /// # Errors
    /// The key does not sign.
    pub fn answer(
        &self,
        provider: &Provider,
        signer: &Signer,
        new: &New,
        first: bool,
    ) -> Result<Issued, Failure> {
        let access_token = Prefix::Access.of(&new.access);
        let whom = (&self.grant, &self.user);
        let id_token = claims::id_token(provider, signer, whom, (&access_token, first), new.now)?;
        Ok(Issued {
            access_token,
            token_type: "Bearer",
            expires_in: TOKEN_MS.min(self.end.ms_since(new.now)) / 1_000,
            refresh_token: Prefix::Refresh.of(&new.refresh),
            scope: self.scope.clone(),
            id_token,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_scopes_are_left_aside_and_known_ones_are_kept_once() {
        assert_eq!(known_scopes("email openid groups email"), "openid email");
        assert!(!has("openid_x", "openid"));
    }
}
