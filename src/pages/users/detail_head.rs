//! The head of a person's page: who manages them, what can be done, and what is out of the ordinary.

use std::sync::Arc;

use api::users::User;
use domain::{ManagedBy, Status};
use leptos::prelude::*;

use super::acts::{Act, Acts, refusal};
use super::list_row::use_copy;
use crate::layout::use_session;
use crate::text::users as text;
use crate::ui::{Button, Glyph, Icon, Menu, MenuAction, MenuItem, Notice, TimeAgo, Tone};

/// Who manages the person, and when they were changed last.
#[component]
pub fn Lead(
    /// The person.
    user: Arc<User>,
) -> impl IntoView {
    let (glyph, manager) = match user.managed_by {
        ManagedBy::Local => (Glyph::User, text::profile::managed_locally().to_owned()),
        ManagedBy::IdentityProvider => (Glyph::Shield, text::profile::managed_by(user.identity_provider)),
    };
    view! {
        <p class="user-lead">
            <span class="manager"><Icon glyph /><span>{manager}</span></span>
            <span class="user-lead-part">{text::profile::last_change()} " " <TimeAgo at=user.updated_at /></span>
        </p>
    }
    .into_any()
}

/// Everything that can be done with the person; what cannot says why.
#[component]
pub fn ActsMenu(
    /// The acts of the page.
    acts: Acts,
    /// The person.
    user: Arc<User>,
) -> impl IntoView {
    let session = use_session();
    let copy = use_copy();
    let items = move || {
        let actor = session.actor();
        let act = |act: Act, label: &'static str, glyph: Glyph| {
            let (reason, user) = (refusal(act, &actor, &user), Arc::clone(&user));
            let press = Callback::new(move |()| acts.run(act, Arc::clone(&user)));
            MenuItem::new(label, glyph, MenuAction::Press(press))
                .disabled(reason.map(|reason| reason.to_string()))
        };
        let id = user.id.to_string();
        let copy_id = Callback::new(move |()| copy.run((text::id(), id.clone())));
        let toggle = match user.status {
            Status::Active => act(Act::Deactivate, text::deactivate(), Glyph::Blocked),
            Status::Deactivated => act(Act::Activate, text::activate(), Glyph::Check),
        };
        vec![
            toggle,
            act(Act::PasswordLink, text::password_link(), Glyph::Link),
            act(Act::EndSessions, text::end_sessions(), Glyph::Devices),
            MenuItem::new(text::copy_id(), Glyph::Copy, MenuAction::Press(copy_id)),
            act(Act::Delete, text::delete(), Glyph::Trash).danger(),
        ]
    };
    view! { <Menu label=text::profile::actions() caption=text::profile::actions() items=Signal::derive(items) /> }.into_any()
}

/// What is out of the ordinary with the person.
#[component]
pub fn Banners(
    /// The person.
    user: Signal<Arc<User>>,
    /// The acts of the page.
    acts: Acts,
) -> impl IntoView {
    let deactivated = Memo::new(move |_| user.with(|user| !user.status.is_active()));
    let no_password = Memo::new(move |_| {
        user.with(|user| user.status.is_active() && user.managed_by == ManagedBy::Local && !user.has_password)
    });
    view! {
        <Show when=move || deactivated.get()>
            <Notice
                tone=Tone::Neutral
                title=text::profile::deactivated_title()
                text=text::profile::deactivated_detail()
                actions=move || view! { <ActButton user acts act=Act::Activate label=text::activate() /> }.into_any()
            />
        </Show>
        <Show when=move || no_password.get()>
            <Notice
                tone=Tone::Info
                title=text::profile::no_password_title()
                text=text::profile::no_password_detail()
                actions=move || {
                    view! { <ActButton user acts act=Act::PasswordLink label=text::password_link() /> }.into_any()
                }
            />
        </Show>
    }
    .into_any()
}

/// One act as a button; off where a rule refuses it, with the reason.
#[component]
fn ActButton(user: Signal<Arc<User>>, acts: Acts, act: Act, label: &'static str) -> impl IntoView {
    let session = use_session();
    let refused =
        move || user.with(|user| refusal(act, &session.actor(), user)).map(|reason| reason.to_string());
    let press = Callback::new(move |()| acts.run(act, user.get_untracked()));
    view! { <Button label disabled_reason=Signal::derive(refused) on_press=press /> }.into_any()
}
