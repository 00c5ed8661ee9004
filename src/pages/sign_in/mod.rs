//! Signing in.

use leptos::prelude::*;

use crate::layout::Page;
use crate::text;

/// Username, then password.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <Page title=text::sign_in::title()>{()}</Page> }.into_any()
}
