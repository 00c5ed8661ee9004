//! The pieces of a data table. A page writes a native `<table>` inside [`TableFrame`].

use super::icon::{Glyph, Icon};
use crate::text::Message;
use crate::text::common as text;
use crate::view::prelude::*;

/// How a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sorted {
    /// Not by this column.
    #[default]
    Not,
    /// A to Z.
    Ascending,
    /// Z to A.
    Descending,
}

/// The table and the region in which it scrolls sideways when the page is narrow.
#[component]
pub fn TableFrame(
    /// What the rows are.
    #[prop(into)]
    label: Signal<String>,
    /// Newer rows are on their way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// `<thead>` and `<tbody>`.
    children: Made,
) -> View {
    view! {
        <div class="table-frame" role="region" tabindex="0" aria-label=label>
            <table class="table" aria-busy=move || busy.get().then_some("true")>
                <caption class="visually-hidden">{label}</caption>
                {children}
            </table>
        </div>
    }
}

/// A column header that sorts. The sort lives in the URL, so it is a button that asks for it.
#[component]
pub fn SortHeader(
    /// The column.
    #[prop(into)]
    label: Signal<String>,
    /// How it is sorted now.
    #[prop(into)]
    sorted: Signal<Sorted>,
    /// Asked to be sorted the other way, or by this column.
    #[prop(into)]
    on_sort: Callback<Sorted>,
    /// For `data-column`: hides it on narrow pages.
    #[prop(optional)]
    column: &'static str,
) -> View {
    let aria = move || match sorted.get() {
        Sorted::Not => None,
        Sorted::Ascending => Some("ascending"),
        Sorted::Descending => Some("descending"),
    };
    let glyph = move || match sorted.get() {
        Sorted::Not => Glyph::SortNone,
        Sorted::Ascending => Glyph::SortUp,
        Sorted::Descending => Glyph::SortDown,
    };
    let press = move |_: &_| {
        let next =
            if sorted.get_untracked() == Sorted::Ascending { Sorted::Descending } else { Sorted::Ascending };
        on_sort.run(next);
    };
    view! {
        <th scope="col" aria-sort=aria data-column=column>
            <button type="button" class="sort" on:click=press>
                <span>{label}</span>
                {move || view! { <Icon glyph=glyph() /> }}
            </button>
        </th>
    }
}

/// Rows that stand for rows on their way, at the height of real ones.
#[component]
pub fn SkeletonRows(
    /// How many.
    #[prop(default = 8)]
    rows: usize,
    /// Columns.
    columns: usize,
) -> View {
    let cell = || view! { <td><span class="skeleton-line"></span></td> };
    let row = move |_| view! { <tr class="skeleton-row" aria-hidden="true">{(0..columns).map(|_| cell()).collect_view()}</tr> };
    (0..rows).map(row).collect_view()
}

/// The pages of a list: links, because the page is in the URL.
#[component]
pub fn Pager(
    /// Which rows are shown, such as "1–50 of 1,240".
    #[prop(into)]
    summary: Signal<String>,
    /// The page before.
    #[prop(into)]
    previous: Signal<Option<String>>,
    /// The page after.
    #[prop(into)]
    next: Signal<Option<String>>,
) -> View {
    let arrow = |label: Message, glyph: Glyph, href: Option<String>| match href {
        Some(href) => {
            view! { <a class="icon-button" href=href aria-label=label><Icon glyph /></a> }
        }
        None => view! {
            <a class="icon-button" role="link" aria-disabled="true" aria-label=label><Icon glyph /></a>
        },
    };
    view! {
        <nav class="pager" aria-label=text::pages()>
            <span role="status" class="pager-summary">{summary}</span>
            {move || arrow(text::previous_page(), Glyph::ChevronLeft, previous.get())}
            {move || arrow(text::next_page(), Glyph::ChevronRight, next.get())}
        </nav>
    }
}

/// A table of words that wrap, so that it never needs to scroll: what it is of, its head, and its rows, each named by its first cell.
pub fn words_table(label: Option<Message>, head: &[Message], rows: Vec<Vec<View>>) -> View {
    let cell = |(at, cell): (usize, View)| {
        if at == 0 {
            view! { <th scope="row">{cell}</th> }
        } else {
            view! { <td>{cell}</td> }
        }
    };
    let row = |cells: Vec<View>| view! { <tr>{cells.into_iter().enumerate().map(cell).collect_view()}</tr> };
    let head = head.iter().map(|head| view! { <th scope="col">{*head}</th> }).collect_view();
    view! {
        <table class="changes" aria-label=label>
            <thead><tr>{head}</tr></thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
