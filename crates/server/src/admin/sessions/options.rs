//! `GET /api/v1/sign-in-options`

use api::sessions::{Options, SignInOptions};

use crate::http::{Answer, PublicCall, Reply};

/// How to sign in. Says nothing about any username, and names the organization only when there is but one.
///
/// # Errors
/// The database fails.
pub async fn handle(call: PublicCall<Options>) -> Answer<Options> {
    let organizations = call.app.store.organizations().list().await?;
    let only = if let [only] = organizations.as_slice() { Some(only.name.clone()) } else { None };
    Ok(Reply::new(SignInOptions {
        setup_required: organizations.is_empty(),
        needs_organization: organizations.len() > 1,
        organization_name: only,
    }))
}
