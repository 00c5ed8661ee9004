//! Applications that people sign in to through Rollcall (R34).

pub mod create;
pub mod create_secret;
pub mod delete;
pub mod edit;
mod form;
pub mod get;
pub mod get_provider;
pub mod list;
pub mod revoke_secret;
pub mod rotate_key;

use api::Endpoint;
use api::applications as of;
use domain::ApplicationId;
use store::{Application, ApplicationSecret, Reader, Tx};

use crate::app::App;
use crate::http::{Answer, Failure, Reply, Routes};
use crate::oidc::{Provider, keys};
use crate::people;

/// Binds the operations of `api::applications`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::Get, _, _, _>(get::handle)
        .mount::<of::Create, _, _, _>(create::handle)
        .mount::<of::Edit, _, _, _>(edit::handle)
        .mount::<of::Delete, _, _, _>(delete::handle)
        .mount::<of::CreateSecret, _, _, _>(create_secret::handle)
        .mount::<of::RevokeSecret, _, _, _>(revoke_secret::handle)
        .mount::<of::GetProvider, _, _, _>(get_provider::handle)
        .mount::<of::RotateKey, _, _, _>(rotate_key::handle)
}

/// As the API shows it; `secrets` may be those of others, too.
fn body(application: Application, secrets: &[ApplicationSecret]) -> of::Application {
    let own = secrets.iter().filter(|secret| secret.application_id == application.id);
    of::Application {
        id: application.id,
        name: application.name,
        kind: application.kind,
        redirect_uris: application.redirect_uris,
        post_logout_redirect_uris: application.post_logout_redirect_uris,
        secrets: own.map(secret_body).collect(),
        created_at: application.created_at,
        last_used_at: application.last_used_at,
        version: application.version.unsigned_abs(),
    }
}

fn secret_body(secret: &ApplicationSecret) -> of::ApplicationSecret {
    of::ApplicationSecret {
        id: secret.id,
        last_four: secret.last_four.clone(),
        created_at: secret.created_at,
        last_used_at: secret.last_used_at,
    }
}

/// The application as it is now.
async fn find(read: &Reader, id: ApplicationId) -> Result<of::Application, Failure> {
    let found = read.applications().get(id).await?.ok_or_else(nothing)?;
    Ok(body(found, &read.applications().secrets(Some(id)).await?))
}

/// The application as it is now, as the answer, with its version as `ETag`.
async fn reply<E: Endpoint<Reply = of::Application>>(read: &Reader, id: ApplicationId) -> Answer<E> {
    let application = find(read, id).await?;
    let version = application.version;
    Ok(Reply::new(application).etag(version))
}

/// The application, inside of a transaction.
async fn existing(tx: &Tx, id: ApplicationId) -> Result<Application, people::Error> {
    tx.applications().get(id).await?.ok_or(people::Error::NotFound)
}

fn nothing() -> Failure {
    Failure::not_found("application")
}

fn failure(error: people::Error) -> Failure {
    match error {
        people::Error::NotFound => nothing(),
        other => other.into(),
    }
}

/// What applications are configured with, as it is now.
async fn provider(app: &App, read: &Reader) -> Result<of::Provider, Failure> {
    let organization = app.store.organizations().get(read.org()).await?;
    let organization = organization.ok_or_else(|| Failure::not_found("organization"))?;
    let provider = Provider::new(app, organization.id, &organization.slug);
    let keys = read.signing_keys().list().await?;
    Ok(of::Provider {
        discovery_url: provider.discovery_url(),
        issuer: provider.issuer,
        key_signs_since: keys::current(&keys).and_then(|key| key.signs_since),
    })
}
