//! A file of the person's own: chosen with a button, or dropped.

use web_sys::{DragEvent, File, FileList, HtmlInputElement};

use super::button::Button;
use crate::view::prelude::*;

/// A button that opens the browser's choice of a file, and around it the place to drop one.
#[component]
pub fn FileZone(
    /// The button.
    #[prop(into)]
    label: Signal<String>,
    /// Which files are offered first.
    accept: &'static str,
    /// Beside the button: which file it is, or that one can be dropped.
    #[prop(into)]
    said: Signal<String>,
    /// One was chosen or dropped.
    on_file: Callback<File>,
    /// Its work is under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why none is taken.
    #[prop(optional, into)]
    disabled_reason: Signal<Option<String>>,
) -> View {
    let picker = NodeRef::new();
    let take = move |files: Option<FileList>| {
        let free = !busy.get_untracked() && disabled_reason.with_untracked(Option::is_none);
        if let Some(file) = files.and_then(|files| files.get(0)).filter(|_| free) {
            on_file.run(file);
        }
    };
    let pick = Callback::new(move |()| {
        if let Some(input) = picker.get_untracked() {
            input.click();
        }
    });
    let picked = move |event: &web_sys::Event| {
        let input = event_target::<HtmlInputElement>(event);
        take(input.files());
        // The same file may be chosen again, after it was changed.
        input.set_value("");
    };
    let dropped = move |event: &DragEvent| {
        event.prevent_default();
        take(event.data_transfer().and_then(|data| data.files()));
    };
    view! {
        <div class="drop-zone" on:dragover=|event: &DragEvent| event.prevent_default() on:drop=dropped>
            <Button label on_press=pick busy disabled_reason />
            <input node_ref=picker type="file" accept=accept hidden on:change=picked />
            <span class="secondary" role="status">{said}</span>
        </div>
    }
}
