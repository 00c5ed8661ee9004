//! Rollcall's own key of an organization: it signs requests, and assertions are encrypted to it. Made when it is first needed.

use store::{Organization, SingleSignOn};
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::http::Failure;
use crate::ids::{Ids, Random};
use crate::vault::{self, Vault};

/// Where the private key belongs, for the vault.
fn context(organization: &Organization) -> String {
    format!("sso-key/{}", organization.id)
}

/// Does the key of the organization open with those of `vault`, where it has one? For `rollcall check`.
///
/// # Errors
/// Why it does not.
pub fn opens(
    vault: &Vault,
    organization: &Organization,
    settings: &SingleSignOn,
) -> Result<(), vault::Error> {
    let sealed = settings.private_key.as_ref();
    sealed.map_or(Ok(()), |sealed| vault.open(&context(organization), sealed).map(|_| ()))
}

/// The private key sealed with the first key of `vault`; nothing when it is so already. For `rollcall secrets reseal`.
///
/// # Errors
/// Why it does not open.
pub fn resealed(
    vault: &Vault,
    ids: &dyn Ids,
    organization: &Organization,
    sealed: &str,
) -> Result<Option<String>, vault::Error> {
    vault.resealed(ids, &context(organization), sealed)
}

/// The key of the organization.
///
/// # Errors
/// The vault has no key, or not the one that it was sealed with; the database fails.
pub async fn of(
    app: &App,
    organization: &Organization,
    settings: &SingleSignOn,
) -> Result<saml::Key, Failure> {
    if let Some(pair) = settings.private_key.as_ref().zip(settings.certificate.as_ref()) {
        return open(app, organization, pair);
    }
    make(app, organization).await?;
    let settings = app.store.read(organization.id).sso().get().await?;
    let settings = settings.ok_or_else(|| Failure::not_found("organization"))?;
    let pair = settings.private_key.as_ref().zip(settings.certificate.as_ref());
    open(
        app,
        organization,
        pair.ok_or_else(|| Failure::internal(&"the key of single sign-on is not stored"))?,
    )
}

fn open(
    app: &App,
    organization: &Organization,
    (sealed, certificate): (&String, &String),
) -> Result<saml::Key, Failure> {
    let pem = app.vault.open(&context(organization), sealed).map_err(|error| Failure::internal(&error))?;
    let pem = String::from_utf8(pem).map_err(|error| Failure::internal(&error))?;
    saml::Key::from_pem(&pem, certificate).map_err(|error| Failure::internal(&error))
}

/// Making takes a second of a processor: beside the threads that serve requests.
async fn make(app: &App, organization: &Organization) -> Result<(), Failure> {
    let now = app.now();
    let mut random = Random::new(&*app.ids);
    let name: String = format!("Rollcall {}", organization.slug).chars().take(64).collect();
    let made = spawn_blocking(move || saml::Key::generate(&name, now, &mut random)).await;
    let key = made.map_err(|error| Failure::internal(&error))?.map_err(|error| Failure::internal(&error))?;
    let pem = key.private_pem().map_err(|error| Failure::internal(&error))?;
    let sealed = app.vault.seal(&*app.ids, &context(organization), pem.as_bytes());
    let sealed = &sealed.map_err(|error| Failure::internal(&error))?;
    let certificate = &key.certificate().base64_der();
    app.store
        .write(organization.id, |tx| async move { tx.sso().insert_first_key(sealed, certificate).await })
        .await?;
    Ok(())
}
