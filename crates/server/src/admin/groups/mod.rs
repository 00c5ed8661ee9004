//! Groups of the identity provider, as people see them.

pub mod list;

use crate::http::Routes;

/// Binds the operations of `api::groups`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<api::groups::List, _, _, _>(list::handle)
}
