//! The mark of Rollcall: a list of three, the last ticked off.

use crate::view::prelude::*;

/// The mark; the name stands beside it.
#[component]
pub fn Logo(
    /// Width and height in pixels.
    #[prop(default = 20)]
    size: u32,
) -> View {
    let size = size.to_string();
    view! {
        <svg class="logo" viewBox="0 0 24 24" width=size.clone() height=size aria-hidden="true" focusable="false">
            <rect class="logo-ground" width="24" height="24" rx="6"></rect>
            <path class="logo-mark" d="M6 8h.01M6 12h.01M6 16h.01M10 8h8M10 12h8M10 16l2 2 4-4"></path>
        </svg>
    }
}
