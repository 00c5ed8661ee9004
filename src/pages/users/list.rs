//! The list of users: search, filters, sort, columns and pages in the URL; the rows follow the server by themselves.

use std::sync::Arc;

use api::users::{ListQuery, User};
use api::users_export::Column;
use api::{Code, NoParams, Page as ApiPage, users};
use domain::{Right, Status, UserId};

use super::act_dialogs::ActDialogs;
use super::acts::{Acts, Host, use_acts};
use super::bulk::BulkMenu;
use super::fresh::{Fresh, use_fresh};
use super::list_columns::{ColumnsDialog, use_columns};
use super::list_filters::{Filters, Named, SortSelect, use_named};
use super::list_query;
use super::list_table::Table;
use super::list_views::ViewsDialog;
use super::selection::{Selected, SelectionBar};
use crate::backend::{Failure, Query, use_client, use_query};
use crate::layout::{self, FailurePanel, Filter, Page, refusal, use_filters, use_preferences};
use crate::platform::{effect_after, focus};
use crate::text::users as text;
use crate::ui::{
    Button, ButtonLink, DownloadLink, Empty, Glyph, Menu, MenuAction, MenuItem, Notice, Tone, Variant,
};
use crate::view::prelude::*;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct List {
    /// The URL, and how it comes to say something else.
    pub filters: layout::Filters,
    /// Search, filters, sort and page, as the API takes them.
    pub query: Memo<ListQuery>,
    /// The columns in their order.
    pub columns: Memo<Vec<Column>>,
    /// Plans and sites, for those who choose one.
    pub named: (Named, Named),
    /// Who is selected.
    pub selected: RwSignal<Selected>,
    /// The people that were read.
    pub people: Query<ApiPage<User>>,
    /// What can be done with a person.
    pub acts: Acts,
    /// Who has just changed.
    pub fresh: Fresh,
}

/// The page `/users`.
#[component]
pub fn UsersPage() -> View {
    let list = use_list();
    let (views, columns) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <Page title=text::title() actions=move || actions(list, views, columns)>
            <Filters list />
            <SortSelect list />
            <Announcement list />
            <SelectionBar list actions=move || view! { <BulkMenu list /> } />
            <Results list />
            <ActDialogs acts=list.acts />
            <ViewsDialog list open=views />
            <ColumnsDialog list open=columns />
        </Page>
    }
}

/// What is there besides the people: a file of them, views, columns, and ways to add some.
fn actions(list: List, views: RwSignal<bool>, columns: RwSignal<bool>) -> View {
    let client = use_client();
    let file = derive(move || {
        let columns = list.columns.get();
        client.transport().href(&list.filters.filter.with(|url| list_query::export_path(url, &columns)))
    });
    let press = |what: RwSignal<bool>| MenuAction::Press(Callback::new(move |()| what.set(true)));
    let items = vec![
        MenuItem::new(text::list::columns(), Glyph::Menu, press(columns)),
        MenuItem::new(text::list::import(), Glyph::Plus, MenuAction::Link("/users/import".to_owned())),
        MenuItem::new(text::list::jobs(), Glyph::Clock, MenuAction::Link("/jobs".to_owned())),
    ];
    view! {
        <Button label=text::list::views() icon=Glyph::Book on_press=move |()| views.set(true) />
        <DownloadLink label=text::list::export() href=file />
        <NewUserButton />
        <Menu label=text::list::more() items=Signal::stored(items) />
    }
}

fn use_list() -> List {
    let filters = use_filters();
    let preferences = use_preferences();
    let query = memo(move || {
        let query = filters.filter.with(list_query::read);
        ListQuery { limit: query.limit.or_else(|| preferences.get().page_size), ..query }
    });
    let people = use_query::<users::List>(move || (NoParams {}, query.get()));
    let acts = use_acts(Host {
        expect: Callback::new(move |(id, status)| expect(people, id, status)),
        deleted: Callback::new(|_| focus::to_selector("h1")),
    });
    let selected = RwSignal::new(Selected::default());
    // Other filters, other people: what was meant by "all who match" is gone.
    let alone = memo(move || filters.filter.with(Filter::filters_alone));
    effect_after(move |before: Option<String>| {
        let now = alone.get();
        if before.is_some_and(|before| before != now) {
            selected.set(Selected::default());
        }
        now
    });
    let (columns, named, fresh) = (use_columns(filters.filter), use_named(), use_fresh(people, query));
    List { filters, query, columns, named, selected, people, acts, fresh }
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
        let filtered = list.filters.filter.with(Filter::is_filtered);
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
    let filtered = list.filters.filter.with(Filter::is_filtered);
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
        let href = derive(move || list.filters.filter.with(Filter::cleared));
        view! { <ButtonLink label=text::list::clear_filters() href /> }
    };
    view! {
        <Empty title=text::list::no_match_title() detail=text::list::no_match_detail() glyph=Glyph::Search actions=clear />
    }
}

fn to_first_page(list: List) -> View {
    let href = derive(move || list.filters.filter.with(Filter::first_page));
    view! { <ButtonLink label=text::list::to_first_page() href /> }
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
