//! Short messages about what was done. Nothing exists only here: they stay in a list until dismissed or past their time.

use std::time::Duration;

use super::badge::Tone;
use super::icon::{Glyph, Icon};
use crate::text::common as text;
use crate::view::prelude::*;

/// How long a message stays (WCAG 2.2.1 asks for 20 seconds at least, for one with an action).
const STAYS: Duration = Duration::from_secs(20);

/// What can still be done about it.
#[derive(Debug, Clone)]
pub struct ToastAction {
    /// What, in a word.
    pub label: String,
    /// Does it.
    pub run: Callback<()>,
}

#[derive(Debug, Clone)]
struct Toast {
    id: u64,
    tone: Tone,
    message: String,
    action: Option<ToastAction>,
}

/// The messages of the console.
#[derive(Debug, Clone, Copy)]
pub struct Messages {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u64>,
    held: RwSignal<bool>,
}

impl Messages {
    /// Something was done.
    pub fn success(&self, message: impl Into<String>) {
        self.push(Tone::Good, message.into(), None);
    }

    /// Something was done that can be undone.
    pub fn success_with(&self, message: impl Into<String>, action: ToastAction) {
        self.push(Tone::Good, message.into(), Some(action));
    }

    /// Something did not succeed.
    pub fn failure(&self, message: impl Into<String>) {
        self.push(Tone::Bad, message.into(), None);
    }

    fn push(&self, tone: Tone, message: String, action: Option<ToastAction>) {
        let Some(before) = self.next.try_get_value() else { return };
        let id = before + 1;
        self.next.set_value(id);
        self.list.update(|list| list.push(Toast { id, tone, message, action }));
        self.expire_later(id);
    }

    /// A message that is hovered or focused waits.
    fn expire_later(&self, id: u64) {
        let messages = *self;
        set_timeout(
            move || match messages.held.try_get_untracked() {
                Some(true) => messages.expire_later(id),
                Some(false) => messages.dismiss(id),
                None => {}
            },
            STAYS,
        );
    }

    fn dismiss(&self, id: u64) {
        self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Gives the whole console its messages.
pub fn provide_toasts() {
    provide_context(Messages {
        list: RwSignal::new(Vec::new()),
        next: StoredValue::new(0),
        held: RwSignal::new(false),
    });
}

/// The messages of the console.
///
/// # Panics
/// Outside of [`provide_toasts`].
#[must_use]
pub fn use_toasts() -> Messages {
    use_context().expect("the app provides the toasts before any page")
}

/// The region in which the messages appear; in the page from the start. F6 puts the focus here.
#[component]
pub fn Toasts() -> View {
    let messages = use_toasts();
    let of = move |bad: bool| {
        messages
            .list
            .get()
            .into_iter()
            .filter(|toast| (toast.tone == Tone::Bad) == bad)
            .map(|toast| one(messages, toast))
            .collect_view()
    };
    view! {
        <section
            class="toasts"
            id="notifications"
            aria-label=text::notifications()
            tabindex="-1"
            on:pointerenter=move |_| messages.held.set(true)
            on:pointerleave=move |_| messages.held.set(false)
            on:focusin=move |_| messages.held.set(true)
            on:focusout=move |_| messages.held.set(false)
        >
            <div role="status"><ul>{move || of(false)}</ul></div>
            <div role="alert"><ul>{move || of(true)}</ul></div>
        </section>
    }
}

fn one(messages: Messages, toast: Toast) -> View {
    let id = toast.id;
    let act = |action: ToastAction| {
        let run = move |_: &_| {
            action.run.run(());
            messages.dismiss(id);
        };
        view! { <button type="button" class="button" data-variant="quiet" on:click=run>{action.label}</button> }
    };
    view! {
        <li class="toast" data-tone=toast.tone.name()>
            <Icon glyph=if toast.tone == Tone::Bad { Glyph::Alert } else { Glyph::Check } />
            <span class="toast-text">{toast.message}</span>
            {toast.action.map(act)}
            <button type="button" class="icon-button" aria-label=text::dismiss() on:click=move |_| messages.dismiss(id)>
                <Icon glyph=Glyph::Cross />
            </button>
        </li>
    }
}
