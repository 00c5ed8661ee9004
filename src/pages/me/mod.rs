//! The reader's own profile.

use leptos::prelude::*;

use crate::layout::Page;
use crate::text;

/// My profile.
#[component]
pub fn MePage() -> impl IntoView {
    view! { <Page title=text::me::title()>{()}</Page> }.into_any()
}
