//! First run: the organization and its owner, from the one-time link that the server prints.

mod form;
mod slug;

use api::NoParams;
use api::setup::{Check, Link};

use self::form::SetupForm;
use crate::backend::{Call, Failure, use_mutation};
use crate::layout::PublicPage;
use crate::platform::url;
use crate::text::{setup as text, sign_in};
use crate::ui::{ButtonLink, ErrorPanel, Notice, Skeleton, Tone};
use crate::view::prelude::*;

/// From the set-up link to a signed-in owner.
#[component]
pub fn SetupPage() -> View {
    let token = url::fragment();
    let works = RwSignal::new(None::<Result<(), Failure>>);
    let check = use_mutation::<Check>(move |outcome| works.set(Some(outcome.map(drop))));
    let ask = {
        let token = token.clone();
        Callback::new(move |()| {
            works.set(None);
            check.run(Call::new(NoParams {}).body(Link { token: token.clone() }));
        })
    };
    if !token.is_empty() {
        ask.run(());
    }
    let content = move || match works.get() {
        _ if token.is_empty() => {
            view! { <Notice tone=Tone::Warning title=sign_in::link_missing_title() text=sign_in::link_missing_detail() /> }
        }
        None => view! { <Skeleton lines=6 /> },
        Some(Ok(())) => view! { <SetupForm token=token.clone() /> },
        Some(Err(failure)) => dead(&failure, ask),
    };
    view! { <PublicPage title=text::title() lead=text::lead() large=true>{content}</PublicPage> }
}

/// The link does not work, or it is not known whether it does.
fn dead(failure: &Failure, retry: Callback<()>) -> View {
    if failure.problem().is_none() {
        let (title, detail) = (failure.title(), failure.detail());
        return view! { <ErrorPanel title detail on_retry=Some(retry) request_id=None /> };
    }
    let to_sign_in = || view! { <ButtonLink label=sign_in::title() href="/sign-in" /> };
    view! {
        <Notice tone=Tone::Warning title=sign_in::link_dead_title() text=text::dead_detail() actions=to_sign_in />
    }
}
