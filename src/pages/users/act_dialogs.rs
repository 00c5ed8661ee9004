//! The dialogs of the acts: the question before a deletion, and the password link that is shown once.

use api::users::{NotMailed, PasswordLink, User};
use domain::ManagedBy;

use super::acts::Acts;
use crate::text::users as text;
use crate::ui::{
    Button, Checkbox, ConfirmDialog, CopyField, Dialog, Notice, Skeleton, TimeAgo, Tone, Variant,
};
use crate::view::prelude::*;

/// Both dialogs; closed until an act opens one.
#[component]
pub fn ActDialogs(
    /// The acts of the page.
    acts: Acts,
) -> View {
    view! { <DeleteDialog acts /> <PasswordLinkDialog acts /> }
}

fn named(acts: Acts, words: fn(&str) -> String) -> Signal<String> {
    derive(move || acts.person.with(|user| user.as_ref().map(|user| words(&user.name())).unwrap_or_default()))
}

#[component]
fn DeleteDialog(acts: Acts) -> View {
    let username = move || acts.person.with(|user| user.as_ref().map(|user| user.username.clone()));
    view! {
        <ConfirmDialog
            open=acts.deleting
            title=named(acts, text::delete_title)
            confirm=text::delete_for_good()
            typed=derive(username)
            busy=acts.busy
            failure=acts.failure
            on_confirm=Callback::new(move |()| acts.delete())
        >
            {move || acts.person.with(|user| user.as_deref().map(consequences))}
        </ConfirmDialog>
    }
}

/// What a deletion comes to, and the milder way.
fn consequences(user: &User) -> View {
    let provider = (user.managed_by == ManagedBy::IdentityProvider)
        .then(|| view! { <li>{text::delete_consequence_provider(user.identity_provider)}</li> });
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
}

#[component]
fn PasswordLinkDialog(acts: Acts) -> View {
    let content = move || match (acts.link.get(), acts.failure.get()) {
        (Some(link), _) => made(link),
        (None, Some(failure)) => view! { <Notice tone=Tone::Bad text=failure /> },
        (None, None) => match acts.mails_to() {
            Some(email) => view! { <Checkbox label=text::send_to(&email) checked=acts.send /> },
            None => view! { <Skeleton lines=2 /> },
        },
    };
    // One button for both, so that the focus stays.
    let asking = memo(move || {
        acts.link.with(Option::is_none) && acts.failure.with(Option::is_none) && acts.mails_to().is_some()
    });
    let label = move || if asking.get() { text::password_link() } else { text::done() };
    let press = move |()| if asking.get_untracked() { acts.make_link() } else { acts.linking.set(false) };
    view! {
        <Dialog open=acts.linking title=named(acts, text::password_link_for)>
            {content}
            <div class="dialog-actions">
                <Button
                    label=derive(move || label().to_owned())
                    variant=Variant::Primary
                    busy=derive(move || asking.get() && acts.busy.get())
                    on_press=Callback::new(press)
                />
            </div>
        </Dialog>
    }
}

/// The link, and what became of its mail.
fn made(link: PasswordLink) -> View {
    let mailed = link.mailed_to.map(|email| (Tone::Good, text::mailed(&email)));
    let not = link.not_mailed.map(|why| {
        let words = match why {
            NotMailed::NoMailServer => text::not_mailed_no_server(),
            NotMailed::NoEmail => text::not_mailed_no_email(),
            NotMailed::Refused => text::not_mailed_refused(),
        };
        (Tone::Warning, words.to_owned())
    });
    let said = mailed.or(not).map(|(tone, text)| view! { <div role="status"><Notice tone text /></div> });
    view! {
        {said}
        <CopyField label=text::password_link_label() value=link.url hint=text::password_link_detail() />
        <p class="secondary">{text::expires_label()} " " <TimeAgo at=link.expires_at /></p>
    }
}
