//! The sign-in log: every attempt, the newest first. The page `/identity/sign-ins`.

use api::NoParams;
use api::sign_ins::{List, SignInsQuery, Summary};
use domain::UserId;

use super::checks::result;
use crate::layout::{Filter, Filters, Page, Words, use_filters, use_listing};
use crate::text::{jobs, provisioning_log as log, sign_in_log as text, sign_ins, users};
use crate::ui::{Choice, Glyph, TimeAgo};
use crate::view::prelude::*;

/// Where the log is.
pub const PATH: &str = "/identity/sign-ins";

/// The attempts of one person.
#[must_use]
pub fn of_person(id: UserId) -> String {
    [PATH, "?user_id=", &id.to_string()].concat()
}

/// The page.
#[component]
pub fn SignInsPage() -> View {
    let filters = use_filters();
    let listing = use_listing::<List, Summary>(filters, |filter| (NoParams {}, query(filter)));
    let words = Words {
        label: text::title(),
        columns: vec![log::whom(), jobs::result(), text::method(), users::sessions::address(), log::when()],
        none: (text::none_title(), text::none_detail()),
        glyph: Glyph::Clock,
    };
    view! {
        <Page title=text::title() lead=|| text::lead().into_view()>
            {bar(filters)}
            {listing.view(words, View::empty, |one| one.id.to_string(), row)}
        </Page>
    }
}

fn query(filter: &Filter) -> SignInsQuery {
    SignInsQuery {
        cursor: filter.text("cursor"),
        limit: None,
        search: filter.text("search"),
        success: filter.get("success").parse().ok(),
        user_id: filter.get("user_id").parse().ok(),
    }
}

/// Search and result; whose attempts they are, where they are of one person.
fn bar(filters: Filters) -> View {
    let results = vec![Choice::new("true", text::successful()), Choice::new("false", log::failed())];
    let person = move || filters.filter.with(|filter| !filter.get("user_id").is_empty());
    view! {
        <div class="filters" role="group" aria-label=log::filters()>
            {filters.search(text::search(), "search")}
            {filters.select(jobs::result(), "success", Signal::stored(results))}
            {filters.clear()}
        </div>
        <Show when=person><p class="secondary">{text::one_person()}</p></Show>
    }
}

fn row(one: &Summary) -> View {
    let href = [PATH, "/", &one.id.to_string()].concat();
    let failed = one
        .failed
        .as_ref()
        .map(|failed| view! { <span class="log-sub">{sign_ins::name(failed.check)}</span> });
    view! {
        <tr>
            <th scope="row" class="log-what">
                <a href=href>{text::who(one)}</a>
                <span class="log-sub">{one.reference.clone()}</span>
            </th>
            <td>{result(one)}{failed}</td>
            <td>{text::method_of(one.method)}</td>
            <td>{one.address.clone()}</td>
            <td class="log-when"><TimeAgo at=one.at /></td>
        </tr>
    }
}
