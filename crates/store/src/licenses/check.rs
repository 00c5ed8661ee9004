//! Do the seats that are counted agree with the people who hold them?

use domain::PlanId;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType};
use uuid::Uuid;

use super::{Licenses, LicensesMut, SeatChanges};
use crate::Error;
use crate::entities::{plans, users};
use crate::keys::uuid;

impl Licenses<'_> {
    /// The plans whose `used` is not the number of their holders, and by how much it must change. One statement, so that it is
    /// right also while others write.
    ///
    /// # Errors
    /// The database fails.
    pub async fn miscounted(&self) -> Result<SeatChanges, Error> {
        let sum = || Expr::col("n").sum().cast_as("bigint");
        let mut select = Query::select();
        select
            .column("plan_id")
            .expr_as(sum(), "n")
            .from_subquery(self.counted_and_held(), "numbers")
            .group_by_columns(["plan_id"])
            .and_having(sum().ne(0));
        let mut wrong = SeatChanges::new();
        for row in self.db.query_all(&select).await? {
            wrong.insert(PlanId(row.try_get::<Uuid>("", "plan_id")?.as_u128()), row.try_get("", "n")?);
        }
        Ok(wrong)
    }

    /// What is counted, taken off; and what is there.
    fn counted_and_held(&self) -> SelectStatement {
        let org = uuid(self.org.0);
        let mut held = Query::select();
        held.column(users::Column::PlanId)
            .expr_as(Expr::col(users::Column::Id).count(), "n")
            .from(users::Entity)
            .and_where(Expr::col(users::Column::OrgId).eq(org))
            .and_where(Expr::col(users::Column::PlanId).is_not_null())
            .group_by_columns([users::Column::PlanId]);
        let mut counted = Query::select();
        counted
            .expr_as(Expr::col(plans::Column::Id), "plan_id")
            .expr_as(Expr::col(plans::Column::Used).mul(-1_i64), "n")
            .from(plans::Entity)
            .and_where(Expr::col(plans::Column::OrgId).eq(org))
            .union(UnionType::All, held);
        counted
    }
}

impl LicensesMut<'_> {
    /// Puts right what [`Licenses::miscounted`] finds; returns of how many plans. Nobody loses a licence, also where there are
    /// more holders than seats: then none is free until enough are.
    ///
    /// # Errors
    /// The database fails.
    pub async fn recount(&self) -> Result<u64, Error> {
        let wrong = self.miscounted().await?;
        for (plan, by) in &wrong {
            let change = self.change(*plan, *by);
            self.db.execute(&change).await?;
        }
        Ok(wrong.len() as u64)
    }
}
