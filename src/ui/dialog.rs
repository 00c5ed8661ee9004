//! A modal dialog on the native `<dialog>`: the browser keeps the focus inside and makes the rest inert.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::icon::{Glyph, Icon};
use crate::platform::{effect, focus, ids};
use crate::text::common as text;
use crate::view::prelude::*;

/// What a dialog is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DialogKind {
    /// A form or information.
    #[default]
    Plain,
    /// A question before something is taken away (`alertdialog`).
    Alert,
    /// A panel at the side.
    Panel,
}

impl DialogKind {
    const fn role(self) -> Option<&'static str> {
        match self {
            Self::Alert => Some("alertdialog"),
            Self::Plain | Self::Panel => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Alert => "alert",
            Self::Panel => "panel",
        }
    }
}

/// Shows or closes the native element as `open` says; the focus goes back to where it was.
fn follow(open: RwSignal<bool>, node: NodeRef) {
    let mut opener: Option<HtmlElement> = None;
    effect(move || {
        let (open, Some(dialog)) = (open.get(), node.get_as::<web_sys::HtmlDialogElement>()) else { return };
        if open && !dialog.open() {
            opener = focus::active();
            // It is in the page and closed, so it can be shown.
            let _ = dialog.show_modal();
            focus_inside(dialog);
        } else if !open && dialog.open() {
            dialog.close();
            if let Some(opener) = opener.take() {
                focus::to(&opener);
            }
        }
    });
}

/// Where the focus goes in an open dialog: to the first field to fill in; without one, to the first thing to decide.
const FIRST: [&str; 3] = [
    ".dialog-body :is(input, select, textarea):not([readonly], :disabled)",
    ".dialog-actions button",
    ".dialog-body :is(button, a, input)",
];

/// Puts the focus there, once the content is made: the element itself was shown before.
fn focus_inside(dialog: web_sys::HtmlDialogElement) {
    request_animation_frame(move || {
        let find =
            |selector: &str| dialog.query_selector(selector).ok().flatten()?.dyn_into::<HtmlElement>().ok();
        if let Some(first) = FIRST.into_iter().find_map(find) {
            focus::to(&first);
        }
    });
}

/// A modal dialog. With unsaved input (`dirty`) closing asks first. Its content is made anew each time it opens.
#[component]
pub fn Dialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// What it is for.
    #[prop(optional)]
    kind: DialogKind,
    /// It holds input that would be lost.
    #[prop(optional, into)]
    dirty: Signal<bool>,
    /// Its content; buttons go into an element of class `dialog-actions`.
    children: ChildrenFn,
) -> View {
    let node = NodeRef::new();
    let asking = RwSignal::new(false);
    follow(open, node);
    let title_id = ids::unique("dialog");
    let labelled_by = title_id.clone();
    let children = StoredValue::new(children);
    // The browser says so a moment later: meanwhile it may have been opened anew, or its page may be gone.
    let closed = move |event: &web_sys::Event| {
        let dialog = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if dialog.is_some_and(|dialog| !dialog.open()) {
            asking.set(false);
            open.set(false);
        }
    };
    let leave = move || if dirty.get_untracked() { asking.set(true) } else { open.set(false) };
    view! {
        <dialog
            node_ref=node
            class="dialog"
            data-kind=kind.name()
            role=kind.role()
            aria-labelledby=labelled_by
            on:cancel=move |event: &web_sys::Event| { event.prevent_default(); leave(); }
            on:close=closed
        >
            <Show when=move || open.get()>
                <header class="dialog-head">
                    <h2 id=title_id.clone()>{title}</h2>
                    <button type="button" class="icon-button" aria-label=text::close() on:click=move |_| leave()>
                        <Icon glyph=Glyph::Cross />
                    </button>
                </header>
                <Show when=move || asking.get()>{ask(open, asking)}</Show>
                <div class="dialog-body">{children.with_value(ChildrenFn::run)}</div>
            </Show>
        </dialog>
    }
}

/// Asks before unsaved input is lost.
fn ask(open: RwSignal<bool>, asking: RwSignal<bool>) -> View {
    let close = move |_: &_| {
        asking.set(false);
        open.set(false);
    };
    view! {
        <div class="dialog-ask" role="alert">
            <p><strong>{text::unsaved_title()}</strong> " " {text::unsaved_detail()}</p>
            <button type="button" class="button" on:click=move |_| asking.set(false)>{text::keep_editing()}</button>
            <button type="button" class="button" data-variant="danger" on:click=close>{text::discard()}</button>
        </div>
    }
}
