//! `POST /api/v1/api-tokens`

use api::Code;
use api::api_tokens::{Create, CreatedApiToken, NewApiToken};
use api::history::Action;
use domain::{ApiTokenId, Reason, Role, UserId};
use store::{ApiToken, Change};

use super::body;
use crate::admin::new_token;
use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, Reply};
use crate::people::{self, Act};
use crate::secret::{Prefix, Secret};

/// Tokens of an organization: more are a mistake of a script.
const MOST: usize = 200;

/// Makes a token for whoever calls; its secret is in this answer and never again.
///
/// # Errors
/// `refused` for a role that may do what the person may not (R32); `invalid_fields`.
pub async fn handle(call: Call<Create>) -> Answer<Create> {
    if call.read().api_tokens().list().await?.len() >= MOST {
        let words =
            format!("Your organization has {MOST} API tokens. Revoke those that nobody uses any more.");
        return Err(Failure::new(Code::Refused, words));
    }
    let (token, secret) = create(&Act::of(&call), call.actor.id, call.actor.role, &call.body).await?;
    let maker = call.read().users().get(call.actor.id).await?.ok_or_else(|| Failure::not_found("user"))?;
    Ok(Reply::new(CreatedApiToken { token: body(token, &maker), secret: Prefix::Api.of(&secret) }))
}

async fn create(
    act: &Act<'_>,
    maker: UserId,
    role: Role,
    new: &NewApiToken,
) -> Result<(ApiToken, Secret), people::Error> {
    let (name, expires_at) = new_token::read(&new.name, new.expires_in_days, act.at)?;
    if new.role.exceeds(role) {
        return Err(Reason::RoleAboveOwn { role: new.role }.into());
    }
    let secret = Secret::new(act.org, act.app.new_id(), &*act.app.ids);
    let token = &ApiToken {
        id: ApiTokenId(secret.id),
        user_id: maker,
        name,
        role: new.role,
        secret_hash: secret.hash(),
        last_four: secret.last_four().to_owned(),
        created_at: act.at,
        expires_at,
        last_used_at: None,
        last_used_address: None,
    };
    act.app
        .store
        .write(act.org, |tx| async move {
            tx.api_tokens().insert(token).await?;
            let thing = Thing::api_token(token.id, &token.name);
            act.record(&tx, Action::ApiTokenCreated, thing, changes(token)).await?;
            Ok::<_, people::Error>(())
        })
        .await?;
    Ok((token.clone(), secret))
}

fn changes(token: &ApiToken) -> Vec<Change> {
    let value = |field: &str, to: String| Change { field: field.to_owned(), from: None, to: Some(to) };
    let expires = token.expires_at.map(|at| value("expires_at", at.to_string()));
    [value("name", token.name.clone()), value("role", token.role.name().to_owned())]
        .into_iter()
        .chain(expires)
        .collect()
}
