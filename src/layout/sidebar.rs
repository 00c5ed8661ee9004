//! The areas of the console. Only those that exist.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::text::layout as text;
use crate::ui::{Glyph, Icon};

/// An area.
struct Area {
    label: &'static str,
    href: &'static str,
    glyph: Glyph,
}

const AREAS: [Area; 4] = [
    Area { label: text::home(), href: "/", glyph: Glyph::Home },
    Area { label: text::users(), href: "/users", glyph: Glyph::Users },
    Area { label: text::sites(), href: "/sites", glyph: Glyph::Sites },
    Area { label: text::identity(), href: "/identity", glyph: Glyph::Shield },
];

/// Is the path inside of the area?
fn inside(path: &str, area: &str) -> bool {
    path == area || (area != "/" && path.strip_prefix(area).is_some_and(|rest| rest.starts_with('/')))
}

/// The links to the areas.
#[component]
pub fn Sidebar() -> impl IntoView {
    let path = use_location().pathname;
    let link = move |area: Area| {
        let current = move || {
            let path = path.get();
            if path == area.href { Some("page") } else { inside(&path, area.href).then_some("true") }
        };
        view! {
            <li>
                <a class="nav-link" href=area.href aria-current=current>
                    <Icon glyph=area.glyph />
                    <span class="nav-label">{area.label}</span>
                </a>
            </li>
        }
    };
    view! {
        <nav class="sidebar-nav" aria-label=text::main_navigation()>
            <ul>{AREAS.into_iter().map(link).collect_view()}</ul>
        </nav>
    }
    .into_any()
}
