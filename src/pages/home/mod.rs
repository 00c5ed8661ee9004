//! Home.

use leptos::prelude::*;

use crate::layout::Page;
use crate::text;

/// How the organization stands.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <Page title=text::home::title()>{()}</Page> }.into_any()
}
