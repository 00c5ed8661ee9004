//! First run.

pub mod check;
pub mod create;

use api::setup::{Check, Create};

use crate::http::Routes;

/// Binds the operations of `api::setup`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount_public::<Check, _, _, _>(check::handle).mount_public::<Create, _, _, _>(create::handle)
}
