//! How long sessions last, for everyone in the organization.

use std::sync::Arc;

use api::sessions::{EditLimits, GetLimits, SessionLimits, SessionLimitsEdit};
use api::{NoParams, NoQuery};
use domain::Right;
use domain::validation::Invalid;

use crate::backend::{Call, use_query, use_write};
use crate::forms::{Form, FormFrame, FormText, UnsavedGuard};
use crate::layout::{Loaded, refusal};
use crate::platform::effect;
use crate::text::common;
use crate::text::identity::session_limits as text;
use crate::ui::{Button, Card, Glyph, InputKind, use_toasts};
use crate::view::prelude::*;

/// The card.
#[component]
pub fn SessionLimitsCard() -> View {
    let limits = use_query::<GetLimits>(|| (NoParams {}, NoQuery {}));
    view! {
        <Card title=text::title() detail=text::detail() icon=Glyph::Clock>
            <Loaded query=limits let:limits>{form(limits)}</Loaded>
        </Card>
    }
}

/// A number within the limits of `SessionLimits`.
fn within(text: &str, min: u32, max: u32) -> Result<(), Invalid> {
    match text.trim().parse::<u32>() {
        Ok(minutes) if (min..=max).contains(&minutes) => Ok(()),
        _ => Err(Invalid::OutOfRange { min: min.into(), max: max.into() }),
    }
}

fn form(limits: Signal<Arc<SessionLimits>>) -> View {
    let (toasts, write) = (use_toasts(), use_write());
    let form = Form::new();
    let idle = form.input("idle_minutes", text::idle(), "", |text| within(text, 5, 1_440));
    let longest = form.input("longest_minutes", text::longest(), "", |text| within(text, 15, 10_080));
    effect(move || {
        let limits = limits.get();
        idle.reload(&limits.idle_minutes.to_string());
        longest.reload(&limits.longest_minutes.to_string());
    });
    let submit = Callback::new(move |()| {
        if form.check() {
            let minutes = |input: crate::forms::Input| input.text().trim().parse().ok();
            let body = SessionLimitsEdit { idle_minutes: minutes(idle), longest_minutes: minutes(longest) };
            let version = limits.with_untracked(|limits| limits.version);
            write.run(Call::<EditLimits>::new(NoParams {}).body(body).if_match(version), move |outcome| {
                match outcome {
                    Ok(_) => {
                        form.saved();
                        toasts.success(common::saved());
                    }
                    Err(failure) => form.refuse(&failure),
                }
            });
        }
    });
    view! {
        <FormFrame form on_submit=submit>
            <FormText input=idle kind=InputKind::Number hint=text::idle_hint() />
            <FormText input=longest kind=InputKind::Number hint=text::longest_hint() />
            <div class="card-foot">
                <Button label=common::save() submit=true busy=write.pending disabled_reason=refusal(Right::EditIdentity) />
            </div>
        </FormFrame>
        <UnsavedGuard dirty=derive(move || form.is_dirty()) />
    }
}
