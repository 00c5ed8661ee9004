//! Writing plans: their names, and how many seats they have.

use domain::{PlanId, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{LicensesMut, Plan, number};
use crate::Error;
use crate::entities::plans::{ActiveModel, Column, Entity};
use crate::entities::users;
use crate::keys::{key, uuid};
use crate::rows::one_row;

impl LicensesMut<'_> {
    /// Makes a plan; nobody holds it yet, whatever `used` says.
    ///
    /// # Errors
    /// [`domain::Reason::PlanNameTaken`].
    pub async fn insert(&self, plan: &Plan) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(plan.id.0)),
            name: Set(plan.name.clone()),
            name_key: Set(key(&plan.name)),
            seats: Set(number(plan.seats)),
            used: Set(0),
            created_at: Set(plan.created_at.0),
            updated_at: Set(plan.updated_at.0),
            version: Set(plan.version),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Reads a plan, and keeps everybody else from taking or freeing its seats until the end of the transaction.
    ///
    /// # Errors
    /// The database fails.
    pub async fn lock(&self, id: PlanId) -> Result<Option<Plan>, Error> {
        let select = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).lock_exclusive();
        Ok(select.one(&self.db).await?.map(Plan::from))
    }

    /// Gives a plan another name and number of seats; `before` was locked.
    ///
    /// # Errors
    /// [`domain::Reason::SeatsInUse`] (R18), [`domain::Reason::PlanNameTaken`], [`Error::Stale`].
    pub async fn update(&self, before: &Plan, name: &str, seats: u64, at: Timestamp) -> Result<Plan, Error> {
        before.seating().can_become(seats)?;
        let after = Plan {
            name: name.to_owned(),
            seats,
            updated_at: at,
            version: before.version + 1,
            ..before.clone()
        };
        let change = ActiveModel {
            name: Set(after.name.clone()),
            name_key: Set(key(name)),
            seats: Set(number(seats)),
            updated_at: Set(at.0),
            version: Set(after.version),
            ..ActiveModel::default()
        };
        let update = Entity::update_many()
            .set(change)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(before.id.0)))
            .filter(Column::Version.eq(before.version))
            .filter(Column::Used.lte(number(seats)));
        one_row(update.exec(&self.db).await?.rows_affected)?;
        if key(name) != key(&before.name) {
            self.move_sort_key(before.id, key(name)).await?;
        }
        Ok(after)
    }

    /// Deletes a plan that nobody holds, and the rules that give it; `before` was locked.
    ///
    /// # Errors
    /// [`domain::Reason::PlanHasHolders`] (R16), [`Error::Stale`].
    pub async fn delete(&self, before: &Plan) -> Result<(), Error> {
        before.seating().can_delete()?;
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(before.id.0)))
            .filter(Column::Version.eq(before.version))
            .filter(Column::Used.eq(0));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }

    /// The list of users sorts by the name of the plan, which each user carries for it. No change of the users.
    async fn move_sort_key(&self, id: PlanId, name_key: String) -> Result<(), Error> {
        let row = users::ActiveModel { plan_key: Set(name_key), ..users::ActiveModel::default() };
        let update = users::Entity::update_many()
            .set(row)
            .filter(users::Column::OrgId.eq(uuid(self.org.0)))
            .filter(users::Column::PlanId.eq(uuid(id.0)));
        update.exec(&self.db).await?;
        Ok(())
    }
}
