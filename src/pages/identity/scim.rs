//! The provisioning settings: what to copy out, what to do at the identity provider, and whether it has called.

use std::sync::Arc;

use api::provisioning::{self, Provisioning};
use api::{NoParams, NoQuery};

use super::advanced::Advanced;
use super::connection::Connection;
use super::settings::ProvisioningSwitch;
use super::tokens::Tokens;
use crate::backend::use_query;
use crate::layout::{Loaded, Page};
use crate::text::identity as text;
use crate::ui::{ButtonLink, Card, Crumb, Glyph, Icon, Notice, TimeAgo, Tone, Variant};
use crate::view::prelude::*;

/// The page `/identity/scim`.
#[component]
pub fn ScimPage() -> View {
    let settings = use_query::<provisioning::Get>(|| (NoParams {}, NoQuery {}));
    let switch = move || {
        let shown = move || settings.data.with(Option::is_some);
        let current =
            derive(move || settings.data.get().expect("the switch is shown once the settings are read"));
        view! { <Show when=shown><ProvisioningSwitch settings=current /></Show> }
    };
    view! {
        <Page
            title=text::scim_title()
            crumbs=vec![Crumb::new(text::title(), "/identity")]
            lead=|| text::scim_lead().into_view()
            actions=switch
            narrow=true
        >
            <Loaded query=settings let:settings>{view! { <Content settings /> }}</Loaded>
        </Page>
    }
}

#[component]
fn Content(settings: Signal<Arc<Provisioning>>) -> View {
    let enabled = memo(move || settings.with(|settings| settings.enabled));
    let off = || view! { <Notice title=text::off_title() text=text::off_detail() /> };
    view! {
        <Show when=move || enabled.get() fallback=off><Calls settings /></Show>
        <Connection settings />
        <Tokens settings />
        <Steps settings />
        <Advanced settings />
        <More settings />
    }
}

/// Ends the doubt whether it works: "waiting" turns into the first call by itself.
#[component]
fn Calls(settings: Signal<Arc<Provisioning>>) -> View {
    let provider = move || settings.with(|settings| settings.identity_provider);
    let words = move || match settings.with(|settings| settings.last_call_at) {
        Some(at) => view! {
            <Icon glyph=Glyph::Check />
            <p>
                <strong>{move || text::called(provider())}</strong>
                <span class="secondary">{text::last_call()} " " <TimeAgo at /></span>
            </p>
        },
        None => view! {
            <span class="pulse" aria-hidden="true"></span>
            <p>
                <strong>{move || text::waiting(provider())}</strong>
                <span class="secondary">{text::waiting_detail()}</span>
            </p>
        },
    };
    let tone = move || if settings.with(|s| s.last_call_at.is_some()) { Tone::Good } else { Tone::Info };
    view! {
        <section class="calls" aria-label=text::call_title() role="status" data-tone=move || tone().name()>{words}</section>
    }
}

/// What is on pages of its own. Before the first call the preview is the thing to do next.
#[component]
fn More(settings: Signal<Arc<Provisioning>>) -> View {
    let waiting = memo(move || settings.with(|settings| settings.last_call_at.is_none()));
    let preview = move || {
        let variant = if waiting.get() { Variant::Primary } else { Variant::Secondary };
        view! { <ButtonLink label=text::preview::link() href="/identity/scim/preview" variant /> }
    };
    view! {
        <Card title=text::preview::link_title() detail=text::preview::link_detail()>
            <div class="card-foot">{preview}</div>
        </Card>
        <Card title=text::mapping::title() detail=text::mapping::lead()>
            <div class="card-foot"><ButtonLink label=text::mapping_open() href="/identity/scim/mapping" /></div>
        </Card>
    }
}

/// In the words of the identity provider's own screens.
#[component]
fn Steps(settings: Signal<Arc<Provisioning>>) -> View {
    let steps = move || {
        let steps = text::provider_steps(settings.with(|settings| settings.identity_provider));
        steps.iter().map(|step| view! { <li>{*step}</li> }).collect_view()
    };
    view! { <Card title=text::steps()><ol class="provider-steps">{steps}</ol></Card> }
}
