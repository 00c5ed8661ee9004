//! The page `/provisioning`: health, filters in the URL, and the entries, which come in by themselves.

use std::sync::Arc;

use api::provisioning_log::{Entry, List};
use api::{NoParams, Page as ApiPage};

use super::filters::filters;
use super::health::HealthCard;
use super::{query, table};
use crate::backend::{Query, use_query};
use crate::layout::{Filter, Filters, Listing, Page, use_filters};
use crate::platform::{effect, time};
use crate::text::provisioning_log as text;
use crate::ui::{Button, ButtonLink, Variant};
use crate::view::prelude::*;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Log {
    /// The entries that are shown: while it is paused, not the newest.
    pub listing: Listing<Entry>,
    /// Nothing new comes in.
    pub paused: RwSignal<bool>,
    /// How many have come: just now, or since it was paused.
    pub new: RwSignal<u64>,
}

/// The page.
#[component]
pub fn ProvisioningLogPage() -> View {
    let log = use_log();
    let set_up =
        || view! { <ButtonLink label=text::set_up() href="/identity/scim" variant=Variant::Primary /> };
    view! {
        <Page title=text::title() lead=|| text::lead().into_view() actions=move || view! { <Tail log /> }>
            <HealthCard />
            {filters(log.listing.filters)}
            {log.listing.view(table::words(), set_up, |entry| entry.id.to_string(), table::row)}
        </Page>
    }
}

fn use_log() -> Log {
    let filters = use_filters();
    let read = use_query::<List>(move || {
        (NoParams {}, filters.filter.with(|filter| query::of(filter, time::now())))
    });
    let (shown, paused, new) = (RwSignal::new(None), RwSignal::new(false), RwSignal::new(0));
    follow(filters, read, shown, paused, new);
    Log { listing: Listing { filters, course: *read, shown: shown.into() }, paused, new }
}

/// Shows what was read; while paused only what another filter or page asks for.
fn follow(
    filters: Filters,
    read: Query<ApiPage<Entry>>,
    shown: RwSignal<Option<Arc<ApiPage<Entry>>>>,
    paused: RwSignal<bool>,
    new: RwSignal<u64>,
) {
    let of = StoredValue::new(None::<Filter>);
    effect(move || {
        let (data, paused) = (read.data.get(), paused.get());
        let filter = filters.filter.get_untracked();
        let same = of.with_value(|of| of.as_ref() == Some(&filter));
        let before = shown.get_untracked();
        let came = match (&before, &data) {
            (Some(before), Some(data)) if same && filter.is_first() => newer(before, data),
            _ => 0,
        };
        new.set(came);
        if !(same && paused) {
            of.set_value(Some(filter));
            shown.set(data);
        }
    });
}

/// How many entries are above the newest that was known.
fn newer(before: &ApiPage<Entry>, data: &ApiPage<Entry>) -> u64 {
    let first = before.items.first().map(|entry| entry.id);
    data.items.iter().take_while(|entry| Some(entry.id) != first).count() as u64
}

/// Whether new entries come in: a button, and what is said of them to those who do not see the table.
#[component]
fn Tail(log: Log) -> View {
    let press = Callback::new(move |()| log.paused.update(|paused| *paused = !*paused));
    let label = move || if log.paused.get() { text::resume() } else { text::pause() }.to_owned();
    let said = move || Some(log.new.get()).filter(|new| *new > 0).map(text::new_entries);
    let waiting = move || if log.paused.get() { said() } else { None };
    view! {
        <div class="log-tail">
            {move || waiting().map(|new| view! { <span class="secondary" aria-hidden="true">{new}</span> })}
            <Button label=derive(label) on_press=press />
            <span class="visually-hidden" role="status">{move || said()}</span>
        </div>
    }
}
