//! `POST /api/v1/applications/{id}/secrets`

use api::Code;
use api::applications::{CreateSecret, CreatedSecret};
use api::history::Action;
use domain::applications::MOST_SECRETS;
use domain::{ApplicationId, ApplicationKind, Reason, SecretId};
use store::{ApplicationSecret, Change};

use super::{nothing, secret_body};
use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, Reply};
use crate::people::Act;
use crate::secret::{Prefix, Secret};

/// Makes a secret; its value is in this answer and never again. Two may overlap, so that one is exchanged without a gap.
///
/// # Errors
/// `not_found`; `refused` for a public application, and for a third secret.
pub async fn handle(call: Call<CreateSecret>) -> Answer<CreateSecret> {
    let (secret, text) = create(&Act::of(&call), call.params.id).await?;
    Ok(Reply::new(CreatedSecret { secret: secret_body(&secret), value: text }))
}

async fn create(act: &Act<'_>, id: ApplicationId) -> Result<(ApplicationSecret, String), Failure> {
    let secret = Secret::new(act.org, act.app.new_id(), &*act.app.ids);
    let row = ApplicationSecret {
        id: SecretId(secret.id),
        application_id: id,
        secret_hash: secret.hash(),
        last_four: secret.last_four().to_owned(),
        created_at: act.at,
        last_used_at: None,
    };
    let new = &row;
    act.app
        .store
        .write(act.org, |tx| async move {
            // Two that are made at once are counted one after the other.
            let application = tx.applications().lock(id).await?.ok_or_else(nothing)?;
            if application.kind == ApplicationKind::Public {
                return Err(Failure::new(
                    Code::Refused,
                    "This application runs in a browser or on a person's machine, where a secret is none. It proves who it is by PKCE.",
                ));
            }
            if tx.applications().secrets(Some(id)).await?.len() as u64 >= MOST_SECRETS {
                return Err(Reason::TooManySecrets { most: MOST_SECRETS }.into());
            }
            tx.applications().insert_secret(new).await?;
            let thing = Thing::application(id, &application.name);
            let made = Change { field: "last_four".to_owned(), from: None, to: Some(new.last_four.clone()) };
            act.record(&tx, Action::ApplicationSecretCreated, thing, vec![made]).await?;
            Ok::<_, Failure>(())
        })
        .await?;
    Ok((row, Prefix::Client.of(&secret)))
}
