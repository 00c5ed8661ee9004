//! The request to sign somebody in.

use domain::Timestamp;

use crate::{Fault, IdentityProvider, ServiceProvider};

/// The address to send a browser to, so that the person signs in there (AuthnRequest, redirect binding).
///
/// # Errors
/// When the settings do not allow it.
pub fn sign_in_request(
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    id: &str,
    now: Timestamp,
    relay_state: &str,
    force_authn: bool,
    login_hint: Option<&str>,
) -> Result<String, Fault> {
    let _ = (sp, id, now, relay_state, force_authn, login_hint);
    Err(Fault::Address(idp.sign_in_url.clone()))
}
