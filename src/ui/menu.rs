//! A menu button (WAI-ARIA APG): arrows move, Esc closes and gives the focus back.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::icon::{Glyph, Icon};
use crate::platform::{focus, ids};
use crate::view::prelude::*;

/// What a menu item does.
#[derive(Debug, Clone)]
pub enum MenuAction {
    /// Leads somewhere.
    Link(String),
    /// Does something.
    Press(Callback<()>),
    /// Is one of several, and may be the chosen one.
    Choose {
        /// It is.
        chosen: bool,
        /// Makes it so.
        choose: Callback<()>,
    },
}

/// One line of a menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// What it does, in words.
    pub label: String,
    /// Before the label.
    pub icon: Option<Glyph>,
    /// What it does.
    pub action: MenuAction,
    /// It takes something away.
    pub danger: bool,
    /// Why it is off.
    pub disabled_reason: Option<String>,
    /// The language of the label, where it is not that of the page.
    pub lang: Option<&'static str>,
}

impl MenuItem {
    /// An item that does something.
    #[must_use]
    pub fn new(label: impl Into<String>, icon: Glyph, action: MenuAction) -> Self {
        Self {
            label: label.into(),
            icon: Some(icon),
            action,
            danger: false,
            disabled_reason: None,
            lang: None,
        }
    }

    /// The same, marked as taking something away.
    #[must_use]
    pub const fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// The same, with its label in that language.
    #[must_use]
    pub const fn lang(mut self, tag: &'static str) -> Self {
        self.lang = Some(tag);
        self
    }

    /// The same, off for that reason, if there is one.
    #[must_use]
    pub fn disabled(mut self, reason: Option<String>) -> Self {
        self.disabled_reason = reason;
        self
    }
}

/// A button that opens a menu.
#[component]
pub fn Menu(
    /// Its name: what the menu is about, such as "Actions for Ada Lovelace".
    #[prop(into)]
    label: Signal<String>,
    /// What the button shows.
    #[prop(optional, into)]
    icon: Option<Signal<Glyph>>,
    /// Shown on the button besides the icon.
    #[prop(optional, into)]
    caption: Option<Signal<String>>,
    /// What is offered.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
) -> View {
    let open = RwSignal::new(false);
    let (button, list) = (NodeRef::new(), NodeRef::new());
    let id = ids::unique("menu");
    let glyph = icon.unwrap_or_else(|| Signal::stored(Glyph::More));
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            focus::to(&button);
        }
    };
    let show = move |last: bool| {
        open.set(true);
        request_animation_frame(move || step(list, if last { Step::Last } else { Step::First }));
    };
    on_window("pointerdown", false, move |event: &web_sys::Event| {
        let inside = |node: Option<HtmlElement>| {
            node.is_some_and(|node| node.contains(event.target().and_then(|t| t.dyn_into().ok()).as_ref()))
        };
        let (b, l) = (button.get_untracked(), list.get_untracked());
        if open.get_untracked() && !inside(b) && !inside(l) {
            open.set(false);
        }
    });
    view! {
        <span class="menu-box">
            <button
                node_ref=button
                type="button"
                class=if caption.is_some() { "button" } else { "icon-button" }
                data-variant="quiet"
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=id.clone()
                aria-label=label
                on:click=move |_| if open.get_untracked() { close() } else { show(false) }
                on:keydown=move |event| match event.key().as_str() {
                    "ArrowDown" => { event.prevent_default(); show(false); }
                    "ArrowUp" => { event.prevent_default(); show(true); }
                    _ => {}
                }
            >
                {move || view! { <Icon glyph=glyph.get() /> }}
                {caption.map(|caption| view! { <span>{caption}</span> })}
            </button>
            <ul
                node_ref=list
                id=id
                class="menu"
                role="menu"
                aria-label=label
                hidden=move || !open.get()
                on:keydown=move |event| keys(event, list, close, open)
            >
                {move || open.get().then(|| items.get().into_iter().map(|item| line(item, open, close)).collect_view())}
            </ul>
        </span>
    }
}

/// Where the focus goes in a menu.
#[derive(Clone, Copy)]
enum Step {
    First,
    Last,
    Next,
    Previous,
}

fn keys(event: &web_sys::KeyboardEvent, list: NodeRef, close: impl Fn(), open: RwSignal<bool>) {
    let next = match event.key().as_str() {
        "ArrowDown" => Step::Next,
        "ArrowUp" => Step::Previous,
        "Home" => Step::First,
        "End" => Step::Last,
        "Escape" => {
            event.prevent_default();
            event.stop_propagation();
            return close();
        }
        "Tab" => return open.set(false),
        _ => return,
    };
    event.prevent_default();
    step(list, next);
}

fn step(list: NodeRef, step: Step) {
    let Some(list) = list.get_untracked() else { return };
    let Ok(found) = list.query_selector_all("[role^=menuitem]") else { return };
    let items: Vec<HtmlElement> =
        (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect();
    let Some(last) = items.len().checked_sub(1) else { return };
    let now = focus::active().and_then(|active| items.iter().position(|item| *item == active));
    let target = match (step, now) {
        (Step::First, _) | (Step::Next, None) => 0,
        (Step::Last, _) | (Step::Previous, None) => last,
        (Step::Next, Some(at)) => {
            if at == last {
                0
            } else {
                at + 1
            }
        }
        (Step::Previous, Some(at)) => at.checked_sub(1).unwrap_or(last),
    };
    focus::to(&items[target]);
}

fn line(item: MenuItem, open: RwSignal<bool>, close: impl Fn() + Copy + 'static) -> View {
    let icon = item.icon.map(|glyph| view! { <Icon glyph /> });
    let danger = item.danger.then_some("true");
    let (press, chosen) = match item.action {
        MenuAction::Link(href) => {
            return view! {
                <li role="none">
                    <a role="menuitem" tabindex="-1" href=href on:click=move |_| open.set(false)>{icon}<span>{item.label}</span></a>
                </li>
            };
        }
        MenuAction::Press(press) => (press, None),
        MenuAction::Choose { chosen, choose } => (choose, Some(chosen)),
    };
    let off = item.disabled_reason.is_some();
    let run = move |_: &_| {
        if !off {
            close();
            press.run(());
        }
    };
    view! {
        <li role="none">
            <button
                type="button"
                role=if chosen.is_some() { "menuitemradio" } else { "menuitem" }
                aria-checked=chosen.map(|chosen| if chosen { "true" } else { "false" })
                tabindex="-1"
                data-danger=danger
                aria-disabled=off.then_some("true")
                on:click=run
            >
                {icon}
                <span lang=item.lang>{item.label} {item.disabled_reason.map(|reason| view! { <small>{reason}</small> })}</span>
            </button>
        </li>
    }
}
