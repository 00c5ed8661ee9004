//! `POST /api/v1/provisioning/tokens`

use api::history::Action;
use api::problem::FieldError;
use api::provisioning::{CreateToken, CreatedToken, NewToken};
use domain::validation::{self, Invalid};
use domain::{Reason, TokenId, timestamp};
use store::{Change, Provisioning, ScimToken, Tx};

use super::{edit, token};
use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, Reply};
use crate::people::{self, Act};
use crate::secret::Secret;

/// Longest life of a token, in days.
const MAX_DAYS: u32 = 3_650;

/// Makes a token; its secret is in this answer and never again.
///
/// # Errors
/// `refused` while provisioning is switched off (R29), `invalid_fields`.
pub async fn handle(call: Call<CreateToken>) -> Answer<CreateToken> {
    let (token, secret) = create(&Act::of(&call), &call.body, Switch::MustBeOn).await?;
    let mut tokens = token::bodies(&call.read(), vec![token]).await?;
    let token = tokens.pop().ok_or_else(|| Failure::not_found("token"))?;
    Ok(Reply::new(CreatedToken { token, secret: token::write(&secret) }))
}

/// What becomes of the switch of provisioning when a token is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// No token is made while it is off (R29).
    MustBeOn,
    /// It is switched on along with it: what the command line does.
    TurnOn,
}

/// Makes a token, and returns it with its secret.
///
/// # Errors
/// [`people::Error::Fields`], [`Reason::ProvisioningOff`].
pub async fn create(
    act: &Act<'_>,
    new: &NewToken,
    switch: Switch,
) -> Result<(ScimToken, Secret), people::Error> {
    let (name, days) = read(new)?;
    let secret = Secret::new(act.org, act.app.new_id(), &*act.app.ids);
    let token = &ScimToken {
        id: TokenId(secret.id),
        name,
        secret_hash: secret.hash(),
        last_four: secret.last_four().to_owned(),
        created_at: act.at,
        created_by: act.who.person().map(|actor| actor.id),
        expires_at: days.map(|days| act.at.plus_ms(i64::from(days) * timestamp::DAY_MS)),
        last_used_at: None,
        last_used_address: None,
        revoked_at: None,
    };
    act.app
        .store
        .write(act.org, |tx| async move {
            admit(&tx, act, switch).await?;
            tx.scim_tokens().insert(token).await?;
            let value =
                |field: &str, to: String| Change { field: field.to_owned(), from: None, to: Some(to) };
            let expires = token.expires_at.map(|at| value("expires_at", at.to_string()));
            let changes = std::iter::once(value("name", token.name.clone())).chain(expires).collect();
            act.record(&tx, Action::TokenCreated, Thing::token(token.id, &token.name), changes).await?;
            Ok::<_, people::Error>(())
        })
        .await?;
    Ok((token.clone(), secret))
}

async fn admit(tx: &Tx, act: &Act<'_>, switch: Switch) -> Result<(), people::Error> {
    let before = tx.provisioning().get().await?.ok_or(people::Error::NotFound)?;
    match switch {
        _ if before.enabled => Ok(()),
        Switch::MustBeOn => Err(Reason::ProvisioningOff.into()),
        Switch::TurnOn => {
            let after = Provisioning { enabled: true, updated_at: act.at, ..before.clone() };
            let changes = edit::changes(&before, &after);
            tx.provisioning().update(&before, after).await?;
            act.record(tx, Action::ProvisioningEdited, Thing::provisioning(act.org), changes).await?;
            Ok(())
        }
    }
}

fn read(new: &NewToken) -> Result<(String, Option<u32>), people::Error> {
    let mut errors = Vec::new();
    let name = validation::label(&new.name)
        .map_err(|invalid| errors.push(FieldError::invalid("name", invalid)))
        .unwrap_or_default();
    if new.expires_in_days.is_some_and(|days| !(1..=MAX_DAYS).contains(&days)) {
        let range = Invalid::OutOfRange { min: 1, max: MAX_DAYS.into() };
        errors.push(FieldError::invalid("expires_in_days", range));
    }
    if errors.is_empty() { Ok((name, new.expires_in_days)) } else { Err(people::Error::Fields(errors)) }
}
