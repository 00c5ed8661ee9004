//! The question before something is taken away for good.

use super::badge::Tone;
use super::button::{Button, Variant};
use super::dialog::{Dialog, DialogKind};
use super::field::TextInput;
use super::states::Notice;
use crate::text::common as text;
use crate::view::prelude::*;

/// Asks before something is done that has consequences; with `typed`, only once that name has been typed.
#[component]
pub fn ConfirmDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What the button says: the act itself.
    #[prop(into)]
    confirm: Signal<String>,
    /// Said yes. The caller closes the dialog when it is done.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// What has to be typed.
    #[prop(optional, into)]
    typed: Signal<Option<String>>,
    /// It is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it did not succeed.
    #[prop(optional, into)]
    failure: Signal<Option<String>>,
    /// How the button looks: red, but for what takes nothing away.
    #[prop(default = Variant::Danger)]
    variant: Variant,
    /// What follows from it.
    children: ChildrenFn,
) -> View {
    let children = StoredValue::new(children);
    view! {
        <Dialog open title kind=DialogKind::Alert>
            <div class="dialog-text">{children.with_value(ChildrenFn::run)}</div>
            {move || failure.get().map(|failure| view! { <Notice tone=Tone::Bad text=failure /> })}
            <Question open confirm on_confirm typed busy variant />
        </Dialog>
    }
}

/// The typed name and the buttons; made anew each time, so that nothing typed before is left.
#[component]
fn Question(
    open: RwSignal<bool>,
    confirm: Signal<String>,
    on_confirm: Callback<()>,
    typed: Signal<Option<String>>,
    busy: Signal<bool>,
    variant: Variant,
) -> View {
    let entry = RwSignal::new(String::new());
    let missing = move || {
        let name = typed.get()?;
        (entry.with(|entry| entry.trim() != name)).then(|| text::type_to_confirm(&name))
    };
    let prompt = move || typed.get().map(|name| text::type_to_confirm(&name)).unwrap_or_default();
    view! {
        <Show when=move || typed.with(Option::is_some)>
            <TextInput label=derive(prompt) value=entry hint=text::type_to_confirm_hint() />
        </Show>
        <div class="dialog-actions">
            <Button label=text::cancel() on_press=move |()| open.set(false) />
            <Button label=confirm variant=variant busy disabled_reason=derive(missing) on_press=on_confirm />
        </div>
    }
}
