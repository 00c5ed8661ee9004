//! `grant_type=refresh_token`: newer tokens for a refresh token, which is exchanged for its successor (RFC 6749 §6, RFC 9700 §4.14).

use domain::Timestamp;
use store::{Grant, GrantToken, TokenKind};

use super::client::Client;
use super::code::{end_of, invalid_grant, lasts, locked};
use super::error::{Error, ErrorCode};
use super::grant::{Granted, Issued, New, has, known_scopes, record_use};
use super::parameters::Parameters;
use super::{GRACE_MS, Provider, keys};
use crate::app::App;
use crate::secret::Prefix;

/// What comes of a token that is brought.
enum Outcome {
    Granted(Box<Granted>),
    Refused,
    /// More is asked for than was granted.
    TooMuch,
}

/// Exchanges a refresh token. One that was exchanged before is in two hands, of which one has stolen it: the whole grant ends. For some
/// seconds it is taken once more, because an answer may have been lost on its way.
///
/// # Errors
/// `invalid_request`, `invalid_grant`, `invalid_scope`.
pub async fn exchange(
    app: &App,
    provider: &Provider,
    client: &Client,
    parameters: &Parameters,
) -> Result<Issued, Error> {
    let text = parameters.required("refresh_token")?;
    let secret = &Prefix::Refresh.read(text).map_err(|_| invalid_grant())?;
    if secret.org != provider.org {
        return Err(invalid_grant());
    }
    let asked = parameters.get("scope");
    let signer = keys::signer(app, provider.org).await?;
    let (new, now) = (&New::tokens(app, provider), app.now());
    let outcome = app.store.write(provider.org, |tx| async move {
        let found = locked(&tx, secret, client, TokenKind::Refresh).await?;
        let Some((grant, token)) = found else { return Ok(Outcome::Refused) };
        let user = tx.users().get(grant.user_id).await?.filter(|user| user.status.is_active());
        let end = end_of(&grant, tx.sessions().get(grant.session_id).await?.as_ref());
        let (Some(user), Some(end), true) =
            (user, end.filter(|end| now < *end), may_go_on(&grant, &token, now))
        else {
            tx.grants().delete(grant.id).await?;
            return Ok(Outcome::Refused);
        };
        let Some(scope) = narrowed(&grant.scope, asked) else { return Ok(Outcome::TooMuch) };
        if token.used_at.is_none() {
            tx.grants().use_up(token.id, now).await?;
        }
        new.store(&tx, &grant, (&scope, end)).await?;
        record_use(&tx, client, now).await?;
        Ok::<_, store::Error>(Outcome::Granted(Box::new(Granted { grant, user, scope, end })))
    });
    match outcome.await? {
        Outcome::Granted(granted) => Ok(granted.answer(provider, &signer, new, false)?),
        Outcome::Refused => Err(invalid_grant()),
        Outcome::TooMuch => {
            Err(Error::new(ErrorCode::InvalidScope, "The scope holds more than was granted."))
        }
    }
}

fn may_go_on(grant: &Grant, token: &GrantToken, now: Timestamp) -> bool {
    lasts(token, grant, now) && token.used_at.is_none_or(|used| now.ms_since(used) <= GRACE_MS)
}

/// The scopes that are asked for, where all of them were granted.
fn narrowed(granted: &str, asked: Option<&str>) -> Option<String> {
    let Some(asked) = asked else { return Some(granted.to_owned()) };
    let all = asked.split(' ').filter(|scope| !scope.is_empty()).all(|scope| has(granted, scope));
    all.then(|| known_scopes(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_scopes_may_be_asked_for_and_no_other() {
        assert_eq!(narrowed("openid email", None).as_deref(), Some("openid email"));
        assert_eq!(narrowed("openid email", Some("openid")).as_deref(), Some("openid"));
        assert_eq!(narrowed("openid email", Some("openid profile")), None);
    }
}
