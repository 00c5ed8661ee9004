//! The cards of the two integrations, which work independently of each other (R23).

use std::sync::Arc;

use api::provisioning::{self, Provisioning};
use api::sso::{Revision, Sso};
use api::{NoParams, NoQuery};

use super::api_tokens::PATH as API_TOKENS;
use super::domains::DomainsCard;
use super::session_limits::SessionLimitsCard;
use super::settings::ProvisioningSwitch;
use super::sign_ins::PATH;
use super::sso::{Acts, SsoSwitch, use_acts, use_sso};
use crate::backend::use_query;
use crate::layout::{Loaded, Page};
use crate::pages::applications::PATH as APPLICATIONS;
use crate::pages::webhooks::PATH as WEBHOOKS;
use crate::platform::time;
use crate::text::identity::{self as text, sso as sso_text};
use crate::text::{api_tokens, applications, common, sign_in_log, webhooks};
use crate::ui::{Badge, ButtonLink, Card, Fact, Facts, Glyph, TimeAgo, Tone};
use crate::view::prelude::*;

/// The page `/identity`.
#[component]
pub fn IdentityPage() -> View {
    let settings = use_query::<provisioning::Get>(|| (NoParams {}, NoQuery {}));
    let log = || view! { <ButtonLink label=sign_in_log::title() href=PATH icon=Glyph::Clock /> };
    let sso = use_sso();
    let acts = use_acts(sso);
    view! {
        <Page title=text::title() lead=|| text::lead().into_view() actions=log>
            <div class="identity-cards">
                <Loaded query=sso let:sso>{view! { <SsoCard sso acts /> }}</Loaded>
                <Loaded query=settings let:settings>{view! { <Scim settings /> }}</Loaded>
                <SessionLimitsCard />
                <div>
                <Card title=applications::title() detail=applications::card_detail() icon=Glyph::Key>
                    <div class="card-foot"><ButtonLink label=applications::open() href=APPLICATIONS icon=Glyph::ChevronRight /></div>
                </Card>
                <Card title=api_tokens::title() detail=api_tokens::card_detail() icon=Glyph::Key>
                    <div class="card-foot"><ButtonLink label=api_tokens::open() href=API_TOKENS icon=Glyph::ChevronRight /></div>
                </Card>
                <Card title=webhooks::title() detail=webhooks::card_detail() icon=Glyph::Link>
                    <div class="card-foot"><ButtonLink label=webhooks::open() href=WEBHOOKS icon=Glyph::ChevronRight /></div>
                </Card>
                </div>
            </div>
            <DomainsCard />
        </Page>
    }
}

#[component]
fn SsoCard(sso: Signal<Arc<Sso>>, acts: Acts) -> View {
    let switch = move || view! { <SsoSwitch acts /> };
    let of = move |show: fn(&Revision) -> String| {
        let revision = sso.with(|sso| sso.active.as_ref().or(sso.draft.as_ref()).map(show));
        revision.unwrap_or_else(|| common::none().to_owned())
    };
    let settings = move || of(|revision| sso_text::states(revision.state as usize).to_owned());
    let end = |revision: &Revision| {
        let ends = revision.certificates.iter().map(|certificate| certificate.not_after);
        ends.max().map(|end| [&sso_text::valid_until(), " ", &time::day(end)].concat()).unwrap_or_default()
    };
    view! {
        <Card title=text::sso_title() detail=text::sso_detail() icon=Glyph::Key actions=switch>
            <Facts>
                <Fact term=text::state()>{move || state(sso.with(|sso| sso.enabled))}</Fact>
                <Fact term=text::provider()>
                    {move || of(|revision| sso_text::provider(revision.settings.provider).to_owned())}
                </Fact>
                <Fact term=sso_text::settings()>{settings}</Fact>
                <Fact term=sso_text::certificate_end()>{move || of(end)}</Fact>
            </Facts>
            <div class="card-foot"><ButtonLink label=sso_text::configure() href="/identity/sso" icon=Glyph::ChevronRight /></div>
        </Card>
    }
}

#[component]
fn Scim(settings: Signal<Arc<Provisioning>>) -> View {
    let switch = move || view! { <ProvisioningSwitch settings /> };
    let called = move || match settings.with(|settings| settings.last_call_at) {
        Some(at) => view! { <TimeAgo at /> },
        None => text::no_call().into_view(),
    };
    view! {
        <Card title=text::scim_title() detail=text::scim_lead() icon=Glyph::Shield actions=switch>
            <Facts>
                <Fact term=text::state()>{move || state(settings.with(|settings| settings.enabled))}</Fact>
                <Fact term=text::provider()>
                    {move || settings.with(|settings| text::provider_name(settings.identity_provider))}
                </Fact>
                <Fact term=text::last_call()>{called}</Fact>
                <Fact term=text::managed_users()>
                    {move || settings.with(|settings| text::managed(settings.managed_users))}
                </Fact>
            </Facts>
            <div class="card-foot"><ButtonLink label=text::configure() href="/identity/scim" icon=Glyph::ChevronRight /></div>
        </Card>
    }
}

fn state(enabled: bool) -> View {
    if enabled {
        view! { <Badge label=text::on() tone=Tone::Good icon=Glyph::Check /> }
    } else {
        view! { <Badge label=text::off() icon=Glyph::Blocked /> }
    }
}
