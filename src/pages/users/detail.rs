//! A person's page: the head, and its parts, each a route.

use std::sync::Arc;

use api::users::{User, UserParams};
use api::{Code, NoQuery, users};
use domain::UserId;

use super::act_dialogs::ActDialogs;
use super::acts::{Acts, Host, use_acts};
use super::detail_head::{self, ActsMenu, Banners};
use super::groups::Groups;
use super::history::History;
use super::list_query;
use super::list_row::display_name;
use super::profile::{Profile, Sheet};
use super::sessions::Sessions;
use super::status::status_badge;
use crate::backend::{Failure, Query, use_query};
use crate::layout::{Loaded, Page};
use crate::pages::admins::{RoleDialog, use_role_dialog};
use crate::router::{NavigateOptions, use_location, use_navigate, use_params_map};
use crate::text::Message;
use crate::text::users as text;
use crate::ui::{ButtonLink, Crumb, Empty, Glyph, Tab, Tabs};
use crate::view::prelude::*;

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Profile,
    License,
    Directory,
    Groups,
    Sessions,
    History,
}

impl Part {
    const ALL: [Self; 6] =
        [Self::Profile, Self::License, Self::Directory, Self::Groups, Self::Sessions, Self::History];

    /// What the URL has after the id.
    const fn path(self) -> &'static str {
        match self {
            Self::Profile => "",
            Self::License => "/license",
            Self::Directory => "/directory",
            Self::Groups => "/groups",
            Self::Sessions => "/sessions",
            Self::History => "/history",
        }
    }

    fn label(self) -> Message {
        match self {
            Self::Profile => text::profile::profile_tab(),
            Self::License => text::profile::license_tab(),
            Self::Directory => text::profile::directory_tab(),
            Self::Groups => text::profile::groups_tab(),
            Self::Sessions => text::profile::sessions_tab(),
            Self::History => text::profile::history_tab(),
        }
    }

    fn of(path: &str) -> Self {
        Self::ALL.into_iter().rev().find(|part| path.ends_with(part.path())).unwrap_or(Self::Profile)
    }
}

/// The page `/users/:id`, and those of its parts below it. Another person is another page: everything below is made anew for each id.
#[component]
pub fn UserPage() -> View {
    let params = use_params_map();
    let path = use_location().pathname;
    let part = Part::of(&path.get_untracked());
    let id =
        memo(move || params.with(|params| params.get("id")).and_then(|text| text.parse::<UserId>().ok()));
    live(move || match id.get() {
        Some(id) => view! { <Person id part /> },
        None => view! { <Page title=text::profile::not_found_title()>{not_found()}</Page> },
    })
}

#[component]
fn Person(id: UserId, part: Part) -> View {
    let user = use_query::<users::Get>(move || (UserParams { id }, NoQuery {}));
    let acts = use_page_acts(user);
    let target = use_role_dialog();
    let gone = memo(move || {
        user.failure.with(|failure| failure.as_ref().and_then(Failure::code) == Some(Code::NotFound))
    });
    let title = derive(move || match gone.get() {
        true => text::profile::not_found_title().to_owned(),
        false => user.data.with(|user| user.as_deref().map_or_else(|| text::one().to_owned(), display_name)),
    });
    let known = move || user.data.get().filter(|_| !gone.get());
    let beside = move || view! { {move || known().map(|user| status_badge(user.status))} };
    let lead = move || view! { {move || known().map(|user| detail_head::lead(&user))} };
    // The menu stays while the person changes: it may be open.
    let person = memo(known);
    let actions = move || {
        view! { <Show when=move || person.with(Option::is_some)><ActsMenu acts person target /></Show> }
    };
    let content = move || match gone.get() {
        true => not_found(),
        false => view! { <Parts id part user acts /> },
    };
    view! {
        <Page title crumbs=vec![Crumb::new(text::title(), list_query::PATH)] beside=beside lead=lead actions=actions>
            {content}
            <ActDialogs acts />
            <RoleDialog target />
        </Page>
    }
}

/// The acts of this page: it follows the person, and leaves when they are deleted.
fn use_page_acts(user: Query<User>) -> Acts {
    let navigate = use_navigate();
    use_acts(Host {
        expect: Callback::new(move |(_, status)| {
            user.data.update(|user| {
                if let Some(user) = user {
                    Arc::make_mut(user).status = status;
                }
            });
        }),
        deleted: Callback::new(move |_| {
            navigate(list_query::PATH, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }),
    })
}

#[component]
fn Parts(id: UserId, part: Part, user: Query<User>, acts: Acts) -> View {
    let tab = move |one: Part| Tab {
        label: one.label().to_owned(),
        href: [list_query::PATH, "/", &id.to_string(), one.path()].concat(),
        current: one == part,
    };
    let tabs: Vec<Tab> = Part::ALL.into_iter().map(tab).collect();
    view! {
        <Tabs label=text::profile::tabs() tabs=Signal::stored(tabs) />
        <Loaded
            query=user
            children=move |user| view! {
                <Banners user acts />
                {match part {
                    Part::Profile => view! { <Profile user sheet=Sheet::Profile /> },
                    Part::License => view! { <Profile user sheet=Sheet::License /> },
                    Part::Directory => view! { <Profile user sheet=Sheet::Directory /> },
                    Part::Groups => view! { <Groups id /> },
                    Part::Sessions => view! { <Sessions user acts /> },
                    Part::History => view! { <History id /> },
                }}
            }
        />
    }
}

fn not_found() -> View {
    let back = || view! { <ButtonLink label=text::profile::to_users() href=list_query::PATH /> };
    view! {
        <Empty
            title=text::profile::nobody_here()
            detail=text::profile::not_found_detail()
            glyph=Glyph::Search
            actions=back
        />
    }
}
