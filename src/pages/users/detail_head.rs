//! The head of a person's page: who manages them, what can be done, and what is out of the ordinary.

use std::sync::Arc;

use api::users::User;
use domain::ManagedBy;

use super::act_items;
use super::acts::{Act, Acts, refusal};
use super::list_row::use_copy;
use crate::layout::use_session;
use crate::pages::admins::Target;
use crate::pages::provisioning::of_person;
use crate::text::Message;
use crate::text::layout;
use crate::text::users as text;
use crate::ui::{Button, Glyph, Icon, Menu, MenuAction, MenuItem, Notice, TimeAgo, Tone};
use crate::view::prelude::*;

/// Who manages the person, and when they were changed last.
#[must_use]
pub fn lead(user: &User) -> View {
    let (glyph, manager) = match user.managed_by {
        ManagedBy::Local => (Glyph::User, text::profile::managed_locally().to_owned()),
        ManagedBy::IdentityProvider => (Glyph::Shield, text::profile::managed_by(user.identity_provider)),
    };
    let provider = user.identity_provider;
    let elsewhere =
        provider.users_url().filter(|_| user.managed_by == ManagedBy::IdentityProvider).map(|url| {
            view! {
                <a class="user-lead-part" href=url target="_blank" rel="noopener">
                    {text::profile::open_in(provider)} <Icon glyph=Glyph::External />
                </a>
            }
        });
    let log = (user.managed_by == ManagedBy::IdentityProvider).then(|| {
        view! { <a class="user-lead-part" href=of_person(user.id)>{layout::provisioning_log()}</a> }
    });
    view! {
        <p class="user-lead">
            <span class="manager"><Icon glyph /><span>{manager}</span></span>
            <span class="user-lead-part">{text::profile::last_change()} " " <TimeAgo at=user.updated_at /></span>
            {elsewhere}
            {log}
        </p>
    }
}

/// Everything that can be done with the person; what cannot says why.
#[component]
pub fn ActsMenu(
    /// The acts of the page.
    acts: Acts,
    /// The person, once read.
    person: Memo<Option<Arc<User>>>,
    /// Whose role the dialog is about.
    target: RwSignal<Option<Target>>,
) -> View {
    let session = use_session();
    let copy = use_copy();
    let basis = memo(move || person.with(|user| user.as_deref().map(act_items::basis)));
    let items = move || {
        // Read, not only tracked: a memo that nobody has read counts as changed.
        basis.with(|_| ());
        let Some(user) = person.get_untracked() else { return Vec::new() };
        let actor = session.actor();
        let item = |act: Act| act_items::item(acts, act, &actor, &user);
        // An open menu stays as it is while the person changes: whom it is about is asked when it is pressed.
        let press = move |()| target.set(person.get_untracked().as_deref().map(Target::of_user));
        let role = MenuItem::new(text::change_role(), Glyph::Shield, MenuAction::Press(Callback::new(press)))
            .disabled(Target::of_user(&user).refused(&actor));
        vec![
            act_items::toggle(acts, &actor, &user),
            item(Act::PasswordLink),
            role,
            item(Act::EndSessions),
            act_items::copy(copy, text::copy_id(), text::id(), user.id.to_string()),
            item(Act::Delete),
        ]
    };
    view! { <Menu label=text::profile::actions() caption=text::profile::actions() items=derive(items) /> }
}

/// What is out of the ordinary with the person.
#[component]
pub fn Banners(
    /// The person.
    user: Signal<Arc<User>>,
    /// The acts of the page.
    acts: Acts,
) -> View {
    let deactivated = memo(move || user.with(|user| !user.status.is_active()));
    let no_password = memo(move || {
        user.with(|user| user.status.is_active() && user.managed_by == ManagedBy::Local && !user.has_password)
    });
    view! {
        <Show when=move || deactivated.get()>
            <Notice
                tone=Tone::Neutral
                title=text::profile::deactivated_title()
                text=text::profile::deactivated_detail()
                actions=move || view! { <ActButton user acts act=Act::Activate label=text::activate() /> }
            />
        </Show>
        <Show when=move || no_password.get()>
            <Notice
                tone=Tone::Info
                title=text::profile::no_password_title()
                text=text::profile::no_password_detail()
                actions=move || {
                    view! { <ActButton user acts act=Act::PasswordLink label=text::password_link() /> }
                }
            />
        </Show>
    }
}

/// One act as a button; off where a rule refuses it, with the reason.
#[component]
fn ActButton(user: Signal<Arc<User>>, acts: Acts, act: Act, label: Message) -> View {
    let session = use_session();
    let refused = move || {
        user.with(|user| refusal(act, &session.actor(), user))
            .map(|reason| crate::text::reasons::reason(&reason))
    };
    let press = Callback::new(move |()| acts.run(act, user.get_untracked()));
    view! { <Button label disabled_reason=derive(refused) on_press=press /> }
}
