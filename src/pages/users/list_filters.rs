//! The search above the list, and its filters: each a chip with what it asks for, how, and what takes it away.

use api::users::Directory;
use api::{NoParams, NoQuery, licenses, sites};
use domain::{ManagedBy, Role, Status};

use super::list::List;
use super::list_query::{NOT, WITHOUT};
use crate::backend::{json, use_query};
use crate::layout::Filter;
use crate::platform::focus;
use crate::text::{Message, common, users as text};
use crate::ui::{Choice, Glyph, IconButton, Menu, MenuAction, MenuItem};
use crate::view::prelude::*;

/// What can be filtered by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    /// Some of what there is; with "is not".
    Few,
    /// Some of what there is, without "is not".
    OnlyIs,
    /// A text.
    Text,
    /// Before or after a day, or never.
    Day,
}

/// A filter: its name in the URL.
struct Kind {
    name: &'static str,
    label: Message,
    values: Values,
}

const KINDS: [Kind; 8] = [
    Kind { name: "status", label: text::list::status(), values: Values::Few },
    Kind { name: "managed_by", label: text::list::managed_by(), values: Values::Few },
    Kind { name: "site", label: text::list::site(), values: Values::Few },
    Kind { name: "license", label: text::list::license(), values: Values::Few },
    Kind { name: "directory", label: text::list::directory(), values: Values::OnlyIs },
    Kind { name: "department", label: text::department(), values: Values::Text },
    Kind { name: "role", label: text::role_label(), values: Values::OnlyIs },
    Kind { name: "last_sign_in", label: text::list::last_sign_in(), values: Values::Day },
];

const BEFORE: &str = "before:";
const AFTER: &str = "after:";
const NEVER: &str = "never";

impl Kind {
    /// How it asks, and for what; nothing while the URL does not have it.
    fn read(&self, url: &Filter) -> (String, String) {
        let not = url.get(&[self.name, NOT].concat());
        let value = url.get(self.name);
        if !not.is_empty() {
            return (NOT.to_owned(), not);
        }
        match [BEFORE, AFTER].into_iter().find(|how| self.values == Values::Day && value.starts_with(how)) {
            Some(how) => (how.to_owned(), value[how.len()..].to_owned()),
            None if value == NEVER => (value.clone(), value),
            None => (String::new(), value),
        }
    }

    fn is_in(&self, url: &Filter) -> bool {
        !self.read(url).1.is_empty()
    }

    /// The URL with it.
    fn write(&self, url: &Filter, how: &str, value: &str) -> String {
        let not = [self.name, NOT].concat();
        let asked = match how {
            NEVER => NEVER.to_owned(),
            BEFORE | AFTER if !value.is_empty() => [how, value].concat(),
            _ => value.to_owned(),
        };
        let (value, not_value) = if how == NOT { ("", asked.as_str()) } else { (asked.as_str(), "") };
        url.with(&[(self.name, value), (&not, not_value)])
    }

    /// The ways to ask.
    fn ways(&self) -> Vec<Choice> {
        let is = Choice::new("", text::list::is());
        match self.values {
            Values::Few => vec![is, Choice::new(NOT, text::list::is_not())],
            Values::OnlyIs | Values::Text => vec![is],
            Values::Day => vec![
                Choice::new(BEFORE, text::list::before()),
                Choice::new(AFTER, text::list::after()),
                Choice::new(NEVER, text::list::never()),
            ],
        }
    }
}

/// What there is of a filter.
fn values(name: &str, plans: Named, places: Named) -> Vec<Choice> {
    let one = |name: String, label: Message| Choice::new(name, label);
    match name {
        "status" => {
            [Status::Active, Status::Deactivated].map(|s| one(json::name_of(Some(s)), text::status(s))).into()
        }
        "managed_by" => vec![
            one(json::name_of(Some(ManagedBy::IdentityProvider)), text::identity_provider()),
            one(json::name_of(Some(ManagedBy::Local)), text::managed_locally()),
        ],
        "site" => named(places, &[(WITHOUT, text::no_site())]),
        "license" => named(plans, &[("any", text::list::any_license()), (WITHOUT, text::list::no_license())]),
        "directory" => vec![
            one(json::name_of(Some(Directory::Shown)), text::profile::shown()),
            one(json::name_of(Some(Directory::Hidden)), text::profile::hidden()),
        ],
        _ => Role::ALL.into_iter().map(|role| one(json::name_of(Some(role)), text::role(role))).collect(),
    }
}

/// Names of sites or plans, by their ids.
pub type Named = Signal<Option<Vec<Choice>>>;

fn named(known: Named, more: &[(&str, Message)]) -> Vec<Choice> {
    let mut all = known.get().unwrap_or_default();
    all.extend(more.iter().map(|(value, label)| Choice::new(*value, *label)));
    all
}

/// The sites and the plans that there are.
#[must_use]
pub fn use_named() -> (Named, Named) {
    let places = use_query::<sites::List>(|| (NoParams {}, NoQuery {}));
    let plans = use_query::<licenses::List>(|| (NoParams {}, NoQuery {}));
    let places = move || {
        let all = places.data.get()?;
        Some(all.items.iter().map(|site| Choice::new(site.id.to_string(), &site.name)).collect())
    };
    let plans = move || {
        let all = plans.data.get()?;
        Some(all.items.iter().map(|plan| Choice::new(plan.id.to_string(), &plan.name)).collect())
    };
    (derive(plans), derive(places))
}

/// Search, the filters that are on, one more, and what takes them all away.
#[component]
pub fn Filters(
    /// The list.
    list: List,
) -> View {
    // Filters that were asked for and have no value yet: the URL has only those with one.
    let added = RwSignal::new(Vec::<usize>::new());
    let is_on = move |at: usize| {
        list.filters.filter.with(|url| KINDS[at].is_in(url)) || added.with(|added| added.contains(&at))
    };
    let on = memo(move || (0..KINDS.len()).filter(|at| is_on(*at)).collect::<Vec<_>>());
    let more = move || {
        let off = (0..KINDS.len()).filter(|at| on.with(|on| !on.contains(at)));
        let item = |at: usize| {
            let add = Callback::new(move |()| {
                added.update(|added| added.push(at));
                focus::to_selector(&["#filter-", KINDS[at].name].concat());
            });
            MenuItem::new(KINDS[at].label, Glyph::Plus, MenuAction::Press(add))
        };
        off.map(item).collect::<Vec<_>>()
    };
    view! {
        <div class="filters users-filters" role="group" aria-label=text::list::filters()>
            {list.filters.search(text::list::search_placeholder(), "search")}
            <For each=move || on.get() key=|at| *at let:at>{chip(list, at, added)}</For>
            <Menu
                label=text::list::add_filter()
                caption=Signal::stored(text::list::add_filter().to_owned())
                icon=Signal::stored(Glyph::Plus)
                items=derive(more)
            />
            <span on:click=move |_| added.set(Vec::new())>{list.filters.clear()}</span>
        </div>
    }
}

fn chip(list: List, at: usize, added: RwSignal<Vec<usize>>) -> View {
    let kind = &KINDS[at];
    let label = kind.label;
    let now = memo(move || list.filters.filter.with(|url| KINDS[at].read(url)));
    // How to ask, while there is nothing to ask for yet.
    let way = RwSignal::new(if kind.values == Values::Day { BEFORE } else { "" }.to_owned());
    let how = move || now.with(|(how, value)| if value.is_empty() { way.get() } else { how.clone() });
    let go = move |how: &str, value: &str| {
        way.set(how.to_owned());
        list.filters
            .go
            .run((list.filters.filter.with_untracked(|url| KINDS[at].write(url, how, value)), false));
    };
    let choose_way = move |event: &web_sys::Event| {
        let value =
            now.with_untracked(|(how, value)| if how == NEVER { String::new() } else { value.clone() });
        go(&event_target_value(event), &value);
    };
    let remove = Callback::new(move |()| {
        added.update(|added| added.retain(|one| *one != at));
        go("", "");
        focus::to_selector("[data-shortcut=search]");
    });
    let ways = kind.ways();
    let ways = (ways.len() > 1).then(|| {
        view! {
            <select aria-label=text::list::way(&label) on:change=choose_way>
                {ways.into_iter().map(|way| option(way, derive(how))).collect_view()}
            </select>
        }
    });
    let set = move |event: &web_sys::Event| go(&untrack(how), event_target_value(event).trim());
    let value = derive(move || now.with(|(_, value)| value.clone()));
    let id = ["filter-", kind.name].concat();
    let entry = match kind.values {
        Values::Text => view! { <input id=id type="text" aria-label=label prop:value=value on:change=set /> },
        Values::Day => {
            let day = move || how() != NEVER;
            let id = StoredValue::new(id);
            view! {
                <Show when=day>
                    <input id=id.get_value() type="date" aria-label=label prop:value=value on:change=set />
                </Show>
            }
        }
        Values::Few | Values::OnlyIs => {
            let (plans, places) = list.named;
            let options = move || {
                let mut all = values(KINDS[at].name, plans, places);
                let chosen = value.get();
                // A link may name what is gone or never was: the filter still says that it filters.
                if all.iter().all(|choice| choice.value != chosen) {
                    let label = if chosen.is_empty() { text::list::choose() } else { text::list::unknown() };
                    all.insert(0, Choice::new(chosen, label));
                }
                all.into_iter().map(|choice| option(choice, value)).collect_view()
            };
            view! { <select id=id aria-label=label on:change=set>{options}</select> }
        }
    };
    view! {
        <span class="filter chip" role="group" aria-label=label data-active="true">
            <span class="chip-label">{label}</span>
            {ways}
            {entry}
            <IconButton label=text::list::remove_filter(&label) icon=Signal::stored(Glyph::Cross) on_press=remove />
        </span>
    }
}

fn option(choice: Choice, now: Signal<String>) -> View {
    let own = choice.value.clone();
    view! { <option value=choice.value selected=move || now.get() == own>{choice.label}</option> }
}

/// Sorting where the column headers do not show: on narrow pages.
#[component]
pub fn SortSelect(
    /// The list.
    list: List,
) -> View {
    use super::list_columns::{label, sort};
    use super::list_query::sorted_by;
    use api::users_export::Column;
    let now = derive(move || json::name_of(Some(list.query.with(|query| query.sort.unwrap_or_default()))));
    let go = move |name: &str| {
        if let Some(sort) = json::from_name(name) {
            list.filters.go.run((list.filters.filter.with_untracked(|url| sorted_by(url, sort)), false));
        }
    };
    let options = Column::ALL.into_iter().filter(|column| sort(*column).is_some());
    let options = options.map(|column| option(Choice::new(column.name(), label(column)), now)).collect_view();
    let turn = Callback::new(move |()| go(&now.get_untracked()));
    view! {
        <span class="filter chip users-sort">
            <span class="chip-label">{text::list::sort_by()}</span>
            <select aria-label=text::list::sort_by() on:change=move |event| go(&event_target_value(event))>{options}</select>
            <IconButton label=common::turn_around() icon=Signal::stored(Glyph::SortNone) on_press=turn />
        </span>
    }
}
