//! Home: how the organization stands, and what needs attention.

pub mod get;

use api::home as of;

use crate::http::Routes;

/// Binds the operations of `api::home`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::Get, _, _, _>(get::handle)
}
