//! Scripts: an API token in place of a session (R32, RFC 6750).

use api::{Code, Problem};
use axum::http::{HeaderMap, header};
use domain::{ApiTokenId, OrgId, Timestamp};
use store::{ApiToken, User};

use crate::app::App;
use crate::http::{Actor, Client, Failure, Means, observe};
use crate::secret::{Prefix, Secret};

/// The last use is written at most this often: once a minute, in milliseconds.
const USED_EVERY_MS: i64 = 60_000;

fn refused() -> Failure {
    Failure::new(
        Code::NotSignedIn,
        "The API token in the header Authorization is unknown, has expired or was revoked, or whoever made it is deactivated. Make another one under Identity and Security.",
    )
}

/// The person for whom the token in the header acts; `None` when there is none, and a browser may be calling.
///
/// # Errors
/// `not_signed_in`, in the same words for every token that does not work; `too_many_attempts`; `forbidden` when the person has no longer the
/// role of the token.
pub async fn authenticate(app: &App, headers: &HeaderMap, client: &Client) -> Result<Option<Actor>, Failure> {
    let header = headers.get(header::AUTHORIZATION).and_then(|header| header.to_str().ok());
    // What a proxy before Rollcall has asked for, such as Basic, is none of ours.
    let Some(text) = header.and_then(bearer) else { return Ok(None) };
    let secret = Prefix::Api.read(text).ok();
    let found = match &secret {
        Some(secret) => working(app, secret).await?,
        None => None,
    };
    let Some((secret, (token, user))) = secret.zip(found) else {
        app.attempts.from_address(&client.address).await?;
        return Err(refused());
    };
    app.limits.api_token(secret.org, token.id, app.now()).await?;
    if token.role.exceeds(user.role) {
        return Err(lost_role(&token, &user));
    }
    record_use(app, secret.org, &token, client).await;
    observe::of_organization(secret.org);
    Ok(Some(Actor {
        org: secret.org,
        id: user.id,
        username: user.username.clone(),
        name: user.full_name(),
        role: token.role,
        means: Means::Token { id: token.id, name: token.name },
    }))
}

/// RFC 6750, 2.1: the scheme is compared without regard to case.
fn bearer(header: &str) -> Option<&str> {
    let header = header.trim();
    let (scheme, token) = header.split_once(' ').unwrap_or((header, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The token and its maker, if it works now (R7).
async fn working(app: &App, secret: &Secret) -> Result<Option<(ApiToken, User)>, store::Error> {
    let found = app.store.read(secret.org).api_tokens().with_user(ApiTokenId(secret.id)).await?;
    Ok(found.filter(|(token, user)| {
        secret.matches(&token.secret_hash) && token.is_valid_at(app.now()) && user.status.is_active()
    }))
}

fn lost_role(token: &ApiToken, user: &User) -> Failure {
    let detail = format!(
        "The API token “{}” has the role {}, and whoever made it is {} now. Give them the role again, or make another token.",
        token.name,
        token.role.words(),
        user.role.words()
    );
    Problem { rule: Some("R32".to_owned()), ..Problem::new(Code::Forbidden, detail) }.into()
}

/// Does the token `id` still work, for somebody of that role?
pub(super) async fn is_alive(app: &App, actor: &Actor, id: ApiTokenId, now: Timestamp) -> bool {
    match app.store.read(actor.org).api_tokens().with_user(id).await {
        Ok(Some((token, user))) => {
            token.is_valid_at(now) && user.status.is_active() && !token.role.exceeds(user.role)
        }
        Ok(None) => false,
        // The database is away for a moment: the next check decides.
        Err(_) => true,
    }
}

/// A token that was revoked meanwhile is not worth failing the request for.
async fn record_use(app: &App, org: OrgId, token: &ApiToken, client: &Client) {
    let now = app.now();
    if token.last_used_at.is_some_and(|last| now.ms_since(last) < USED_EVERY_MS) {
        return;
    }
    let (id, address) = (token.id, Some(client.address.as_str()));
    let used = app.store.write(org, |tx| async move { tx.api_tokens().record_use(id, now, address).await });
    if let Err(error) = used.await {
        tracing::warn!(%error, "the last use of an API token could not be written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_after_bearer() {
        assert_eq!(bearer("Bearer abc"), Some("abc"));
        assert_eq!(bearer("bearer  abc "), Some("abc"));
        assert_eq!(bearer("Bearer"), Some(""));
        assert_eq!(bearer("abc"), None);
        assert_eq!(bearer("Basic abc"), None);
    }
}
