//! Live updates: what the change feed says, to every browser of the organization.
//!
//! Each replica polls the feed of the organizations that somebody watches on it, and fans it out. Nothing is
//! pushed between replicas, so it works the same on SQLite and on any PostgreSQL (architecture: storage rules).

mod hub;
mod stream;

pub use hub::{Hub, poll};
pub use stream::handle;

use crate::http::Routes;

/// Binds the operations of `api::events`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<api::events::Stream, _, _, _>(handle)
}
