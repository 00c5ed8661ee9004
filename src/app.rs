//! The console as a whole: what every page shares, and which frame a page stands in.

use std::sync::Arc;

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_navigate};

use crate::backend::{Client, Fetch, provide_answers, provide_client, provide_live, use_client};
use crate::layout::{Announcer, FirstPaint, SessionGate, Shell, provide_announcer};
use crate::platform::effect;
use crate::platform::url;
use crate::routes::{ConsoleRoutes, PublicRoutes, is_public};
use crate::ui::{provide_clock, provide_toasts};

/// Starts the console in the page. A panic is told in the browser's own console: without that it would only say
/// "unreachable".
pub fn start() {
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
    let client = Client::new(Arc::new(Fetch::from_document()));
    // What the page shows before this program runs has done its duty.
    if let Some(first_paint) = document().get_element_by_id("first-paint") {
        first_paint.remove();
    }
    mount_to_body(move || view! { <App client=client.clone() /> });
}

/// The console, over that way to the server.
#[component]
pub fn App(
    /// The door to the server.
    client: Client,
) -> impl IntoView {
    provide_client(client);
    provide_toasts();
    provide_clock();
    provide_announcer();
    view! {
        <Router>
            <Announcer />
            <Frame />
        </Router>
    }
    .into_any()
}

/// Pages before the sign-in stand alone; the others inside of the shell, once it is known who is signed in.
#[component]
fn Frame() -> impl IntoView {
    let path = use_location().pathname;
    let public = Memo::new(move |_| is_public(&path.get()));
    lead_to_sign_in();
    move || {
        if public.get() { view! { <PublicRoutes /> }.into_any() } else { view! { <Console /> }.into_any() }
    }
}

/// Everything behind the sign-in. It is built anew for each session, and with it what it remembers.
#[component]
fn Console() -> impl IntoView {
    provide_answers();
    view! {
        <SessionGate waiting=FirstPaint>
            <Inside />
        </SessionGate>
    }
    .into_any()
}

#[component]
fn Inside() -> impl IntoView {
    provide_live();
    view! { <Shell><ConsoleRoutes /></Shell> }.into_any()
}

/// When the server says that nobody is signed in: to the sign-in page, keeping the way back.
fn lead_to_sign_in() {
    let signed_out = use_client().signed_out().clone();
    let location = use_location();
    let navigate = use_navigate();
    effect(move || {
        if !signed_out.get() {
            return;
        }
        signed_out.set(false);
        let path = location.pathname.get_untracked();
        if is_public(&path) {
            return;
        }
        let back = [path, location.search.with_untracked(|search| query(search))].concat();
        let target = if back == "/" {
            "/sign-in".to_owned()
        } else {
            ["/sign-in?next=", &url::encode(&back)].concat()
        };
        navigate(&target, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
}

/// A query with its question mark, or nothing.
fn query(search: &str) -> String {
    match search.trim_start_matches('?') {
        "" => String::new(),
        rest => ["?", rest].concat(),
    }
}
