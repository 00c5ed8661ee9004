//! Sites, their current and their former names (R11-R15).

mod unmatched;
mod write;

use std::collections::{BTreeSet, HashMap};

use domain::{ManagedBy, OrgId, SiteId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

pub use unmatched::{MOST_UNMATCHED, UnmatchedSite};

use crate::Error;
use crate::entities::{site_names, sites, users};
use crate::executor::Executor;
use crate::keys::{key, uuid};
use crate::page::{Cursor, Key, Keyset, Page};
use crate::users::managed_by_name;

/// A site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Stable for life.
    pub id: SiteId,
    /// Unique in the organization without regard to case, former names included (R11, R14).
    pub name: String,
    /// The postal address, in lines.
    pub address: Option<String>,
    /// The time zone of those of its people who have none of their own.
    pub time_zone: Option<String>,
    /// The language of those of its people who have none of their own.
    pub locale: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes, from 1.
    pub version: i64,
}

impl Site {
    /// A new site with this name and nothing else.
    #[must_use]
    pub fn new(id: SiteId, name: &str, at: Timestamp) -> Self {
        Self {
            id,
            name: name.to_owned(),
            address: None,
            time_zone: None,
            locale: None,
            created_at: at,
            updated_at: at,
            version: 1,
        }
    }
}

/// A site in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSummary {
    /// The site.
    pub site: Site,
    /// Names that it had before and still answers to (R14), in order.
    pub former_names: Vec<String>,
    /// Users there.
    pub users: u64,
    /// Those of them who are managed by the identity provider.
    pub managed_users: u64,
}

/// The sites of an organization, for whoever looks up many.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteNames {
    /// Their names now.
    pub by_id: HashMap<SiteId, String>,
    by_key: HashMap<String, SiteId>,
}

impl SiteNames {
    /// The site of that name, or of that former name, without regard to case (R13).
    #[must_use]
    pub fn resolve(&self, name: &str) -> Option<SiteId> {
        self.by_key.get(&key(name)).copied()
    }
}

/// Reads sites.
pub struct Sites<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes sites.
pub struct SitesMut<'a>(pub(crate) Sites<'a>);

impl From<sites::Model> for Site {
    fn from(row: sites::Model) -> Self {
        Self {
            id: SiteId(row.id.as_u128()),
            name: row.name,
            address: row.address,
            time_zone: row.time_zone,
            locale: row.locale,
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        }
    }
}

fn by_name() -> Keyset<sites::Entity> {
    Keyset {
        name: "name".to_owned(),
        columns: vec![sites::Column::NameKey, sites::Column::Id],
        descending: false,
        walk: true,
        keys: |row, _| vec![Key::Text(row.name_key.clone()), Key::Id(row.id.as_u128())],
    }
}

impl Sites<'_> {
    /// By its id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: SiteId) -> Result<Option<Site>, Error> {
        let row = sites::Entity::find_by_id((uuid(self.org.0), uuid(id.0))).one(&self.db).await?;
        Ok(row.map(Site::from))
    }

    /// With its former names and the number of its users.
    ///
    /// # Errors
    /// The database fails.
    pub async fn summary(&self, id: SiteId) -> Result<Option<SiteSummary>, Error> {
        let Some(site) = self.get(id).await? else { return Ok(None) };
        Ok(self.summaries(vec![site]).await?.pop())
    }

    /// By its name or one of its former names, without regard to case and to spaces around it (R13).
    ///
    /// # Errors
    /// The database fails.
    pub async fn resolve(&self, name: &str) -> Result<Option<Site>, Error> {
        let named =
            site_names::Entity::find_by_id((uuid(self.org.0), key(name.trim()))).one(&self.db).await?;
        match named {
            Some(named) => self.get(SiteId(named.site_id.as_u128())).await,
            None => Ok(None),
        }
    }

    /// At most `limit` sites from `cursor` on, by name.
    ///
    /// # Errors
    /// [`Error::InvalidCursor`].
    pub async fn page(&self, cursor: Option<&Cursor>, limit: u64) -> Result<Page<SiteSummary>, Error> {
        let all = sites::Entity::find().filter(sites::Column::OrgId.eq(uuid(self.org.0)));
        let total = all.clone().count(&self.db).await?;
        let slice = by_name().slice(self.db, all, cursor, limit).await?;
        let items = self.summaries(slice.rows.into_iter().map(Site::from).collect()).await?;
        Ok(Page { items, total, total_is_minimum: false, next: slice.next, previous: slice.previous })
    }

    /// The names of sites, for lists of users.
    ///
    /// # Errors
    /// The database fails.
    pub async fn names(
        &self,
        ids: impl IntoIterator<Item = SiteId>,
    ) -> Result<HashMap<SiteId, String>, Error> {
        let sites = self.among(ids).await?;
        Ok(sites.into_iter().map(|(id, site)| (id, site.name)).collect())
    }

    /// Those of the sites that there are.
    ///
    /// # Errors
    /// The database fails.
    pub async fn among(&self, ids: impl IntoIterator<Item = SiteId>) -> Result<HashMap<SiteId, Site>, Error> {
        let ids: BTreeSet<SiteId> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let select = sites::Entity::find()
            .filter(sites::Column::OrgId.eq(uuid(self.org.0)))
            .filter(sites::Column::Id.is_in(ids.into_iter().map(|id| uuid(id.0))));
        let rows = select.all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (SiteId(row.id.as_u128()), row.into())).collect())
    }

    /// Every site, by every name that it answers to.
    ///
    /// # Errors
    /// The database fails.
    pub async fn all_names(&self) -> Result<SiteNames, Error> {
        let select = site_names::Entity::find().filter(site_names::Column::OrgId.eq(uuid(self.org.0)));
        let mut names = SiteNames::default();
        for row in select.all(&self.db).await? {
            let id = SiteId(row.site_id.as_u128());
            if !row.is_former {
                names.by_id.insert(id, row.name);
            }
            names.by_key.insert(row.name_key, id);
        }
        Ok(names)
    }

    async fn summaries(&self, sites: Vec<Site>) -> Result<Vec<SiteSummary>, Error> {
        let ids: Vec<SiteId> = sites.iter().map(|site| site.id).collect();
        let mut counts = self.counts(&ids).await?;
        let mut former = self.former_names(&ids).await?;
        let summary = |site: Site| {
            let (users, managed_users) = counts.remove(&site.id).unwrap_or_default();
            let former_names = former.remove(&site.id).unwrap_or_default();
            SiteSummary { site, former_names, users, managed_users }
        };
        Ok(sites.into_iter().map(summary).collect())
    }

    /// Users, and those among them who are managed by the identity provider, by site.
    async fn counts(&self, ids: &[SiteId]) -> Result<HashMap<SiteId, (u64, u64)>, Error> {
        let mut select = Query::select();
        select
            .columns([users::Column::SiteId, users::Column::ManagedBy])
            .expr_as(Expr::col(users::Column::Id).count(), "users")
            .from(users::Entity)
            .and_where(users::Column::OrgId.eq(uuid(self.org.0)))
            .and_where(users::Column::SiteId.is_in(ids.iter().map(|id| uuid(id.0))))
            .group_by_columns([users::Column::SiteId, users::Column::ManagedBy]);
        let mut counts: HashMap<SiteId, (u64, u64)> = HashMap::new();
        for row in self.db.query_all(&select).await? {
            let site = SiteId(row.try_get::<uuid::Uuid>("", "site_id")?.as_u128());
            let count = u64::try_from(row.try_get::<i64>("", "users")?).unwrap_or(0);
            let managed =
                row.try_get::<String>("", "managed_by")? == managed_by_name(ManagedBy::IdentityProvider);
            let entry = counts.entry(site).or_default();
            entry.0 += count;
            entry.1 += if managed { count } else { 0 };
        }
        Ok(counts)
    }

    async fn former_names(&self, ids: &[SiteId]) -> Result<HashMap<SiteId, Vec<String>>, Error> {
        let select = site_names::Entity::find()
            .filter(site_names::Column::OrgId.eq(uuid(self.org.0)))
            .filter(site_names::Column::SiteId.is_in(ids.iter().map(|id| uuid(id.0))))
            .filter(site_names::Column::IsFormer.eq(true))
            .order_by_asc(site_names::Column::NameKey);
        let mut names: HashMap<SiteId, Vec<String>> = HashMap::new();
        for row in select.all(&self.db).await? {
            names.entry(SiteId(row.site_id.as_u128())).or_default().push(row.name);
        }
        Ok(names)
    }
}
