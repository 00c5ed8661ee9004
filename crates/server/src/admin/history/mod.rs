//! The history of a person (R33).

pub mod list;

use api::history as of;

use crate::http::Routes;

/// Binds the operations of `api::history`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::List, _, _, _>(list::handle)
}
