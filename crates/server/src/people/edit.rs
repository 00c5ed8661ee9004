//! Changes to a person, made in the console.

use std::collections::HashMap;

use api::history::Action;
use api::users::UserEdit;
use domain::validation::{self, Invalid};
use domain::{Field, IdentityProvider, Reason, SiteId, UserId, life_cycle};
use store::{Tx, User};

use super::form::{Form, Locks, SITE_ID, on_its_field, short_text};
use super::write::{locked, provider, save};
use super::{Act, Error, license};
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
        let sites = tx.sites().names(edit.site_id.into_iter().chain(before.site_id)).await?;
        let plans = license::named(&tx, edit.plan_id.as_deref()).await?;
        let offer = Offer { sites: &sites, plans: &plans };
        let rules = Rules { actor: act.who.person(), provider: provider(&tx).await?, offer };
        let taken = is_taken(&tx, edit, &before).await?;
        let after = rules.edited(&before, &subject, edit, taken)?;
        let site = after.site_id.and_then(|id| sites.get(&id)).map(String::as_str);
        let saved = save(&tx, act, &before, after, site, Action::UserEdited).await;
        let (user, _) = saved.map_err(|error| license::on_its_plan(error, &plans))?;
        Ok(user)
    });
    written.await.map_err(on_its_field)
}

/// What a person can be given: the sites with their names, and the plans with their seats, as far as they are named.
#[derive(Clone, Copy)]
pub(super) struct Offer<'a> {
    pub(super) sites: &'a HashMap<SiteId, String>,
    pub(super) plans: &'a license::Plans,
}

/// By what an edit is judged, besides the person: the same for one person and for many, for a write and for a dry run.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    /// Who edits.
    pub(super) actor: Option<&'a life_cycle::Actor>,
    /// To be named in refusals (R4).
    pub(super) provider: IdentityProvider,
    /// What can be given.
    pub(super) offer: Offer<'a>,
}

impl Rules<'_> {
    /// `before` with what `edit` says; `taken`: somebody else has the username that it gives. Reads and writes nothing.
    ///
    /// # Errors
    /// [`Reason::OnlyOwnersChangeOwners`] (R32), or [`Error::Fields`] with everything that is wrong at once.
    pub(super) fn edited(
        &self,
        before: &User,
        subject: &life_cycle::Subject,
        edit: &UserEdit,
        taken: bool,
    ) -> Result<User, Error> {
        if let Some(actor) = self.actor {
            life_cycle::can_edit(actor, subject)?;
        }
        let mut form = Form::locked(Locks { ownership: before.ownership(), provider: self.provider });
        let mut after = before.clone();
        read(&mut form, edit, &mut after);
        if taken && after.username != before.username {
            form.refuse(Field::Username.name(), Reason::UsernameTaken);
        }
        self.set_site(&mut form, edit, &mut after);
        license::choose(&mut form, self.offer.plans, edit.plan_id.as_deref(), &mut after);
        form.finish()?;
        Ok(after)
    }

    /// R12: a site is set where there is none.
    fn set_site(&self, form: &mut Form, edit: &UserEdit, user: &mut User) {
        let Some(named) = edit.site_id.filter(|id| Some(*id) != user.site_id) else { return };
        if form.may_edit(Field::Site, SITE_ID) {
            if self.offer.sites.contains_key(&named) {
                user.site_id = Some(named);
            } else {
                form.invalid(SITE_ID, Invalid::NotAChoice);
            }
        }
    }
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

/// Has somebody else the username that the edit gives?
pub(super) async fn is_taken(tx: &Tx, edit: &UserEdit, before: &User) -> Result<bool, Error> {
    let given = edit.username.as_deref().map(str::trim).filter(|given| *given != before.username);
    let Some(given) = given else { return Ok(false) };
    Ok(tx.users().by_username(given).await?.is_some_and(|other| other.id != before.id))
}
