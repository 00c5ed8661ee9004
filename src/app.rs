//! The console as a whole: what every page shares, and which frame a page stands in.

use std::sync::Arc;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::backend::{Client, Fetch, provide_answers, provide_client, provide_live, use_client};
use crate::layout::{Announcer, FirstPaint, SessionGate, Shell, provide_announcer, provide_preferences};
use crate::platform::effect;
use crate::router::{NavigateOptions, Routes, encode, provide_router, use_location, use_navigate};
use crate::routes::{CONSOLE, PUBLIC, is_public, nothing_here};
use crate::text::{self, Language};
use crate::ui::{provide_clock, provide_toasts};
use crate::view::mount_to;
use crate::view::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The texts of the page's language, which `boot.js` has loaded.
    #[wasm_bindgen(thread_local_v2, js_name = rollcallTexts)]
    static TEXTS: String;
}

/// Starts the console in the page.
pub fn start() {
    text::load(Language::of_page(), TEXTS.with(Clone::clone));
    let client = Client::new(Arc::new(Fetch::from_document()));
    // What the page shows before this program runs has done its duty.
    if let Some(first_paint) = document().get_element_by_id("first-paint") {
        first_paint.remove();
    }
    if let Some(body) = document().body() {
        // For as long as the page is there.
        std::mem::forget(open(&body, client));
    }
}

/// Puts the console into an element; it lives as long as the owner that is returned.
pub fn open(parent: &web_sys::Element, client: Client) -> Owner {
    mount_to(parent, move || view! { <App client /> })
}

/// The console, over that way to the server.
#[component]
fn App(
    /// The door to the server.
    client: Client,
) -> View {
    provide_client(client);
    provide_toasts();
    provide_clock();
    provide_announcer();
    provide_router();
    view! {
        <Announcer />
        <Frame />
    }
}

/// Pages before the sign-in stand alone; the others inside of the shell, once it is known who is signed in.
#[component]
fn Frame() -> View {
    let path = use_location().pathname;
    let public = memo(move || is_public(&path.get()));
    lead_to_sign_in();
    live(move || match public.get() {
        true => view! { <Routes table=PUBLIC fallback=nothing_here /> },
        false => view! { <Console /> },
    })
}

/// Everything behind the sign-in. It is built anew for each session, and with it what it remembers.
#[component]
fn Console() -> View {
    provide_answers();
    provide_preferences();
    view! {
        <SessionGate waiting=|| view! { <FirstPaint /> }>
            <Inside />
        </SessionGate>
    }
}

#[component]
fn Inside() -> View {
    provide_live();
    view! { <Shell><Routes table=CONSOLE fallback=nothing_here /></Shell> }
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
        let target =
            if back == "/" { "/sign-in".to_owned() } else { ["/sign-in?next=", &encode(&back)].concat() };
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
