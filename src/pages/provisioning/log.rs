//! The page `/provisioning`: health, filters in the URL, and the entries, which come in by themselves.

use std::sync::Arc;

use api::provisioning_log::{Entry, List};
use api::{Code, NoParams, Page as ApiPage};

use super::filters::Filters;
use super::health::HealthCard;
use super::query::{Filter, PATH};
use super::table::Table;
use crate::backend::{Failure, Query, use_query};
use crate::layout::{FailurePanel, Page};
use crate::platform::{effect, time};
use crate::router::{NavigateOptions, use_navigate, use_query_map};
use crate::text::provisioning_log as text;
use crate::ui::{Button, ButtonLink, Empty, Glyph, SkeletonRows, TableFrame, Variant};
use crate::view::prelude::*;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Log {
    /// What the URL says.
    pub filter: Memo<Filter>,
    /// The newest answer.
    pub read: Query<ApiPage<Entry>>,
    /// The entries that are shown: while it is paused, not the newest.
    pub shown: RwSignal<Option<Arc<ApiPage<Entry>>>>,
    /// Nothing new comes in.
    pub paused: RwSignal<bool>,
    /// How many have come: just now, or since it was paused.
    pub new: RwSignal<u64>,
    /// Goes to another URL of the page; `true` replaces the present entry of the browser's history.
    pub go: Callback<(String, bool)>,
}

/// The page.
#[component]
pub fn ProvisioningLogPage() -> View {
    let log = use_log();
    view! {
        <Page title=text::title() lead=|| text::lead().into_view() actions=move || view! { <Tail log /> }>
            <HealthCard />
            <Filters log />
            <Results log />
        </Page>
    }
}

fn use_log() -> Log {
    let params = use_query_map();
    let filter = memo(move || params.with(Filter::read));
    let read = use_query::<List>(move || (NoParams {}, filter.get().query(time::now())));
    let navigate = use_navigate();
    let go = Callback::new(move |(href, replace): (String, bool)| {
        navigate(&href, NavigateOptions { replace, scroll: false });
    });
    let (shown, paused, new) = (RwSignal::new(None), RwSignal::new(false), RwSignal::new(0));
    let log = Log { filter, read, shown, paused, new, go };
    follow(log);
    log
}

/// Shows what was read; while paused only what another filter or page asks for.
fn follow(log: Log) {
    let of = StoredValue::new(None::<Filter>);
    effect(move || {
        let (data, paused) = (log.read.data.get(), log.paused.get());
        let filter = log.filter.get_untracked();
        let same = of.with_value(|of| of.as_ref() == Some(&filter));
        let before = log.shown.get_untracked();
        let came = match (&before, &data) {
            (Some(before), Some(data)) if same && filter.is_first() => newer(before, data),
            _ => 0,
        };
        log.new.set(came);
        if !(same && paused) {
            of.set_value(Some(filter));
            log.shown.set(data);
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

/// What stands under the filters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Waiting,
    Table,
    NoneYet,
    NoMatch,
    PageGone,
    Failed,
}

fn state(log: Log) -> Shown {
    let failure = log.read.failure.with(|failure| failure.as_ref().map(Failure::code));
    let first = log.filter.with(Filter::is_first);
    let filtered = log.filter.with(Filter::is_filtered);
    log.shown.with(|page| match (page, failure) {
        (_, Some(Some(Code::InvalidCursor))) => Shown::PageGone,
        (None, Some(_)) => Shown::Failed,
        (None, None) => Shown::Waiting,
        (Some(page), _) if !page.items.is_empty() => Shown::Table,
        _ if !first => Shown::PageGone,
        _ if filtered => Shown::NoMatch,
        _ => Shown::NoneYet,
    })
}

/// The table, or what there is in its place.
#[component]
fn Results(log: Log) -> View {
    let state = memo(move || state(log));
    live(move || match state.get() {
        Shown::Table => view! { <Table log /> },
        Shown::Waiting => view! {
            <TableFrame label=text::title() busy=true><tbody><SkeletonRows rows=8 columns=4 /></tbody></TableFrame>
        },
        Shown::NoneYet => {
            let set_up = || view! { <ButtonLink label=text::set_up() href="/identity/scim" variant=Variant::Primary /> };
            view! { <Empty title=text::none_title() detail=text::none_detail() glyph=Glyph::Clock actions=set_up /> }
        }
        Shown::NoMatch => {
            let clear = || view! { <ButtonLink label=text::clear() href=PATH /> };
            view! { <Empty title=text::no_match_title() detail=text::no_match_detail() glyph=Glyph::Search actions=clear /> }
        }
        Shown::PageGone => {
            let newest = || view! { <ButtonLink label=text::newest() href=PATH /> };
            view! { <Empty title=text::page_gone_title() detail=text::page_gone_detail() glyph=Glyph::Search actions=newest /> }
        }
        Shown::Failed => {
            let retry = Callback::new(move |()| log.read.refetch());
            let failure = move || {
                log.read.failure.get().map(|failure| view! { <FailurePanel failure on_retry=retry /> })
            };
            view! { {failure} }
        }
    })
}
