//! The console in the page of the tests.

use std::cell::RefCell;
use std::sync::Arc;

use api::events::{Changed, Subject};
use console::app::open;
use console::backend::{Change, Client};
use console::text::{Language, load};
use leptos::prelude::{Owner, document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use super::dom::{self, Role};
use super::fake::{Fake, ToFake};

/// How often a condition is looked at, in milliseconds, and how many times before the test gives up.
const POLL: (i32, u32) = (10, 600);

/// Lets the page work until `condition` gives something.
pub async fn until<T>(what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
    for _ in 0..POLL.1 {
        if let Some(value) = condition() {
            return value;
        }
        let turn = js_sys::Promise::new(&mut |resolve, _| {
            let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, POLL.0);
        });
        let _ = JsFuture::from(turn).await;
    }
    let text = document().body().map(|body| body.inner_text()).unwrap_or_default();
    panic!("did not come: {what}\nThe page says:\n{text}");
}

/// Gives the console the texts of a language, as `boot.js` does.
pub fn speak(language: Language) {
    let pack = match language {
        Language::En => include_str!(concat!(env!("OUT_DIR"), "/en.txt")),
        Language::De => include_str!(concat!(env!("OUT_DIR"), "/de.txt")),
        Language::Es => include_str!(concat!(env!("OUT_DIR"), "/es.txt")),
    };
    load(language, pack.to_owned());
}

thread_local! {
    /// What the stage before has made: a test that has failed could not clean up after itself, since a panic does not unwind here.
    static LEFT: RefCell<Option<Owner>> = const { RefCell::new(None) };
}

/// The console, mounted.
pub struct Stage {
    section: HtmlElement,
    client: Client,
    /// Owns all that the console has made: listeners of the window among it, which must not outlive the test.
    owner: Owner,
}

impl Stage {
    /// Opens the console at a path, over that server.
    pub async fn open(path: &str, fake: &Arc<Fake>) -> Self {
        Self::open_in(Language::En, path, fake).await
    }

    /// The same, in that language.
    pub async fn open_in(language: Language, path: &str, fake: &Arc<Fake>) -> Self {
        clear();
        speak(language);
        go(path);
        let client = Client::new(Arc::new(ToFake(Arc::clone(fake))));
        let section: HtmlElement = document().create_element("section").unwrap().unchecked_into();
        document().body().unwrap().append_child(&section).unwrap();
        let owner = open(&section, client.clone());
        LEFT.set(Some(owner.clone()));
        let stage = Self { section, client, owner };
        stage.wait_for_any(Role::Heading).await;
        stage
    }

    /// The first thing of that role and name, if it is there.
    pub fn find(&self, role: Role, name: &str) -> Option<HtmlElement> {
        dom::all(&self.section, role).into_iter().find(|element| dom::name(element) == name)
    }

    /// The same, waiting for it.
    pub async fn wait_for(&self, role: Role, name: &str) -> HtmlElement {
        until(&format!("{role:?} “{name}”"), || self.find(role, name)).await
    }

    /// The first thing of that role, waiting for it.
    pub async fn wait_for_any(&self, role: Role) -> HtmlElement {
        until(&format!("{role:?}"), || dom::all(&self.section, role).into_iter().next()).await
    }

    /// Waits until it is gone.
    pub async fn wait_without(&self, role: Role, name: &str) {
        until(&format!("no {role:?} “{name}”"), || self.find(role, name).is_none().then_some(())).await;
    }

    /// Waits until the page says that.
    pub async fn wait_for_text(&self, text: &str) {
        until(text, || self.says(text).then_some(())).await;
    }

    /// Does the page say that?
    pub fn says(&self, text: &str) -> bool {
        dom::text(&self.section).contains(text)
    }

    /// All things of that role.
    pub fn all(&self, role: Role) -> Vec<HtmlElement> {
        dom::all(&self.section, role)
    }

    /// A live event: something changed on the server.
    pub fn announce(&self, subject: Subject, id: &str) {
        self.client.changes().announce(&[Change::Of(Changed { subject, id: id.to_owned() })]);
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.owner.cleanup();
        self.section.remove();
    }
}

fn clear() {
    if let Some(owner) = LEFT.take() {
        owner.cleanup();
    }
    while let Ok(Some(left)) = document().query_selector("body > section") {
        left.remove();
    }
}

/// Sets the URL of the page without loading anything. Only to open a stage: Chromium ignores whoever changes the URL more than
/// 200 times in ten seconds.
fn go(path: &str) {
    window().history().unwrap().replace_state_with_url(&JsValue::NULL, "", Some(path)).unwrap();
}
