//! What a person has set for their own console.

pub mod get;
pub mod put;

use api::preferences as of;

use crate::audit;
use crate::http::Routes;

/// Binds the operations of `api::preferences`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::Get, _, _, _>(get::handle).mount::<of::Put, _, _, _>(put::handle)
}

fn body(stored: store::Preferences) -> of::Preferences {
    of::Preferences {
        users_columns: stored.users_columns,
        page_size: stored.page_size,
        shortcuts: stored.shortcuts,
        // One that a newer version wrote is as if it had never been set.
        language: stored.language.as_deref().and_then(audit::named),
    }
}
