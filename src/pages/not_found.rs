//! Nothing is at this address.

use leptos::prelude::*;

use crate::layout::Page;
use crate::text::common as text;
use crate::ui::{ButtonLink, Empty, Glyph};

/// Shown for every path that no page answers to.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let home = || view! { <ButtonLink label=text::to_home() href="/" /> };
    view! {
        <Page title=text::not_found()>
            <Empty title=text::not_found_title() detail=text::not_found_detail() glyph=Glyph::Search actions=home />
        </Page>
    }
    .into_any()
}
