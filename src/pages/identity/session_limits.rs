//! How long sessions last, for everyone in the organization.

use std::sync::Arc;

use api::sessions::{EditLimits, GetLimits, SessionLimits, SessionLimitsEdit};
use api::{NoParams, NoQuery};
use domain::Right;
use domain::validation::Invalid;

use crate::backend::{Call, use_mutation, use_query};
use crate::forms::{Form, FormFrame, FormText};
use crate::layout::{Loaded, refusal};
use crate::platform::effect;
use crate::text::common;
use crate::text::identity::session_limits as text;
use crate::ui::{Button, Card, Dialog, Fact, Facts, Glyph, InputKind, Variant, use_toasts};
use crate::view::prelude::*;

/// The card.
#[component]
pub fn SessionLimitsCard() -> View {
    let limits = use_query::<GetLimits>(|| (NoParams {}, NoQuery {}));
    view! {
        <Card title=text::title() detail=text::detail() icon=Glyph::Clock>
            <Loaded query=limits let:limits>{content(limits)}</Loaded>
        </Card>
    }
}

fn content(limits: Signal<Arc<SessionLimits>>) -> View {
    let (open, dirty) = (RwSignal::new(false), RwSignal::new(false));
    let minutes =
        move |of: fn(&SessionLimits) -> u32| move || limits.with(|limits| text::minutes(of(limits).into()));
    let press = move |()| open.set(true);
    view! {
        <Facts>
            <Fact term=text::idle()>{minutes(|limits| limits.idle_minutes)}</Fact>
            <Fact term=text::longest()>{minutes(|limits| limits.longest_minutes)}</Fact>
        </Facts>
        <div class="card-foot">
            <Button label=text::edit() icon=Glyph::Pencil disabled_reason=refusal(Right::EditIdentity) on_press=press />
        </div>
        <Dialog open title=text::edit() dirty>{form(open, dirty, limits)}</Dialog>
    }
}

/// A number within the limits of `SessionLimits`.
fn within(text: &str, min: u32, max: u32) -> Result<(), Invalid> {
    match text.trim().parse::<u32>() {
        Ok(minutes) if (min..=max).contains(&minutes) => Ok(()),
        _ => Err(Invalid::OutOfRange { min: min.into(), max: max.into() }),
    }
}

fn form(open: RwSignal<bool>, dirty: RwSignal<bool>, limits: Signal<Arc<SessionLimits>>) -> View {
    let toasts = use_toasts();
    let before = limits.get_untracked();
    let form = Form::new();
    let field = |name, label, minutes: u32, check| form.input(name, label, &minutes.to_string(), check);
    let idle = field("idle_minutes", text::idle(), before.idle_minutes, |text| within(text, 5, 1_440));
    let longest =
        field("longest_minutes", text::longest(), before.longest_minutes, |text| within(text, 15, 10_080));
    effect(move || dirty.set(form.is_dirty()));
    let edit = use_mutation::<EditLimits>(move |outcome| match outcome {
        Ok(_) => {
            dirty.try_set(false);
            open.try_set(false);
            toasts.success(common::saved());
        }
        Err(failure) => form.refuse(&failure),
    });
    let submit = Callback::new(move |()| {
        if !untrack(|| form.is_dirty()) {
            open.set(false);
        } else if form.check() {
            let changed = |input: crate::forms::Input| input.changed()?.trim().parse().ok();
            let body = SessionLimitsEdit { idle_minutes: changed(idle), longest_minutes: changed(longest) };
            let version = limits.with_untracked(|limits| limits.version);
            edit.run(Call::new(NoParams {}).body(body).if_match(version));
        }
    });
    view! {
        <FormFrame form on_submit=submit>
            <FormText input=idle kind=InputKind::Number hint=text::idle_hint() />
            <FormText input=longest kind=InputKind::Number hint=text::longest_hint() />
            <p class="secondary">{text::open_too()}</p>
            <div class="dialog-actions">
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button label=common::save() variant=Variant::Primary submit=true busy=edit.pending />
            </div>
        </FormFrame>
    }
}
