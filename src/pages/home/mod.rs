//! Home: how the organization stands, what needs attention, and the first steps.

mod attention;
mod cards;
mod seats;
mod steps;

use std::sync::Arc;

use api::home::{self, Home};
use api::{NoParams, NoQuery};
use domain::Right;

use self::attention::{Attention, is_grave};
use self::cards::{Cards, MemberCards};
use self::seats::FreeSeats;
use self::steps::Steps;
use crate::backend::use_query;
use crate::layout::{Loaded, Page, use_session};
use crate::text::home as text;
use crate::view::prelude::*;

/// Home.
#[component]
pub fn HomePage() -> View {
    let content = if use_session().has(Right::ReadUsers) {
        view! { <Overview /> }
    } else {
        view! { <MemberCards /> }
    };
    view! { <Page title=text::title()>{content}</Page> }
}

#[component]
fn Overview() -> View {
    let home = use_query::<home::Get>(|| (NoParams {}, NoQuery {}));
    let asking = RwSignal::new(false);
    let content = move |home: Signal<Arc<Home>>| {
        // The first steps come first, unless something cannot wait.
        let grave = memo(move || home.with(|home| is_grave(home)));
        let head = live(move || match grave.get() {
            true => view! { <Attention home asking /><Steps home /> },
            false => view! { <Steps home /><Attention home asking /> },
        });
        view! { {head}<Cards home /><FreeSeats home asking /> }
    };
    view! { <Loaded query=home children=content /> }
}
