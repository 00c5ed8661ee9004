//! The attribute mapping, with an example (R3, R21).

pub mod get;

use api::provisioning_mapping as of;

use crate::http::Routes;

/// Binds the operations of `api::provisioning_mapping`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::Get, _, _, _>(get::handle)
}
