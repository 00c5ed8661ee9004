//! The person as members see them in the company directory (R20), and why they do not (R19).

use api::users::User;
use domain::{Field, ManagedBy};

use super::profile_state::ProfileForm;
use crate::pages::directory;
use crate::text::directory as words;
use crate::text::users as users_text;
use crate::text::users::profile as text;
use crate::ui::{Avatar, Card, Fact, Facts};
use crate::view::prelude::*;

/// The card beside the form; it follows what is chosen there.
#[component]
pub fn Listed(
    /// The form.
    profile: ProfileForm,
) -> View {
    let input = profile.input(Field::DirectoryVisible);
    let why = move || {
        let active = profile.saved.with(|user| user.status.is_active());
        let hidden = input.value.with(|value| value != "true");
        match (active, hidden) {
            (false, _) => Some(text::not_listed_deactivated()),
            (true, true) => Some(text::not_listed_hidden()),
            (true, false) => None,
        }
    };
    view! {
        <div class="user-aside">
            <Card title=text::preview() detail=text::preview_detail()>
                <p role="status" class="field-hint">{why}</p>
                {move || profile.saved.with(|user| entry(user))}
            </Card>
        </div>
    }
}

fn entry(user: &User) -> View {
    let name =
        Some(user.name()).filter(|name| !name.is_empty()).unwrap_or_else(|| users_text::one().to_owned());
    let title = user.job_title.clone().map(|title| view! { <span class="person-sub">{title}</span> });
    let site = user.site.as_ref().map(|site| site.name.clone());
    let known = [
        (words::department(), user.department.clone()),
        (words::site(), site),
        (words::extension(), user.extension.clone()),
    ];
    let facts = known
        .into_iter()
        .filter_map(|(term, value)| value.map(|value| view! { <Fact term>{value}</Fact> }))
        .collect_view();
    let number = user.personal_contact_number.as_deref().map(|number| {
        let call = directory::call(words::personal(), number);
        view! { <Fact term=words::numbers()>{call}</Fact> }
    });
    // R21: the console does not know it, the directory does.
    let work = (user.managed_by == ManagedBy::IdentityProvider)
        .then(|| view! { <p class="field-hint">{text::preview_work_number()}</p> });
    view! {
        <span class="person">
            <Avatar name=name.clone() />
            <span class="person-text"><span class="person-name">{name}</span>{title}</span>
        </span>
        <Facts>{facts} {number}</Facts>
        {work}
    }
}
