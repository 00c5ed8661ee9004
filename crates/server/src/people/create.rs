//! A new person, made in the console.

use api::history::Action;
use api::users::NewUser;
use domain::validation::{self, Invalid};
use domain::{Field, Reason, SiteId, UserId};
use store::{Tx, User};
use uuid::Uuid;

use super::form::{Form, SITE_ID, on_its_field, short_text};
use super::write::display_name;
use super::{Act, Error, changes, license};
use crate::audit::Thing;

/// Makes a person: managed locally (R1), a member, visible in the directory unless said otherwise (R19).
///
/// # Errors
/// [`Error::Fields`] with everything that is wrong at once.
pub async fn create(act: &Act<'_>, new: &NewUser) -> Result<User, Error> {
    let (id, scim_id) = (UserId(act.app.new_id()), Uuid::from_u128(act.app.new_id()));
    let written = act.write(|tx| async move {
        let mut user = User::new(id, scim_id, "", act.at);
        let mut form = Form::unlocked();
        read(&mut form, new, &mut user);
        username_is_free(&tx, &mut form, &user).await?;
        let site = site(&tx, &mut form, new.site_id).await?;
        user.site_id = new.site_id;
        let plan = match new.plan_id {
            Some(plan) => license::give(&tx, &mut form, plan, &mut user).await?,
            None => None,
        };
        form.finish()?;
        let inserted = tx.users().insert(&user).await;
        inserted.map_err(|error| license::on_its_plan(error.into(), plan.as_ref()))?;
        let plan = plan.map(|plan| plan.name);
        let changes = changes::of_new(&user, site.as_deref(), plan.as_deref());
        act.record(&tx, Action::UserCreated, Thing::user(id, &display_name(&user)), changes).await?;
        Ok(user)
    });
    written.await.map_err(on_its_field)
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
    user.directory_visible = new.directory_visible.unwrap_or(true);
}

async fn username_is_free(tx: &Tx, form: &mut Form, user: &User) -> Result<(), Error> {
    if !user.username.is_empty() && tx.users().by_username(&user.username).await?.is_some() {
        form.refuse(Field::Username.name(), Reason::UsernameTaken);
    }
    Ok(())
}

/// The name of the site with that id, which must be one of the organization.
pub(super) async fn site(tx: &Tx, form: &mut Form, id: Option<SiteId>) -> Result<Option<String>, Error> {
    let Some(id) = id else { return Ok(None) };
    let site = tx.sites().get(id).await?;
    if site.is_none() {
        form.invalid(SITE_ID, Invalid::NotAChoice);
    }
    Ok(site.map(|site| site.name))
}
