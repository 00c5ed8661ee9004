//! The company directory (R19, R20): what everybody of the organization sees of each other.

use api::NoParams;
use api::directory::{DirectoryEntry, DirectoryQuery, List};

use crate::layout::{Page, Words, use_filters, use_listing};
use crate::text::Message;
use crate::text::{directory as text, users as users_text};
use crate::ui::{Avatar, Glyph};
use crate::view::prelude::*;

/// The page `/directory`.
#[component]
pub fn DirectoryPage() -> View {
    let filters = use_filters();
    let listing = use_listing::<List, DirectoryEntry>(filters, |filter| {
        let (search, cursor) = (filter.text("search"), filter.text("cursor"));
        (NoParams {}, DirectoryQuery { search, cursor, limit: None })
    });
    let words = Words {
        label: text::title(),
        columns: vec![text::name(), text::department(), text::site(), text::extension(), text::numbers()],
        none: (text::none_title(), text::none_detail()),
        glyph: Glyph::Book,
    };
    view! {
        <Page title=text::title() lead=|| text::lead().into_view()>
            <div class="filters" role="group" aria-label=text::search()>
                {filters.search(text::search(), "search")}
                {filters.clear()}
            </div>
            {listing.view(words, View::empty, key, row)}
        </Page>
    }
}

/// The whole entry: whatever of it changes, the row is made anew.
fn key(entry: &DirectoryEntry) -> String {
    let DirectoryEntry { id, name, job_title, department, site, extension, .. } = entry;
    let numbers = [&entry.work_contact_number, &entry.personal_contact_number];
    let more = [job_title, department, site, extension, numbers[0], numbers[1]];
    let more = more.map(|text| text.as_deref().unwrap_or_default());
    [id.to_string().as_str(), name, &more.join("\n")].concat()
}

fn row(entry: &DirectoryEntry) -> View {
    let name = if entry.name.is_empty() { users_text::one().to_owned() } else { entry.name.clone() };
    let title = entry.job_title.clone().map(|title| view! { <span class="person-sub">{title}</span> });
    view! {
        <tr>
            <th scope="row" class="directory-name">
                <span class="person">
                    <Avatar name=name.clone() />
                    <span class="person-text"><span class="person-name">{name}</span>{title}</span>
                </span>
            </th>
            <td>{entry.department.clone()}</td>
            <td>{entry.site.clone()}</td>
            <td>{entry.extension.clone()}</td>
            <td class="directory-numbers">
                {entry.work_contact_number.as_deref().map(|number| call(text::work(), number))}
                {entry.personal_contact_number.as_deref().map(|number| call(text::personal(), number))}
            </td>
        </tr>
    }
}

/// A number to call.
pub fn call(kind: Message, number: &str) -> View {
    let href = ["tel:", &dialled(number)].concat();
    view! { <span class="directory-number"><a href=href>{number.to_owned()}</a> <span class="log-sub">{kind}</span></span> }
}

/// What a telephone dials: digits, and a plus sign in front.
fn dialled(number: &str) -> String {
    let dials = |(at, c): &(usize, char)| c.is_ascii_digit() || (*at == 0 && *c == '+');
    number.trim().chars().enumerate().filter(dials).map(|(_, c)| c).collect()
}
