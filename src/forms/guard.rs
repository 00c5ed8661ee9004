//! Asks before unsaved input is lost by following a link or closing the window.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, MouseEvent};

use crate::text::common as text;
use crate::ui::{Button, Dialog, DialogKind, Variant};

/// The link that a plain click would follow inside the console.
fn link_of(event: &MouseEvent) -> Option<String> {
    let modified =
        event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key() || event.button() != 0;
    let element = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    let href = element.get_attribute("href")?;
    (!modified && href.starts_with('/') && !element.has_attribute("download")).then_some(href)
}

/// While `dirty`, asks before the person leaves.
#[component]
pub fn UnsavedGuard(
    /// There is something to lose.
    #[prop(into)]
    dirty: Signal<bool>,
) -> impl IntoView {
    let (open, target) = (RwSignal::new(false), RwSignal::new(String::new()));
    let before_unload = window_event_listener(leptos::ev::beforeunload, move |event| {
        if dirty.get_untracked() {
            event.prevent_default();
        }
    });
    on_cleanup(move || before_unload.remove());
    // In the capture phase, so that it comes before the router, which leaves clicks alone that are prevented.
    let on_click = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
        if let Some(href) = link_of(&event).filter(|_| dirty.try_get_untracked() == Some(true)) {
            event.prevent_default();
            target.set(href);
            open.set(true);
        }
    });
    // Adding and removing a listener of the document does not fail.
    let _ = document().add_event_listener_with_callback_and_bool(
        "click",
        Closure::as_ref(&on_click).unchecked_ref(),
        true,
    );
    let on_click = StoredValue::new_local(on_click);
    on_cleanup(move || {
        on_click.try_with_value(|on_click| {
            document().remove_event_listener_with_callback_and_bool(
                "click",
                Closure::as_ref(on_click).unchecked_ref(),
                true,
            )
        });
    });
    let navigate = use_navigate();
    let leave = Callback::new(move |()| {
        open.set(false);
        navigate(&target.get_untracked(), leptos_router::NavigateOptions::default());
    });
    view! {
        <Dialog open title=text::unsaved_title() kind=DialogKind::Alert>
            <div class="dialog-text"><p>{text::unsaved_detail()}</p></div>
            <div class="dialog-actions">
                <Button label=text::keep_editing() on_press=move |()| open.set(false) />
                <Button label=text::discard() variant=Variant::Danger on_press=leave />
            </div>
        </Dialog>
    }
    .into_any()
}
