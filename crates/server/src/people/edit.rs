//! Changes to a person, made in the console.

use api::history::Action;
use api::users::UserEdit;
use domain::{Field, Reason, UserId, life_cycle, validation};
use store::{Tx, User};

use super::form::{Form, Locks, SITE_ID, on_its_field, short_text};
use super::write::{locked, provider, save};
use super::{Act, Error, create, license};
use crate::http::IfMatch;

/// Changes the fields that `edit` names. A locked field is refused with its reason (R2, R3, R12), a licence
/// without a site or a free seat likewise (R17); a value equal to the present one is no change, and passes.
///
/// # Errors
/// [`Error::Stale`] when `if_match` names another version, [`Reason::OnlyOwnersChangeOwners`] (R32), or
/// [`Error::Fields`] with everything that is wrong at once.
pub async fn edit(act: &Act<'_>, id: UserId, if_match: IfMatch, edit: &UserEdit) -> Result<User, Error> {
    let written = act.write(|tx| async move {
        let (before, subject) = locked(&tx, id).await?;
        if !if_match.admits(before.version.unsigned_abs()) {
            return Err(Error::Stale);
        }
        if let Some(actor) = act.who.person() {
            life_cycle::can_edit(actor, &subject)?;
        }
        let provider = provider(&tx).await?;
        let mut form = Form::locked(Locks { ownership: before.ownership(), provider });
        let mut after = before.clone();
        read(&mut form, edit, &mut after);
        username_is_free(&tx, &mut form, &before, &after).await?;
        let site = site(&tx, &mut form, edit, &mut after).await?;
        let plan = license::choose(&tx, &mut form, edit.plan_id.as_deref(), &mut after).await?;
        form.finish()?;
        let saved = save(&tx, act, &before, after, site.as_deref(), Action::UserEdited).await;
        let (user, _) = saved.map_err(|error| license::on_its_plan(error, plan.as_ref()))?;
        Ok(user)
    });
    written.await.map_err(on_its_field)
}

fn read(form: &mut Form, edit: &UserEdit, user: &mut User) {
    form.required(Field::Username, edit.username.as_ref(), &mut user.username, validation::username);
    form.required(Field::FirstName, edit.first_name.as_ref(), &mut user.first_name, validation::person_name);
    form.required(Field::LastName, edit.last_name.as_ref(), &mut user.last_name, validation::person_name);
    form.email(edit.email.as_ref(), &mut user.email);
    form.optional(Field::JobTitle, edit.job_title.as_ref(), &mut user.job_title, short_text);
    form.optional(Field::Department, edit.department.as_ref(), &mut user.department, short_text);
    let number = edit.personal_contact_number.as_ref();
    form.optional(Field::PersonalContactNumber, number, &mut user.personal_phone, validation::phone);
    form.optional(Field::Locale, edit.locale.as_ref(), &mut user.locale, validation::locale);
    form.optional(Field::TimeZone, edit.time_zone.as_ref(), &mut user.time_zone, validation::time_zone);
    form.optional(Field::Extension, edit.extension.as_ref(), &mut user.extension, validation::extension);
    form.optional(Field::PhoneNumber, edit.phone_number.as_ref(), &mut user.phone_number, validation::phone);
    user.directory_visible = edit.directory_visible.unwrap_or(user.directory_visible);
}

async fn username_is_free(tx: &Tx, form: &mut Form, before: &User, after: &User) -> Result<(), Error> {
    if before.username == after.username {
        return Ok(());
    }
    let other = tx.users().by_username(&after.username).await?.filter(|other| other.id != before.id);
    if other.is_some() {
        form.refuse(Field::Username.name(), Reason::UsernameTaken);
    }
    Ok(())
}

/// R12: a site is set where there is none. Returns the name of the person's site afterwards.
async fn site(tx: &Tx, form: &mut Form, edit: &UserEdit, user: &mut User) -> Result<Option<String>, Error> {
    let named = edit.site_id.filter(|id| Some(*id) != user.site_id);
    if named.is_some() && form.may_edit(Field::Site, SITE_ID) {
        let name = create::site(tx, form, named).await?;
        user.site_id = named;
        return Ok(name);
    }
    let Some(id) = user.site_id else { return Ok(None) };
    Ok(tx.sites().get(id).await?.map(|site| site.name))
}
