//! The cards of the two integrations, which work independently of each other (R23).

use std::sync::Arc;

use api::home::{self, Home};
use api::provisioning::{self, Provisioning};
use api::{NoParams, NoQuery};

use super::session_limits::SessionLimitsCard;
use super::settings::ProvisioningSwitch;
use super::sign_ins::PATH;
use crate::backend::use_query;
use crate::layout::{Loaded, Page};
use crate::text::{identity as text, sign_in_log};
use crate::ui::{Badge, ButtonLink, Card, Fact, Facts, Glyph, TimeAgo, Tone};
use crate::view::prelude::*;

/// The page `/identity`.
#[component]
pub fn IdentityPage() -> View {
    let settings = use_query::<provisioning::Get>(|| (NoParams {}, NoQuery {}));
    let log = || view! { <ButtonLink label=sign_in_log::title() href=PATH icon=Glyph::Clock /> };
    let home = use_query::<home::Get>(|| (NoParams {}, NoQuery {}));
    view! {
        <Page title=text::title() lead=|| text::lead().into_view() actions=log>
            <div class="identity-cards">
                <Loaded query=home let:home>{view! { <SsoCard home /> }}</Loaded>
                <Loaded query=settings let:settings>{view! { <Scim settings /> }}</Loaded>
                <SessionLimitsCard />
            </div>
        </Page>
    }
}

#[component]
fn SsoCard(home: Signal<Arc<Home>>) -> View {
    view! {
        <Card title=text::sso_title() detail=text::sso_detail() icon=Glyph::Key>
            <Facts><Fact term=text::state()>{move || state(home.with(|home| home.sso_enabled))}</Fact></Facts>
            <p class="secondary">{text::sso_words()}</p>
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
