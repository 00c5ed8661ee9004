//! The REST API of Rollcall as types: one unit struct an operation.
//!
//! The server mounts `E::PATH` and answers with `E::Reply`; the console calls `E::PATH` and reads `E::Reply`.
//! Neither formats a URL or names a field by hand, so the two cannot drift. [`ALL`] lists every operation:
//! tests walk it, and `docs/openapi.json` is generated from it.
//!
//! Conventions (docs/API-DESIGN.md): plural nouns, JSON in snake_case, RFC 3339 times, opaque prefixed ids, cursors,
//! `ETag` and `If-Match`, [`Problem`](problem::Problem) for every error.

pub mod admins;
pub mod api_tokens;
pub mod applications;
pub mod audit;
pub mod directory;
pub mod domains;
pub mod endpoint;
pub mod events;
pub mod groups;
pub mod history;
pub mod home;
pub mod jobs;
pub mod license_rules;
pub mod licenses;
pub mod organization;
pub mod page;
pub mod preferences;
pub mod problem;
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

pub use endpoint::{Access, Csv, Endpoint, Method, NoBody, NoContent, NoParams, NoQuery, Operation};
pub use page::Page;
pub use problem::{Code, Problem};

/// Every operation of the API.
pub const ALL: &[Operation] = &[
    Operation::of::<setup::Check>(),
    Operation::of::<setup::Create>(),
    Operation::of::<sessions::Options>(),
    Operation::of::<sessions::SignIn>(),
    Operation::of::<sessions::SignOut>(),
    Operation::of::<sessions::CheckPasswordLink>(),
    Operation::of::<sessions::SetPassword>(),
    Operation::of::<sessions::ChooseMethod>(),
    Operation::of::<sessions::Me>(),
    Operation::of::<sessions::ListOwn>(),
    Operation::of::<sessions::EndOwn>(),
    Operation::of::<sessions::ChangePassword>(),
    Operation::of::<sessions::List>(),
    Operation::of::<sessions::End>(),
    Operation::of::<sessions::EndAll>(),
    Operation::of::<sessions::GetLimits>(),
    Operation::of::<sessions::EditLimits>(),
    Operation::of::<organization::Get>(),
    Operation::of::<home::Get>(),
    Operation::of::<users::List>(),
    Operation::of::<users_export::Get>(),
    Operation::of::<users_bulk::Review>(),
    Operation::of::<users_bulk::Create>(),
    Operation::of::<users_import::Upload>(),
    Operation::of::<users_import::Get>(),
    Operation::of::<users_import::Check>(),
    Operation::of::<users_import::Run>(),
    Operation::of::<users_import::ExportFailed>(),
    Operation::of::<users::Get>(),
    Operation::of::<users::Create>(),
    Operation::of::<users::Edit>(),
    Operation::of::<users::Activate>(),
    Operation::of::<users::Deactivate>(),
    Operation::of::<users::Delete>(),
    Operation::of::<users::CreatePasswordLink>(),
    Operation::of::<admins::List>(),
    Operation::of::<admins::Edit>(),
    Operation::of::<directory::List>(),
    Operation::of::<views::List>(),
    Operation::of::<views::Create>(),
    Operation::of::<views::Edit>(),
    Operation::of::<views::Delete>(),
    Operation::of::<preferences::Get>(),
    Operation::of::<preferences::Put>(),
    Operation::of::<groups::List>(),
    Operation::of::<history::List>(),
    Operation::of::<history::GetFields>(),
    Operation::of::<audit::List>(),
    Operation::of::<audit::Export>(),
    Operation::of::<api_tokens::List>(),
    Operation::of::<api_tokens::Create>(),
    Operation::of::<api_tokens::Revoke>(),
    Operation::of::<webhooks::List>(),
    Operation::of::<webhooks::Get>(),
    Operation::of::<webhooks::Create>(),
    Operation::of::<webhooks::Edit>(),
    Operation::of::<webhooks::Delete>(),
    Operation::of::<webhooks::SendTest>(),
    Operation::of::<webhooks::ListDeliveries>(),
    Operation::of::<webhooks::Retry>(),
    Operation::of::<applications::List>(),
    Operation::of::<applications::Get>(),
    Operation::of::<applications::Create>(),
    Operation::of::<applications::Edit>(),
    Operation::of::<applications::Delete>(),
    Operation::of::<applications::CreateSecret>(),
    Operation::of::<applications::RevokeSecret>(),
    Operation::of::<applications::GetProvider>(),
    Operation::of::<applications::RotateKey>(),
    Operation::of::<sites::List>(),
    Operation::of::<sites::Get>(),
    Operation::of::<sites::Create>(),
    Operation::of::<sites::Edit>(),
    Operation::of::<sites::Delete>(),
    Operation::of::<sites::AddFormerName>(),
    Operation::of::<sites::DropFormerName>(),
    Operation::of::<sites::ListUnmatched>(),
    Operation::of::<sites::DismissUnmatched>(),
    Operation::of::<licenses::List>(),
    Operation::of::<licenses::Get>(),
    Operation::of::<licenses::Create>(),
    Operation::of::<licenses::Edit>(),
    Operation::of::<licenses::Delete>(),
    Operation::of::<license_rules::List>(),
    Operation::of::<license_rules::Create>(),
    Operation::of::<license_rules::Edit>(),
    Operation::of::<license_rules::Delete>(),
    Operation::of::<provisioning::Get>(),
    Operation::of::<provisioning::Edit>(),
    Operation::of::<provisioning::ListTokens>(),
    Operation::of::<provisioning::CreateToken>(),
    Operation::of::<provisioning::RevokeToken>(),
    Operation::of::<provisioning_guard::Get>(),
    Operation::of::<provisioning_guard::Undo>(),
    Operation::of::<provisioning_guard::Dismiss>(),
    Operation::of::<provisioning_log::List>(),
    Operation::of::<provisioning_log::Get>(),
    Operation::of::<provisioning_log::GetHealth>(),
    Operation::of::<provisioning_preview::Run>(),
    Operation::of::<provisioning_preview::EditUsernames>(),
    Operation::of::<provisioning_mapping::Get>(),
    Operation::of::<sso::Get>(),
    Operation::of::<sso::Edit>(),
    Operation::of::<sso::PutDraft>(),
    Operation::of::<sso::DeleteDraft>(),
    Operation::of::<sso::ReadCertificate>(),
    Operation::of::<sso::ReadMetadata>(),
    Operation::of::<sso::AcceptMetadata>(),
    Operation::of::<sso::DismissMetadata>(),
    Operation::of::<sso::StartTest>(),
    Operation::of::<sso::GetTest>(),
    Operation::of::<sso::Activate>(),
    Operation::of::<sso::AddEmergency>(),
    Operation::of::<sso::RemoveEmergency>(),
    Operation::of::<sso::ProveEmergency>(),
    Operation::of::<sign_ins::List>(),
    Operation::of::<sign_ins::Get>(),
    Operation::of::<domains::List>(),
    Operation::of::<domains::Create>(),
    Operation::of::<domains::Verify>(),
    Operation::of::<domains::Delete>(),
    Operation::of::<jobs::List>(),
    Operation::of::<jobs::Get>(),
    Operation::of::<jobs::ListRows>(),
    Operation::of::<jobs::ExportRows>(),
    Operation::of::<jobs::Cancel>(),
    Operation::of::<jobs::Undo>(),
    Operation::of::<events::Stream>(),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// The sources of this crate, in which each operation is declared by one `endpoint!`.
    const SOURCES: [&str; 31] = [
        include_str!("admins.rs"),
        include_str!("api_tokens.rs"),
        include_str!("applications.rs"),
        include_str!("audit.rs"),
        include_str!("directory.rs"),
        include_str!("domains.rs"),
        include_str!("events.rs"),
        include_str!("groups.rs"),
        include_str!("history.rs"),
        include_str!("home.rs"),
        include_str!("jobs.rs"),
        include_str!("license_rules.rs"),
        include_str!("licenses.rs"),
        include_str!("organization.rs"),
        include_str!("preferences.rs"),
        include_str!("provisioning.rs"),
        include_str!("provisioning_guard.rs"),
        include_str!("provisioning_log.rs"),
        include_str!("provisioning_mapping.rs"),
        include_str!("provisioning_preview.rs"),
        include_str!("sessions.rs"),
        include_str!("setup.rs"),
        include_str!("sign_ins.rs"),
        include_str!("sites.rs"),
        include_str!("sso.rs"),
        include_str!("users.rs"),
        include_str!("users_bulk.rs"),
        include_str!("users_export.rs"),
        include_str!("users_import.rs"),
        include_str!("views.rs"),
        include_str!("webhooks.rs"),
    ];

    #[test]
    fn every_operation_that_is_declared_is_in_the_list_once() {
        let declared: usize = SOURCES.iter().map(|source| source.matches("\nendpoint! {").count()).sum();
        let names: HashSet<&str> = ALL.iter().map(|operation| operation.name).collect();
        let routes: HashSet<(Method, &str)> = ALL.iter().map(|o| (o.method, o.path)).collect();
        assert_eq!(ALL.len(), declared);
        assert_eq!(names.len(), declared);
        assert_eq!(routes.len(), declared);
    }

    #[test]
    fn paths_are_kebab_case_under_the_version() {
        for operation in ALL {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "/-_{}.".contains(c);
            assert!(
                operation.path.starts_with("/api/v1/") && operation.path.chars().all(plain),
                "{}",
                operation.path
            );
            assert!(operation.summary.ends_with('.'), "{}", operation.name);
        }
    }

    #[test]
    fn r32_only_the_doors_are_public() {
        let public: Vec<&str> =
            ALL.iter().filter(|o| o.access == Access::Public).map(|operation| operation.name).collect();
        assert_eq!(
            public,
            [
                "setup_check",
                "setup_create",
                "sign_in_options",
                "session_create",
                "password_link_check",
                "password_set",
                "sign_in_method_get"
            ]
        );
    }

    #[test]
    fn a_problem_reads_back_as_it_was_written() {
        let reason = domain::Reason::SiteHasUsers { users: 3 };
        let problem = Problem::fields(vec![problem::FieldError::refused("site_id", reason)]);
        let json = serde_json::to_string(&problem).unwrap();
        assert_eq!(serde_json::from_str::<Problem>(&json).unwrap(), problem);
        assert_eq!(problem.rule.as_deref(), Some("R15"));
    }
}
