//! To whom a rule may give a licence.

use domain::{SiteId, Status, UserId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::Users;
use super::query::{LicenseFilter, SiteFilter, UserQuery};
use crate::Error;
use crate::entities::users::{Column, Entity};
use crate::keys::{key, uuid};

impl Users<'_> {
    /// At most `limit` active people at `site`, or at any, and of `department`, or of any, who have no licence; by name. The kept
    /// numbers say first whether there is anybody, so that asking costs nothing while there is nothing to do.
    ///
    /// # Errors
    /// The database fails.
    pub async fn licensable(
        &self,
        site: Option<SiteId>,
        department: Option<&str>,
        limit: u64,
    ) -> Result<Vec<UserId>, Error> {
        let without = UserQuery {
            status: Some(Status::Active),
            site: Some(site.map_or(SiteFilter::Any, SiteFilter::Is)),
            license: Some(LicenseFilter::None),
            ..UserQuery::first(limit)
        };
        if self.count_filtered(&without).await? == 0 {
            return Ok(Vec::new());
        }
        let mut select = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::PlanId.is_null())
            .filter(Column::Deactivated.eq(false));
        select = match site {
            Some(site) => select.filter(Column::SiteId.eq(uuid(site.0))),
            None => select.filter(Column::SiteId.is_not_null()),
        };
        if let Some(department) = department {
            select = select.filter(Column::DepartmentSort.eq(key(department)));
        }
        let select = select.order_by_asc(Column::NameKey).order_by_asc(Column::Id).limit(limit);
        let ids: Vec<Uuid> = select.into_tuple().all(&self.db).await?;
        Ok(ids.into_iter().map(|id| UserId(id.as_u128())).collect())
    }
}
