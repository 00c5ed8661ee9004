//! The areas of the console, and where else one can go: the sidebar and the palette name them from here. Only what exists.

use domain::Right;

use super::session::{Session, use_session};
use crate::router::use_location;
use crate::text::{Message, identity, jobs, layout as text, provisioning_guard, sign_in_log, sites, users};
use crate::ui::{Glyph, Icon};
use crate::view::prelude::*;

/// Somewhere to go.
pub(super) struct Area {
    pub label: Message,
    pub href: &'static str,
    pub glyph: Glyph,
    /// What it needs (R32): where a person may not go is not offered.
    pub right: Option<Right>,
}

/// The areas.
pub(super) const AREAS: [Area; 10] = [
    Area { label: text::home(), href: "/", glyph: Glyph::Home, right: None },
    Area { label: text::users(), href: "/users", glyph: Glyph::Users, right: Some(Right::ReadUsers) },
    Area { label: text::sites(), href: "/sites", glyph: Glyph::Sites, right: Some(Right::ReadSites) },
    Area {
        label: text::licenses(),
        href: "/licenses",
        glyph: Glyph::Licence,
        right: Some(Right::ReadLicenses),
    },
    Area { label: text::directory(), href: "/directory", glyph: Glyph::Book, right: None },
    Area {
        label: text::identity(),
        href: "/identity",
        glyph: Glyph::Shield,
        right: Some(Right::ReadIdentity),
    },
    Area {
        label: text::provisioning_log(),
        href: "/provisioning",
        glyph: Glyph::Clock,
        right: Some(Right::ReadIdentity),
    },
    Area {
        label: sign_in_log::title(),
        href: SIGN_INS,
        glyph: Glyph::SignOut,
        right: Some(Right::ReadIdentity),
    },
    Area { label: text::audit_log(), href: "/audit", glyph: Glyph::Log, right: Some(Right::ReadAudit) },
    Area { label: text::admins(), href: "/admins", glyph: Glyph::Key, right: Some(Right::ReadUsers) },
];

/// Pages inside of them.
pub(super) const SUBPAGES: [Area; 7] = [
    Area { label: jobs::title(), href: "/jobs", glyph: Glyph::Clock, right: Some(Right::ReadUsers) },
    Area {
        label: identity::sso_title(),
        href: "/identity/sso",
        glyph: Glyph::Key,
        right: Some(Right::ReadIdentity),
    },
    Area {
        label: identity::scim_title(),
        href: "/identity/scim",
        glyph: Glyph::Shield,
        right: Some(Right::ReadIdentity),
    },
    Area {
        label: identity::mapping::title(),
        href: "/identity/scim/mapping",
        glyph: Glyph::Shield,
        right: Some(Right::ReadIdentity),
    },
    Area {
        label: identity::preview::title(),
        href: "/identity/scim/preview",
        glyph: Glyph::Shield,
        right: Some(Right::ReadIdentity),
    },
    Area {
        label: provisioning_guard::title(),
        href: "/provisioning/guard",
        glyph: Glyph::Alert,
        right: Some(Right::ReadIdentity),
    },
    Area { label: text::my_profile(), href: "/me", glyph: Glyph::User, right: None },
];

/// Pages on which something is done.
pub(super) const ACTIONS: [Area; 4] = [
    Area { label: users::new_title(), href: "/users/new", glyph: Glyph::Plus, right: Some(Right::EditUsers) },
    Area {
        label: text::import_people(),
        href: "/users/import",
        glyph: Glyph::Plus,
        right: Some(Right::EditUsers),
    },
    Area {
        label: sites::new_site(),
        href: "/sites?new=site",
        glyph: Glyph::Plus,
        right: Some(Right::EditSites),
    },
    Area {
        label: text::set_up_provisioning(),
        href: "/identity/scim",
        glyph: Glyph::Link,
        right: Some(Right::EditIdentity),
    },
];

/// The sign-in log: an area of its own, inside of another one.
const SIGN_INS: &str = "/identity/sign-ins";

/// Is the path inside of the area?
fn inside(path: &str, area: &str) -> bool {
    if area != SIGN_INS && path.starts_with(SIGN_INS) {
        return false;
    }
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
                    <span class="nav-label">{area.label}</span>
                </a>
            </li>
        }
    };
    view! {
        <ul class="sidebar-nav">{move || offered(session).map(link).collect_view()}</ul>
    }
}
