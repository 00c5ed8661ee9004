//! `POST /api/v1/provisioning/tokens`

use api::history::Action;
use api::provisioning::{CreateToken, CreatedToken, NewToken};
use domain::{Reason, TokenId};
use store::{Change, ScimToken};

use super::token;
use crate::admin::new_token;
use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, Reply};
use crate::people::{self, Act};
use crate::secret::{Secret, token_text};

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
    let (name, expires_at) = new_token::read(&new.name, new.expires_in_days, act.at)?;
    let secret = Secret::new(act.org, act.app.new_id(), &*act.app.ids);
    let token = &ScimToken {
        id: TokenId(secret.id),
        name,
        secret_hash: secret.hash(),
        last_four: secret.last_four().to_owned(),
        created_at: act.at,
        created_by: act.who.person().map(|actor| actor.id),
        expires_at,
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
