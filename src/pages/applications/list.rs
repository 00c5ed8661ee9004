//! The list, with what all applications are configured with.

use api::applications::{Application, List};
use api::{NoParams, NoQuery};

use super::PATH;
use super::values::values;
use crate::layout::{Page, Words, use_filters, use_listing};
use crate::text::{applications as text, identity};
use crate::ui::{ButtonLink, Crumb, Glyph, TimeAgo, Variant};
use crate::view::prelude::*;

/// The page `/identity/applications`.
#[component]
pub fn ApplicationsPage() -> View {
    let listing = use_listing::<List, Application>(use_filters(), |_| (NoParams {}, NoQuery {}));
    let words = Words {
        label: text::title(),
        columns: vec![identity::name(), text::kind(), identity::last_used()],
        none: (text::empty_title(), text::empty_detail()),
        glyph: Glyph::Key,
    };
    let key = |one: &Application| {
        let used = one.last_used_at.map_or(0, |at| at.0);
        [one.id.to_string(), one.version.to_string(), used.to_string()].join(" ")
    };
    let add = || {
        view! { <ButtonLink label=text::add() href="/identity/applications/new" icon=Glyph::Plus variant=Variant::Primary /> }
    };
    view! {
        <Page
            title=text::title()
            crumbs=vec![Crumb::new(identity::title(), "/identity")]
            lead=|| text::lead().into_view()
            actions=add
        >
            {listing.view(words, View::empty, key, row)}
            {values(None)}
        </Page>
    }
}

fn row(application: &Application) -> View {
    let href = [PATH, "/", &application.id.to_string()].concat();
    view! {
        <tr>
            <th scope="row"><a href=href>{application.name.clone()}</a></th>
            <td class="cell-secondary">{text::kind_name(application.kind)}</td>
            <td class="cell-secondary">{used(application.last_used_at)}</td>
        </tr>
    }
}

/// When it was last used.
pub(super) fn used(at: Option<domain::Timestamp>) -> View {
    match at {
        Some(at) => view! { <TimeAgo at /> },
        None => identity::never_used().into_view(),
    }
}
