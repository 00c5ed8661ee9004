//! Taking and freeing seats: only [`crate::UsersMut`] does, together with the people who take them (R18).

use std::collections::{BTreeMap, HashMap};

use domain::PlanId;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query, UpdateStatement};

use super::{LicensesMut, number};
use crate::entities::plans::{Column, Entity};
use crate::keys::uuid;
use crate::{Conflict, Error};

/// What a write changes of the seats taken: plan by plan in the order of their ids, so that two who exchange plans do not wait
/// for each other in a circle.
pub type SeatChanges = BTreeMap<PlanId, i64>;

impl LicensesMut<'_> {
    /// Takes and frees seats. Returns the sort keys of the plans of which some were taken: they cannot change any more in this
    /// transaction.
    ///
    /// # Errors
    /// [`domain::Reason::NoFreeSeat`]; another conflict, when there is no such plan.
    pub(crate) async fn move_seats(&self, changes: SeatChanges) -> Result<HashMap<PlanId, String>, Error> {
        let mut keys = HashMap::new();
        for (plan, by) in changes {
            if by > 0 {
                keys.insert(plan, self.take(plan, by.unsigned_abs()).await?);
            } else if by < 0 {
                let free = self.change(plan, by);
                self.db.execute(&free).await?;
            }
        }
        Ok(keys)
    }

    /// R18: one statement looks and takes, so that nobody comes between.
    async fn take(&self, plan: PlanId, seats: u64) -> Result<String, Error> {
        let seats = number(seats);
        let mut take = self.change(plan, seats);
        take.and_where(Expr::col(Column::Used).add(seats).lte(Expr::col(Column::Seats)))
            .returning_col(Column::NameKey);
        if let Some(row) = self.db.query_one(&take).await? {
            return Ok(row.try_get("", "name_key")?);
        }
        match self.get(plan).await? {
            Some(plan) => Err(plan.seating().none_free().into()),
            None => Err(Error::Conflict(Conflict::Constraint("users_plans_fkey".to_owned()))),
        }
    }

    /// Other people hold it, or fewer: without a look at how many seats there are.
    pub(super) fn change(&self, plan: PlanId, by: i64) -> UpdateStatement {
        let mut update = Query::update();
        update
            .table(Entity)
            .value(Column::Used, Expr::col(Column::Used).add(by))
            .and_where(Expr::col(Column::OrgId).eq(uuid(self.org.0)))
            .and_where(Expr::col(Column::Id).eq(uuid(plan.0)));
        update
    }
}
