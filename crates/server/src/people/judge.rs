//! What an act would come to, without doing it: for dry runs. By the very functions that decide when it is done.

use api::users::{NewUser, UserEdit};
use domain::fold::fold;
use domain::{IdentityProvider, PlanId, Status, Timestamp, UserId, life_cycle};
use store::{Change, Reader, SiteNames, User};
use uuid::Uuid;

use super::changes::Plans as PlanNames;
use super::edit::{Offer, Rules};
use super::life_cycle::{may_delete, may_set_status};
use super::write::{display_name, subject};
use super::{Done, Error, Who, changes, create, license};

/// What decides besides the person: read once, for many. Seats are counted as they would be taken, one after the other (R18).
#[derive(Debug, Clone)]
pub struct Judge {
    actor: life_cycle::Actor,
    pub(super) provider: IdentityProvider,
    owners: u64,
    /// The sites that there are.
    pub sites: SiteNames,
    pub(super) plans: license::Plans,
}

impl Judge {
    /// For acts of that person.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of(read: &Reader, actor: life_cycle::Actor) -> Result<Self, store::Error> {
        let settings = read.provisioning().get().await?;
        let plans = read.licenses().list().await?;
        Ok(Self {
            actor,
            provider: settings.map(|settings| settings.identity_provider).unwrap_or_default(),
            owners: read.users().count_active_owners().await?,
            sites: read.sites().all_names().await?,
            plans: plans.into_iter().map(|plan| (plan.id, plan)).collect(),
        })
    }

    /// The rules, with plans whose seats were counted on.
    pub(super) const fn rules<'a>(&'a self, plans: &'a license::Plans) -> Rules<'a> {
        let offer = Offer { sites: &self.sites.by_id, plans };
        Rules { actor: Some(&self.actor), provider: self.provider, offer }
    }

    /// The plan of that name, without regard to case.
    #[must_use]
    pub fn plan_named(&self, name: &str) -> Option<PlanId> {
        let wanted = fold(name);
        self.plans.values().find(|plan| fold(&plan.name) == wanted).map(|plan| plan.id)
    }

    /// Seats that would be taken, or be free, by what was judged before: plan by plan, the difference.
    pub fn count_seats(&mut self, used: impl IntoIterator<Item = (PlanId, i64)>) {
        for (id, by) in used {
            if let Some(plan) = self.plans.get_mut(&id) {
                plan.used = plan.used.saturating_add_signed(by);
            }
        }
    }

    /// The name of the site of a person.
    pub(super) fn site_of(&self, user: &User) -> Option<&str> {
        user.site_id.and_then(|id| self.sites.by_id.get(&id)).map(String::as_str)
    }

    /// The names of the plans of a person before and after.
    pub(super) fn plan_names(&self, before: &User, after: &User) -> PlanNames {
        let name = |user: &User| license::name_of(&self.plans, user);
        PlanNames { from: name(before), to: name(after) }
    }

    /// What an edit would change. Usernames are not looked up: no edit of many gives one.
    ///
    /// # Errors
    /// As [`super::edit`].
    pub fn edit(&mut self, before: &User, edit: &UserEdit) -> Result<Judged, Error> {
        let after = self.rules(&self.plans).edited(before, &subject(before, self.owners), edit, false)?;
        license::move_seat(&mut self.plans, before.plan_id, after.plan_id);
        let names = self.plan_names(before, &after);
        let changes = changes::between(before, &after, self.site_of(&after), &names);
        Ok(Judged { changes, seats: Seats { from: before.plan_id, to: after.plan_id } })
    }

    /// What an activation or a deactivation would change.
    ///
    /// # Errors
    /// As [`super::set_status`].
    pub fn set_status(&self, before: &User, status: Status) -> Result<Vec<Change>, Error> {
        may_set_status(Who::Person(self.actor), &subject(before, self.owners), self.provider, status)?;
        let after = User { status, ..before.clone() };
        Ok(changes::between(before, &after, None, &PlanNames::default()))
    }

    /// May the person be deleted?
    ///
    /// # Errors
    /// As [`super::delete`].
    pub fn delete(&self, before: &User) -> Result<(), Error> {
        Ok(may_delete(Who::Person(self.actor), &subject(before, self.owners))?)
    }

    /// What a new person would have; `taken`: somebody has the username.
    ///
    /// # Errors
    /// As [`super::create`].
    pub fn create(&mut self, new: &NewUser, taken: bool) -> Result<Judged, Error> {
        let blank = User::new(UserId(0), Uuid::nil(), "", Timestamp::default());
        let offer = Offer { sites: &self.sites.by_id, plans: &self.plans };
        let user = create::made(new, blank, &|_| taken, offer)?;
        license::move_seat(&mut self.plans, None, user.plan_id);
        Ok(Judged { changes: self.told_of_new(&user).changes, seats: Seats { from: None, to: user.plan_id } })
    }

    /// What is told of somebody who was made.
    #[must_use]
    pub fn told_of_new(&self, user: &User) -> Done {
        let plan = license::name_of(&self.plans, user);
        let changes = changes::of_new(user, self.site_of(user), plan.as_deref());
        Done { name: display_name(user), changes }
    }
}

/// What an act would come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judged {
    /// From what to what.
    pub changes: Vec<Change>,
    /// Whose seats it would move.
    pub seats: Seats,
}

/// The plan of a person before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seats {
    /// Whose seat would be free.
    pub from: Option<PlanId>,
    /// Whose seat would be taken.
    pub to: Option<PlanId>,
}

impl Seats {
    /// Plan by plan, seats that would be taken more, or fewer.
    pub fn moved(self) -> impl Iterator<Item = (PlanId, i64)> {
        let moves = self.from != self.to;
        let both = [self.from.map(|plan| (plan, -1)), self.to.map(|plan| (plan, 1))];
        both.into_iter().flatten().filter(move |_| moves)
    }
}
