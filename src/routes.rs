//! Which page answers to which path.

use crate::pages::admins::AdminsPage;
use crate::pages::applications::{ApplicationPage, ApplicationsPage, NewApplicationPage};
use crate::pages::audit::AuditPage;
use crate::pages::directory::DirectoryPage;
use crate::pages::home::HomePage;
use crate::pages::identity::{
    ApiTokensPage, IdentityPage, MappingPage, PreviewPage, ScimPage, SignInEntryPage, SignInsPage, SsoPage,
    SsoTestPage,
};
use crate::pages::jobs::{JobPage, JobsPage};
use crate::pages::licenses::LicensesPage;
use crate::pages::me::MePage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::provisioning::{MassChangePage, ProvisioningEntryPage, ProvisioningLogPage};
use crate::pages::set_password::SetPasswordPage;
use crate::pages::setup::SetupPage;
use crate::pages::sign_in::SignInPage;
use crate::pages::sites::{SitePage, SitesPage};
use crate::pages::users::{ImportFilePage, ImportPage, NewUserPage, UserPage, UsersPage};
use crate::pages::webhooks::{WebhookPage, WebhooksPage};
use crate::router::Route;
use crate::view::{View, view};

/// Paths that need nobody to be signed in.
#[must_use]
pub fn is_public(path: &str) -> bool {
    matches!(path, "/setup" | "/sign-in" | "/set-password")
}

/// The pages before signing in.
pub static PUBLIC: &[Route] = &[
    Route { path: "/setup", page: || view! { <SetupPage /> } },
    Route { path: "/sign-in", page: || view! { <SignInPage /> } },
    Route { path: "/set-password", page: || view! { <SetPasswordPage /> } },
];

/// The pages of the console.
pub static CONSOLE: &[Route] = &[
    Route { path: "/", page: || view! { <HomePage /> } },
    Route { path: "/users", page: || view! { <UsersPage /> } },
    Route { path: "/users/new", page: || view! { <NewUserPage /> } },
    Route { path: "/users/import", page: || view! { <ImportPage /> } },
    Route { path: "/users/import/:id", page: || view! { <ImportFilePage /> } },
    Route { path: "/users/:id", page: || view! { <UserPage /> } },
    Route { path: "/users/:id/license", page: || view! { <UserPage /> } },
    Route { path: "/users/:id/directory", page: || view! { <UserPage /> } },
    Route { path: "/users/:id/groups", page: || view! { <UserPage /> } },
    Route { path: "/users/:id/sessions", page: || view! { <UserPage /> } },
    Route { path: "/users/:id/history", page: || view! { <UserPage /> } },
    Route { path: "/jobs", page: || view! { <JobsPage /> } },
    Route { path: "/jobs/:id", page: || view! { <JobPage /> } },
    Route { path: "/sites", page: || view! { <SitesPage /> } },
    Route { path: "/sites/:id", page: || view! { <SitePage /> } },
    Route { path: "/licenses", page: || view! { <LicensesPage /> } },
    Route { path: "/directory", page: || view! { <DirectoryPage /> } },
    Route { path: "/identity", page: || view! { <IdentityPage /> } },
    Route { path: "/identity/scim", page: || view! { <ScimPage /> } },
    Route { path: "/identity/sso", page: || view! { <SsoPage /> } },
    Route { path: "/identity/sso/tests/:id", page: || view! { <SsoTestPage /> } },
    Route { path: "/identity/api-tokens", page: || view! { <ApiTokensPage /> } },
    Route { path: "/identity/applications", page: || view! { <ApplicationsPage /> } },
    Route { path: "/identity/applications/new", page: || view! { <NewApplicationPage /> } },
    Route { path: "/identity/applications/:id", page: || view! { <ApplicationPage /> } },
    Route { path: "/identity/webhooks", page: || view! { <WebhooksPage /> } },
    Route { path: "/identity/webhooks/:id", page: || view! { <WebhookPage /> } },
    Route { path: "/provisioning", page: || view! { <ProvisioningLogPage /> } },
    Route { path: "/provisioning/guard", page: || view! { <MassChangePage /> } },
    Route { path: "/provisioning/:id", page: || view! { <ProvisioningEntryPage /> } },
    Route { path: "/identity/scim/preview", page: || view! { <PreviewPage /> } },
    Route { path: "/identity/scim/mapping", page: || view! { <MappingPage /> } },
    Route { path: "/identity/sign-ins", page: || view! { <SignInsPage /> } },
    Route { path: "/identity/sign-ins/:id", page: || view! { <SignInEntryPage /> } },
    Route { path: "/audit", page: || view! { <AuditPage /> } },
    Route { path: "/admins", page: || view! { <AdminsPage /> } },
    Route { path: "/me", page: || view! { <MePage /> } },
];

/// Where no page answers.
pub fn nothing_here() -> View {
    view! { <NotFoundPage /> }
}
