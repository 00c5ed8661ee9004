//! One row of the list.

use std::sync::Arc;

use api::users::User;
use domain::{Field, UserId};
use leptos::task::spawn_local;

use super::act_items;
use super::acts::Act;
use super::list::List;
use super::list_columns::cell;
use super::selection::check_box;
use super::status::{manager, status_badge};
use crate::backend::json;
use crate::layout::use_session;
use crate::platform::clipboard;
use crate::text::Message;
use crate::text::common;
use crate::text::users as text;
use crate::ui::{Avatar, Glyph, Menu, MenuAction, MenuItem, use_toasts};
use crate::view::prelude::*;

/// One person. The row stays while the person changes, and so do the focus and an open menu in it.
#[component]
pub fn Row(
    /// The list.
    list: List,
    /// Whose row it is.
    id: UserId,
) -> View {
    let Some(user) = use_user(list, id) else { return View::empty() };
    let status = move || user.with(|user| json::name_of(Some(user.status)));
    let fresh = move || list.fresh.with(|fresh| fresh.contains(&id)).then_some("true");
    let name = derive(move || user.with(|user| display_name(user)));
    let cells = move || {
        let rest = list.columns.get().into_iter().skip(1);
        rest.map(|column| view! { <td data-column=column.name()>{move || user.with(|user| cell(column, user))}</td> })
            .collect_view()
    };
    view! {
        <tr data-status=status data-fresh=fresh>
            <td class="cell-check">{check_box(list, id, name)}</td>
            <th scope="row" data-column="name"><Person user name /></th>
            {cells}
            <td class="cell-actions" data-column="actions"><RowMenu list user /></td>
        </tr>
    }
}

/// The person with that id, in every newer answer. Keeps the last one while the row goes away.
fn use_user(list: List, id: UserId) -> Option<Memo<Arc<User>>> {
    let find =
        move || list.people.data.with(|page| page.as_ref()?.items.iter().find(|user| user.id == id).cloned());
    let first = Arc::new(untrack(find)?);
    Some(Memo::new(move |before: Option<&Arc<User>>| {
        find().map(Arc::new).or_else(|| before.cloned()).unwrap_or_else(|| Arc::clone(&first))
    }))
}

/// Initials, the name as the way to the page, and the username under it.
#[component]
fn Person(user: Memo<Arc<User>>, name: Signal<String>) -> View {
    let href = move || user.with(|user| ["/users/", &user.id.to_string()].concat());
    let facts = move || {
        user.with(|user| {
            let site = user.site.as_ref().map(|site| view! { <span>{site.name.clone()}</span> });
            let plan = user.plan.as_ref().map(|plan| view! { <span>{plan.name.clone()}</span> });
            view! { {status_badge(user.status)} {manager(user)} {site} {plan} }
        })
    };
    view! {
        <span class="person">
            <Avatar name />
            <span class="person-text">
                <a class="person-name" href=href title=name>{name}</a>
                <span class="person-sub" title=move || user.with(|user| contact(user))>{move || user.with(|user| contact(user))}</span>
                <span class="person-facts">{facts}</span>
            </span>
        </span>
    }
}

/// The name; for somebody without one, the username.
#[must_use]
pub fn display_name(user: &User) -> String {
    let name = user.name();
    if name.is_empty() { user.username.clone() } else { name }
}

/// What the person signs in with, and the email where it is another.
fn contact(user: &User) -> String {
    if user.email.is_empty() || user.email.eq_ignore_ascii_case(&user.username) {
        return user.username.clone();
    }
    [&user.username, " · ", &user.email].concat()
}

/// What can be done with the person; what cannot says why.
#[component]
fn RowMenu(list: List, user: Memo<Arc<User>>) -> View {
    let label = move || user.with(|user| text::actions_for(&display_name(user)));
    let session = use_session();
    let copy = use_copy();
    let basis = memo(move || user.with(|user| act_items::basis(user)));
    let items = move || {
        // Read, not only tracked: a memo that nobody has read counts as changed.
        basis.with(|_| ());
        let (user, actor) = (user.get_untracked(), session.actor());
        vec![
            MenuItem::new(
                text::open(),
                Glyph::User,
                MenuAction::Link(["/users/", &user.id.to_string()].concat()),
            ),
            act_items::copy(copy, text::copy_id(), text::id(), user.id.to_string()),
            act_items::copy(copy, text::copy_username(), text::field(Field::Username), user.username.clone()),
            act_items::toggle(list.acts, &actor, &user),
            act_items::item(list.acts, Act::Delete, &actor, &user),
        ]
    };
    view! { <Menu label=derive(label) items=derive(items) /> }
}

/// Copies a value, and says so.
#[must_use]
pub fn use_copy() -> Callback<(Message, String)> {
    let toasts = use_toasts();
    Callback::new(move |(what, value): (Message, String)| {
        spawn_local(async move {
            if clipboard::copy(&value).await {
                toasts.success(common::copied_what(&what));
            } else {
                toasts.failure(common::copy_failed());
            }
        });
    })
}
