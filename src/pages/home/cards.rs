//! A card to every area.

use std::sync::Arc;

use api::home::Home;
use api::licenses::{List, Plan};
use api::{NoParams, NoQuery};

use crate::backend::use_query;
use crate::text::Message;
use crate::text::{self, home as words};
use crate::ui::{Badge, Glyph, Icon, TimeAgo, Tone};
use crate::view::prelude::*;

/// A card that leads to an area; `figures` stand below its sentence.
fn card(title: Message, detail: Message, href: &'static str, glyph: Glyph, figures: View) -> View {
    view! {
        <li class="home-card">
            <h2><a href=href>{title}</a></h2>
            <Icon glyph />
            <p>{detail}</p>
            {figures}
        </li>
    }
}

/// The areas with their figures.
#[component]
pub(super) fn Cards(
    /// How the organization stands.
    home: Signal<Arc<Home>>,
) -> View {
    let people = view! {
        <div class="home-number">{move || home.with(|home| text::number(home.users))}</div>
        <p class="home-numbers">
            <span>{move || home.with(|home| words::active(home.active_users))}</span>
            <span>{move || home.with(|home| words::deactivated(home.deactivated_users))}</span>
            <span>{move || home.with(|home| words::managed(home.managed_users))}</span>
        </p>
    };
    let plans = use_query::<List>(|| (NoParams {}, NoQuery {}));
    let sum = move |of: fn(&Plan) -> u64| {
        plans.data.with(|data| data.iter().flat_map(|page| &page.items).map(of).sum::<u64>())
    };
    let total = memo(move || sum(|plan| plan.seats));
    let used = memo(move || sum(|plan| plan.used));
    let seats = move || {
        let total = total.get();
        (total > 0).then(|| {
            let figures = view! {
                <div class="home-number">{move || text::number(used.get())}</div>
                <p class="home-numbers">{move || text::licenses::meter(used.get(), total)}</p>
            };
            card(
                text::layout::licenses(),
                words::licenses_card_detail(),
                "/licenses",
                Glyph::Licence,
                figures,
            )
        })
    };
    let sites = view! { <div class="home-number">{move || home.with(|home| text::number(home.sites))}</div> };
    view! {
        <ul class="home-cards">
            {card(text::layout::users(), words::users_card_detail(), "/users", Glyph::Users, people.into_view())}
            {card(text::layout::sites(), words::sites_card_detail(), "/sites", Glyph::Sites, sites.into_view())}
            {move || seats()}
            {card(text::layout::identity(), words::identity_card_detail(), "/identity", Glyph::Shield, identity(home))}
        </ul>
    }
}

/// Whether single sign-on and provisioning are on, and when the provider called last.
fn identity(home: Signal<Arc<Home>>) -> View {
    let state = |is_on: bool, on: Message, off: Message| match is_on {
        true => view! { <Badge label=on tone=Tone::Good /> },
        false => view! { <Badge label=off icon=Glyph::Blocked /> },
    };
    let states = move || {
        let (sso, scim) = home.with(|home| (home.sso_enabled, home.provisioning.enabled));
        view! {
            {state(sso, words::sso_on(), words::sso_off())}
            " "
            {state(scim, words::provisioning_on(), words::provisioning_off())}
        }
    };
    let last = move || match home.with(|home| home.provisioning.last_call_at) {
        Some(at) => view! { <span>{words::last_call()} " " <TimeAgo at /></span> },
        None => view! { <span>{words::no_call_yet()}</span> },
    };
    view! { <p class="home-state">{move || states()}</p> <p class="home-numbers">{move || last()}</p> }
}

/// What a member sees: their own profile (R32).
#[component]
pub(super) fn MemberCards() -> View {
    view! {
        <ul class="home-cards">
            {card(text::me::title(), words::me_card_detail(), "/me", Glyph::User, View::empty())}
        </ul>
    }
}
