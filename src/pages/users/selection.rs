//! Who is selected in the list: some people one by one, or everybody who matches but for some.

use api::users::ListQuery;
use api::users_bulk::Selection;
use domain::UserId;

use super::list::List;
use crate::text::users as text;
use crate::ui::{Button, Variant};
use crate::view::prelude::*;

/// The selection. It holds across pages and sorts, and ends when the filters change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selected {
    /// Everybody who matches, but for those named.
    all: bool,
    ids: Vec<UserId>,
}

impl Selected {
    /// Is this person selected?
    #[must_use]
    pub fn has(&self, id: UserId) -> bool {
        self.all != self.ids.contains(&id)
    }

    /// Selects, or takes out of the selection.
    pub fn set(&mut self, id: UserId, on: bool) {
        self.ids.retain(|one| *one != id);
        if self.all != on {
            self.ids.push(id);
        }
    }

    /// How many, of so many who match.
    #[must_use]
    pub const fn count(&self, total: u64) -> u64 {
        let named = self.ids.len() as u64;
        if self.all { total.saturating_sub(named) } else { named }
    }

    /// As the API takes it.
    #[must_use]
    pub fn to_api(&self, query: &ListQuery) -> Selection {
        if self.all {
            let filters = ListQuery { sort: None, order: None, cursor: None, limit: None, ..query.clone() };
            Selection { ids: None, filters: Some(filters), except: self.ids.clone() }
        } else {
            Selection { ids: Some(self.ids.clone()), filters: None, except: Vec::new() }
        }
    }
}

/// The check box of a person.
#[must_use]
pub fn check_box(list: List, id: UserId, name: Signal<String>) -> View {
    let on = move || list.selected.with(|selected| selected.has(id));
    let toggle = move |_: &_| list.selected.update(|selected| selected.set(id, !selected.has(id)));
    let label = move || text::list::select(&name.get());
    view! { <input type="checkbox" aria-label=label prop:checked=on on:change=toggle /> }
}

/// The check box of all people on the page: half on when some of them are selected.
#[must_use]
pub fn page_check_box(list: List) -> View {
    let on_page = move || {
        list.people.data.with(|page| {
            let people = page.iter().flat_map(|page| &page.items);
            people.map(|user| list.selected.with(|selected| selected.has(user.id))).collect::<Vec<_>>()
        })
    };
    let all = move || on_page().iter().all(|on| *on) && !on_page().is_empty();
    let some = move || !all() && on_page().contains(&true);
    let toggle = move |_: &_| {
        let on = !untrack(all);
        list.people.data.with_untracked(|page| {
            list.selected.update(|selected| {
                page.iter().flat_map(|page| &page.items).for_each(|user| selected.set(user.id, on));
            });
        });
    };
    view! {
        <input type="checkbox" aria-label=text::list::select_page() prop:checked=all prop:indeterminate=some on:change=toggle />
    }
}

/// How many are selected, how to select all, and what can be done with them.
#[component]
pub fn SelectionBar(
    /// The list.
    list: List,
    /// What can be done.
    #[prop(into)]
    actions: ViewFn,
) -> View {
    let total = move || list.people.data.with(|page| page.as_ref().map_or(0, |page| page.total));
    let more = move || list.people.data.with(|page| page.as_ref().is_some_and(|page| page.total_is_minimum));
    let count = memo(move || list.selected.with(|selected| selected.count(total())));
    let all = move || list.selected.with(|selected| selected.all && selected.ids.is_empty());
    let said = move || {
        if all() && more() {
            text::list::all_selected().to_owned()
        } else {
            text::list::selected(count.get())
        }
    };
    let select_all = move |()| list.selected.set(Selected { all: true, ids: Vec::new() });
    let all_label = move || {
        if more() { text::list::select_all_matching().to_owned() } else { text::list::select_all(total()) }
    };
    live(move || {
        (count.get() > 0).then(|| {
            let actions = actions.clone();
            view! {
                <div class="selection-bar" role="region" aria-label=text::list::selection()>
                    <p role="status">{move || said()}</p>
                    <Show when=move || !all()>
                        <Button label=derive(all_label) variant=Variant::Quiet on_press=select_all />
                    </Show>
                    <Button
                        label=text::list::clear_selection()
                        variant=Variant::Quiet
                        on_press=move |()| list.selected.set(Selected::default())
                    />
                    {actions.run()}
                </div>
            }
        })
    })
}
