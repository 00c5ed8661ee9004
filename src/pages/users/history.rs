//! The history of a person: who did what, from what to what, the newest first.

use api::Page;
use api::history::{Change, Event, HistoryParams, HistoryQuery, List};
use domain::{Field, Role, UserId};

use crate::backend::{Call, Failure, Query, json, use_client, use_query};
use crate::layout::FailurePanel;
use crate::platform::effect;
use crate::text::Message;
use crate::text::users as users_text;
use crate::text::users::history as text;
use crate::ui::{Button, Empty, Glyph, Icon, Notice, Skeleton, TimeAgo, Tone, words_table};
use crate::view::prelude::*;

/// The entries that were read so far. The first page follows the server; older ones are added by the reader.
#[derive(Clone, Copy)]
struct Entries {
    id: UserId,
    newest: Query<Page<Event>>,
    events: RwSignal<Vec<Event>>,
    next: RwSignal<Option<String>>,
    loading: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

/// The part History of a person's page.
#[component]
pub fn History(
    /// Whose history it is.
    id: UserId,
) -> View {
    let entries = use_entries(id);
    let state = memo(move || {
        let (known, none) = (entries.newest.data.with(Option::is_some), entries.events.with(Vec::is_empty));
        (known, none, !known && entries.newest.failure.with(Option::is_some))
    });
    let content = move || match state.get() {
        (_, _, true) => {
            let retry = Callback::new(move |()| entries.newest.refetch());
            view! { {move || entries.newest.failure.get().map(|failure| view! { <FailurePanel failure on_retry=retry /> })} }
        }
        (false, ..) => view! { <Skeleton lines=6 /> },
        (true, true, _) => {
            view! { <Empty title=text::none_title() detail=text::none_detail() glyph=Glyph::Clock /> }
        }
        (true, false, _) => view! { <Timeline entries /> },
    };
    view! {
        <section class="user-part" aria-labelledby="history-title">
            <header class="part-head">
                <div><h2 id="history-title">{text::title()}</h2><p class="secondary">{text::lead()}</p></div>
            </header>
            {content}
        </section>
    }
}

fn use_entries(id: UserId) -> Entries {
    let newest = use_query::<List>(move || (HistoryParams { id }, HistoryQuery::default()));
    let entries = Entries {
        id,
        newest,
        events: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        loading: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    effect(move || {
        if let Some(page) = newest.data.get() {
            entries.merge(&page);
        }
    });
    entries
}

impl Entries {
    /// Puts newer entries on top. If none of them joins on to what is known, there is a gap: then all is read anew.
    fn merge(self, page: &Page<Event>) {
        let fresh = self.events.with_untracked(|known| {
            page.items
                .iter()
                .take_while(|event| known.first().is_none_or(|first| first.id != event.id))
                .count()
        });
        if fresh == page.items.len() {
            self.events.set(page.items.clone());
            self.next.set(page.next_cursor.clone());
        } else if fresh > 0 {
            self.events.update(|known| drop(known.splice(0..0, page.items[..fresh].iter().cloned())));
        }
    }

    /// Reads the entries before the oldest one that is shown.
    fn load_older(self, client: &crate::backend::Client) {
        let Some(cursor) = self.next.get_untracked().filter(|_| !self.loading.get_untracked()) else {
            return;
        };
        self.loading.set(true);
        self.failure.set(None);
        let query = HistoryQuery { cursor: Some(cursor), limit: None };
        client.perform(Call::<List>::new(HistoryParams { id: self.id }).query(query), move |outcome| {
            self.loading.try_set(false);
            match outcome {
                Ok(page) => {
                    self.events.try_update(|known| known.extend(page.items));
                    self.next.try_set(page.next_cursor);
                }
                Err(failure) => drop(self.failure.try_set(Some(failure))),
            }
        });
    }
}

#[component]
fn Timeline(entries: Entries) -> View {
    let client = use_client();
    let older = Callback::new(move |()| entries.load_older(&client));
    let failed = move || {
        entries.failure.get().map(|failure| {
            view! { <Notice tone=Tone::Bad title=failure.title() text=failure.detail() /> }
        })
    };
    view! {
        <ol class="timeline">
            <For each=move || entries.events.get() key=|event| event.id let:event><Entry event /></For>
        </ol>
        {failed}
        <Show when=move || entries.next.with(Option::is_some) fallback=|| view! { <p class="secondary">{text::end()}</p> }>
            <Button label=text::more() busy=entries.loading on_press=older />
        </Show>
    }
}

#[component]
fn Entry(event: Event) -> View {
    let kind = text::actor(event.actor);
    let who = if event.actor_name.is_empty() { kind.to_owned() } else { event.actor_name };
    let named = who != kind.words();
    let changes = (!event.changes.is_empty()).then(|| changes(event.changes));
    view! {
        <li class="timeline-entry">
            <span class="timeline-icon"><Icon glyph=glyph(event.actor) /></span>
            <div class="timeline-text">
                <p class="timeline-line">
                    <strong>{text::action(event.action)}</strong>
                    <span class="timeline-by">
                        <span>{who}</span>
                        {named.then(|| view! { <span class="timeline-kind">{kind}</span> })}
                        <TimeAgo at=event.at />
                    </span>
                </p>
                {changes}
            </div>
        </li>
    }
}

const fn glyph(actor: api::history::ActorKind) -> Glyph {
    match actor {
        api::history::ActorKind::Person => Glyph::User,
        api::history::ActorKind::IdentityProvider => Glyph::Shield,
        api::history::ActorKind::Operator => Glyph::Keyboard,
        api::history::ActorKind::System => Glyph::Info,
    }
}

/// Field, before, after. Where nothing was there before, as on creation, only what is there now.
pub fn changes(changes: Vec<Change>) -> View {
    let from_nothing = changes.iter().all(|change| change.from.is_none());
    let row = |change: Change| {
        let mut cells = vec![field_label(&change.field).into_view()];
        if !from_nothing {
            cells.push(value(&change.field, change.from.as_deref()));
        }
        cells.push(value(&change.field, change.to.as_deref()));
        cells
    };
    let rows = changes.into_iter().map(row).collect();
    let head: &[_] = if from_nothing {
        &[text::field(), text::value()]
    } else {
        &[text::field(), text::from(), text::to()]
    };
    words_table(None, head, rows)
}

/// The name under which the history has who manages a person: it is not a field of the page.
const MANAGED_BY: &str = "managed_by";

fn field_label(name: &str) -> String {
    match Field::from_name(name) {
        Some(field) => users_text::field(field).to_owned(),
        None if name == MANAGED_BY => users_text::list::managed_by().to_owned(),
        // R7: what a deactivation says of itself.
        None if name == "sessions_ended" => text::sessions_ended().to_owned(),
        None => name.to_owned(),
    }
}

/// A value as people read it.
fn value(field: &str, text: Option<&str>) -> View {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return view! { <span class="secondary">{text::empty()}</span> };
    };
    let words = match (Field::from_name(field), text) {
        (Some(Field::Status), name) => json::from_name(name).map(users_text::status),
        (Some(Field::Role), name) => Role::from_name(name).map(users_text::role),
        (Some(Field::DirectoryVisible), "true") => Some(users_text::profile::shown()),
        (Some(Field::DirectoryVisible), _) => Some(users_text::profile::hidden()),
        (None, "local") if field == MANAGED_BY => Some(users_text::managed_locally()),
        (None, "identity_provider") if field == MANAGED_BY => Some(users_text::identity_provider()),
        _ => None,
    };
    view! { <span>{words.map_or_else(|| text.to_owned(), Message::to_owned)}</span> }
}
