//! What is asked on the first run.

use api::NoParams;
use api::setup::{Create, NewOrganization};
use domain::validation;

use super::slug;
use crate::backend::{Call, use_mutation};
use crate::forms::{Form, FormFrame, FormText, Input};
use crate::platform::effect_after;
use crate::router::{NavigateOptions, use_navigate};
use crate::text::{setup as text, sign_in};
use crate::ui::{Button, InputKind, Variant, use_toasts};
use crate::view::prelude::*;

/// The fields of the form.
#[derive(Clone, Copy)]
struct Fields {
    form: Form,
    organization_name: Input,
    slug: Input,
    first_name: Input,
    last_name: Input,
    email: Input,
    username: Input,
    password: Input,
}

impl Fields {
    fn new() -> Self {
        let form = Form::new();
        let required = |text: &str| validation::required(text, validation::MAX_TEXT).map(drop);
        let name = |text: &str| validation::person_name(text).map(drop);
        Self {
            form,
            organization_name: form.input("organization_name", text::organization_name(), "", required),
            slug: form.input("slug", text::slug(), "", |text| validation::slug(text).map(drop)),
            first_name: form.input("first_name", text::first_name(), "", name),
            last_name: form.input("last_name", text::last_name(), "", name),
            email: form.input("email", text::email(), "", |text| validation::email(text).map(drop)),
            username: form
                .input("username", text::username(), "", |text| validation::username(text).map(drop)),
            password: form.input("password", text::password(), "", |text| validation::password(text, "")),
        }
    }

    /// The password must not hold the username, which only both fields together can tell.
    fn check(&self) -> bool {
        let outcome = validation::password(&self.password.text(), &self.username.text());
        self.form.check_also(&[(self.password, outcome)])
    }

    fn body(&self, token: &str) -> NewOrganization {
        NewOrganization {
            token: token.to_owned(),
            organization_name: self.organization_name.text(),
            slug: self.slug.text(),
            username: self.username.text(),
            first_name: self.first_name.text(),
            last_name: self.last_name.text(),
            email: self.email.text(),
            password: self.password.text(),
        }
    }
}

/// `to` follows `from` until the person writes something else there.
fn propose(from: Input, to: Input, proposal: fn(&str) -> String) {
    effect_after(move |before: Option<String>| {
        let next = from.value.with(|text| proposal(text));
        let own = to.value.with_untracked(|text| !text.is_empty() && Some(text) != before.as_ref());
        if !own {
            to.value.set(next.clone());
        }
        next
    });
}

/// The organization and its owner.
#[component]
pub(super) fn SetupForm(
    /// The secret of the link.
    token: String,
) -> View {
    let fields = Fields::new();
    propose(fields.organization_name, fields.slug, slug::propose);
    propose(fields.email, fields.username, str::to_owned);
    let (navigate, toasts) = (use_navigate(), use_toasts());
    let create = use_mutation::<Create>(move |outcome| match outcome {
        Ok(_) => {
            toasts.success(text::done());
            // The link is used up: Back must not lead to it.
            navigate("/", NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
        Err(failure) => fields.form.refuse(&failure),
    });
    let submit = move |()| {
        if fields.check() {
            create.run(Call::new(NoParams {}).body(fields.body(&token)));
        }
    };
    view! {
        <FormFrame form=fields.form on_submit=submit>
            {organization(fields)}
            {owner(fields)}
            <div class="form-actions">
                <Button label=text::submit() variant=Variant::Primary submit=true busy=create.pending />
            </div>
        </FormFrame>
    }
}

fn organization(fields: Fields) -> View {
    let hint = derive(move || Some(fields.slug.value.with(|slug| text::slug_hint(slug))));
    view! {
        <fieldset class="form-group">
            <legend>{text::organization()}</legend>
            <div class="form-row">
                <FormText input=fields.organization_name autocomplete="organization" />
                <FormText input=fields.slug hint />
            </div>
        </fieldset>
    }
}

fn owner(fields: Fields) -> View {
    view! {
        <fieldset class="form-group">
            <legend>{text::owner()}</legend>
            <p class="field-hint">{text::owner_detail()}</p>
            <div class="form-row">
                <FormText input=fields.first_name autocomplete="given-name" />
                <FormText input=fields.last_name autocomplete="family-name" />
            </div>
            <FormText input=fields.email kind=InputKind::Email autocomplete="email" />
            <FormText input=fields.username hint=text::username_hint() autocomplete="username" />
            <FormText
                input=fields.password
                hint=sign_in::password_hint()
                kind=InputKind::Password
                autocomplete="new-password"
            />
        </fieldset>
    }
}
