//! The page `/identity/sign-ins/:id`: one attempt to sign in, explained.

use api::NoQuery;
use api::sign_ins::{self, SignIn, SignInParams, Summary};
use domain::SignInId;

use super::checks::{checks, result};
use super::sign_ins::{PATH, of_person};
use crate::backend::use_query;
use crate::layout::{Loaded, Page};
use crate::platform::{browser, time};
use crate::router::use_params_map;
use crate::text::{identity, me, provisioning_log as log, sign_in_log as text, sign_ins as checked, users};
use crate::ui::{ButtonLink, Card, CopyButton, Crumb, Empty, Fact, Facts, Glyph, Notice, Tone};
use crate::view::prelude::*;

/// The page.
#[component]
pub fn SignInEntryPage() -> View {
    let params = use_params_map();
    let id = memo(move || params.with(|params| params.get("id")).and_then(|text| text.parse().ok()));
    live(move || match id.get() {
        Some(id) => view! { <Attempt id /> },
        None => view! { <Page title=log::not_found() crumbs=crumbs()>{not_found()}</Page> },
    })
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new(identity::title(), "/identity"), Crumb::new(text::title(), PATH)]
}

fn not_found() -> View {
    let back = || view! { <ButtonLink label=log::to_log() href=PATH /> };
    view! { <Empty title=log::not_found() detail=text::not_found_detail() glyph=Glyph::Search actions=back /> }
}

#[component]
fn Attempt(id: SignInId) -> View {
    let entry = use_query::<sign_ins::Get>(move || (SignInParams { id }, NoQuery {}));
    let title = derive(move || {
        entry.data.with(|entry| entry.as_deref().map_or_else(|| text::entry().to_owned(), title))
    });
    let known = move |show: fn(&Summary) -> View| {
        move || entry.data.with(|entry| entry.as_deref().map(|entry| show(&entry.summary)))
    };
    let beside = move || view! { {known(result)} };
    let lead = move || view! { {known(|one| text::who(one).into_view())} };
    let actions = move || view! { {known(links)} };
    view! {
        <Page title crumbs=crumbs() beside=beside lead=lead actions=actions>
            <Loaded query=entry let:entry>{parts(&entry.get_untracked())}</Loaded>
        </Page>
    }
}

fn title(entry: &SignIn) -> String {
    match &entry.summary.failed {
        Some(failed) => checked::failed(checked::name(failed.check)),
        None => text::entry().to_owned(),
    }
}

/// To the person, and to all of their attempts.
fn links(one: &Summary) -> View {
    match one.user_id {
        Some(id) => view! {
            <ButtonLink label=text::of_person() href=of_person(id) />
            <ButtonLink label=log::person() href=["/users/", &id.to_string()].concat() icon=Glyph::User />
        },
        None => View::EMPTY,
    }
}

/// An entry never changes, so its parts follow nothing.
fn parts(entry: &SignIn) -> View {
    let one = &entry.summary;
    // A password is right or wrong: there are no checks that could say more.
    let wrong = !one.success && one.failed.is_none();
    let copied = one.reference.clone();
    let reference = view! {
        <span class="site-id">
            <code>{one.reference.clone()}</code>
            <CopyButton label=text::reference() value=copied />
        </span>
    };
    let agent = view! { <span title=entry.user_agent.clone()>{browser::name(&entry.user_agent)}</span> };
    let facts = [
        (text::reference(), reference),
        (text::method(), text::method_of(one.method).into_view()),
        (log::when(), time::exact(one.at).into_view()),
        (users::sessions::address(), one.address.clone().into_view()),
        (me::browser(), agent),
    ];
    let facts = facts.into_iter().map(|(term, words)| view! { <Fact term>{words}</Fact> }).collect_view();
    view! {
        {wrong.then(|| view! { <Notice tone=Tone::Bad text=text::wrong_password() /> })}
        {checks(entry)}
        <Card title=log::details()><Facts>{facts}</Facts></Card>
    }
}
