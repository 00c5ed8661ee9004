//! Nothing is at this address.

use crate::layout::Page;
use crate::text::common as text;
use crate::ui::{ButtonLink, Empty, Glyph};
use crate::view::prelude::*;

/// Shown for every path that no page answers to.
#[component]
pub fn NotFoundPage() -> View {
    let home = || view! { <ButtonLink label=text::to_home() href="/" /> };
    view! {
        <Page title=text::not_found()>
            <Empty title=text::not_found_title() detail=text::not_found_detail() glyph=Glyph::Search actions=home />
        </Page>
    }
}
