//! Making something that has a secret: a form, and in its place the secret, once.

use crate::backend::{Request, Write, json, use_write};
use crate::forms::Form;
use crate::platform::{effect, ids};
use crate::text::{Message, identity as text};
use crate::ui::{Button, CopyField, Dialog, Notice, Tone, Variant};
use crate::view::prelude::*;

/// What the dialog says.
#[derive(Clone, Copy)]
pub struct SecretWords {
    /// Its title before.
    pub form: Message,
    /// Its title after.
    pub made: Message,
    /// Why the secret is to be copied now.
    pub once: Message,
    /// What the secret is called.
    pub label: Message,
}

/// What the form of such a dialog sends.
#[derive(Clone, Copy)]
pub struct Maker {
    form: Form,
    made: RwSignal<Option<String>>,
    key: StoredValue<String>,
    /// How it goes.
    pub write: Write,
}

/// Sends what is made by `form`, and puts its secret into `made`.
#[must_use]
pub fn use_maker(form: Form, made: RwSignal<Option<String>>) -> Maker {
    Maker { form, made, key: StoredValue::new(ids::random()), write: use_write() }
}

impl Maker {
    /// Marks the request, so that a repeat makes nothing twice.
    #[must_use]
    pub fn key(self) -> String {
        self.key.get_value()
    }

    /// Sends it. The secret is the only part of the answer that matters here.
    pub fn send(self, request: Request) {
        let Self { form, made, key, write } = self;
        write.send(
            request,
            Box::new(move |outcome| match outcome {
                Ok(answer) => drop(made.try_set(json::text_at(&answer, "secret"))),
                Err(failure) => {
                    // What the server has refused and is then put right is another request.
                    if failure.problem().is_some() {
                        key.set_value(ids::random());
                    }
                    form.refuse(&failure);
                }
            }),
        );
    }
}

/// The dialog. `form` puts the secret into `made`; closed, it is gone for good.
#[component]
pub fn SecretDialog(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// What it says.
    words: SecretWords,
    /// The secret, once there is one.
    made: RwSignal<Option<String>>,
    /// What makes it.
    form: ViewFn,
) -> View {
    effect(move || {
        if !open.get() {
            made.set(None);
        }
    });
    let (before, after, form) = (words.form, words.made, StoredValue::new(form));
    let title = derive(move || if made.with(Option::is_some) { after } else { before }.to_owned());
    let content = move || match made.get() {
        Some(value) => view! {
            <Notice tone=Tone::Warning text=words.once />
            <CopyField label=words.label value />
            <div class="dialog-actions">
                <Button label=text::done() variant=Variant::Primary on_press=move |()| open.set(false) />
            </div>
        },
        None => form.with_value(ViewFn::run),
    };
    view! { <Dialog open title>{content}</Dialog> }
}
