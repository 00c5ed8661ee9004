//! `POST /api/v1/provisioning/tokens`

use api::history::Action;
use api::problem::FieldError;
use api::provisioning::{CreateToken, CreatedToken, NewToken};
use domain::validation::{self, Invalid};
use domain::{Reason, TokenId, timestamp};
use store::{Change, ScimToken};

use super::token;
use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, Reply};
use crate::people::{self, Act};
use crate::secret::{Secret, token_text};

/// Longest life of a token, in days.
const MAX_DAYS: u32 = 3_650;

/// Makes a token; its secret is in this answer and never again.
///
/// # Errors
/// `refused` while provisioning is switched off (R29), `invalid_fields`.
pub async fn handle(call: Call<CreateToken>) -> Answer<CreateToken> {
    let (token, secret) = create(&Act::of(&call), &call.body).await?;
    let mut tokens = token::bodies(&call.read(), vec![token]).await?;
    let token = tokens.pop().ok_or_else(|| Failure::not_found("token"))?;
    Ok(Reply::new(CreatedToken { token, secret: token_text(&secret) }))
}

/// Makes a token, and returns it with its secret.
///
/// # Errors
/// [`people::Error::Fields`], [`Reason::ProvisioningOff`].
async fn create(act: &Act<'_>, new: &NewToken) -> Result<(ScimToken, Secret), people::Error> {
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
            let settings = tx.provisioning().get().await?.ok_or(people::Error::NotFound)?;
            if !settings.enabled {
                return Err(Reason::ProvisioningOff.into());
            }
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
