//! The dialogs of the acts: the question before a deletion, and the password link that is shown once.

use api::users::User;
use domain::ManagedBy;
use leptos::prelude::*;

use super::acts::Acts;
use crate::text::users as text;
use crate::ui::{Button, ConfirmDialog, CopyField, Dialog, Notice, Skeleton, TimeAgo, Tone, Variant};

/// Both dialogs; closed until an act opens one.
#[component]
pub fn ActDialogs(
    /// The acts of the page.
    acts: Acts,
) -> impl IntoView {
    view! { <DeleteDialog acts /> <PasswordLinkDialog acts /> }.into_any()
}

fn named(acts: Acts, words: fn(&str) -> String) -> Signal<String> {
    Signal::derive(move || {
        acts.person.with(|user| user.as_ref().map(|user| words(&user.name())).unwrap_or_default())
    })
}

#[component]
fn DeleteDialog(acts: Acts) -> impl IntoView {
    let username = move || acts.person.with(|user| user.as_ref().map(|user| user.username.clone()));
    view! {
        <ConfirmDialog
            open=acts.deleting
            title=named(acts, text::delete_title)
            confirm=text::delete_for_good()
            typed=Signal::derive(username)
            busy=acts.busy
            failure=acts.failure
            on_confirm=Callback::new(move |()| acts.delete())
        >
            {move || acts.person.with(|user| user.as_deref().map(consequences))}
        </ConfirmDialog>
    }
    .into_any()
}

/// What a deletion comes to, and the milder way.
fn consequences(user: &User) -> AnyView {
    let provider = (user.managed_by == ManagedBy::IdentityProvider)
        .then(|| view! { <li>{text::delete_consequence_provider(user.identity_provider.words())}</li> });
    let alternative = (user.managed_by == ManagedBy::Local && user.status.is_active())
        .then(|| view! { <p>{text::delete_alternative()}</p> });
    view! {
        <ul class="consequences">
            <li>{text::delete_consequence_sessions()}</li>
            <li>{text::delete_consequence_data()}</li>
            <li>{text::delete_consequence_username()}</li>
            {provider}
        </ul>
        {alternative}
    }
    .into_any()
}

#[component]
fn PasswordLinkDialog(acts: Acts) -> impl IntoView {
    let content = move || match (acts.link.get(), acts.failure.get()) {
        (Some(link), _) => view! {
            <CopyField label=text::password_link_label() value=link.url hint=text::password_link_detail() />
            <p class="secondary">{text::expires_label()} " " <TimeAgo at=link.expires_at /></p>
        }
        .into_any(),
        (None, Some(failure)) => view! { <Notice tone=Tone::Bad text=failure /> }.into_any(),
        (None, None) => view! { <Skeleton lines=2 /> }.into_any(),
    };
    view! {
        <Dialog open=acts.linking title=named(acts, text::password_link_for)>
            {content}
            <div class="dialog-actions">
                <Button label=text::done() variant=Variant::Primary on_press=Callback::new(move |()| acts.linking.set(false)) />
            </div>
        </Dialog>
    }
    .into_any()
}
