//! The company directory (R19, R20).

pub mod list;

use api::directory as of;

use crate::http::Routes;

/// Binds the operations of `api::directory`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::List, _, _, _>(list::handle)
}
