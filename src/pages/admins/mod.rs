//! Admins and roles (R32): who administers the organization, and the change of a role.

mod role;

pub use role::{RoleDialog, Target, use_role_dialog};

use api::admins::{Admin, List};
use api::{NoParams, NoQuery};
use domain::Role;

use crate::layout::{Page, Words, refusal, use_filters, use_listing};
use crate::pages::users::status_badge;
use crate::text::Message;
use crate::text::admins as text;
use crate::text::users as users_text;
use crate::ui::{Button, Card, Glyph, TimeAgo, Variant};
use crate::view::prelude::*;

/// The page `/admins`.
#[component]
pub fn AdminsPage() -> View {
    let target = use_role_dialog();
    let listing = use_listing::<List, Admin>(use_filters(), |_| (NoParams {}, NoQuery {}));
    let words = Words {
        label: text::title(),
        columns: vec![
            text::name(),
            text::role(),
            users_text::list::status(),
            users_text::list::last_sign_in(),
            Message::NONE,
        ],
        none: (text::title(), text::lead()),
        glyph: Glyph::Shield,
    };
    let add = move || {
        view! {
            <Button
                label=text::add()
                icon=Glyph::Plus
                variant=Variant::Primary
                disabled_reason=refusal(domain::Right::EditRoles)
                on_press=move |()| target.set(Some(Target::Anybody))
            />
        }
    };
    view! {
        <Page title=text::title() lead=|| text::lead().into_view() actions=add>
            {listing.view(words, View::empty, |admin| [&admin.id.to_string(), "-", &admin.version.to_string()].concat(), row)}
            <Card title=text::roles()><dl class="role-list">{Role::ALL.into_iter().map(explained).collect_view()}</dl></Card>
            <RoleDialog target />
        </Page>
    }
}

fn row(admin: &Admin) -> View {
    let name = if admin.name.is_empty() { admin.username.clone() } else { admin.name.clone() };
    let href = ["/users/", &admin.id.to_string()].concat();
    let at = admin.last_sign_in_at.map_or_else(
        || view! { <span class="secondary">{users_text::never_signed_in()}</span> },
        |at| view! { <TimeAgo at /> },
    );
    let target = use_context::<RwSignal<Option<Target>>>();
    let them = Target::of_admin(admin);
    let reason = them.refusal();
    let press = move |()| target.iter().for_each(|target| target.set(Some(them.clone())));
    view! {
        <tr data-status=if admin.status.is_active() { "active" } else { "deactivated" }>
            <th scope="row"><a class="site-name" href=href>{name.clone()}</a><span class="log-sub">{admin.username.clone()}</span></th>
            <td>{users_text::role(admin.role)}</td>
            <td>{status_badge(admin.status)}</td>
            <td>{at}</td>
            <td class="cell-actions">
                <Button label=text::change() aria_label=text::change_of(&name) disabled_reason=reason on_press=press />
            </td>
        </tr>
    }
}

fn explained(role: Role) -> View {
    view! { <div><dt>{users_text::role(role)}</dt><dd>{text::may(role)}</dd></div> }
}
