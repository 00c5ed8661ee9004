//! The first steps of a new organization; gone once all are done.

use std::sync::Arc;

use api::home::Home;

use crate::text::Message;
use crate::text::home as text;
use crate::ui::{Badge, ButtonLink, Card, Glyph, Icon, Tone, Variant};
use crate::view::prelude::*;

/// A step.
struct Step {
    title: Message,
    detail: Message,
    action: Message,
    href: &'static str,
    done: bool,
}

fn steps(home: &Home) -> [Step; 3] {
    [
        Step {
            title: text::step_site(),
            detail: text::step_site_detail(),
            action: text::create_site(),
            href: "/sites",
            done: home.sites > 0,
        },
        Step {
            title: text::step_provisioning(),
            detail: text::step_provisioning_detail(),
            action: text::open_settings(),
            href: "/identity/scim",
            done: home.provisioning.enabled,
        },
        Step {
            title: text::step_first_call(),
            detail: text::step_first_call_detail(),
            action: text::open_settings(),
            href: "/identity/scim",
            done: home.managed_users > 0,
        },
    ]
}

/// The steps, as long as one is open.
#[component]
pub(super) fn Steps(
    /// How the organization stands.
    home: Signal<Arc<Home>>,
) -> View {
    let open = memo(move || home.with(|home| steps(home).iter().any(|step| !step.done)));
    let list = move || {
        let steps = home.with(|home| steps(home));
        // Only the next step has the button that stands out: one thing at a time.
        let next = steps.iter().position(|step| !step.done);
        steps.into_iter().enumerate().map(|(index, step)| line(step, Some(index) == next)).collect_view()
    };
    view! {
        <Show when=move || open.get()>
            <Card title=text::start() detail=text::start_detail()>
                <ol class="steps">{move || list()}</ol>
            </Card>
        </Show>
    }
}

fn line(step: Step, next: bool) -> View {
    let mark = step.done.then(|| view! { <Icon glyph=Glyph::Check /> });
    let variant = if next { Variant::Primary } else { Variant::Secondary };
    let end = if step.done {
        view! { <Badge label=text::step_done() tone=Tone::Good icon=Glyph::Check /> }
    } else {
        view! { <ButtonLink label=step.action href=step.href variant /> }
    };
    view! {
        <li data-done=step.done.then_some("true")>
            <span class="step-mark" aria-hidden="true">{mark}</span>
            <div><h3>{step.title}</h3><p>{step.detail}</p></div>
            {end}
        </li>
    }
}
