//! Making a local user (R1).

use api::NoParams;
use api::users::{Create, NewUser, User};
use domain::{Field, Right, validation};

use super::choices;
use super::draft;
use super::list_query;
use super::profile_fields::{SiteField, checked};
use crate::backend::{Call, use_mutation};
use crate::forms::{Form, FormFrame, FormSelect, FormText, Input, UnsavedGuard};
use crate::layout::{Page, refusal};
use crate::platform::effect_after;
use crate::platform::ids;
use crate::router::{NavigateOptions, use_navigate};
use crate::text::Message;
use crate::text::common;
use crate::text::users as text;
use crate::ui::{Button, ButtonLink, Checkbox, Crumb, InputKind, Variant, use_toasts};
use crate::view::prelude::*;

/// The fields of the form.
#[derive(Clone, Copy)]
struct Fields {
    form: Form,
    inputs: StoredValue<Vec<(Field, Input)>>,
}

impl Fields {
    fn new() -> Self {
        let form = Form::new();
        let input = |field: Field| {
            let value = if field == Field::DirectoryVisible { "true" } else { "" };
            (field, form.input(draft::body_name(field), text::field(field), value, draft::check(field)))
        };
        // R22: extension and phone number come with a licence; the person's page has them.
        let asked = draft::PROFILE.iter().chain(&[Field::PersonalContactNumber, Field::DirectoryVisible]);
        Self { form, inputs: StoredValue::new(asked.copied().map(input).collect()) }
    }

    fn get(self, field: Field) -> Input {
        self.inputs.with_value(|inputs| {
            inputs
                .iter()
                .find(|(one, _)| *one == field)
                .map(|(_, input)| *input)
                .expect("every field asked for is made in new")
        })
    }

    fn body(self) -> NewUser {
        let text = |field: Field| self.get(field).text().trim().to_owned();
        let filled = |field: Field| self.get(field).filled();
        NewUser {
            username: text(Field::Username),
            first_name: text(Field::FirstName),
            last_name: text(Field::LastName),
            email: text(Field::Email),
            job_title: filled(Field::JobTitle),
            department: filled(Field::Department),
            personal_contact_number: filled(Field::PersonalContactNumber),
            locale: filled(Field::Locale),
            time_zone: filled(Field::TimeZone),
            extension: None,
            phone_number: None,
            site_id: self.get(Field::Site).text().parse().ok(),
            plan_id: None,
            directory_visible: Some(self.get(Field::DirectoryVisible).text() == "true"),
        }
    }
}

/// The page `/users/new`.
#[component]
pub fn NewUserPage() -> View {
    let fields = Fields::new();
    offer_email(fields);
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let done = RwSignal::new(false);
    // One key for this form: sent twice, it still makes one user.
    let key = StoredValue::new(ids::random());
    let create = use_mutation::<Create>(move |outcome| match outcome {
        Ok(user) => {
            done.try_set(true);
            toasts.success(text::new::created(&super::list_row::display_name(&user)));
            navigate(&page_of(&user), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
        Err(failure) => {
            // What the server has refused and is then put right is another request. One that got no answer is the same.
            if failure.problem().is_some() {
                key.set_value(ids::random());
            }
            fields.form.refuse(&failure);
        }
    });
    let submit = Callback::new(move |()| {
        if fields.form.check() {
            create.run(Call::new(NoParams {}).body(fields.body()).idempotency_key(key.get_value()));
        }
    });
    let dirty = move || !done.get() && fields.form.is_dirty();
    let crumbs = vec![Crumb::new(text::title(), list_query::PATH)];
    view! {
        <Page title=text::new_title() crumbs lead=|| text::new::lead().into_view() narrow=true>
            <FormFrame form=fields.form on_submit=submit>
                <Parts fields />
                <div class="form-actions">
                    <Button
                        label=text::new::submit()
                        variant=Variant::Primary
                        submit=true
                        busy=create.pending
                        disabled_reason=refusal(Right::EditUsers)
                    />
                    <ButtonLink label=common::cancel() href=list_query::PATH />
                </div>
            </FormFrame>
            <UnsavedGuard dirty=derive(dirty) />
        </Page>
    }
}

fn page_of(user: &User) -> String {
    [list_query::PATH, "/", &user.id.to_string()].concat()
}

/// As long as the email was not typed by hand, it follows the username.
fn offer_email(fields: Fields) {
    let (username, email) = (fields.get(Field::Username).value, fields.get(Field::Email).value);
    effect_after(move |offered: Option<String>| {
        let typed = username.with(|text| text.trim().to_owned());
        let offered = offered.unwrap_or_default();
        if email.with_untracked(|email| *email != offered) {
            return offered;
        }
        let next = if validation::email(&typed).is_ok() { typed } else { String::new() };
        email.set(next.clone());
        next
    });
}

#[component]
fn Parts(fields: Fields) -> View {
    let input = move |field: Field| fields.get(field);
    view! {
        <Part title=text::new::identity_section()>
            <FormText input=input(Field::Username) hint=text::new::username_hint() />
            <FormText input=input(Field::Email) hint=text::new::email_hint() kind=InputKind::Email />
            <FormText input=input(Field::FirstName) />
            <FormText input=input(Field::LastName) />
        </Part>
        <Part title=text::new::optional_section() detail=text::new::optional_detail()>
            <FormText input=input(Field::JobTitle) optional=true />
            <FormText input=input(Field::Department) optional=true />
            <SiteField input=input(Field::Site) />
            <FormText input=input(Field::PersonalContactNumber) kind=InputKind::Phone optional=true />
            <FormSelect input=input(Field::Locale) choices=Signal::stored(choices::languages("", &common::not_set())) />
            <FormSelect input=input(Field::TimeZone) choices=Signal::stored(choices::time_zones("", &common::not_set())) />
        </Part>
        <Part title=text::profile::directory()>
            <Checkbox
                label=text::new::directory()
                checked=checked(input(Field::DirectoryVisible))
                hint=text::new::directory_hint()
            />
        </Part>
    }
}

#[component]
fn Part(title: Message, #[prop(optional)] detail: Message, children: Made) -> View {
    let id = ids::unique("part");
    view! {
        <section class="form-group" role="group" aria-labelledby=id.clone()>
            <h2 id=id.clone()>{title}</h2>
            {(!detail.is_empty()).then(|| view! { <p class="secondary">{detail}</p> })}
            <div class="form-row">{children}</div>
        </section>
    }
}
