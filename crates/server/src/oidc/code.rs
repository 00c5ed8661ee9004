//! `grant_type=authorization_code`: a code for tokens, once (RFC 6749 §4.1.3, RFC 7636 §4.6, OpenID Connect Core §3.1.3).

use domain::Timestamp;
use store::{Grant, GrantToken, Session, TokenKind, Tx};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::client::Client;
use super::error::{Error, ErrorCode};
use super::grant::{Granted, Issued, New, record_use};
use super::keys::{self, base64url};
use super::parameters::Parameters;
use super::{OFFLINE_MS, Provider};
use crate::app::App;
use crate::secret::{Prefix, Secret, digest};

/// Lengths of a code verifier (RFC 7636 §4.1).
const VERIFIER: std::ops::RangeInclusive<usize> = 43..=128;

pub(super) fn invalid_grant() -> Error {
    let words =
        "It is unknown, over, used already, or was given to somebody else. Have the person sign in again.";
    Error::new(ErrorCode::InvalidGrant, words)
}

/// What proves that the code belongs to whoever brings it.
struct Proof<'a> {
    redirect_uri: &'a str,
    challenge: String,
}

impl Proof<'_> {
    fn fits(&self, code: &GrantToken) -> bool {
        let challenge = code.challenge.as_deref().unwrap_or_default();
        let verified: bool = self.challenge.as_bytes().ct_eq(challenge.as_bytes()).into();
        verified && code.redirect_uri.as_deref() == Some(self.redirect_uri)
    }
}

/// Exchanges a code. One that is brought a second time, or with a wrong proof, was caught on its way: what it stands for ends.
///
/// # Errors
/// `invalid_request`, `invalid_grant`.
pub async fn exchange(
    app: &App,
    provider: &Provider,
    client: &Client,
    parameters: &Parameters,
) -> Result<Issued, Error> {
    let text = parameters.required("code")?;
    let redirect_uri = parameters.required("redirect_uri")?;
    let verifier = parameters.required("code_verifier")?;
    if !VERIFIER.contains(&verifier.len()) {
        let words = "The code_verifier has to be 43 to 128 characters.";
        return Err(Error::new(ErrorCode::InvalidRequest, words));
    }
    let secret = &Prefix::Code.read(text).map_err(|_| invalid_grant())?;
    if secret.org != provider.org {
        return Err(invalid_grant());
    }
    let proof = &Proof { redirect_uri, challenge: base64url(&digest(verifier.as_bytes())) };
    let signer = keys::signer(app, provider.org).await?;
    let (new, now) = (&New::tokens(app, provider), app.now());
    let granted = app.store.write(provider.org, |tx| async move {
        let Some((grant, code)) = locked(&tx, secret, client, TokenKind::Code).await? else {
            return Ok(None);
        };
        let end = end_of(&grant, tx.sessions().get(grant.session_id).await?.as_ref());
        let user = tx.users().get(grant.user_id).await?.filter(|user| user.status.is_active());
        let fine = code.used_at.is_none() && now < code.expires_at && proof.fits(&code);
        let (Some(end), Some(user), true) = (end, user, fine) else {
            tx.grants().delete(grant.id).await?;
            return Ok(None);
        };
        tx.grants().use_up(code.id, now).await?;
        tx.grants().set_end(grant.id, end).await?;
        new.store(&tx, &grant, (&grant.scope, end)).await?;
        record_use(&tx, client, now).await?;
        let scope = grant.scope.clone();
        Ok::<_, store::Error>(Some(Granted { grant, user, scope, end }))
    });
    let granted = granted.await?.ok_or_else(invalid_grant)?;
    Ok(granted.answer(provider, &signer, new, true)?)
}

/// A code or token that was given to this application, with its grant, which nobody else changes until the end of the transaction.
pub(super) async fn locked(
    tx: &Tx,
    secret: &Secret,
    client: &Client,
    kind: TokenKind,
) -> Result<Option<(Grant, GrantToken)>, store::Error> {
    let id = Uuid::from_u128(secret.id);
    let Some(seen) = tx.grants().token(id).await? else { return Ok(None) };
    if seen.kind != kind || !secret.matches(&seen.secret_hash) {
        return Ok(None);
    }
    let grant = tx.grants().lock(seen.grant_id).await?;
    let Some(grant) = grant.filter(|grant| grant.application_id == client.application.id) else {
        return Ok(None);
    };
    // As it is now that nobody else has the grant.
    Ok(tx.grants().token(id).await?.map(|token| (grant, token)))
}

/// When a grant ends by itself: 30 days after it was made for offline use, else with its session, and not at all without it. That nobody
/// looks at the console is no reason: the person is at the application.
pub(super) fn end_of(grant: &Grant, session: Option<&Session>) -> Option<Timestamp> {
    if grant.offline {
        return Some(grant.created_at.plus_ms(OFFLINE_MS));
    }
    session.map(|session| session.expires_at)
}

/// Does it still last?
pub(super) fn lasts(token: &GrantToken, grant: &Grant, now: Timestamp) -> bool {
    now < token.expires_at && now < grant.expires_at
}
