//! What is entered of an application.

use domain::applications::redirect_uris;
use domain::validation::{self, Invalid};

use crate::forms::{Form, FormText, Input};
use crate::text::applications as text;
use crate::text::identity;
use crate::ui::InputKind;
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

fn addresses(text: &str) -> Result<(), Invalid> {
    let all = redirect_uris(text.lines())?;
    if all.is_empty() { Err(Invalid::Empty) } else { Ok(()) }
}

/// The lines of a field; the server leaves out those that are empty.
pub fn lines(input: Input) -> Vec<String> {
    input.text().lines().map(ToOwned::to_owned).collect()
}

impl Fields {
    /// With what is saved.
    pub fn new(name: &str, uris: &[String], post_logout: &[String]) -> Self {
        let form = Form::new();
        Self {
            form,
            name: form.input("name", identity::name(), name, |text| validation::label(text).map(drop)),
            redirect_uris: form.input("redirect_uris", text::redirect_uris(), &uris.join("\n"), addresses),
            post_logout: form.input(
                "post_logout_redirect_uris",
                text::post_logout(),
                &post_logout.join("\n"),
                |text| redirect_uris(text.lines()).map(drop),
            ),
        }
    }

    /// The fields on the screen.
    pub fn view(self) -> View {
        view! {
            <FormText input=self.name hint=text::name_hint() />
            <FormText input=self.redirect_uris hint=text::redirect_uris_hint() kind=InputKind::Lines />
            <FormText input=self.post_logout hint=text::post_logout_hint() kind=InputKind::Lines optional=true />
        }
    }
}
