//! Do the numbers that are kept agree with the users who are there?

use domain::{ManagedBy, Role};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, UnionType};
use uuid::Uuid;

use super::counts::{CountChanges, CountKey, add};
use super::row::managed_by_name;
use super::{Users, UsersMut};
use crate::Error;
use crate::entities::{user_counts, users};
use crate::keys::uuid;

const KEY: [&str; 6] = ["deactivated", "managed_by", "site_id", "plan_id", "directory_visible", "role"];

impl Users<'_> {
    /// How many of the kept numbers are wrong.
    ///
    /// # Errors
    /// The database fails.
    pub async fn miscounted(&self) -> Result<u64, Error> {
        Ok(self.count_differences().await?.len() as u64)
    }

    /// The numbers that are wrong, and by how much each must change. One statement, so that it is right also while others write.
    async fn count_differences(&self) -> Result<CountChanges, Error> {
        let sum = || Expr::col("n").sum().cast_as("bigint");
        let mut select = Query::select();
        select
            .columns(KEY)
            .expr_as(sum(), "n")
            .from_subquery(self.kept_and_there(), "numbers")
            .group_by_columns(KEY)
            .and_having(sum().ne(0));
        let mut wrong = CountChanges::new();
        for row in self.db.query_all(&select).await? {
            let (managed_by, role): (String, String) =
                (row.try_get("", "managed_by")?, row.try_get("", "role")?);
            let local = managed_by == managed_by_name(ManagedBy::Local);
            let key = CountKey {
                deactivated: row.try_get("", "deactivated")?,
                managed_by: managed_by_name(if local {
                    ManagedBy::Local
                } else {
                    ManagedBy::IdentityProvider
                }),
                site: row.try_get::<Uuid>("", "site_id")?,
                plan: row.try_get::<Uuid>("", "plan_id")?,
                directory_visible: row.try_get("", "directory_visible")?,
                role: Role::from_name(&role).unwrap_or(Role::Member).name(),
            };
            wrong.insert(key, row.try_get("", "n")?);
        }
        Ok(wrong)
    }

    /// What is kept, taken off; and what is there.
    fn kept_and_there(&self) -> SelectStatement {
        let org = uuid(self.org.0);
        let none = |column: users::Column| Func::coalesce([Expr::col(column), Expr::value(Uuid::nil())]);
        let mut there = Query::select();
        there
            .columns([users::Column::Deactivated, users::Column::ManagedBy])
            .expr_as(none(users::Column::SiteId), "site_id")
            .expr_as(none(users::Column::PlanId), "plan_id")
            .columns([users::Column::DirectoryVisible, users::Column::Role])
            .expr_as(Expr::col(users::Column::Id).count(), "n")
            .from(users::Entity)
            .and_where(Expr::col(users::Column::OrgId).eq(org))
            .group_by_columns(KEY);
        let mut kept = Query::select();
        kept.columns(KEY)
            .expr_as(Expr::col(user_counts::Column::People).mul(-1_i64), "n")
            .from(user_counts::Entity)
            .and_where(Expr::col(user_counts::Column::OrgId).eq(org))
            .union(UnionType::All, there);
        kept
    }
}

impl UsersMut<'_> {
    /// Puts right what [`Users::miscounted`] finds; returns how many numbers.
    ///
    /// # Errors
    /// The database fails.
    pub async fn recount(&self) -> Result<u64, Error> {
        let wrong = self.count_differences().await?;
        let backend = self.db.get_database_backend();
        let statements = wrong.iter().map(|(key, by)| add(backend, self.org, *key, *by));
        self.db.together(statements.collect()).await?;
        Ok(wrong.len() as u64)
    }
}
