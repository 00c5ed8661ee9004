//! Who administers the organization (R32).

pub mod edit;
pub mod list;

use api::admins as of;
use domain::Role;
use store::{Reader, User};

use crate::http::{Failure, Routes};

/// Binds the operations of `api::admins`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::List, _, _, _>(list::handle).mount::<of::Edit, _, _, _>(edit::handle)
}

/// The people as the API shows them, in their order.
async fn bodies(read: &Reader, users: Vec<User>) -> Result<Vec<of::Admin>, Failure> {
    let has_owner = users.iter().any(|user| user.role == Role::Owner && user.status.is_active());
    let one_owner = has_owner && read.users().count_active_owners().await? <= 1;
    Ok(users.into_iter().map(|user| body(user, one_owner)).collect())
}

fn body(user: User, one_owner: bool) -> of::Admin {
    of::Admin {
        id: user.id,
        name: user.full_name(),
        is_last_active_owner: one_owner && user.role == Role::Owner && user.status.is_active(),
        username: user.username,
        role: user.role,
        status: user.status,
        managed_by: user.managed_by,
        last_sign_in_at: user.last_sign_in_at,
        version: user.version.unsigned_abs(),
    }
}

/// One of them.
async fn one(read: &Reader, user: User) -> Result<of::Admin, Failure> {
    let mut admins = bodies(read, vec![user]).await?;
    Ok(admins.pop().expect("one person goes in, and one comes out"))
}
