//! The list of users as a file.

mod cells;
pub mod get;

use api::users_export as of;

use crate::http::Routes;

/// Binds the operations of `api::users_export`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::Get, _, _, _>(get::handle)
}
