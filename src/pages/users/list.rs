//! The list of users: search, filters, sort and pages in the URL; the rows follow the server by themselves.

use std::sync::Arc;

use api::users::{ListQuery, User};
use api::{Code, NoParams, Page as ApiPage, users};
use domain::{Right, Status, UserId};

use super::act_dialogs::ActDialogs;
use super::acts::{Acts, Host, use_acts};
use super::fresh::{Fresh, use_fresh};
use super::list_filters::Filters;
use super::list_query;
use super::list_table::Table;
use crate::backend::{Failure, Query, use_client, use_query};
use crate::layout::{FailurePanel, Page, refusal};
use crate::platform::focus;
use crate::router::{NavigateOptions, use_navigate, use_query_map};
use crate::text::users as text;
use crate::ui::{Button, ButtonLink, DownloadLink, Empty, Glyph, Notice, Tone, Variant};
use crate::view::prelude::*;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct List {
    /// Search, filters, sort and page, as the URL says.
    pub query: Memo<ListQuery>,
    /// How many people come before the page, where it is known.
    pub from: Memo<Option<u64>>,
    /// The people that were read.
    pub people: Query<ApiPage<User>>,
    /// Goes to another query; `true` replaces the present entry of the browser's history.
    pub go: Callback<(ListQuery, bool)>,
    /// What can be done with a person.
    pub acts: Acts,
    /// Who has just changed.
    pub fresh: Fresh,
}

/// The page `/users`.
#[component]
pub fn UsersPage() -> View {
    let list = use_list();
    let client = use_client();
    let file = derive(move || client.transport().href(&list.query.with(list_query::export_path)));
    let actions = move || view! { <DownloadLink label=text::list::export() href=file /> <NewUserButton /> };
    view! {
        <Page title=text::title() actions=actions>
            <Filters list />
            <Announcement list />
            <Results list />
            <ActDialogs acts=list.acts />
        </Page>
    }
}

fn use_list() -> List {
    let params = use_query_map();
    let query = memo(move || params.with(list_query::read));
    let from = memo(move || params.with(list_query::read_from));
    let people = use_query::<users::List>(move || (NoParams {}, query.get()));
    let navigate = use_navigate();
    let go = Callback::new(move |(query, replace): (ListQuery, bool)| {
        navigate(&list_query::href(&query), NavigateOptions { replace, scroll: false });
    });
    let acts = use_acts(Host {
        expect: Callback::new(move |(id, status)| expect(people, id, status)),
        deleted: Callback::new(|_| focus::to_selector("h1")),
    });
    List { query, from, people, go, acts, fresh: use_fresh(people, query) }
}

/// Shows a status before the server has confirmed it.
fn expect(people: Query<ApiPage<User>>, id: UserId, status: Status) {
    people.data.update(|page| {
        if let Some(page) = page {
            for user in Arc::make_mut(page).items.iter_mut().filter(|user| user.id == id) {
                user.status = status;
            }
        }
    });
}

/// A link that looks like a button; for those who may not create users, a button that says why.
#[component]
fn NewUserButton() -> View {
    let refused = refusal(Right::EditUsers);
    live(move || match refused.with(Option::is_some) {
        false => view! {
            <ButtonLink label=text::new_title() href="/users/new" variant=Variant::Primary icon=Glyph::Plus />
        },
        true => view! {
            <Button label=text::new_title() variant=Variant::Primary icon=Glyph::Plus disabled_reason=refused />
        },
    })
}

/// How many were found, for those who do not see the table change.
#[component]
fn Announcement(list: List) -> View {
    let said = move || {
        let total =
            list.people.data.with(|page| page.as_ref().map(|page| (page.total, page.total_is_minimum)));
        let filtered = list.query.with(list_query::is_filtered);
        let total = total.filter(|_| !list.people.loading.get());
        total.map(|(total, more)| text::list::found(total, more, filtered))
    };
    view! { <p class="visually-hidden" role="status">{move || said()}</p> }
}

/// What stands under the filters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Rows, or their skeletons.
    Table,
    /// Nobody is there at all.
    NobodyYet,
    /// Nobody fits.
    NoMatch,
    /// The cursor leads nowhere.
    PageGone,
    /// Nothing could be read.
    Failed,
}

fn shown(list: List) -> Shown {
    let gone = list.people.failure.with(|f| f.as_ref().and_then(Failure::code) == Some(Code::InvalidCursor));
    let failed = list.people.failure.with(Option::is_some);
    let filtered = list.query.with(list_query::is_filtered);
    list.people.data.with(|page| match page.as_deref() {
        _ if gone => Shown::PageGone,
        None if failed => Shown::Failed,
        Some(page) if page.items.is_empty() && !list.people.loading.get() => match (page.total, filtered) {
            (0, false) => Shown::NobodyYet,
            (0, true) => Shown::NoMatch,
            _ => Shown::PageGone,
        },
        _ => Shown::Table,
    })
}

/// The table, or what there is in its place.
#[component]
fn Results(list: List) -> View {
    let state = memo(move || shown(list));
    live(move || match state.get() {
        Shown::Table => view! { <Stale list /> <Table list /> },
        Shown::NobodyYet => view! {
            <Empty title=text::list::none_title() detail=text::list::none_detail() glyph=Glyph::Users actions=first_steps />
        },
        Shown::NoMatch => no_match(list),
        Shown::PageGone => view! {
            <Empty
                title=text::list::page_gone_title()
                detail=text::list::page_gone_detail()
                glyph=Glyph::Search
                actions=move || to_first_page(list)
            />
        },
        Shown::Failed => {
            let retry = Callback::new(move |()| list.people.refetch());
            let failure = move || {
                list.people.failure.get().map(|failure| view! { <FailurePanel failure on_retry=retry /> })
            };
            view! { {failure} }
        }
    })
}

fn first_steps() -> View {
    view! {
        <ButtonLink label=text::list::set_up_provisioning() href="/identity/scim" variant=Variant::Primary />
        <NewUserButton />
    }
}

fn no_match(list: List) -> View {
    let clear = move || {
        let go = Callback::new(move |()| {
            list.go.run((list_query::without_filters(&list.query.get_untracked()), false))
        });
        view! { <Button label=text::list::clear_filters() on_press=go /> }
    };
    view! {
        <Empty title=text::list::no_match_title() detail=text::list::no_match_detail() glyph=Glyph::Search actions=clear />
    }
}

fn to_first_page(list: List) -> View {
    let href = move || list.query.with(|query| list_query::href(&list_query::first_page(query, |_| {})));
    view! { <ButtonLink label=text::list::to_first_page() href=derive(href) /> }
}

/// Rows are shown, but newer ones could not be read.
#[component]
fn Stale(list: List) -> View {
    let retry = move || {
        let again = Callback::new(move |()| list.people.refetch());
        view! { <Button label=crate::text::common::retry() on_press=again /> }
    };
    live(move || {
        list.people.failure.get().map(|failure| {
            view! { <Notice tone=Tone::Bad title=text::list::stale() text=failure.detail() actions=retry /> }
        })
    })
}
