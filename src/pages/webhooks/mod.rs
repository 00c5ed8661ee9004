//! Webhooks: other systems that are told of what happens to users and licences (R7).

mod deliveries;
mod detail;
mod fields;
mod list;

pub use detail::WebhookPage;
pub use list::WebhooksPage;

use crate::text::{identity, webhooks as text};
use crate::ui::{Badge, Crumb, Glyph, Tone};
use crate::view::prelude::*;

/// The list.
pub const PATH: &str = "/identity/webhooks";

/// Is anything sent to it?
fn state(active: bool, gone: bool) -> View {
    match (active, gone) {
        (true, _) => view! { <Badge label=text::active() tone=Tone::Good icon=Glyph::Check /> },
        (false, true) => view! { <Badge label=text::gone() tone=Tone::Bad icon=Glyph::Alert /> },
        (false, false) => view! { <Badge label=text::paused() icon=Glyph::Blocked /> },
    }
}

/// The pages above one webhook.
fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new(identity::title(), "/identity"), Crumb::new(text::title(), PATH)]
}
