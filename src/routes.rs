//! Which page answers to which path.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::path;

use crate::pages::home::HomePage;
use crate::pages::identity::{IdentityPage, ScimPage};
use crate::pages::me::MePage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::set_password::SetPasswordPage;
use crate::pages::setup::SetupPage;
use crate::pages::sign_in::SignInPage;
use crate::pages::sites::{SitePage, SitesPage};
use crate::pages::users::{NewUserPage, UserPage, UsersPage};

/// Paths that need nobody to be signed in.
#[must_use]
pub fn is_public(path: &str) -> bool {
    matches!(path, "/setup" | "/sign-in" | "/set-password")
}

/// The pages before signing in.
#[component]
pub fn PublicRoutes() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/setup") view=SetupPage />
            <Route path=path!("/sign-in") view=SignInPage />
            <Route path=path!("/set-password") view=SetPasswordPage />
        </FlatRoutes>
    }
    .into_any()
}

/// The pages of the console.
#[component]
pub fn ConsoleRoutes() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFoundPage>
            <Route path=path!("/") view=HomePage />
            <Route path=path!("/users") view=UsersPage />
            <Route path=path!("/users/new") view=NewUserPage />
            <Route path=path!("/users/:id") view=UserPage />
            <Route path=path!("/users/:id/sessions") view=UserPage />
            <Route path=path!("/users/:id/history") view=UserPage />
            <Route path=path!("/sites") view=SitesPage />
            <Route path=path!("/sites/:id") view=SitePage />
            <Route path=path!("/identity") view=IdentityPage />
            <Route path=path!("/identity/scim") view=ScimPage />
            <Route path=path!("/me") view=MePage />
        </FlatRoutes>
    }
    .into_any()
}
