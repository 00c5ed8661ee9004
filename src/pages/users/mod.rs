//! The people of the organization.

use leptos::prelude::*;

use crate::layout::Page;
use crate::text;

/// The list.
#[component]
pub fn UsersPage() -> impl IntoView {
    view! { <Page title=text::users::title()>{()}</Page> }.into_any()
}

/// A new local user.
#[component]
pub fn NewUserPage() -> impl IntoView {
    view! { <Page title=text::users::new_title()>{()}</Page> }.into_any()
}

/// One person.
#[component]
pub fn UserPage() -> impl IntoView {
    view! { <Page title=text::users::title()>{()}</Page> }.into_any()
}
