//! R27: who could sign in without the identity provider.

use domain::{Role, UserId};
use store::Tx;

/// An active owner who has a password.
///
/// # Errors
/// The database fails.
pub async fn is_able(tx: &Tx, id: UserId) -> Result<bool, store::Error> {
    let user = tx.users().lock(id).await?;
    let owner = user.is_some_and(|user| user.status.is_active() && user.role == Role::Owner);
    Ok(owner && tx.credentials().get(id).await?.is_some())
}

/// Is there anybody with emergency access who is able to use it?
///
/// # Errors
/// The database fails.
pub async fn somebody_is_able(tx: &Tx) -> Result<bool, store::Error> {
    for access in tx.emergency_access().list().await? {
        if is_able(tx, access.user_id).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
