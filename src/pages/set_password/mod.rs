//! A new password.

use leptos::prelude::*;

use crate::layout::Page;
use crate::text;

/// From a one-time link.
#[component]
pub fn SetPasswordPage() -> impl IntoView {
    view! { <Page title=text::sign_in::set_title()>{()}</Page> }.into_any()
}
