//! `POST /api/v1/applications/provider/rotate-key`

use api::applications::RotateKey;

use super::provider;
use crate::http::{Answer, Call, Reply};
use crate::oidc::keys;

/// Signs with the next key from now on; the former one still proves what it has signed.
///
/// # Errors
/// `refused` while the next key has been published for less than an hour.
pub async fn handle(call: Call<RotateKey>) -> Answer<RotateKey> {
    keys::rotate_now(&call.app, call.actor.org, &call.origin()).await?;
    Ok(Reply::new(provider(&call.app, &call.read()).await?))
}
