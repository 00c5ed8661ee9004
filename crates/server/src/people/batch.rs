//! Acts on many people in one transaction, each by the same rules, and with the same entries, as an act on one.

use std::collections::HashMap;

use api::history::Action;
use api::users::UserEdit;
use domain::{Role, Status, UserId};
use store::{Change, Tx, User};

use super::life_cycle::{may_delete, may_set_status, write_deletion, write_status};
use super::write::{display_name, locked_many, save, subject};
use super::{Act, Error, Judge, changes, edit, license};

/// People of one transaction, locked until its end.
pub struct Batch<'a> {
    tx: &'a Tx,
    act: &'a Act<'a>,
    judge: &'a Judge,
    people: HashMap<UserId, User>,
    owners: u64,
    /// With the seats that the batch has taken and freed so far.
    plans: license::Plans,
}

/// What was done to one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Their name.
    pub name: String,
    /// From what to what; nothing where there was nothing to change, and where they were deleted.
    pub changes: Vec<Change>,
}

/// What came of an act. The inner error is a refusal: nothing of the act was written, and the others go on. The outer one fails
/// the transaction: something of the act may be written.
pub type Tried = Result<Result<Done, Error>, Error>;

impl<'a> Batch<'a> {
    /// Locks the people. What the judge knows was read before the transaction: what the database refuses because it is no longer
    /// so fails the whole batch.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(tx: &'a Tx, act: &'a Act<'a>, judge: &'a Judge, ids: &[UserId]) -> Result<Self, Error> {
        let (people, owners) = locked_many(tx, ids).await?;
        Ok(Self { tx, act, judge, people, owners, plans: judge.plans.clone() })
    }

    /// The name of the plan of a person of the batch.
    #[must_use]
    pub fn plan_name(&self, user: &User) -> Option<String> {
        license::name_of(&self.plans, user)
    }

    /// A person of the batch, as they are now; nothing when they are gone.
    #[must_use]
    pub fn get(&self, id: UserId) -> Option<&User> {
        self.people.get(&id)
    }

    /// Changes the fields that `edit` names; refused as by [`super::edit()`].
    ///
    /// # Errors
    /// See [`Tried`].
    pub async fn edit(&mut self, id: UserId, given: &UserEdit) -> Tried {
        let Some(before) = self.people.get(&id).cloned() else { return Ok(Err(Error::NotFound)) };
        let taken = edit::is_taken(self.tx, given, &before).await?;
        let edited =
            self.judge.rules(&self.plans).edited(&before, &subject(&before, self.owners), given, taken);
        let after = match edited {
            Ok(after) => after,
            Err(refused) => return Ok(Err(refused)),
        };
        let site = self.judge.site_of(&after).map(ToOwned::to_owned);
        let saved = save(self.tx, self.act, &before, after, site.as_deref(), Action::UserEdited).await;
        let (after, _) = saved.map_err(|error| license::on_its_plan(error, &self.plans))?;
        license::move_seat(&mut self.plans, before.plan_id, after.plan_id);
        Ok(Ok(self.done(&before, after, site.as_deref())))
    }

    /// Activates or deactivates; refused as by [`super::set_status`].
    ///
    /// # Errors
    /// See [`Tried`].
    pub async fn set_status(&mut self, id: UserId, status: Status) -> Tried {
        let Some(before) = self.people.get(&id).cloned() else { return Ok(Err(Error::NotFound)) };
        let subject = subject(&before, self.owners);
        if let Err(reason) = may_set_status(self.act.who, &subject, self.judge.provider, status) {
            return Ok(Err(reason.into()));
        }
        let after = write_status(self.tx, self.act, &before, status).await?;
        Ok(Ok(self.done(&before, after, None)))
    }

    /// Deletes for good (R9); refused as by [`super::delete`].
    ///
    /// # Errors
    /// See [`Tried`].
    pub async fn delete(&mut self, id: UserId) -> Tried {
        let Some(before) = self.people.get(&id).cloned() else { return Ok(Err(Error::NotFound)) };
        if let Err(reason) = may_delete(self.act.who, &subject(&before, self.owners)) {
            return Ok(Err(reason.into()));
        }
        write_deletion(self.tx, self.act, &before).await?;
        self.people.remove(&id);
        license::move_seat(&mut self.plans, before.plan_id, None);
        self.count(&before, false);
        Ok(Ok(Done { name: display_name(&before), changes: Vec::new() }))
    }

    fn done(&mut self, before: &User, after: User, site: Option<&str>) -> Done {
        let names = self.judge.plan_names(before, &after);
        let changes = changes::between(before, &after, site, &names);
        let done = Done { name: display_name(&after), changes };
        self.count(before, after.role == Role::Owner && after.status.is_active());
        self.people.insert(after.id, after);
        done
    }

    /// Keeps the number of active owners right, for those who come after in the batch (R10).
    fn count(&mut self, before: &User, is_active_owner: bool) {
        let was = before.role == Role::Owner && before.status.is_active();
        match (was, is_active_owner) {
            (true, false) => self.owners = self.owners.saturating_sub(1),
            (false, true) => self.owners = self.owners.saturating_add(1),
            _ => {}
        }
    }
}
