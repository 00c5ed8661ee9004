//! Plans and their seats (R16-R18).

mod check;
mod seats;
mod write;

use std::collections::{BTreeSet, HashMap};

use domain::{OrgId, PlanId, Timestamp, licenses};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

pub use seats::SeatChanges;

use crate::Error;
use crate::entities::plans::{Column, Entity, Model};
use crate::entities::{license_rules, user_counts};
use crate::executor::Executor;
use crate::keys::uuid;

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Stable for life.
    pub id: PlanId,
    /// Unique in the organization without regard to case.
    pub name: String,
    /// Seats that it has.
    pub seats: u64,
    /// Seats that are taken. Written only along with the people who take them (R18).
    pub used: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes of name and seats, from 1.
    pub version: i64,
}

impl Plan {
    /// What the rules decide by.
    #[must_use]
    pub const fn seating(&self) -> licenses::Seats {
        licenses::Seats { plan: self.id, seats: self.seats, used: self.used }
    }
}

/// A plan in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanSummary {
    /// The plan.
    pub plan: Plan,
    /// Holders who are deactivated.
    pub deactivated: u64,
    /// Rules that give it.
    pub rules: u64,
}

/// Reads plans.
pub struct Licenses<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes plans.
pub struct LicensesMut<'a>(pub(crate) Licenses<'a>);

impl From<Model> for Plan {
    fn from(row: Model) -> Self {
        Self {
            id: PlanId(row.id.as_u128()),
            name: row.name,
            seats: row.seats.unsigned_abs(),
            used: row.used.unsigned_abs(),
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        }
    }
}

/// A number of seats as a column value. More than a column holds is more than anybody may have.
fn number(seats: u64) -> i64 {
    i64::try_from(seats).unwrap_or(i64::MAX)
}

impl Licenses<'_> {
    /// By its id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: PlanId) -> Result<Option<Plan>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).one(&self.db).await?;
        Ok(row.map(Plan::from))
    }

    /// Every plan, by name. They are few.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<Plan>, Error> {
        let select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)));
        let rows = select.order_by_asc(Column::NameKey).all(&self.db).await?;
        Ok(rows.into_iter().map(Plan::from).collect())
    }

    /// Every plan, by name, with what is to be known of its holders.
    ///
    /// # Errors
    /// The database fails.
    pub async fn summaries(&self) -> Result<Vec<PlanSummary>, Error> {
        let plans = self.list().await?;
        self.summarized(plans).await
    }

    /// The same of one plan.
    ///
    /// # Errors
    /// The database fails.
    pub async fn summary(&self, id: PlanId) -> Result<Option<PlanSummary>, Error> {
        let Some(plan) = self.get(id).await? else { return Ok(None) };
        Ok(self.summarized(vec![plan]).await?.pop())
    }

    /// The names of plans, for lists of users.
    ///
    /// # Errors
    /// The database fails.
    pub async fn names(
        &self,
        ids: impl IntoIterator<Item = PlanId>,
    ) -> Result<HashMap<PlanId, String>, Error> {
        let ids: BTreeSet<PlanId> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.is_in(ids.into_iter().map(|id| uuid(id.0))));
        let rows = select.all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (PlanId(row.id.as_u128()), row.name)).collect())
    }

    async fn summarized(&self, plans: Vec<Plan>) -> Result<Vec<PlanSummary>, Error> {
        let deactivated = self.deactivated_holders().await?;
        let rules = self.rules().await?;
        let of = |numbers: &HashMap<PlanId, u64>, plan: &Plan| numbers.get(&plan.id).copied().unwrap_or(0);
        let summary =
            |plan: Plan| PlanSummary { deactivated: of(&deactivated, &plan), rules: of(&rules, &plan), plan };
        Ok(plans.into_iter().map(summary).collect())
    }

    async fn deactivated_holders(&self) -> Result<HashMap<PlanId, u64>, Error> {
        let people = Expr::col(user_counts::Column::People).sum().cast_as("bigint");
        let rows: Vec<(Uuid, i64)> = user_counts::Entity::find()
            .select_only()
            .column(user_counts::Column::PlanId)
            .column_as(people, "people")
            .filter(user_counts::Column::OrgId.eq(uuid(self.org.0)))
            .filter(user_counts::Column::Deactivated.eq(true))
            .filter(user_counts::Column::PlanId.ne(Uuid::nil()))
            .group_by(user_counts::Column::PlanId)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(by_plan(rows))
    }

    async fn rules(&self) -> Result<HashMap<PlanId, u64>, Error> {
        let rows: Vec<(Uuid, i64)> = license_rules::Entity::find()
            .select_only()
            .column(license_rules::Column::PlanId)
            .column_as(license_rules::Column::Id.count(), "rules")
            .filter(license_rules::Column::OrgId.eq(uuid(self.org.0)))
            .group_by(license_rules::Column::PlanId)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(by_plan(rows))
    }
}

fn by_plan(rows: Vec<(Uuid, i64)>) -> HashMap<PlanId, u64> {
    rows.into_iter().map(|(plan, number)| (PlanId(plan.as_u128()), number.unsigned_abs())).collect()
}
