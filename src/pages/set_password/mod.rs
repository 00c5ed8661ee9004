//! A new password, by a one-time link that an admin or the operator has made.

use api::NoParams;
use api::sessions::{CheckPasswordLink, NewPassword, PasswordLinkState, SetPassword};
use api::setup::Link;
use domain::validation;

use crate::backend::{Call, Failure, use_mutation};
use crate::forms::{Form, FormFrame, FormText, PasswordOf};
use crate::layout::PublicPage;
use crate::platform::url;
use crate::router::{NavigateOptions, use_navigate};
use crate::text::sign_in as text;
use crate::ui::{Button, ErrorPanel, InputKind, Notice, Skeleton, Tone, Variant, use_toasts};
use crate::view::prelude::*;

/// From the link to a signed-in person.
#[component]
pub fn SetPasswordPage() -> View {
    let token = url::fragment();
    let state = RwSignal::new(None::<Result<PasswordLinkState, Failure>>);
    let check = use_mutation::<CheckPasswordLink>(move |outcome| state.set(Some(outcome)));
    let ask = {
        let token = token.clone();
        Callback::new(move |()| {
            state.set(None);
            check.run(Call::new(NoParams {}).body(Link { token: token.clone() }));
        })
    };
    if !token.is_empty() {
        ask.run(());
    }
    let lead = move || {
        state.with(|state| match state {
            Some(Ok(person)) => Some(text::set_for(&person.username, &person.organization_name)),
            _ => None,
        })
    };
    let content = move || match state.get() {
        _ if token.is_empty() => {
            view! { <Notice tone=Tone::Warning title=text::link_missing_title() text=text::link_missing_detail() /> }
        }
        None => view! { <Skeleton lines=3 /> },
        Some(Ok(person)) => view! { <PasswordForm token=token.clone() username=person.username /> },
        Some(Err(failure)) => dead(&failure, ask),
    };
    view! { <PublicPage title=text::set_title() lead=derive(lead)>{content}</PublicPage> }
}

/// The link does not work, or it is not known whether it does.
fn dead(failure: &Failure, retry: Callback<()>) -> View {
    if failure.problem().is_none() {
        let (title, detail) = (failure.title(), failure.detail());
        return view! { <ErrorPanel title detail on_retry=Some(retry) request_id=None /> };
    }
    view! { <Notice tone=Tone::Warning title=text::link_dead_title() text=text::password_link_dead_detail() /> }
}

#[component]
fn PasswordForm(token: String, username: String) -> View {
    let form = Form::new();
    let password = form.input("password", text::new_password(), "", |text| validation::password(text, ""));
    let (navigate, toasts) = (use_navigate(), use_toasts());
    let set = use_mutation::<SetPassword>(move |outcome| match outcome {
        Ok(_) => {
            toasts.success(text::set_done());
            // The link is used up: Back must not lead to it.
            navigate("/", NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
        Err(failure) => form.refuse(&failure),
    });
    let name = username.clone();
    let submit = move |()| {
        let outcome = validation::password(&password.text(), &name);
        if form.check_also(&[(password, outcome)]) {
            set.run(
                Call::new(NoParams {}).body(NewPassword { token: token.clone(), password: password.text() }),
            );
        }
    };
    view! {
        <FormFrame form on_submit=submit>
            <PasswordOf username />
            <FormText input=password hint=text::password_hint() kind=InputKind::Password autocomplete="new-password" />
            <div class="form-stretch">
                <Button label=text::set_submit() variant=Variant::Primary submit=true busy=set.pending />
            </div>
        </FormFrame>
    }
}
