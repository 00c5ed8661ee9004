//! The fields of the profile: each as a control, or locked, with who manages it (R4).

use api::history::{ActorKind, FieldOrigin};
use api::users::User;
use api::{NoParams, NoQuery, licenses, sites};
use domain::{Field, ManagedBy, Reason};

use super::choices;
use super::draft;
use super::profile_state::ProfileForm;
use crate::backend::use_query;
use crate::forms::{FormSelect, FormText, Input};
use crate::platform::effect;
use crate::platform::ids;
use crate::text::Message;
use crate::text::users;
use crate::text::users::profile as text;
use crate::text::{common, words};
use crate::ui::{Checkbox, Choice, Glyph, Icon, InputKind, LockedField, TimeAgo};
use crate::view::prelude::*;

/// A titled part of the form. Where the identity provider manages some of its fields, it says where to change them.
#[component]
pub fn Group(
    /// The form.
    profile: ProfileForm,
    /// The title.
    title: Message,
    /// The fields of it that the identity provider may manage.
    fields: &'static [Field],
    /// The fields.
    children: Made,
) -> View {
    let id = ids::unique("group");
    let note_id = [&id, "-note"].concat();
    let provider = memo(move || {
        let managed = profile.saved.with(|user| user.managed_by == ManagedBy::IdentityProvider);
        let locked = fields.iter().any(|field| profile.lock(*field).is_some());
        (managed && locked).then(|| profile.saved.with(|user| user.identity_provider))
    });
    let described_by = note_id.clone();
    let note = move || {
        let id = note_id.clone();
        provider.get().map(|provider| {
            view! {
                <p class="lock-note" id=id><Icon glyph=Glyph::Lock /><span>{text::change_there(provider)}</span></p>
            }
        })
    };
    view! {
        <section
            class="form-group"
            role="group"
            aria-labelledby=id.clone()
            aria-describedby=move || provider.get().is_some().then(|| described_by.clone())
        >
            <h2 id=id.clone()>{title}</h2>
            {note}
            <div class="form-row">{children}</div>
        </section>
    }
}

/// Why a field shows no control.
fn locked_words(profile: ProfileForm, field: Field, read_only: bool) -> Option<String> {
    match profile.lock(field).map(|lock| lock.reason) {
        Some(Reason::ManagedByIdentityProvider { provider, .. }) => Some(text::managed_by(provider)),
        Some(Reason::SiteAlreadySet) => Some(text::site_set_once().to_owned()),
        Some(reason) => Some(crate::text::reasons::reason(&reason)),
        None => read_only.then(|| text::read_only().to_owned()),
    }
}

/// One field.
#[component]
pub fn ProfileField(
    /// The form.
    profile: ProfileForm,
    /// Which field.
    field: Field,
    /// Nothing can be changed.
    read_only: Signal<bool>,
) -> View {
    let lock = memo(move || locked_words(profile, field, read_only.get()));
    let part = live(move || match lock.get() {
        Some(reason) => {
            let value = move || profile.saved.with(|user| shown(user, field));
            view! { <LockedField label=users::field(field) value=derive(value) reason /> }
        }
        None => control(profile, field),
    });
    view! { <div class="field">{part} {origin(profile, field)}</div> }
}

/// When the field got its present value, and from whom, where that is known.
fn origin(profile: ProfileForm, field: Field) -> View {
    let known = memo(move || {
        profile.origins.data.with(|all| all.as_ref()?.fields.iter().find(|one| one.field == field).cloned())
    });
    let line = move |origin: FieldOrigin| {
        let provider = (origin.actor == ActorKind::IdentityProvider)
            .then(|| words::provider(profile.saved.with_untracked(|user| user.identity_provider)));
        let by = match provider.flatten() {
            Some(provider) => provider.words(),
            None if origin.actor_name.is_empty() => users::history::actor(origin.actor).words(),
            None => &origin.actor_name,
        };
        view! { <p class="field-hint">{text::changed_when()} " " <TimeAgo at=origin.at /> " " {text::changed_by(by)}</p> }
    };
    view! { {move || known.get().map(line)} }
}

/// What a locked field shows: of the site its name.
fn shown(user: &User, field: Field) -> String {
    match (field, &user.site, &user.plan) {
        (Field::Site, Some(site), _) => site.name.clone(),
        (Field::License, _, Some(plan)) => plan.name.clone(),
        _ => Some(draft::value(user, field))
            .filter(|own| !own.is_empty())
            .unwrap_or_else(|| of_site(user, field)),
    }
}

/// The time zone or language that somebody without one of their own has from the site; empty where the site has none either.
fn of_site(user: &User, field: Field) -> String {
    let site = user.site.as_ref();
    let value = match field {
        Field::Locale => site.and_then(|site| site.locale.as_deref()).map(choices::language),
        Field::TimeZone => site.and_then(|site| site.time_zone.as_deref()).map(choices::time_zone),
        _ => None,
    };
    value.map(|value| text::from_site(&value)).unwrap_or_default()
}

fn control(profile: ProfileForm, field: Field) -> View {
    let input = profile.input(field);
    let present = profile.saved.with_untracked(|user| draft::value(user, field));
    let none = memo(move || {
        Some(profile.saved.with(|user| of_site(user, field)))
            .filter(|value| !value.is_empty())
            .unwrap_or_else(|| common::not_set().to_owned())
    });
    match field {
        Field::Site => view! { <SiteField input /> },
        Field::License => view! { <LicenseField profile input /> },
        Field::Locale => {
            view! { <FormSelect input choices=derive(move || none.with(|none| choices::languages(&present, none))) /> }
        }
        Field::TimeZone => {
            view! { <FormSelect input choices=derive(move || none.with(|none| choices::time_zones(&present, none))) /> }
        }
        Field::Username => view! { <FormText input hint=text::username_hint() /> },
        Field::Email => view! { <FormText input kind=InputKind::Email /> },
        Field::Extension => {
            view! { <FormText input hint=text::extension_hint() kind=InputKind::Phone optional=true /> }
        }
        Field::PersonalContactNumber | Field::PhoneNumber => {
            view! { <FormText input kind=InputKind::Phone optional=true /> }
        }
        Field::FirstName | Field::LastName => view! { <FormText input /> },
        _ => view! { <FormText input optional=true /> },
    }
}

/// The site, while none is set (R12).
#[component]
pub fn SiteField(
    /// The field; its value is the site's id.
    input: Input,
) -> View {
    let sites = use_query::<sites::List>(|| (NoParams {}, NoQuery {}));
    let choices = move || {
        let known = sites.data.get();
        let named = known
            .iter()
            .flat_map(|page| &page.items)
            .map(|site| Choice::new(site.id.to_string(), &site.name));
        [Choice::new("", text::site_none())].into_iter().chain(named).collect::<Vec<_>>()
    };
    let hint = move || {
        let none = sites.data.with(|page| page.as_ref().is_some_and(|page| page.items.is_empty()));
        Some(if none { users::new::no_sites() } else { text::site_warning() }.to_owned())
    };
    view! { <FormSelect input choices=derive(choices) hint=derive(hint) /> }
}

/// The licence (R17): each plan with its free seats; those that are full say so.
#[component]
fn LicenseField(profile: ProfileForm, input: Input) -> View {
    let plans = use_query::<licenses::List>(|| (NoParams {}, NoQuery {}));
    let choices = move || {
        let known = plans.data.get();
        let held = profile.saved.with(|user| user.plan.clone());
        let label = |plan: &licenses::Plan| match held.as_ref().is_some_and(|held| held.id == plan.id) {
            true => plan.name.clone(),
            false => text::plan_with_free(plan.free, &plan.name),
        };
        let named = known
            .iter()
            .flat_map(|page| &page.items)
            .map(|plan| Choice::new(plan.id.to_string(), label(plan)));
        // What is held is offered also before the plans are read.
        let held =
            held.iter().filter(|_| known.is_none()).map(|plan| Choice::new(plan.id.to_string(), &plan.name));
        [Choice::new("", text::license_none())].into_iter().chain(held).chain(named).collect::<Vec<_>>()
    };
    let hint = move || {
        let lacks = profile.saved.with(|user| user.site.is_none());
        lacks.then(|| text::license_needs_site().to_owned())
    };
    view! { <FormSelect input choices=derive(choices) hint=derive(hint) /> }
}

/// Whether colleagues find the person (R19).
#[component]
pub fn DirectoryField(
    /// The form.
    profile: ProfileForm,
    /// Nothing can be changed.
    read_only: Signal<bool>,
) -> View {
    let input = profile.input(Field::DirectoryVisible);
    let hint = move || {
        let active = profile.saved.with(|user| user.status.is_active());
        Some(
            if active { text::directory_visible_hint() } else { text::directory_deactivated_hint() }
                .to_owned(),
        )
    };
    let part = live(move || match read_only.get() {
        true => {
            let value = move || {
                profile.saved.with(|user| {
                    draft::words(user, Field::DirectoryVisible, &draft::value(user, Field::DirectoryVisible))
                })
            };
            view! {
                <LockedField
                    label=users::field(Field::DirectoryVisible)
                    value=derive(value)
                    reason=text::read_only()
                />
            }
        }
        false => view! {
            <Checkbox label=text::directory_visible() checked=checked(input) hint=derive(hint) />
        },
    });
    view! { <div class="field">{part} {origin(profile, Field::DirectoryVisible)}</div> }
}

/// A check box over a field of the form, whose values are `true` and `false`.
#[must_use]
pub fn checked(input: Input) -> RwSignal<bool> {
    let checked = RwSignal::new(input.text() == "true");
    effect(move || {
        let on = input.value.with(|value| value == "true");
        if checked.get_untracked() != on {
            checked.set(on);
        }
    });
    effect(move || {
        let text = checked.get().to_string();
        if input.value.with_untracked(|value| *value != text) {
            input.value.set(text);
        }
    });
    checked
}
