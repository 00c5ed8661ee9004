//! The preview before the first synchronization (R5, R30), and putting usernames right.

pub mod csv;
pub mod edit_usernames;
pub mod run;

use api::provisioning_preview as of;

use crate::http::Routes;

/// Binds the operations of `api::provisioning_preview`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::Run, _, _, _>(run::handle).mount::<of::EditUsernames, _, _, _>(edit_usernames::handle)
}
