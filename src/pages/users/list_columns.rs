//! The columns of the list: their labels, what a person has in them, and the dialog that chooses them.

use api::users::{Sort, User};
use api::users_export::Column;
use domain::Field;

use super::list::List;
use super::list_query;
use super::status::{manager, status_badge};
use crate::layout::use_preferences;
use crate::text::Message;
use crate::text::common;
use crate::text::users as text;
use crate::ui::{Button, Dialog, Glyph, IconButton, TimeAgo, Variant};
use crate::view::prelude::*;

/// What the list shows to whom has chosen nothing.
pub const DEFAULT: [Column; 6] =
    [Column::Name, Column::Status, Column::ManagedBy, Column::Site, Column::License, Column::LastSignIn];

/// The columns: those that the URL names, as a saved view does, or else those that the reader has chosen. The name is always the
/// first one.
#[must_use]
pub fn use_columns(url: Memo<crate::layout::Filter>) -> Memo<Vec<Column>> {
    let preferences = use_preferences();
    memo(move || {
        let named = url.with(|url| list_query::columns(url.get("columns").split(',')));
        let chosen = || preferences.get().users_columns.unwrap_or_default();
        let mut columns = named;
        if columns.is_empty() {
            columns = list_query::columns(chosen().iter().map(String::as_str));
        }
        if columns.is_empty() {
            columns = DEFAULT.to_vec();
        }
        columns.retain(|column| *column != Column::Name);
        columns.insert(0, Column::Name);
        columns
    })
}

/// The label of a column.
#[must_use]
pub fn label(column: Column) -> Message {
    let field = match column {
        Column::Name => return text::list::name(),
        Column::ManagedBy => return text::list::managed_by(),
        Column::LastSignIn => return text::list::last_sign_in(),
        Column::Created => return text::list::created(),
        Column::Updated => return text::list::updated(),
        Column::Id => return text::id(),
        Column::FirstName => Field::FirstName,
        Column::LastName => Field::LastName,
        Column::Username => Field::Username,
        Column::Email => Field::Email,
        Column::Status => Field::Status,
        Column::Site => Field::Site,
        Column::License => Field::License,
        Column::Directory => Field::DirectoryVisible,
        Column::Role => Field::Role,
        Column::JobTitle => Field::JobTitle,
        Column::Department => Field::Department,
        Column::PersonalContactNumber => Field::PersonalContactNumber,
        Column::Extension => Field::Extension,
        Column::PhoneNumber => Field::PhoneNumber,
        Column::Locale => Field::Locale,
        Column::TimeZone => Field::TimeZone,
    };
    text::field(field)
}

/// By what the list is sorted when its header is pressed.
#[must_use]
pub fn sort(column: Column) -> Option<Sort> {
    crate::backend::json::from_name(column.name())
}

/// What a person has in a column.
#[must_use]
pub fn cell(column: Column, user: &User) -> View {
    let words =
        |words: Option<&String>| view! { <span class="clip" title=words.cloned()>{words.cloned()}</span> };
    let none = |none: Message| view! { <span class="secondary">{none}</span> };
    match column {
        Column::Name => user.name().into_view(),
        Column::FirstName => words(Some(&user.first_name)),
        Column::LastName => words(Some(&user.last_name)),
        Column::Username => words(Some(&user.username)),
        Column::Email => words(Some(&user.email)),
        Column::Status => status_badge(user.status),
        Column::ManagedBy => manager(user),
        Column::Site => {
            user.site.as_ref().map_or_else(|| none(text::no_site()), |site| words(Some(&site.name)))
        }
        Column::License => words(user.plan.as_ref().map(|plan| &plan.name)),
        Column::Directory => {
            if user.directory_visible { text::profile::shown() } else { text::profile::hidden() }.into_view()
        }
        Column::Role => text::role(user.role).into_view(),
        Column::JobTitle => words(user.job_title.as_ref()),
        Column::Department => words(user.department.as_ref()),
        Column::PersonalContactNumber => words(user.personal_contact_number.as_ref()),
        Column::Extension => words(user.extension.as_ref()),
        Column::PhoneNumber => words(user.phone_number.as_ref()),
        Column::Locale => words(user.locale.as_ref()),
        Column::TimeZone => words(user.time_zone.as_ref()),
        Column::LastSignIn => match user.last_sign_in_at {
            Some(at) => view! { <TimeAgo at /> },
            None => none(text::never_signed_in()),
        },
        Column::Created => view! { <TimeAgo at=user.created_at /> },
        Column::Updated => view! { <TimeAgo at=user.updated_at /> },
        Column::Id => words(Some(&user.id.to_string())),
    }
}

/// Which columns, in which order: kept for the reader.
#[component]
pub fn ColumnsDialog(
    /// The list.
    list: List,
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> View {
    view! { <Dialog open title=text::list::columns()><Chooser list open /></Dialog> }
}

#[component]
fn Chooser(list: List, open: RwSignal<bool>) -> View {
    let preferences = use_preferences();
    let chosen = RwSignal::new(list.columns.get_untracked());
    let line = move |column: Column| {
        let at = move || chosen.with(|chosen| chosen.iter().position(|one| *one == column));
        let toggle = move |_: &_| {
            chosen.update(|chosen| match chosen.iter().position(|one| *one == column) {
                Some(at) => drop(chosen.remove(at)),
                None => chosen.push(column),
            });
        };
        let id = ["column-", column.name()].concat();
        let up = Callback::new(move |()| {
            if let Some(at) = untrack(at).filter(|at| *at > 1) {
                chosen.update(|chosen| chosen.swap(at, at - 1));
            }
        });
        let up_label = text::list::move_up(&label(column));
        let fixed = column == Column::Name;
        view! {
            <li class="column-choice">
                <input id=id.clone() type="checkbox" disabled=fixed prop:checked=move || at().is_some() on:change=toggle />
                <label for=id>{label(column)}</label>
                <Show when=move || at().is_some_and(|at| at > 1)>
                    <IconButton label=up_label.clone() icon=Signal::stored(Glyph::SortUp) on_press=up />
                </Show>
            </li>
        }
    };
    // Chosen ones first, as they stand in the table. Lines stay where they are while they are ticked.
    let lines = move || {
        let mut all = chosen.get();
        all.extend(Column::ALL.into_iter().filter(|column| !chosen.with(|chosen| chosen.contains(column))));
        all
    };
    let take = move |columns: Option<Vec<Column>>| {
        let names = columns.map(|columns| columns.iter().map(|one| one.name().to_owned()).collect());
        preferences.set(move |own| own.users_columns = names);
        list.filters.go.run((list.filters.filter.with_untracked(|url| url.href("columns", "")), true));
        open.set(false);
    };
    view! {
        <ul class="column-choices">
            <For each=lines key=|column| *column let:column>{line(column)}</For>
        </ul>
        <div class="dialog-actions">
            <Button label=text::list::default_columns() on_press=move |()| take(None) />
            <Button label=common::cancel() on_press=move |()| open.set(false) />
            <Button label=common::save() variant=Variant::Primary on_press=move |()| take(Some(chosen.get_untracked())) />
        </div>
    }
}
