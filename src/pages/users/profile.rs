//! The forms of a person's page: what is known of them, what of it can be changed here, and for the rest who can.

use std::sync::Arc;

use api::users::User;
use domain::{Field, life_cycle};

use super::conflict::Conflict;
use super::draft;
use super::listed::Listed;
use super::profile_aside::Account;
use super::profile_fields::{DirectoryField, Group, ProfileField};
use super::profile_state::ProfileForm;
use crate::forms::{FormFrame, UnsavedGuard};
use crate::layout::use_session;
use crate::text::common;
use crate::text::users;
use crate::text::users::profile as text;
use crate::ui::{Button, Notice, Variant};
use crate::view::prelude::*;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// Who the person is, and where they work.
    Profile,
    /// The licence, and the numbers to call.
    License,
    /// Whether colleagues find them.
    Directory,
}

/// The parts Profile, Licence and numbers, and Directory of a person's page.
#[component]
pub fn Profile(
    /// The person, as last read.
    user: Signal<Arc<User>>,
    /// Which part.
    sheet: Sheet,
) -> View {
    let fields = match sheet {
        Sheet::Profile => draft::PROFILE,
        Sheet::License => draft::LICENSE,
        Sheet::Directory => draft::DIRECTORY,
    };
    let profile = ProfileForm::new(user, fields);
    let session = use_session();
    let read_only =
        memo(move || user.with(|user| life_cycle::can_edit(&session.actor(), &user.subject()).err()));
    let dirty = memo(move || !profile.dirty().is_empty());
    let explain = move || {
        read_only.get().map(|reason| {
            view! { <Notice title=text::read_only_title() text=crate::text::reasons::reason(&reason) /> }
        })
    };
    view! {
        <div class="user-profile">
            <div class="user-form">
                {explain}
                <FormFrame form=profile.form on_submit=Callback::new(move |()| profile.submit())>
                    <Conflict profile />
                    {groups(profile, sheet, derive(move || read_only.get().is_some()))}
                    <Show when=move || read_only.get().is_none()><SaveBar profile /></Show>
                </FormFrame>
            </div>
            {match sheet {
                Sheet::Directory => view! { <Listed profile /> },
                Sheet::Profile | Sheet::License => view! { <Account user /> },
            }}
        </div>
        <UnsavedGuard dirty />
    }
}

fn groups(profile: ProfileForm, sheet: Sheet, read_only: Signal<bool>) -> View {
    let field = move |field: Field| view! { <ProfileField profile field read_only /> };
    match sheet {
        Sheet::Profile => view! {
            <Group profile title=text::identity() fields=&[Field::Username, Field::FirstName, Field::LastName, Field::Email]>
                {field(Field::Username)} {field(Field::Email)} {field(Field::FirstName)} {field(Field::LastName)}
            </Group>
            <Group profile title=text::work() fields=&[Field::JobTitle, Field::Department]>
                {field(Field::JobTitle)} {field(Field::Department)} {field(Field::Site)}
            </Group>
            <Group profile title=text::language() fields=&[Field::Locale, Field::TimeZone]>
                {field(Field::Locale)} {field(Field::TimeZone)}
            </Group>
        },
        Sheet::License => view! {
            <Group profile title=users::license() fields=&[]>{field(Field::License)}</Group>
            <Group profile title=text::numbers() fields=&[Field::PersonalContactNumber]>
                {field(Field::Extension)} {field(Field::PhoneNumber)} {field(Field::PersonalContactNumber)}
            </Group>
        },
        Sheet::Directory => view! {
            <Group profile title=text::directory() fields=&[]><DirectoryField profile read_only /></Group>
        },
    }
}

/// What waits to be saved, and the two ways on. It sticks to the bottom of the window while something waits.
#[component]
fn SaveBar(profile: ProfileForm) -> View {
    let waiting = memo(move || profile.dirty().len() as u64);
    let nothing = move || (waiting.get() == 0).then(|| text::nothing_to_save().to_owned());
    let said = move || match waiting.get() {
        0 => String::new(),
        n => text::waiting(n),
    };
    view! {
        <div class="save-bar" role="group" aria-label=text::save_bar() data-waiting=move || (waiting.get() > 0).then_some("true")>
            <p role="status">{move || said()}</p>
            <Show when=move || { waiting.get() > 0 }>
                <Button label=common::discard() on_press=Callback::new(move |()| profile.discard()) />
            </Show>
            <Button
                label=common::save()
                variant=Variant::Primary
                submit=true
                busy=profile.busy()
                disabled_reason=derive(nothing)
            />
        </div>
    }
}
