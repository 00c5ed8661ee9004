//! The areas of the console. Only those that exist.

use domain::Right;

use super::session::{Session, use_session};
use crate::router::use_location;
use crate::text::layout as text;
use crate::ui::{Glyph, Icon};
use crate::view::prelude::*;

/// An area.
struct Area {
    label: fn() -> &'static str,
    href: &'static str,
    glyph: Glyph,
    /// What reading it needs (R32): an area that a person may not read is not offered.
    right: Option<Right>,
}

const AREAS: [Area; 9] = [
    Area { label: text::home, href: "/", glyph: Glyph::Home, right: None },
    Area { label: text::users, href: "/users", glyph: Glyph::Users, right: Some(Right::ReadUsers) },
    Area { label: text::sites, href: "/sites", glyph: Glyph::Sites, right: Some(Right::ReadSites) },
    Area {
        label: text::licenses,
        href: "/licenses",
        glyph: Glyph::Licence,
        right: Some(Right::ReadLicenses),
    },
    Area { label: text::directory, href: "/directory", glyph: Glyph::Book, right: None },
    Area { label: text::identity, href: "/identity", glyph: Glyph::Shield, right: Some(Right::ReadIdentity) },
    Area {
        label: text::provisioning_log,
        href: "/provisioning",
        glyph: Glyph::Clock,
        right: Some(Right::ReadIdentity),
    },
    Area { label: text::audit_log, href: "/audit", glyph: Glyph::Log, right: Some(Right::ReadAudit) },
    Area { label: text::admins, href: "/admins", glyph: Glyph::Key, right: Some(Right::ReadUsers) },
];

/// Is the path inside of the area?
fn inside(path: &str, area: &str) -> bool {
    path == area || (area != "/" && path.strip_prefix(area).is_some_and(|rest| rest.starts_with('/')))
}

/// The areas that the person may read.
fn offered(session: Session) -> impl Iterator<Item = Area> {
    AREAS.into_iter().filter(move |area| area.right.is_none_or(|right| session.has(right)))
}

/// The links to the areas.
#[component]
pub fn Sidebar() -> View {
    let path = use_location().pathname;
    let session = use_session();
    let link = move |area: Area| {
        let current = move || {
            let path = path.get();
            if path == area.href { Some("page") } else { inside(&path, area.href).then_some("true") }
        };
        view! {
            <li>
                <a class="nav-link" href=area.href aria-current=current>
                    <Icon glyph=area.glyph />
                    <span class="nav-label">{(area.label)()}</span>
                </a>
            </li>
        }
    };
    view! {
        <ul class="sidebar-nav">{move || offered(session).map(link).collect_view()}</ul>
    }
}
