//! First run.

use leptos::prelude::*;

use crate::layout::Page;
use crate::text;

/// From the set-up link.
#[component]
pub fn SetupPage() -> impl IntoView {
    view! { <Page title=text::setup::title()>{()}</Page> }.into_any()
}
