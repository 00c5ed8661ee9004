//! Sites (R11-R15).

use leptos::prelude::*;

use crate::layout::Page;
use crate::text;

/// The list.
#[component]
pub fn SitesPage() -> impl IntoView {
    view! { <Page title=text::sites::title()>{()}</Page> }.into_any()
}

/// One site.
#[component]
pub fn SitePage() -> impl IntoView {
    view! { <Page title=text::sites::title()>{()}</Page> }.into_any()
}
