//! `POST /api/v1/password-links/check`

use api::sessions::{CheckPasswordLink, PasswordLinkState};
use domain::OrgId;
use store::{LinkPurpose, OneTimeLink, User};

use crate::app::App;
use crate::http::{Answer, Failure, PublicCall, Reply};
use crate::links;

/// Whom a password link is for.
///
/// # Errors
/// `link_invalid`, or `too_many_attempts` from this address.
pub async fn handle(call: PublicCall<CheckPasswordLink>) -> Answer<CheckPasswordLink> {
    let app = &call.app;
    app.attempts.from_address(&call.client.address).await?;
    let (org, _, user) = find(app, &call.body.token).await?;
    let organization = app.store.organizations().get(org).await?.ok_or_else(links::invalid)?;
    Ok(Reply::new(PasswordLinkState { username: user.username, organization_name: organization.name }))
}

/// The link, and the person: a deactivated one cannot use it (R7).
pub(super) async fn find(app: &App, token: &str) -> Result<(OrgId, OneTimeLink, User), Failure> {
    let (org, link) = links::find(app, token, LinkPurpose::Password).await?;
    let id = link.user_id.ok_or_else(links::invalid)?;
    let user = app.store.read(org).users().get(id).await?;
    let user = user.filter(|user| user.status.is_active()).ok_or_else(links::invalid)?;
    Ok((org, link, user))
}
