//! User provisioning (SCIM): the switch, the URL, the tokens (R29, R30).

pub mod create_token;
pub mod edit;
pub mod get;
pub mod list_tokens;
pub mod revoke_token;
pub mod token;

use api::provisioning as of;
use store::Reader;

use crate::app::App;
use crate::http::{Failure, Routes};

/// Binds the operations of `api::provisioning`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::Get, _, _, _>(get::handle)
        .mount::<of::Edit, _, _, _>(edit::handle)
        .mount::<of::ListTokens, _, _, _>(list_tokens::handle)
        .mount::<of::CreateToken, _, _, _>(create_token::handle)
        .mount::<of::RevokeToken, _, _, _>(revoke_token::handle)
}

/// The SCIM base URL of the organization with that short name: Entra's "Tenant URL".
#[must_use]
pub fn scim_url(app: &App, slug: &str) -> String {
    format!("{}/scim/{slug}/v2", app.config.public_url)
}

/// The settings as they are now.
///
/// # Errors
/// The database fails.
pub async fn settings(app: &App, read: &Reader) -> Result<of::Provisioning, Failure> {
    let gone = || Failure::not_found("organization");
    let organization = app.store.organizations().get(read.org()).await?.ok_or_else(gone)?;
    let settings = read.provisioning().get().await?.ok_or_else(gone)?;
    let counts = read.users().counts().await?;
    Ok(of::Provisioning {
        enabled: settings.enabled,
        identity_provider: settings.identity_provider,
        retrieval_scope: settings.retrieval_scope,
        strict: settings.strict,
        guard_percent: settings.guard_percent,
        url: scim_url(app, &organization.slug),
        managed_users: counts.managed,
        local_users: counts.total.saturating_sub(counts.managed),
        last_call_at: settings.last_call_at,
        version: settings.version.unsigned_abs(),
    })
}
