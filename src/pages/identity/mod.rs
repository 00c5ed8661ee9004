//! Identity and Security.

use leptos::prelude::*;

use crate::layout::Page;
use crate::text;

/// The cards of the integrations.
#[component]
pub fn IdentityPage() -> impl IntoView {
    view! { <Page title=text::identity::title()>{()}</Page> }.into_any()
}

/// The provisioning settings.
#[component]
pub fn ScimPage() -> impl IntoView {
    view! { <Page title=text::identity::scim_title()>{()}</Page> }.into_any()
}
