//! Where the console is, and going elsewhere.

use crate::view::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, MouseEvent};

use super::leaving::{Leaving, Watch};
use crate::view::on_window;

/// The URL of the page, as signals that change only when it does.
#[derive(Clone, Copy)]
pub struct Location {
    /// The path.
    pub pathname: RwSignal<String>,
    /// The query, without its question mark.
    pub search: RwSignal<String>,
}

/// How to go to a page.
#[derive(Debug, Clone, Copy)]
pub struct NavigateOptions {
    /// In place of the present entry of the browser's history.
    pub replace: bool,
    /// To the top of the page.
    pub scroll: bool,
}

impl Default for NavigateOptions {
    fn default() -> Self {
        Self { replace: false, scroll: true }
    }
}

/// Goes to pages of the console.
#[derive(Clone, Copy)]
pub struct Navigator {
    location: Location,
    /// Which entry of the browser's history this is, counted from the first one of the console.
    position: StoredValue<i32>,
    pub(super) watch: StoredValue<Option<Watch>>,
    /// The browser is brought back to where it was; it tells of that as of any other move.
    returning: StoredValue<bool>,
}

/// Gives the console its router, for as long as the calling component lives.
pub fn provide_router() {
    let (pathname, search) = present();
    let location = Location { pathname: RwSignal::new(pathname), search: RwSignal::new(search) };
    let navigator = Navigator {
        location,
        position: StoredValue::new(position().unwrap_or_default()),
        watch: StoredValue::new(None),
        returning: StoredValue::new(false),
    };
    provide_context(navigator);
    on_window("popstate", false, move |_: &Event| navigator.moved());
    on_window("click", false, move |event: &MouseEvent| navigator.clicked(event));
}

/// Where the console is.
///
/// # Panics
/// Outside of [`provide_router`].
#[must_use]
pub fn use_location() -> Location {
    use_navigator().location
}

pub(super) fn use_navigator() -> Navigator {
    use_context().expect("the app provides the router before any page")
}

/// What goes to another page of the console.
pub fn use_navigate() -> impl Fn(&str, NavigateOptions) + Copy + Send + Sync + 'static {
    let navigator = use_navigator();
    move |to, options| navigator.go(to, options)
}

/// Path and query of the browser's address.
fn present() -> (String, String) {
    let location = window().location();
    let search = location.search().unwrap_or_default();
    (location.pathname().unwrap_or_default(), search.trim_start_matches('?').to_owned())
}

/// The position that the present entry of the history carries.
fn position() -> Option<i32> {
    let state = window().history().ok()?.state().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "it was an i32 when it was stored")]
    state.as_f64().map(|position| position as i32)
}

impl Navigator {
    /// Goes there; nobody is asked.
    pub(super) fn go(self, to: &str, options: NavigateOptions) {
        let Ok(history) = window().history() else { return };
        let position = self.position.get_value() + i32::from(!options.replace);
        let state = JsValue::from(position);
        // Fails for another origin: paths of the console name none.
        let gone = match options.replace {
            true => history.replace_state_with_url(&state, "", Some(to)),
            false => history.push_state_with_url(&state, "", Some(to)),
        };
        if gone.is_ok() {
            self.position.set_value(position);
            self.follow();
            if options.scroll {
                window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
    }

    /// Where the person wanted to go when they were asked.
    pub fn leave(self, leaving: &Leaving) {
        self.watch.set_value(None);
        match leaving {
            Leaving::Link(to) => self.go(to, NavigateOptions::default()),
            Leaving::History(steps) => back_and_forth(*steps),
        }
    }

    /// The path first: its page goes away before it would read anything for the new query.
    fn follow(self) {
        let (pathname, search) = present();
        for (signal, value) in [(self.location.pathname, pathname), (self.location.search, search)] {
            if signal.with_untracked(|known| *known != value) {
                signal.set(value);
            }
        }
    }

    /// The browser has moved in its history, by Back or Forward.
    fn moved(self) {
        if self.returning.replace_value(false) == Some(true) {
            return;
        }
        let to = position().unwrap_or_default();
        let steps = to - self.position.get_value();
        if steps != 0 && self.asks(|| Leaving::History(steps)) {
            self.returning.set_value(true);
            back_and_forth(-steps);
            return;
        }
        self.position.set_value(to);
        self.follow();
    }

    /// A plain click on a link of the console goes there without loading anything.
    fn clicked(self, event: &MouseEvent) {
        let Some(to) = link_of(event).filter(|_| !event.default_prevented()) else { return };
        event.prevent_default();
        if !self.asks(|| Leaving::Link(to.clone())) {
            self.go(&to, NavigateOptions::default());
        }
    }

    /// Asks the person first, where there is something to lose.
    fn asks(self, leaving: impl FnOnce() -> Leaving) -> bool {
        self.watch.with_value(|watch| watch.as_ref().is_some_and(|watch| watch.asks(leaving)))
    }
}

fn back_and_forth(steps: i32) {
    if let Ok(history) = window().history() {
        let _ = history.go_with_delta(steps);
    }
}

/// The link that a plain click would follow inside the console.
fn link_of(event: &MouseEvent) -> Option<String> {
    let modified =
        event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key() || event.button() != 0;
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    let href = link.get_attribute("href")?;
    let elsewhere = link.has_attribute("download") || link.has_attribute("target");
    (!modified && !elsewhere && href.starts_with('/') && !href.starts_with("//")).then_some(href)
}
