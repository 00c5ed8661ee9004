//! The page `/provisioning/:id`: one request, explained.

use api::NoQuery;
use api::provisioning_log::{self, EntryDetail, IgnoredPart, LogParams, PathChange};
use domain::LogId;

use super::outcome;
use super::query::{self, PATH};
use crate::backend::use_query;
use crate::layout::{Loaded, Page};
use crate::platform::time;
use crate::router::use_params_map;
use crate::text::{causes, provisioning_log as text};
use crate::ui::{ButtonLink, Card, Crumb, Empty, Fact, Facts, Glyph, words_table};
use crate::view::prelude::*;

/// The page.
#[component]
pub fn ProvisioningEntryPage() -> View {
    let params = use_params_map();
    let id = memo(move || params.with(|params| params.get("id")).and_then(|text| text.parse::<LogId>().ok()));
    live(move || match id.get() {
        Some(id) => view! { <Request id /> },
        None => view! { <Page title=text::not_found() crumbs=crumbs()>{not_found()}</Page> },
    })
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new(text::title(), PATH)]
}

fn not_found() -> View {
    let back = || view! { <ButtonLink label=text::to_log() href=PATH /> };
    view! { <Empty title=text::not_found() detail=text::not_found_detail() glyph=Glyph::Search actions=back /> }
}

#[component]
fn Request(id: LogId) -> View {
    let entry = use_query::<provisioning_log::Get>(move || (LogParams { id }, NoQuery {}));
    let title = derive(move || {
        entry.data.with(|entry| {
            entry.as_deref().map_or_else(|| text::entry().to_owned(), |entry| text::effect(&entry.entry))
        })
    });
    let known = move |show: fn(&EntryDetail) -> View| entry.data.with(|entry| entry.as_deref().map(show));
    let beside = move || view! { {move || known(|entry| outcome::badge(entry.entry.outcome))} };
    let lead = move || view! { {move || known(|entry| entry.entry.subject.clone().into_view())} };
    let actions = move || view! { {move || known(links)} };
    view! {
        <Page title crumbs=crumbs() beside=beside lead=lead actions=actions>
            <Loaded query=entry let:entry>{parts(&entry.get_untracked())}</Loaded>
        </Page>
    }
}

/// To the person, and to all that was asked about them.
fn links(entry: &EntryDetail) -> View {
    match entry.entry.user_id {
        Some(id) => view! {
            <ButtonLink label=text::persons_log() href=query::of_person(id) />
            <ButtonLink label=text::person() href=query::person(id) icon=Glyph::User />
        },
        None => View::empty(),
    }
}

/// An entry never changes, so its parts follow nothing.
fn parts(entry: &EntryDetail) -> View {
    view! {
        {why(entry)}
        {changes(&entry.changes)}
        {ignored(&entry.ignored)}
        {details(entry)}
        <details class="more">
            <summary>{text::raw()}</summary>
            <div class="more-body">
                <p class="secondary">{text::raw_hint()}</p>
                <pre class="raw" tabindex="0">{[&entry.request.method, " ", &entry.request.path, "\n\n", &entry.request.body].concat()}</pre>
            </div>
        </details>
    }
}

/// Terms and what they are.
fn list(facts: Vec<(String, String)>) -> View {
    let fact = |(term, words): (String, String)| view! { <Fact term>{words}</Fact> };
    let facts = facts.into_iter().map(fact).collect_view();
    view! { <Facts>{facts}</Facts> }
}

/// The reason, what was expected and what came, and where to mend it.
fn why(entry: &EntryDetail) -> Option<View> {
    let cause = entry.entry.cause?;
    let (words, place, advice) =
        (causes::words(cause), causes::place(cause, entry.identity_provider), causes::advice(cause));
    let known = [
        (text::reason(), Some(words.words())),
        (text::expected(), entry.expected.as_deref()),
        (text::received(), entry.received.as_deref()),
        (text::mend(), Some(place.words())),
        (text::advice(), Some(advice.words())),
        (text::told(), entry.detail.as_deref()),
    ];
    let said = |words: &str| if words.is_empty() { text::nothing().words() } else { words }.to_owned();
    let facts = known.into_iter().filter_map(|(term, fact)| Some((term.to_owned(), said(fact?))));
    let facts = list(facts.collect());
    Some(view! { <Card title=text::why() icon=Glyph::Alert>{facts}</Card> })
}

/// Attribute, before, after. Where nothing was there before, as on creation, only what is there now.
fn changes(changes: &[PathChange]) -> Option<View> {
    let from_nothing = changes.iter().all(|change| change.from.is_none());
    let value =
        |value: &Option<String>| value.clone().unwrap_or_else(|| text::nothing().to_owned()).into_view();
    let row = |change: &PathChange| {
        let mut cells = vec![change.path.clone().into_view()];
        if !from_nothing {
            cells.push(value(&change.from));
        }
        cells.push(value(&change.to));
        cells
    };
    let head: &[_] = if from_nothing {
        &[text::attribute(), text::value()]
    } else {
        &[text::attribute(), text::from(), text::to()]
    };
    (!changes.is_empty()).then(|| {
        let table = words_table(None, head, changes.iter().map(row).collect());
        view! { <Card title=text::changes()>{table}</Card> }
    })
}

fn ignored(parts: &[IgnoredPart]) -> Option<View> {
    let facts = list(parts.iter().map(|part| (part.path.clone(), part.why.clone())).collect());
    (!parts.is_empty()).then(|| view! { <Card title=text::ignored()>{facts}</Card> })
}

fn details(entry: &EntryDetail) -> View {
    let token = entry.entry.token_name.clone().unwrap_or_else(|| text::no_token().to_owned());
    let keyword = entry.scim_type.as_deref().unwrap_or_default();
    let facts = [
        (text::operation(), text::operation_word(entry.entry.operation).to_owned()),
        (text::time_of_call(), time::exact(entry.entry.at)),
        (text::status(), [&entry.entry.status.to_string(), " ", keyword].concat()),
        (text::token(), token),
        (text::address(), entry.address.clone()),
        (text::request_id(), entry.request_id.clone()),
        (text::duration(), text::milliseconds(entry.duration_ms)),
    ];
    let facts = list(facts.into_iter().map(|(term, words)| (term.to_owned(), words)).collect());
    view! { <Card title=text::details()>{facts}</Card> }
}
