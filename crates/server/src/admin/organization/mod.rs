//! The organization of the session.

pub mod get;

use api::organization::Get;

use crate::http::Routes;

/// Binds the operations of `api::organization`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<Get, _, _, _>(get::handle)
}
