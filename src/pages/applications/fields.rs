//! What is entered of an application.

use domain::Right;
use domain::applications::redirect_uri;
use domain::validation::{self, Invalid};

use crate::forms::{Form, FormFrame, FormText, Input, UnsavedGuard};
use crate::layout::refusal;
use crate::text::Message;
use crate::text::applications as text;
use crate::text::identity;
use crate::ui::{Button, InputKind, Variant};
use crate::view::prelude::*;

/// The form, and its fields.
#[derive(Clone, Copy)]
pub struct Fields {
    /// The form.
    pub form: Form,
    /// The name.
    pub name: Input,
    /// Where browsers are sent back to, one a line.
    pub redirect_uris: Input,
    /// Where they go after signing out, one a line.
    pub post_logout: Input,
}

fn optional(text: &str) -> Result<(), Invalid> {
    // How many there are, and that none is there twice, is for the server.
    text.lines().map(str::trim).filter(|line| !line.is_empty()).try_for_each(redirect_uri)
}

fn required(text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() { Err(Invalid::Empty) } else { optional(text) }
}

/// The lines of a field; the server leaves out those that are empty.
pub fn lines(input: Input) -> Vec<String> {
    input.text().lines().map(ToOwned::to_owned).collect()
}

impl Fields {
    /// With what is saved.
    pub fn new([name, uris, post_logout]: [&str; 3]) -> Self {
        let form = Form::new();
        Self {
            form,
            name: form.input("name", identity::name(), name, |text| validation::label(text).map(drop)),
            redirect_uris: form.input("redirect_uris", text::redirect_uris(), uris, required),
            post_logout: form.input("post_logout_redirect_uris", text::post_logout(), post_logout, optional),
        }
    }

    /// The form on the screen; `between` stands before the button.
    pub fn view(self, submit: Callback<()>, (label, busy): (Message, RwSignal<bool>), between: View) -> View {
        view! {
            <FormFrame form=self.form on_submit=submit>
                <FormText input=self.name />
                <FormText input=self.redirect_uris hint=text::redirect_uris_hint() kind=InputKind::Lines />
                <FormText input=self.post_logout hint=text::post_logout_hint() kind=InputKind::Lines optional=true />
                {between}
                <div class="form-actions">
                    <Button label variant=Variant::Primary submit=true busy disabled_reason=refusal(Right::EditIdentity) />
                </div>
            </FormFrame>
            <UnsavedGuard dirty=derive(move || self.form.is_dirty()) />
        }
    }
}
