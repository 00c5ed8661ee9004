//! New people, made in the console or by a file.

use std::collections::HashSet;

use api::history::Action;
use api::users::NewUser;
use domain::fold::fold;
use domain::validation::{self, Invalid};
use domain::{Field, Reason, UserId};
use store::{Identifier, Tx, User};
use uuid::Uuid;

use super::edit::Offer;
use super::form::{Form, SITE_ID, on_its_field, short_text};
use super::write::display_name;
use super::{Act, Error, changes, license};
use crate::app::App;
use crate::audit::Thing;

/// The ids of somebody to be made: drawn outside of the transaction, which may run again.
#[derive(Debug, Clone, Copy)]
pub struct NewIds {
    id: UserId,
    scim_id: Uuid,
}

impl NewIds {
    /// Fresh ones.
    #[must_use]
    pub fn of(app: &App) -> Self {
        Self { id: UserId(app.new_id()), scim_id: Uuid::from_u128(app.new_id()) }
    }
}

/// Somebody to be made.
pub struct NewPerson<'a> {
    /// The ids that they will have.
    pub ids: NewIds,
    /// What they will have.
    pub new: &'a NewUser,
}

/// Makes a person: managed locally (R1), a member, visible in the directory unless said otherwise (R19).
///
/// # Errors
/// [`Error::Fields`] with everything that is wrong at once.
pub async fn create(act: &Act<'_>, new: &NewUser) -> Result<User, Error> {
    let person = &[NewPerson { ids: NewIds::of(act.app), new }];
    let written = act.write(|tx| async move {
        let mut made = create_all(&tx, act, person).await?;
        made.pop().expect("one person goes in, and one result comes out")
    });
    written.await.map_err(on_its_field)
}

/// Makes many in one transaction, with few statements. The result of each: one who is refused stops none of the others.
///
/// # Errors
/// The database fails, or refuses one that the checks let pass: then nobody is made.
pub async fn create_all(
    tx: &Tx,
    act: &Act<'_>,
    people: &[NewPerson<'_>],
) -> Result<Vec<Result<User, Error>>, Error> {
    let usernames: Vec<&str> = people.iter().map(|person| person.new.username.trim()).collect();
    let found = tx.users().identified(Identifier::Username, &usernames).await?;
    let mut taken: HashSet<String> = found.iter().map(|user| fold(&user.username)).collect();
    let sites = tx.sites().names(people.iter().filter_map(|person| person.new.site_id)).await?;
    let mut plans = plans_of(tx, people).await?;
    let mut results = Vec::with_capacity(people.len());
    for NewPerson { ids: NewIds { id, scim_id }, new } in people {
        let (blank, offer) = (User::new(*id, *scim_id, "", act.at), Offer { sites: &sites, plans: &plans });
        let made = made(new, blank, &|name| taken.contains(&fold(name)), offer);
        if let Ok(user) = &made {
            taken.insert(fold(&user.username));
            license::move_seat(&mut plans, None, user.plan_id);
        }
        results.push(made);
    }
    let users: Vec<User> = results.iter().filter_map(|made| made.as_ref().ok()).cloned().collect();
    let inserted = tx.users().insert_many(&users).await;
    inserted.map_err(|error| license::on_its_plan(error.into(), &plans))?;
    for user in &users {
        let site = user.site_id.and_then(|id| sites.get(&id)).map(String::as_str);
        let changes = changes::of_new(user, site, license::name_of(&plans, user).as_deref());
        act.record(tx, Action::UserCreated, Thing::user(user.id, &display_name(user)), changes).await?;
    }
    Ok(results)
}

/// The plans, where somebody is to have one.
async fn plans_of(tx: &Tx, people: &[NewPerson<'_>]) -> Result<license::Plans, Error> {
    if people.iter().all(|person| person.new.plan_id.is_none()) {
        return Ok(license::Plans::new());
    }
    Ok(tx.licenses().list().await?.into_iter().map(|plan| (plan.id, plan)).collect())
}

/// `blank` with what `new` says, by all rules; `taken` knows the usernames of others. Reads and writes nothing.
///
/// # Errors
/// [`Error::Fields`] with everything that is wrong at once.
pub(super) fn made(
    new: &NewUser,
    blank: User,
    taken: &dyn Fn(&str) -> bool,
    offer: Offer<'_>,
) -> Result<User, Error> {
    let (mut user, mut form) = (blank, Form::unlocked());
    read(&mut form, new, &mut user);
    if !user.username.is_empty() && taken(&user.username) {
        form.refuse(Field::Username.name(), Reason::UsernameTaken);
    }
    if new.site_id.is_some_and(|id| !offer.sites.contains_key(&id)) {
        form.invalid(SITE_ID, Invalid::NotAChoice);
    }
    user.site_id = new.site_id;
    if let Some(plan) = new.plan_id {
        license::give(&mut form, offer.plans, plan, &mut user);
    }
    form.finish()?;
    Ok(user)
}

fn read(form: &mut Form, new: &NewUser, user: &mut User) {
    form.first(Field::Username, &new.username, &mut user.username, validation::username);
    form.first(Field::FirstName, &new.first_name, &mut user.first_name, validation::person_name);
    form.first(Field::LastName, &new.last_name, &mut user.last_name, validation::person_name);
    let mut email = String::new();
    form.first(Field::Email, &new.email, &mut email, validation::email);
    user.email = Some(email);
    form.optional(Field::JobTitle, new.job_title.as_ref(), &mut user.job_title, short_text);
    form.optional(Field::Department, new.department.as_ref(), &mut user.department, short_text);
    let number = new.personal_contact_number.as_ref();
    form.optional(Field::PersonalContactNumber, number, &mut user.personal_phone, validation::phone);
    form.optional(Field::Locale, new.locale.as_ref(), &mut user.locale, validation::locale);
    form.optional(Field::TimeZone, new.time_zone.as_ref(), &mut user.time_zone, validation::time_zone);
    form.optional(Field::Extension, new.extension.as_ref(), &mut user.extension, validation::extension);
    form.optional(Field::PhoneNumber, new.phone_number.as_ref(), &mut user.phone_number, validation::phone);
    user.directory_visible = new.directory_visible.unwrap_or(true);
}
