//! The two parties of a sign-in, from what is stored.

use api::sso::Settings;
use domain::RevisionId;
use saml::{Certificate, IdentityProvider, ServiceProvider};
use store::{Organization, SingleSignOn, SsoRevision};

use super::key;
use crate::app::App;
use crate::http::Failure;

/// Identifier (Entity ID) and Reply URL, in one (R25).
#[must_use]
pub fn entity_id(app: &App, organization: &Organization) -> String {
    format!("{}/sso/{}", app.config.public_url, organization.slug)
}

/// The settings of the organization.
///
/// # Errors
/// `not_found`; the database fails.
pub async fn settings(app: &App, organization: &Organization) -> Result<SingleSignOn, Failure> {
    let found = app.store.read(organization.id).sso().get().await?;
    found.ok_or_else(|| Failure::not_found("organization"))
}

/// Rollcall, as the organization's identity provider knows it.
///
/// # Errors
/// The key cannot be made or opened; the database fails.
pub async fn service_provider(app: &App, organization: &Organization) -> Result<ServiceProvider, Failure> {
    let settings = settings(app, organization).await?;
    let entity_id = entity_id(app, organization);
    Ok(ServiceProvider {
        acs_url: entity_id.clone(),
        logout_url: format!("{entity_id}/logout"),
        key: Some(key::of(app, organization, &settings).await?),
        entity_id,
    })
}

/// What was entered into a revision.
///
/// # Errors
/// A newer version of Rollcall wrote it.
pub fn entered(revision: &SsoRevision) -> Result<Settings, Failure> {
    serde_json::from_str(&revision.settings).map_err(|error| Failure::internal(&error))
}

/// The identity provider that those settings describe.
#[must_use]
pub fn identity_provider(settings: &Settings) -> IdentityProvider {
    let read = |text: &String| Certificate::from_base64_der(text).ok();
    IdentityProvider {
        entity_id: settings.issuer.clone(),
        sign_in_url: settings.sign_in_url.clone(),
        logout_url: settings.logout_url.clone(),
        certificates: settings.certificates.iter().filter_map(read).collect(),
        sign_requests: settings.sign_requests,
        require_encryption: settings.require_encryption,
        allow_unsolicited: settings.allow_unsolicited,
        name_id_format: settings.name_id_format,
    }
}

/// A revision with what was entered into it.
///
/// # Errors
/// `not_found`; the database fails.
pub async fn revision(app: &App, organization: &Organization, id: RevisionId) -> Result<Settings, Failure> {
    let found = app.store.read(organization.id).sso().revision(id).await?;
    entered(&found.ok_or_else(|| Failure::not_found("revision"))?)
}
