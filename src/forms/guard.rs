//! Asks before unsaved input is lost by following a link, by Back or Forward, or by closing the window.

use crate::router::{Leaving, on_leave};
use crate::text::common as text;
use crate::ui::{Button, Dialog, DialogKind, Variant};
use crate::view::prelude::*;

/// While `dirty`, asks before the person leaves.
#[component]
pub fn UnsavedGuard(
    /// There is something to lose.
    #[prop(into)]
    dirty: Signal<bool>,
) -> View {
    let (open, target) = (RwSignal::new(false), StoredValue::new(None::<Leaving>));
    on_window("beforeunload", false, move |event: &web_sys::Event| {
        if dirty.get_untracked() {
            event.prevent_default();
        }
    });
    let ask = Callback::new(move |leaving: Leaving| {
        target.set_value(Some(leaving));
        open.set(true);
    });
    let navigator = on_leave(dirty, ask);
    let leave = Callback::new(move |()| {
        open.set(false);
        if let Some(leaving) = target.get_value() {
            navigator.leave(&leaving);
        }
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
}
