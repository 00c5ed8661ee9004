//! The REST API: a folder a resource, a file an operation.

pub mod admins;
pub mod api_tokens;
pub mod applications;
pub mod audit;
pub mod directory;
pub mod domains;
pub mod groups;
pub mod history;
pub mod home;
pub mod jobs;
pub mod license_rules;
pub mod licenses;
mod new_token;
pub mod organization;
pub mod page;
pub mod preferences;
pub mod provisioning;
pub mod provisioning_guard;
pub mod provisioning_log;
pub mod provisioning_mapping;
pub mod provisioning_preview;
pub mod sessions;
pub mod setup;
pub mod sign_ins;
pub mod sites;
pub mod sso;
pub mod users;
pub mod users_bulk;
pub mod users_export;
pub mod users_import;
pub mod views;
pub mod webhooks;

use crate::events;
use crate::http::Routes;

/// Every operation of `api::ALL`.
#[must_use]
pub fn routes() -> Routes {
    let parts = [
        setup::mount,
        sessions::mount,
        organization::mount,
        home::mount,
        users::mount,
        admins::mount,
        directory::mount,
        api_tokens::mount,
        applications::mount,
        webhooks::mount,
        views::mount,
        preferences::mount,
        users_export::mount,
        users_bulk::mount,
        users_import::mount,
        groups::mount,
        history::mount,
        audit::mount,
        sites::mount,
        licenses::mount,
        license_rules::mount,
        provisioning::mount,
        provisioning_guard::mount,
        provisioning_log::mount,
        provisioning_preview::mount,
        provisioning_mapping::mount,
        sso::mount,
        sign_ins::mount,
        domains::mount,
        jobs::mount,
        events::mount,
    ];
    parts.into_iter().fold(Routes::default(), |routes, mount| mount(routes))
}
