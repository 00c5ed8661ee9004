//! Users.

mod check;
pub(crate) mod counts;
mod directory;
mod element;
mod guard;
mod licensable;
mod list;
mod lookup;
pub(crate) mod predicate;
mod query;
mod row;
mod scim;
mod sent;
mod values;
mod write;

use std::collections::HashMap;

use domain::{FieldSet, ManagedBy, OrgId, Ownership, PlanId, Role, SiteId, Status, Timestamp, UserId};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::{Map, Value};
use uuid::Uuid;

pub use counts::UserCounts;
pub use element::{ElementPredicate, SubAttribute};
pub use lookup::{Identified, Identifier};
pub use predicate::{Op, Operand, Predicate, UserColumn};
pub use query::{Choice, LicenseFilter, SignedIn, SiteFilter, UserQuery, UserSort};
pub(crate) use row::managed_by_name;
pub use scim::{ScimFrom, ScimPage, ScimQuery};
pub use sent::SentCounts;

use crate::Error;
use crate::entities::sites;
use crate::entities::users::{Column, Entity};
use crate::executor::Executor;
use crate::keys::{key, uuid};

/// A user.
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// Stable for life, whatever the identity provider does.
    pub id: UserId,
    /// The `id` over SCIM; `None` after a SCIM DELETE (R9). A local user has one, too: in the scope "All users"
    /// the identity provider reads and links them (R5).
    pub scim_id: Option<Uuid>,
    /// Unique in the organization without regard to case (R26).
    pub username: String,
    /// The identity provider's own id (R21).
    pub external_id: Option<String>,
    /// Empty when the identity provider sent none.
    pub first_name: String,
    /// Empty when the identity provider sent none.
    pub last_name: String,
    /// For mail; not for signing in.
    pub email: Option<String>,
    /// R3.
    pub job_title: Option<String>,
    /// R3.
    pub department: Option<String>,
    /// The personal contact number: SCIM's `phoneNumbers[type eq "mobile"]`.
    pub personal_phone: Option<String>,
    /// SCIM's `phoneNumbers[type eq "work"]`; in the directory, never in the console (R21).
    pub work_phone: Option<String>,
    /// Set in the console only (R22).
    pub extension: Option<String>,
    /// Set in the console only (R22).
    pub phone_number: Option<String>,
    /// A language tag.
    pub locale: Option<String>,
    /// A name of the IANA database.
    pub time_zone: Option<String>,
    /// Set once (R12).
    pub site_id: Option<SiteId>,
    /// The licence. Whoever gets one takes a seat of the plan, whoever loses it or is deleted frees it, in the same write (R17,
    /// R18).
    pub plan_id: Option<PlanId>,
    /// R32.
    pub role: Role,
    /// R6, R7.
    pub status: Status,
    /// Since when deactivated.
    pub deactivated_at: Option<Timestamp>,
    /// R1.
    pub managed_by: ManagedBy,
    /// What the identity provider has sent, at any time (R3).
    pub sent: FieldSet,
    /// Listed in the company directory (R19).
    pub directory_visible: bool,
    /// SCIM attributes without a field here, under their canonical names, as they were sent.
    pub scim_extra: Map<String, Value>,
    /// When the identity provider made it: SCIM's `meta.created`.
    pub scim_created_at: Option<Timestamp>,
    /// When a SCIM DELETE took the SCIM id away (R9): a later POST of the username relinks.
    pub scim_tombstoned_at: Option<Timestamp>,
    /// When they last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// When the user was made.
    pub created_at: Timestamp,
    /// When the user was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1. For `ETag`.
    pub version: i64,
}

impl User {
    /// A new local, active member with this name and nothing else.
    #[must_use]
    pub fn new(id: UserId, scim_id: Uuid, username: &str, at: Timestamp) -> Self {
        Self {
            id,
            scim_id: Some(scim_id),
            username: username.to_owned(),
            external_id: None,
            first_name: String::new(),
            last_name: String::new(),
            email: None,
            job_title: None,
            department: None,
            personal_phone: None,
            work_phone: None,
            extension: None,
            phone_number: None,
            locale: None,
            time_zone: None,
            site_id: None,
            plan_id: None,
            role: Role::Member,
            status: Status::Active,
            deactivated_at: None,
            managed_by: ManagedBy::Local,
            sent: FieldSet::EMPTY,
            directory_visible: true,
            scim_extra: Map::new(),
            scim_created_at: None,
            scim_tombstoned_at: None,
            last_sign_in_at: None,
            created_at: at,
            updated_at: at,
            version: 1,
        }
    }

    /// What decides the locks.
    #[must_use]
    pub const fn ownership(&self) -> Ownership {
        Ownership { managed_by: self.managed_by, sent: self.sent, has_site: self.site_id.is_some() }
    }

    /// First and last name.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// Reads users.
pub struct Users<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes users.
pub struct UsersMut<'a>(pub(crate) Users<'a>);

impl Users<'_> {
    /// By id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: UserId) -> Result<Option<User>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).one(&self.db).await?;
        row.map(User::try_from).transpose()
    }

    /// By username, without regard to case; also one who is deactivated, or gone from SCIM (R9).
    ///
    /// # Errors
    /// The database fails.
    pub async fn by_username(&self, username: &str) -> Result<Option<User>, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::UsernameKey.eq(key(username)));
        select.one(&self.db).await?.map(User::try_from).transpose()
    }

    /// Those of the people with these ids who are there, in no order.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get_many(&self, ids: &[UserId]) -> Result<Vec<User>, Error> {
        let mut found = Vec::new();
        for batch in ids.chunks(5_000) {
            let select = Entity::find()
                .filter(Column::OrgId.eq(uuid(self.org.0)))
                .filter(Column::Id.is_in(batch.iter().map(|id| uuid(id.0))));
            for row in select.all(&self.db).await? {
                found.push(User::try_from(row)?);
            }
        }
        Ok(found)
    }

    /// Whoever has one of these usernames, without regard to case; in no order.
    ///
    /// # Errors
    /// The database fails.
    pub async fn by_usernames(&self, usernames: &[&str]) -> Result<Vec<User>, Error> {
        let mut found = Vec::new();
        for batch in usernames.chunks(5_000) {
            let select = Entity::find()
                .filter(Column::OrgId.eq(uuid(self.org.0)))
                .filter(Column::UsernameKey.is_in(batch.iter().map(|username| key(username))));
            for row in select.all(&self.db).await? {
                found.push(User::try_from(row)?);
            }
        }
        Ok(found)
    }

    /// The people with those SCIM ids.
    ///
    /// # Errors
    /// The database fails.
    pub async fn ids_by_scim_ids(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, UserId>, Error> {
        let mut found = HashMap::new();
        for batch in ids.chunks(5_000) {
            let rows: Vec<(Option<Uuid>, Uuid)> = Entity::find()
                .select_only()
                .columns([Column::ScimId, Column::Id])
                .filter(Column::OrgId.eq(uuid(self.org.0)))
                .filter(Column::ScimId.is_in(batch.iter().copied()))
                .into_tuple()
                .all(&self.db)
                .await?;
            found.extend(rows.into_iter().filter_map(|(scim, id)| Some((scim?, UserId(id.as_u128())))));
        }
        Ok(found)
    }

    /// By the SCIM id, with the name of their site.
    ///
    /// # Errors
    /// The database fails.
    pub async fn by_scim_id(&self, id: Uuid) -> Result<Option<(User, Option<String>)>, Error> {
        let site = Entity::belongs_to(sites::Entity)
            .from((Column::OrgId, Column::SiteId))
            .to((sites::Column::OrgId, sites::Column::Id))
            .into();
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::ScimId.eq(id))
            .join(JoinType::LeftJoin, site)
            .select_also(sites::Entity);
        let Some((user, site)) = select.one(&self.db).await? else { return Ok(None) };
        Ok(Some((user.try_into()?, site.map(|site| site.name))))
    }

    /// At most `limit` people with a role above member (R32), deactivated ones included; in no order.
    ///
    /// # Errors
    /// The database fails.
    pub async fn with_role_above_member(&self, limit: u64) -> Result<Vec<User>, Error> {
        let above = Role::ALL.into_iter().filter(|role| *role != Role::Member).map(Role::name);
        let rows = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Role.is_in(above))
            .limit(limit)
            .all(&self.db)
            .await?;
        rows.into_iter().map(User::try_from).collect()
    }

    /// How many active owners there are (R10). To decide on it, see [`UsersMut::lock_active_owners`].
    ///
    /// # Errors
    /// The database fails.
    pub async fn count_active_owners(&self) -> Result<u64, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Role.eq(Role::Owner.name()))
            .filter(Column::Deactivated.eq(false));
        Ok(select.count(&self.db).await?)
    }
}
