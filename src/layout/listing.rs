//! Lists: filters in the URL, what stands in the table's place, the rows, and the pages before and after. All but the rows is
//! compiled once. (The list of users has its own: its rows stay while a person changes.)

use std::sync::Arc;

use api::{Code, Endpoint, Page as ApiPage};

use super::failure::FailurePanel;
use super::url_filter::Filter;
use crate::backend::{Course, Failure, Query, use_query};
use crate::router::{NavigateOptions, use_location, use_navigate, use_query_map};
use crate::text::Message;
use crate::text::common as text;
use crate::ui::{
    ButtonLink, Choice, Empty, FilterSelect, Glyph, Pager, SearchBox, SkeletonRows, TableFrame, Variant,
};
use crate::view::prelude::*;
use crate::view::{Due, Read, due, keyed};

/// What the URL says of a list, and how it comes to say something else.
#[derive(Clone, Copy)]
pub struct Filters {
    /// What it says.
    pub filter: Memo<Filter>,
    /// Goes to another URL of the page; `true` replaces the present entry of the browser's history.
    pub go: Callback<(String, bool)>,
}

/// The filters of the page that is shown.
#[must_use]
pub fn use_filters() -> Filters {
    let path = use_location().pathname.get_untracked();
    let params = use_query_map();
    let navigate = use_navigate();
    Filters {
        filter: memo(move || params.with(|params| Filter::of(path.clone(), params.clone()))),
        go: Callback::new(move |(href, replace): (String, bool)| {
            navigate(&href, NavigateOptions { replace, scroll: false });
        }),
    }
}

impl Filters {
    /// A filter whose choices are values of one name in the URL.
    #[must_use]
    pub fn select(self, label: Message, name: &'static str, choices: Signal<Vec<Choice>>) -> View {
        let value = derive(move || self.filter.with(|filter| filter.get(name)));
        let choose = Callback::new(move |chosen: String| {
            self.go.run((self.filter.with_untracked(|filter| filter.href(name, &chosen)), false));
        });
        view! { <FilterSelect label value choices on_choose=choose /> }
    }

    /// A search. The first letters typed make an entry in the browser's history; those that refine them do not.
    #[must_use]
    pub fn search(self, label: Message, name: &'static str) -> View {
        let value = derive(move || self.filter.with(|filter| filter.get(name)));
        let search = Callback::new(move |typed: String| {
            let filter = self.filter.get_untracked();
            let (now, typed) = (filter.get(name), typed.trim());
            if now != typed {
                self.go.run((filter.href(name, typed), !now.is_empty() && !typed.is_empty()));
            }
        });
        view! { <SearchBox label value on_search=search /> }
    }

    /// What takes all filters away, while there are any.
    #[must_use]
    pub fn clear(self) -> View {
        let filtered = move || self.filter.with(Filter::is_filtered);
        view! {
            <Show when=filtered>
                <ButtonLink label=text::clear_filters() href=derive(move || self.filter.with(Filter::cleared)) variant=Variant::Quiet />
            </Show>
        }
    }
}

/// What a list says of itself.
#[derive(Clone)]
pub struct Words {
    /// What the rows are.
    pub label: Message,
    /// The columns; the first one names the row.
    pub columns: Vec<Message>,
    /// Nothing is there at all: what that means, and what to do.
    pub none: (Message, Message),
    /// What stands for it.
    pub glyph: Glyph,
}

/// A page of a list, and where it came from.
pub struct Listing<T: Send + Sync + 'static> {
    /// The URL.
    pub filters: Filters,
    /// How the read goes.
    pub course: Course,
    /// What is shown.
    pub shown: Signal<Option<Arc<ApiPage<T>>>>,
}

impl<T: Send + Sync + 'static> Clone for Listing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Listing<T> {}

/// Reads a list for what the URL says.
pub fn use_listing<E, T>(
    filters: Filters,
    input: impl Fn(&Filter) -> (E::Params, E::Query) + Send + Sync + 'static,
) -> Listing<T>
where
    T: Send + Sync + 'static,
    E: Endpoint<Reply = ApiPage<T>>,
{
    let read: Query<ApiPage<T>> = use_query::<E>(move || filters.filter.with(&input));
    Listing { filters, course: *read, shown: read.data.into() }
}

impl<T: Send + Sync + 'static> Listing<T> {
    /// The rows, or what there is in their place. `key` tells a row from the others, and from itself once it has changed.
    pub fn view(
        self,
        words: Words,
        actions: impl Into<ViewFn>,
        key: fn(&T) -> String,
        row: fn(&T) -> View,
    ) -> View {
        let shown = self.shown;
        let facts = memo(move || shown.with(|page| page.as_deref().map(Facts::of)));
        let rows = move || {
            let Some(page) = shown.get() else { return Vec::new() };
            let one = |at: usize| {
                let page = Arc::clone(&page);
                due(&key(&page.items[at]), Box::new(move || row(&page.items[at])))
            };
            (0..page.items.len()).map(one).collect()
        };
        listing(self.filters, self.course, facts, words, actions.into(), Arc::new(rows))
    }
}

/// What is known of a page besides its rows.
#[derive(Clone, PartialEq, Eq)]
struct Facts {
    shown: u64,
    total: u64,
    more: bool,
    before: u64,
    previous: Option<String>,
    next: Option<String>,
}

impl Facts {
    fn of<T>(page: &ApiPage<T>) -> Self {
        Self {
            shown: page.items.len() as u64,
            total: page.total,
            more: page.total_is_minimum,
            before: page.offset.unwrap_or_default(),
            previous: page.previous_cursor.clone(),
            next: page.next_cursor.clone(),
        }
    }
}

/// What stands under the filters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Table,
    NoneYet,
    NoMatch,
    /// Nothing among what was looked through for this page; there is more to look through.
    Further,
    PageGone,
    Failed,
}

fn state(filters: Filters, course: Course, facts: Memo<Option<Facts>>) -> State {
    let failure = course.failure.with(|failure| failure.as_ref().map(Failure::code));
    let (first, filtered) = filters.filter.with(|filter| (filter.is_first(), filter.is_filtered()));
    let further = facts.with(|facts| facts.as_ref().is_some_and(|facts| facts.next.is_some()));
    match (facts.with(|facts| facts.as_ref().map(|facts| facts.shown)), failure) {
        (_, Some(Some(Code::InvalidCursor))) => State::PageGone,
        (None, Some(_)) => State::Failed,
        (None, None) => State::Waiting,
        (Some(shown), _) if shown > 0 => State::Table,
        _ if further => State::Further,
        _ if !first => State::PageGone,
        _ if filtered => State::NoMatch,
        _ => State::NoneYet,
    }
}

type Rows = Arc<dyn Read<Vec<Due>>>;

fn listing(
    filters: Filters,
    course: Course,
    facts: Memo<Option<Facts>>,
    words: Words,
    actions: ViewFn,
    rows: Rows,
) -> View {
    let state = memo(move || state(filters, course, facts));
    let clear = move || {
        view! { <ButtonLink label=text::clear_filters() href=derive(move || filters.filter.with(Filter::cleared)) /> }
    };
    live(move || match state.get() {
        State::Table => {
            let rows = Arc::clone(&rows);
            table(&words, course, keyed(Box::new(move || rows.read()))).beside(pages(filters, facts))
        }
        State::Waiting => {
            let columns = words.columns.len();
            table(&words, course, view! { <SkeletonRows rows=8 columns /> })
        }
        State::NoneYet => {
            let actions = actions.clone();
            view! { <Empty title=words.none.0 detail=words.none.1 glyph=words.glyph actions=move || actions.run() /> }
        }
        State::NoMatch => {
            view! { <Empty title=text::no_match_title() detail=text::no_match_detail() glyph=Glyph::Search actions=clear /> }
        }
        State::Further => {
            let next = move || to(filters, facts, |facts| facts.next).unwrap_or_default();
            let on = move || view! { <ButtonLink label=text::further() href=derive(next) /> };
            view! { <Empty title=text::further_title() detail=text::further_detail() glyph=Glyph::Search actions=on /> }
        }
        State::PageGone => {
            view! { <Empty title=text::page_gone_title() detail=text::page_gone_detail() glyph=Glyph::Search actions=clear /> }
        }
        State::Failed => {
            let retry = Callback::new(move |()| course.refetch());
            let failure =
                move || course.failure.get().map(|failure| view! { <FailurePanel failure on_retry=retry /> });
            view! { {failure} }
        }
    })
}

fn table(words: &Words, course: Course, rows: View) -> View {
    // The column of the buttons has nothing above it that is seen.
    let column = |label: Message| match label.is_empty() {
        true => view! { <th scope="col"><span class="visually-hidden">{text::actions()}</span></th> },
        false => view! { <th scope="col">{label}</th> },
    };
    let head = words.columns.iter().map(|label| column(*label)).collect_view();
    view! {
        <TableFrame label=words.label busy=course.loading>
            <thead><tr>{head}</tr></thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
}

/// "1–50 of 1,240", and the pages before and after.
fn pages(filters: Filters, facts: Memo<Option<Facts>>) -> View {
    let summary = move || {
        let Some(facts) = facts.get() else { return String::new() };
        text::range(facts.before + 1, facts.before + facts.shown, facts.total, facts.more)
    };
    let previous = move || to(filters, facts, |facts| facts.previous);
    let next = move || to(filters, facts, |facts| facts.next);
    view! { <Pager summary=derive(summary) previous=derive(previous) next=derive(next) /> }
}

/// The URL of the page with that cursor.
fn to(filters: Filters, facts: Memo<Option<Facts>>, cursor: fn(Facts) -> Option<String>) -> Option<String> {
    let cursor = facts.get().and_then(cursor)?;
    Some(filters.filter.with(|filter| filter.href("cursor", &cursor)))
}
