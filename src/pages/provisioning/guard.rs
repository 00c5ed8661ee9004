//! The page `/provisioning/guard`: unusually many deactivations by the identity provider, and the way back.

use std::sync::Arc;

use api::provisioning_guard::{self, Deactivated, Dismiss, Guard, MassChange, Undo};
use api::{NoParams, NoQuery};
use domain::Right;

use super::query::{self, PATH};
use crate::backend::{Call, use_mutation, use_query};
use crate::layout::{Loaded, Page, refusal, use_act};
use crate::platform::time;
use crate::text::{provisioning_guard as text, provisioning_log};
use crate::ui::{Button, ButtonLink, Card, ConfirmDialog, Crumb, Empty, Glyph, Variant, use_toasts};
use crate::view::prelude::*;

/// The page.
#[component]
pub fn MassChangePage() -> View {
    let guard = use_query::<provisioning_guard::Get>(|| (NoParams {}, NoQuery {}));
    let crumbs = vec![Crumb::new(provisioning_log::title(), PATH)];
    view! {
        <Page title=text::title() crumbs narrow=true>
            <Loaded query=guard let:guard>{view! { <Content guard /> }}</Loaded>
        </Page>
    }
}

/// The question must stay open while the list behind it is read anew: so only one that comes or goes is built anew.
#[component]
fn Content(guard: Signal<Arc<Guard>>) -> View {
    let there = memo(move || guard.with(|guard| guard.change.is_some()));
    live(move || match there.get() {
        true => view! { <Change guard /> },
        false => guard.with(|guard| nothing(guard)),
    })
}

fn nothing(guard: &Guard) -> View {
    let actions = || view! { <ButtonLink label=text::to_log() href=PATH /> };
    view! { <Empty title=text::nothing_title() detail=text::nothing_detail(guard) glyph=Glyph::Check actions /> }
}

#[component]
fn Change(guard: Signal<Arc<Guard>>) -> View {
    let show = move |part: fn(&MassChange) -> View| guard.with(|guard| guard.change.as_ref().map(part));
    let acts = || view! { <Acts /> };
    view! {
        <Card title=text::happened() icon=Glyph::Alert actions=acts>
            <p>{move || show(|change| text::summary(change, &time::exact(change.from), &time::exact(change.to)).into_view())}</p>
            <p class="secondary">{text::effect()}</p>
        </Card>
        <Card title=text::people()>{move || show(people)}</Card>
    }
}

fn people(change: &MassChange) -> View {
    let person = |person: &Deactivated| {
        view! { <li><a href=query::person(person.id)>{person.name.clone()}</a></li> }
    };
    let more = change.people.saturating_sub(change.first.len() as u64);
    let more = (more > 0).then(|| view! { <li>{text::more(more)}</li> });
    view! { <ul class="groups">{change.first.iter().map(person).collect_view()}{more}</ul> }
}

#[component]
fn Acts() -> View {
    let (toasts, asking) = (use_toasts(), RwSignal::new(false));
    let undo = use_mutation::<Undo>(move |outcome| {
        if let Ok(undone) = outcome {
            asking.try_set(false);
            toasts.success(text::undone(&undone));
        }
    });
    let act = use_act();
    let dismiss =
        move |()| act.run((Call::<Dismiss>::new(NoParams {}).into_request(), text::dismissed().to_owned()));
    let role = refusal(Right::EditIdentity);
    let failure = derive(move || undo.failure.get().map(|failure| failure.detail()));
    let run = Callback::new(move |()| undo.run(Call::new(NoParams {})));
    view! {
        <Button
            label=text::meant()
            disabled_reason=role
            on_press=dismiss
        />
        <Button label=text::reactivate() variant=Variant::Primary disabled_reason=role on_press=move |()| asking.set(true) />
        <ConfirmDialog open=asking title=text::reactivate_title() confirm=text::reactivate() on_confirm=run busy=undo.pending failure variant=Variant::Primary>
            <ul class="consequences">
                <li>{text::reactivate_now()}</li>
                <li>{text::reactivate_sessions()}</li>
                <li>{text::reactivate_again()}</li>
            </ul>
        </ConfirmDialog>
    }
}
