//! Groups as the identity provider sends them: stored with their members, and shown on a person's page.

mod predicate;
mod write;

use std::collections::HashMap;

use domain::{OrgId, Timestamp, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

pub use self::predicate::{GroupColumn, GroupPredicate};
use crate::Error;
use crate::entities::scim_group_members as members;
use crate::entities::scim_groups::{Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::uuid;

/// Ids in one statement.
const IDS: usize = 5_000;

/// A group of the identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its SCIM id.
    pub id: Uuid,
    /// Its name; unique in the organization without regard to case.
    pub display_name: String,
    /// The identity provider's own id of it.
    pub external_id: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it, or who is in it, was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The id as it was sent.
    pub value: String,
    /// The person with that SCIM id, if there is one.
    pub user: Option<UserId>,
    /// A name that the identity provider gave it.
    pub display: Option<String>,
}

/// Which groups, in which order, from where on.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupQuery {
    /// The filter.
    pub filter: GroupPredicate,
    /// By what; `None` is the order in which they were made.
    pub sort: Option<GroupColumn>,
    /// From the last on.
    pub descending: bool,
    /// Groups left out before the first.
    pub offset: u64,
    /// Groups at most; 0 only counts.
    pub limit: u64,
}

/// Groups, and how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupPage {
    /// In the order that was asked for.
    pub groups: Vec<Group>,
    /// All that match.
    pub total: u64,
}

/// Reads groups.
pub struct Groups<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes groups.
pub struct GroupsMut<'a>(pub(crate) Groups<'a>);

impl From<Model> for Group {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            display_name: row.display_name,
            external_id: row.external_id,
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        }
    }
}

impl Groups<'_> {
    fn all(&self) -> Select<Entity> {
        Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)))
    }

    /// A group by its id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: Uuid) -> Result<Option<Group>, Error> {
        Ok(self.all().filter(Column::Id.eq(id)).one(&self.db).await?.map(Group::from))
    }

    /// A page of groups.
    ///
    /// # Errors
    /// The database fails.
    pub async fn page(&self, query: &GroupQuery) -> Result<GroupPage, Error> {
        let select = self.all().filter(query.filter.condition(self.org));
        let mut groups = Vec::new();
        if query.limit > 0 {
            let order = if query.descending { Order::Desc } else { Order::Asc };
            let sort = query.sort.map_or(Column::CreatedAt, GroupColumn::sort_column);
            let rows = select
                .clone()
                .order_by(sort, order.clone())
                .order_by(Column::Id, order)
                .offset(query.offset)
                .limit(query.limit)
                .all(&self.db)
                .await?;
            groups = rows.into_iter().map(Group::from).collect();
        }
        let is_all = query.offset == 0 && (groups.len() as u64) < query.limit;
        let total = if is_all { groups.len() as u64 } else { select.count(&self.db).await? };
        Ok(GroupPage { groups, total })
    }

    /// The members of those groups, in the order of their ids.
    ///
    /// # Errors
    /// The database fails.
    pub async fn members(&self, groups: &[Uuid]) -> Result<HashMap<Uuid, Vec<Member>>, Error> {
        let mut found: HashMap<Uuid, Vec<Member>> = HashMap::new();
        for ids in groups.chunks(IDS) {
            let rows = members::Entity::find()
                .filter(members::Column::OrgId.eq(uuid(self.org.0)))
                .filter(members::Column::GroupId.is_in(ids.iter().copied()))
                .order_by_asc(members::Column::GroupId)
                .order_by_asc(members::Column::Member)
                .all(&self.db)
                .await?;
            for row in rows {
                let user = row.user_id.map(|id| UserId(id.as_u128()));
                let member = Member { value: row.member, user, display: row.display };
                found.entry(row.group_id).or_default().push(member);
            }
        }
        Ok(found)
    }

    /// The groups of each of those people, by name.
    ///
    /// # Errors
    /// The database fails.
    pub async fn of_users(&self, users: &[UserId]) -> Result<HashMap<UserId, Vec<Group>>, Error> {
        let mut found: HashMap<UserId, Vec<Group>> = HashMap::new();
        for ids in users.chunks(IDS) {
            let rows = members::Entity::find()
                .filter(members::Column::OrgId.eq(uuid(self.org.0)))
                .filter(members::Column::UserId.is_in(ids.iter().map(|id| uuid(id.0))))
                .all(&self.db)
                .await?;
            if rows.is_empty() {
                continue;
            }
            let of_rows = Column::Id.is_in(rows.iter().map(|row| row.group_id));
            let groups = self.all().filter(of_rows).all(&self.db).await?;
            let groups: HashMap<Uuid, Group> = groups.into_iter().map(|row| (row.id, row.into())).collect();
            for row in rows {
                let (Some(user), Some(group)) = (row.user_id, groups.get(&row.group_id)) else { continue };
                found.entry(UserId(user.as_u128())).or_default().push(group.clone());
            }
        }
        for groups in found.values_mut() {
            groups.sort_by(|a, b| (&a.display_name, a.id).cmp(&(&b.display_name, b.id)));
        }
        Ok(found)
    }
}

/// The column of a group, for conditions.
pub(super) fn column(column: Column) -> Expr {
    Expr::col(column.as_column_ref())
}
