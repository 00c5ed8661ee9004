//! Ctrl-K: pages, actions and people, found by a few letters. A combobox with a list (WAI-ARIA APG): the focus stays in the
//! field, arrows move through the list, Enter takes what is marked.

use std::time::Duration;

use api::NoParams;
use api::users::{List, ListQuery, User};
use domain::Right;
use js_sys::JsString;
use web_sys::{Event, KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::header::{Acts, choose_language, theme_glyph, theme_word};
use super::preferences::use_preferences;
use super::session::use_session;
use super::sidebar::{ACTIONS, AREAS, Area, SUBPAGES};
use crate::backend::{Call, Client, use_client};
use crate::platform::theme::Theme;
use crate::platform::{focus, ids};
use crate::text::Message;
use crate::text::{Language, common, layout as text};
use crate::ui::{Dialog, Glyph, Icon};
use crate::view::prelude::*;

/// How long typing has to pause before people are searched.
const PAUSE: Duration = Duration::from_millis(180);
/// People who are shown at most.
const PEOPLE: u32 = 5;

/// What an entry does.
#[derive(Clone)]
enum Act {
    Go(String),
    Run(Callback<()>),
}

/// Something to be found.
#[derive(Clone)]
struct Entry {
    glyph: Glyph,
    label: String,
    /// Beside the label, and found by as well.
    detail: String,
    /// The language of the label, where it is not that of the page.
    lang: Option<&'static str>,
    act: Act,
}

impl Entry {
    fn new(glyph: Glyph, label: &str, detail: &str, act: Act) -> Self {
        Self { glyph, label: label.to_owned(), detail: detail.to_owned(), lang: None, act }
    }

    fn page(area: Area) -> Self {
        Self::new(area.glyph, &area.label, "", Act::Go(area.href.to_owned()))
    }

    fn person(user: &User) -> Self {
        let href = ["/users/", &user.id.to_string()].concat();
        Self::new(Glyph::User, &user.name(), &user.username, Act::Go(href))
    }

    /// Are all of the words in it?
    fn has(&self, words: &str) -> bool {
        let text = lower(&[&self.label, " ", &self.detail].concat());
        lower(words).split_whitespace().all(|word| text.contains(word))
    }
}

/// By the browser: the tables of the standard library are large.
fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

/// The palette.
#[component]
pub fn Palette(
    /// What it can do besides leading somewhere.
    acts: Acts,
) -> View {
    view! { <Dialog open=acts.palette title=text::find_title()>{finder(acts)}</Dialog> }
}

/// Pages and actions, as far as the person may.
fn known(acts: Acts) -> [Vec<Entry>; 2] {
    let session = use_session();
    let preferences = use_preferences();
    let may = move |area: &Area| area.right.is_none_or(|right| session.has(right));
    let pages = AREAS.into_iter().chain(SUBPAGES).filter(may).map(Entry::page).collect();
    let themes = Theme::ALL.into_iter().map(|theme| {
        let run = Callback::new(move |()| acts.show_in(theme));
        Entry::new(theme_glyph(theme), &theme_word(theme), &text::theme(), Act::Run(run))
    });
    let languages = Language::ALL.into_iter().map(|language| {
        let run = Callback::new(move |()| choose_language(preferences, language));
        let entry = Entry::new(Glyph::Languages, language.name(), &text::language(), Act::Run(run));
        Entry { lang: Some(language.tag()), ..entry }
    });
    let show = Callback::new(move |()| acts.shortcuts.set(true));
    let rest = [
        Entry::new(Glyph::Keyboard, &text::shortcuts(), "", Act::Run(show)),
        Entry::new(Glyph::SignOut, &text::sign_out(), "", Act::Run(acts.sign_out)),
    ];
    let actions = ACTIONS.into_iter().filter(may).map(Entry::page).chain(themes).chain(languages).chain(rest);
    [pages, actions.collect()]
}

/// What is typed, and what is found.
#[derive(Clone, Copy)]
struct Finder {
    typed: RwSignal<String>,
    people: RwSignal<Vec<Entry>>,
    /// People are being searched.
    searching: RwSignal<bool>,
    /// Why they could not be.
    failure: RwSignal<Option<String>>,
    /// Which entry is marked.
    marked: RwSignal<usize>,
    timer: StoredValue<Option<TimeoutHandle>>,
    client: StoredValue<Client>,
}

impl Finder {
    fn stop(self) {
        if let Some(Some(timer)) = self.timer.replace_value(None) {
            timer.clear();
        }
    }

    /// Something else was typed: people are searched once typing pauses.
    fn enter(self, typed: String, people: bool) {
        self.stop();
        self.marked.set(0);
        self.failure.set(None);
        let search = people && !typed.trim().is_empty();
        self.typed.set(typed);
        self.searching.set(search);
        if search {
            self.timer.set_value(set_timeout_with_handle(move || self.search(), PAUSE).ok());
        } else {
            self.people.set(Vec::new());
        }
    }

    fn search(self) {
        let typed = self.typed.get_untracked();
        let query =
            ListQuery { search: Some(typed.trim().to_owned()), limit: Some(PEOPLE), ..ListQuery::default() };
        let done = move |outcome: Result<api::Page<User>, crate::backend::Failure>| {
            if self.typed.try_with_untracked(|now| *now == typed) != Some(true) {
                return;
            }
            self.searching.set(false);
            match outcome {
                Ok(page) => self.people.set(page.items.iter().map(Entry::person).collect()),
                Err(failure) => self.failure.set(Some(failure.detail())),
            }
        };
        self.client.with_value(|client| client.perform::<List>(Call::new(NoParams {}).query(query), done));
    }

    /// How many were found, or that nothing was.
    fn told(self, count: usize) -> String {
        match (count, self.failure.get()) {
            (0, Some(failure)) => failure,
            (0, None) if self.searching.get() => common::loading().to_owned(),
            (0, None) => text::find_nothing(self.typed.get().trim()),
            (_, Some(failure)) => [&text::find_count(count as u64), " ", &failure].concat(),
            (_, None) => text::find_count(count as u64),
        }
    }
}

/// The field and the list.
fn finder(acts: Acts) -> View {
    let people = use_session().has(Right::ReadUsers);
    let known = known(acts);
    let finder = Finder {
        typed: RwSignal::new(String::new()),
        people: RwSignal::new(Vec::new()),
        searching: RwSignal::new(false),
        failure: RwSignal::new(None),
        marked: RwSignal::new(0),
        timer: StoredValue::new(None),
        client: StoredValue::new(use_client()),
    };
    on_cleanup(move || finder.stop());
    let found = derive(move || {
        let typed = finder.typed.get();
        let [pages, actions] =
            known.each_ref().map(|all| all.iter().filter(|entry| entry.has(&typed)).cloned().collect());
        [
            (text::find_pages(), pages),
            (common::actions(), actions),
            (text::find_people(), finder.people.get()),
        ]
    });
    let count =
        derive(move || found.get().iter().map(|(_, entries): &(_, Vec<Entry>)| entries.len()).sum::<usize>());
    let id = StoredValue::new(ids::unique("find"));
    // Fewer people may be found than before.
    let marked = memo(move || count.get().checked_sub(1).map(|last| finder.marked.get().min(last)));
    let place = Place { open: acts.palette, mark: finder.marked, marked, id };
    view! {
        <div class="search">
            <Icon glyph=Glyph::Search />
            <input
                type="text"
                role="combobox"
                aria-label=text::find_title()
                aria-autocomplete="list"
                aria-expanded=move || if marked.get().is_some() { "true" } else { "false" }
                aria-controls=id.get_value()
                aria-activedescendant=move || marked.get().map(|at| option_id(id, at))
                autocomplete="off"
                spellcheck="false"
                on:input=move |event: &Event| finder.enter(event_target_value(event), people)
                on:keydown=move |event: &KeyboardEvent| untrack(|| keys(event, finder.marked, marked.get_untracked(), count.get(), id))
            />
        </div>
        <div class="palette" role="listbox" id=id.get_value() aria-label=text::find_title() hidden=move || marked.get().is_none()>
            {move || {
                let mut at = 0;
                let groups = found.get().into_iter().filter(|(_, entries)| !entries.is_empty());
                groups.map(|(title, entries)| group(title, entries, &mut at, place)).collect_view()
            }}
        </div>
        <p class="field-hint" role="status">{move || finder.told(count.get())}</p>
    }
}

/// Where options stand.
#[derive(Clone, Copy)]
struct Place {
    /// The palette is open.
    open: RwSignal<bool>,
    /// Marks another one.
    mark: RwSignal<usize>,
    /// The one that is marked.
    marked: Memo<Option<usize>>,
    /// The id of the list.
    id: StoredValue<String>,
}

/// The id of the option at that place.
fn option_id(list: StoredValue<String>, at: usize) -> String {
    [&list.get_value(), "-", &at.to_string()].concat()
}

/// Arrows, Home and End mark; Enter takes.
fn keys(
    event: &KeyboardEvent,
    marked: RwSignal<usize>,
    now: Option<usize>,
    count: usize,
    id: StoredValue<String>,
) {
    let Some(now) = now.filter(|_| !event.is_composing()) else { return };
    let option = |at| focus::find(&["#", &option_id(id, at)].concat());
    let next = match event.key().as_str() {
        "ArrowDown" if now + 1 < count => now + 1,
        "ArrowUp" if now > 0 => now - 1,
        "ArrowUp" | "End" => count - 1,
        "ArrowDown" | "Home" => 0,
        "Enter" => {
            event.prevent_default();
            return option(now).iter().for_each(web_sys::HtmlElement::click);
        }
        _ => return,
    };
    event.prevent_default();
    marked.set(next);
    if let Some(option) = option(next) {
        let nearest = ScrollIntoViewOptions::new();
        nearest.set_block(ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

/// Entries under their heading. `at` counts through all groups.
fn group(title: Message, entries: Vec<Entry>, at: &mut usize, place: Place) -> View {
    let heading = [&option_id(place.id, *at), "-group"].concat();
    let mut options = Vec::new();
    for entry in entries {
        options.push(option(entry, *at, place));
        *at += 1;
    }
    view! {
        <div role="group" aria-labelledby=heading.clone()>
            <div class="palette-group" id=heading role="presentation">{title}</div>
            {View::of(options)}
        </div>
    }
}

/// A link, so that unsaved input is asked about as with any other, or a button.
fn option(entry: Entry, at: usize, place: Place) -> View {
    let selected = move || if place.marked.get() == Some(at) { "true" } else { "false" };
    let detail = (!entry.detail.is_empty()).then(|| view! { <small>{entry.detail}</small> });
    let inside = view! { <Icon glyph=entry.glyph /> <span lang=entry.lang>{entry.label}</span> {detail} };
    let mark = move |_: &Event| place.mark.set(at);
    match entry.act {
        Act::Go(href) => view! {
            <a role="option" tabindex="-1" id=option_id(place.id, at) href=href aria-selected=selected on:mousemove=mark on:click=move |_| place.open.set(false)>
                {inside}
            </a>
        },
        Act::Run(run) => {
            let press = move |_: &_| {
                place.open.set(false);
                run.run(());
            };
            view! {
                <button type="button" role="option" tabindex="-1" id=option_id(place.id, at) aria-selected=selected on:mousemove=mark on:click=press>
                    {inside}
                </button>
            }
        }
    }
}
