//! The table of users: sortable columns, a row for each, and the pages.

use api::page::DEFAULT_LIMIT;
use api::users::Order;
use api::users_export::Column;

use super::list::List;
use super::list_columns::{label, sort};
use super::list_query::{self, PAGE_SIZES};
use super::list_row::Row;
use super::selection::page_check_box;
use crate::layout::{Filter, use_preferences};
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
    let columns = list.columns.with_untracked(Vec::len) + 2;
    view! {
        <TableFrame label=text::title() busy=list.people.loading>
            <Head list />
            <tbody class="users">
                <For each=users key=|id| *id let:id><Row list id /></For>
                <Show when=first_time><SkeletonRows rows=SKELETONS columns /></Show>
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
    let columns = move || list.columns.get().into_iter().map(|column| head(list, column)).collect_view();
    view! {
        <thead>
            <tr>
                <th scope="col" class="cell-check">
                    <span class="visually-hidden">{text::list::selected_column()}</span>
                    {page_check_box(list)}
                </th>
                {columns}
                <th scope="col" data-column="actions"><span class="visually-hidden">{common::actions()}</span></th>
            </tr>
        </thead>
    }
}

fn head(list: List, column: Column) -> View {
    let Some(sort) = sort(column) else {
        return view! { <th scope="col" data-column=column.name()>{label(column)}</th> };
    };
    let sorted = move || match list.query.with(|query| list_query::direction(query, sort)) {
        None => Sorted::Not,
        Some(Order::Ascending) => Sorted::Ascending,
        Some(Order::Descending) => Sorted::Descending,
    };
    // The header asks for a direction; which one a column starts with is for the list to say.
    let ask = Callback::new(move |_| go(list, |url| list_query::sorted_by(url, sort)));
    view! { <SortHeader label=label(column) sorted=derive(sorted) on_sort=ask column=column.name() /> }
}

/// Goes where the present URL leads to.
pub fn go(list: List, to: impl FnOnce(&Filter) -> String) {
    list.filters.go.run((list.filters.filter.with_untracked(to), false));
}

/// How many users a page has.
#[component]
fn PageSize(list: List) -> View {
    let id = ids::unique("page-size");
    let preferences = use_preferences();
    let now = move || list.query.with(|query| query.limit.unwrap_or(DEFAULT_LIMIT));
    let choose = move |event: &web_sys::Event| {
        let limit = event_target_value(event);
        preferences.set(|own| own.page_size = limit.parse().ok());
        go(list, |url| url.href("limit", &limit));
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
    let (page, url) = (list.people.data, list.filters.filter);
    let before = move || {
        page.with(|page| page.as_ref().and_then(|page| page.offset))
            .or_else(|| url.with(list_query::read_from))
    };
    let shown = move || page.with(|page| page.as_ref().map_or(0, |page| page.items.len() as u64));
    let summary = move || {
        let total = page.with(|page| page.as_ref().map(|page| (page.total, page.total_is_minimum)));
        match (total, before()) {
            (None, _) => String::new(),
            (Some((total, more)), Some(before)) => common::range(before + 1, before + shown(), total, more),
            (Some((total, more)), None) => text::list::found(total, more, url.with(Filter::is_filtered)),
        }
    };
    let to = move |cursor: Option<String>, from: Option<u64>| {
        cursor.map(|cursor| url.with(|url| list_query::page_href(url, &cursor, from)))
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
