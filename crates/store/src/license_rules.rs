//! Rules by which plans are given to people.

use domain::{LicenseRuleId, OrgId, PlanId, SiteId, Timestamp};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::Error;
use crate::entities::license_rules::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::{key_of, uuid};
use crate::rows::one_row;

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseRule {
    /// Stable for life.
    pub id: LicenseRuleId,
    /// What it gives.
    pub plan_id: PlanId,
    /// Only to people of that site.
    pub site_id: Option<SiteId>,
    /// Only to people of that department, without regard to case.
    pub department: Option<String>,
    /// Is it applied?
    pub enabled: bool,
    /// The order in which rules are applied, together with the id. No two need to differ.
    pub position: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1; a move is none.
    pub version: i64,
}

/// Reads rules.
pub struct LicenseRules<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes rules.
pub struct LicenseRulesMut<'a>(pub(crate) LicenseRules<'a>);

impl From<Model> for LicenseRule {
    fn from(row: Model) -> Self {
        Self {
            id: LicenseRuleId(row.id.as_u128()),
            plan_id: PlanId(row.plan_id.as_u128()),
            site_id: row.site_id.map(|id| SiteId(id.as_u128())),
            department: row.department,
            enabled: row.enabled,
            position: row.position,
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        }
    }
}

impl LicenseRules<'_> {
    /// By its id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: LicenseRuleId) -> Result<Option<LicenseRule>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).one(&self.db).await?;
        Ok(row.map(LicenseRule::from))
    }

    /// Every rule, in the order in which they are applied. They are few.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<LicenseRule>, Error> {
        let select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)));
        let rows = select.order_by_asc(Column::Position).order_by_asc(Column::Id).all(&self.db).await?;
        Ok(rows.into_iter().map(LicenseRule::from).collect())
    }
}

impl LicenseRulesMut<'_> {
    /// Makes a rule.
    ///
    /// # Errors
    /// A conflict, when there is no such plan or site.
    pub async fn insert(&self, rule: &LicenseRule) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(rule.id.0)),
            plan_id: Set(uuid(rule.plan_id.0)),
            site_id: Set(rule.site_id.map(|id| uuid(id.0))),
            department: Set(rule.department.clone()),
            department_key: Set(key_of(rule.department.as_deref())),
            enabled: Set(rule.enabled),
            position: Set(rule.position),
            created_at: Set(rule.created_at.0),
            updated_at: Set(rule.updated_at.0),
            version: Set(rule.version),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Switches a rule on or off; `before` is what was read.
    ///
    /// # Errors
    /// [`Error::Stale`].
    pub async fn switch(
        &self,
        before: &LicenseRule,
        enabled: bool,
        at: Timestamp,
    ) -> Result<LicenseRule, Error> {
        let version = before.version + 1;
        let change = ActiveModel {
            enabled: Set(enabled),
            updated_at: Set(at.0),
            version: Set(version),
            ..ActiveModel::default()
        };
        let update = Entity::update_many()
            .set(change)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(before.id.0)))
            .filter(Column::Version.eq(before.version));
        one_row(update.exec(&self.db).await?.rows_affected)?;
        Ok(LicenseRule { enabled, updated_at: at, version, ..before.clone() })
    }

    /// Moves a rule. No change of the rule: the version stays.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is gone.
    pub async fn place(&self, id: LicenseRuleId, position: i64) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(ActiveModel { position: Set(position), ..ActiveModel::default() })
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(id.0)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// Deletes a rule.
    ///
    /// # Errors
    /// [`Error::Stale`] when it was changed or deleted since `before` was read.
    pub async fn delete(&self, before: &LicenseRule) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(before.id.0)))
            .filter(Column::Version.eq(before.version));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }
}
