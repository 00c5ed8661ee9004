//! The audit log: who did what to what, from what to what (R33).

use api::NoParams;
use api::audit::{self, AuditEntry, AuditQuery, List};
use api::events::Subject;
use api::history::{Action, ActorKind};
use domain::Timestamp;

use crate::backend::{Call, json, use_client};
use crate::layout::{Filter, Filters, Page, Words, use_filters, use_listing};
use crate::pages::provisioning::{since, spans};
use crate::pages::users::changes;
use crate::platform::time;
use crate::text::audit as text;
use crate::text::users::history;
use crate::ui::{Choice, DownloadLink, Glyph, TimeAgo};
use crate::view::prelude::*;

/// The page `/audit`.
#[component]
pub fn AuditPage() -> View {
    let filters = use_filters();
    let listing =
        use_listing::<List, AuditEntry>(filters, |filter| (NoParams {}, query(filter, time::now())));
    let words = Words {
        label: text::title(),
        columns: vec![text::what(), text::subject(), text::actor(), text::at()],
        none: (text::none_title(), text::none_detail()),
        glyph: Glyph::Clock,
    };
    view! {
        <Page title=text::title() lead=|| text::lead().into_view() actions=move || export(filters)>
            {bar(filters)}
            {listing.view(words, View::empty, |entry| entry.id.to_string(), row)}
        </Page>
    }
}

fn query(filter: &Filter, now: Timestamp) -> AuditQuery {
    AuditQuery {
        from: since(&filter.get("since"), now),
        to: None,
        actor: filter.one("actor"),
        actor_id: filter.text("actor_id"),
        action: filter.one("action"),
        subject: filter.one("subject"),
        subject_id: filter.text("subject_id"),
        search: filter.text("search"),
        cursor: filter.text("cursor"),
        limit: None,
    }
}

/// The same entries as a file.
fn export(filters: Filters) -> View {
    let client = use_client();
    let href = move || {
        let query = filters.filter.with(|filter| query(filter, time::now())).filters();
        client.href(&Call::<audit::Export>::new(NoParams {}).query(query))
    };
    view! { <DownloadLink label=text::export() href=derive(href) /> }
}

/// Search, who, what, to what and when.
fn bar(filters: Filters) -> View {
    let actors = [ActorKind::Person, ActorKind::IdentityProvider, ActorKind::Operator, ActorKind::System];
    let actors = actors.into_iter().map(|one| Choice::new(json::name_of(Some(one)), history::actor(one)));
    let actions =
        Action::ALL.into_iter().map(|one| Choice::new(json::name_of(Some(one)), history::action(one)));
    let subjects = Subject::ALL.into_iter().map(|one| Choice::new(json::name_of(Some(one)), text::kind(one)));
    view! {
        <div class="filters" role="group" aria-label=text::filters()>
            {filters.search(text::search(), "search")}
            {filters.select(text::actor(), "actor", Signal::stored(actors.collect()))}
            {filters.select(text::what(), "action", Signal::stored(actions.collect()))}
            {filters.select(text::subject(), "subject", Signal::stored(subjects.collect()))}
            {filters.select(text::at(), "since", Signal::stored(spans()))}
            {filters.clear()}
        </div>
    }
}

fn row(entry: &AuditEntry) -> View {
    let n = entry.changes.len() as u64;
    let told = (n > 0).then(|| {
        let all = entry.changes.clone();
        view! { <details class="audit-changes"><summary>{text::changes(n)}</summary>{changes(all)}</details> }
    });
    let kind = history::actor(entry.actor);
    let who = if entry.actor_name.is_empty() { kind.to_owned() } else { entry.actor_name.clone() };
    let address = entry.address.clone().map(|address| view! { <span class="log-sub">{address}</span> });
    let name =
        if entry.subject_name.is_empty() { entry.subject_id.clone() } else { entry.subject_name.clone() };
    let subject = match place(entry) {
        Some(href) => view! { <a href=href>{name}</a> },
        None => view! { <span>{name}</span> },
    };
    view! {
        <tr>
            <th scope="row" class="log-what">{history::action(entry.action)}{told}</th>
            <td class="log-subject">{subject}<span class="log-sub">{text::kind(entry.subject)}</span></td>
            <td class="log-subject">{who}{address}</td>
            <td class="log-when"><TimeAgo at=entry.at /></td>
        </tr>
    }
}

/// The page of what it was done to. It may be gone, and the page then says so.
fn place(entry: &AuditEntry) -> Option<String> {
    let below = match entry.subject {
        Subject::User if entry.action != Action::UserDeleted => "/users/",
        Subject::Site if entry.action != Action::SiteDeleted => "/sites/",
        _ => return None,
    };
    Some([below, &entry.subject_id].concat())
}
