//! The table of users: sortable columns, a row for each, and the pages.

use api::page::DEFAULT_LIMIT;
use api::users::{Order, Sort};

use super::list::List;
use super::list_query::{self, PAGE_SIZES, first_page};
use super::list_row::Row;
use crate::platform::ids;
use crate::text::common;
use crate::text::users as text;
use crate::ui::{Glyph, Icon, Pager, SkeletonRows, SortHeader, Sorted, TableFrame};
use crate::view::prelude::*;

/// Skeletons shown at most: enough to fill the window.
const SKELETONS: usize = 12;

/// The rows and what is around them.
#[component]
pub fn Table(
    /// The list.
    list: List,
) -> View {
    let users = move || {
        list.people.data.with(|page| {
            page.iter().flat_map(|page| page.items.iter().map(|user| user.id)).collect::<Vec<_>>()
        })
    };
    let first_time = move || list.people.data.with(Option::is_none);
    view! {
        <TableFrame label=text::title() busy=list.people.loading>
            <Head list />
            <tbody class="users">
                <For each=users key=|id| *id let:id><Row list id /></For>
                <Show when=first_time><SkeletonRows rows=SKELETONS columns=7 /></Show>
            </tbody>
        </TableFrame>
        <div class="users-foot">
            <PageSize list />
            <Pages list />
        </div>
    }
}

#[component]
fn Head(list: List) -> View {
    view! {
        <thead>
            <tr>
                <Column list sort=Sort::Name label=text::list::name() column="name" />
                <Column list sort=Sort::Status label=text::list::status() column="status" />
                <Column list sort=Sort::ManagedBy label=text::list::managed_by() column="manager" />
                <Column list sort=Sort::Site label=text::list::site() column="site" />
                <Column list sort=Sort::License label=text::list::license() column="license" />
                <Column list sort=Sort::LastSignIn label=text::list::last_sign_in() column="last-sign-in" />
                <th scope="col" data-column="actions"><span class="visually-hidden">{common::actions()}</span></th>
            </tr>
        </thead>
    }
}

#[component]
fn Column(list: List, sort: Sort, label: &'static str, column: &'static str) -> View {
    let sorted = move || match list.query.with(|query| list_query::direction(query, sort)) {
        None => Sorted::Not,
        Some(Order::Ascending) => Sorted::Ascending,
        Some(Order::Descending) => Sorted::Descending,
    };
    // The header asks for a direction; which one a column starts with is for the list to say.
    let ask = Callback::new(move |_| {
        list.go.run((list.query.with_untracked(|query| list_query::sorted_by(query, sort)), false));
    });
    view! { <SortHeader label sorted=derive(sorted) on_sort=ask column /> }
}

/// How many users a page has.
#[component]
fn PageSize(list: List) -> View {
    let id = ids::unique("page-size");
    let now = move || list.query.with(|query| query.limit.unwrap_or(DEFAULT_LIMIT));
    let choose = move |event| {
        let limit = event_target_value(&event).parse().ok();
        list.go
            .run((list.query.with_untracked(|query| first_page(query, |query| query.limit = limit)), false));
    };
    let option = move |size: u32| {
        view! { <option value=size.to_string() prop:selected=move || now() == size>{text::list::per_page(size)}</option> }
    };
    view! {
        <span class="filter">
            <label class="visually-hidden" for=id.clone()>{text::list::page_size()}</label>
            <select id=id on:change=choose>{PAGE_SIZES.into_iter().map(option).collect_view()}</select>
            <Icon glyph=Glyph::ChevronDown />
        </span>
    }
}

/// "1–50 of 1,240", and the pages before and after.
#[component]
fn Pages(list: List) -> View {
    let page = list.people.data;
    let before =
        move || page.with(|page| page.as_ref().and_then(|page| page.offset)).or_else(|| list.from.get());
    let shown = move || page.with(|page| page.as_ref().map_or(0, |page| page.items.len() as u64));
    let summary = move || {
        let total = page.with(|page| page.as_ref().map(|page| (page.total, page.total_is_minimum)));
        match (total, before()) {
            (None, _) => String::new(),
            (Some((total, more)), Some(before)) => common::range(before + 1, before + shown(), total, more),
            (Some((total, more)), None) => {
                text::list::found(total, more, list.query.with(list_query::is_filtered))
            }
        }
    };
    let to = move |cursor: Option<String>, from: Option<u64>| {
        cursor.map(|cursor| list.query.with(|query| list_query::page_href(query, cursor, from)))
    };
    let size = move || u64::from(list.query.with(|query| query.limit.unwrap_or(DEFAULT_LIMIT)));
    let previous = move || {
        let cursor = page.with(|page| page.as_ref().and_then(|page| page.previous_cursor.clone()));
        to(cursor, before().map(|before| before.saturating_sub(size())))
    };
    let next = move || {
        let cursor = page.with(|page| page.as_ref().and_then(|page| page.next_cursor.clone()));
        to(cursor, before().map(|before| before + shown()))
    };
    view! {
        <Pager summary=derive(summary) previous=derive(previous) next=derive(next) />
    }
}
