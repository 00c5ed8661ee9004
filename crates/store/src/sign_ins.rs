//! The sign-in log: every attempt, and what was checked of it. Never changed after it was written; kept for 90 days.

use domain::{OrgId, SignInId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::Error;
use crate::entities::sign_ins::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::{escape_like, key, key_of, stored, uuid};
use crate::page::{Cursor, Key, Keyset, Page};

/// An attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// UUIDv7: ids sort by time.
    pub id: SignInId,
    /// What the person was told.
    pub reference: String,
    /// When.
    pub at: Timestamp,
    /// How: a name of `api::sign_ins::Method`.
    pub method: String,
    /// They came in.
    pub success: bool,
    /// The username that was given or sent.
    pub username: Option<String>,
    /// Whose it is; they may be gone.
    pub user_id: Option<UserId>,
    /// The identity provider: a name of `domain::sso::SsoProvider`.
    pub provider: Option<String>,
    /// What was checked: JSON.
    pub checks: String,
    /// The number of Microsoft's error.
    pub microsoft_error: Option<u32>,
    /// What a test brought: JSON.
    pub attributes: String,
    /// What was sent, without secrets.
    pub xml: Option<String>,
    /// Where it came from.
    pub address: String,
    /// The browser, as it names itself.
    pub user_agent: String,
}

/// Which attempts. The newest come first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignInFilter {
    /// A reference, or the beginning of a username, without regard to case.
    pub search: Option<String>,
    /// Only those that came in, or only those that did not.
    pub success: Option<bool>,
    /// Only of this person.
    pub user: Option<UserId>,
}

/// Reads the sign-in log.
pub struct SignIns<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes the sign-in log.
pub struct SignInsMut<'a>(pub(crate) SignIns<'a>);

impl From<Model> for SignIn {
    fn from(row: Model) -> Self {
        Self {
            id: SignInId(row.id.as_u128()),
            reference: row.reference,
            at: Timestamp(row.at),
            method: row.method,
            success: row.success,
            username: row.username,
            user_id: row.user_id.map(|id| UserId(id.as_u128())),
            provider: row.provider,
            checks: row.checks,
            microsoft_error: row.microsoft_error.and_then(|number| u32::try_from(number).ok()),
            attributes: row.attributes,
            xml: row.xml,
            address: row.address,
            user_agent: row.user_agent,
        }
    }
}

/// Newest first. Ids carry the time, so that the order needs no second column.
fn keyset() -> Keyset<Entity> {
    fn keys(row: &Model, _: &str) -> Vec<Key> {
        vec![Key::Id(row.id.as_u128())]
    }
    Keyset { name: "sign_ins".to_owned(), columns: vec![Column::Id], descending: true, walk: true, keys }
}

/// Counted to here: more are told as "more than".
const MOST_COUNTED: u64 = 10_000;

impl SignIns<'_> {
    /// At most `limit` attempts that match, the newest first.
    ///
    /// # Errors
    /// [`Error::InvalidCursor`].
    pub async fn page(
        &self,
        filter: &SignInFilter,
        cursor: Option<&Cursor>,
        limit: u64,
    ) -> Result<Page<SignIn>, Error> {
        let mut select = Entity::find().filter(Column::OrgId.eq(uuid(self.org.0)));
        if let Some(success) = filter.success {
            select = select.filter(Column::Success.eq(success));
        }
        if let Some(user) = filter.user {
            select = select.filter(Column::UserId.eq(uuid(user.0)));
        }
        if let Some(search) = filter.search.as_deref().map(key).filter(|search| !search.is_empty()) {
            let pattern = LikeExpr::new(format!("{}%", escape_like(&search))).escape('\\');
            let name = Expr::col(Column::UsernameKey.as_column_ref()).like(pattern);
            select = select.filter(name.or(Expr::col(Column::Reference.as_column_ref()).eq(search)));
        }
        let slice = keyset().slice(self.db, select.clone(), cursor, limit).await?;
        let total = if cursor.is_none() && slice.next.is_none() {
            slice.rows.len() as u64
        } else {
            select.limit(MOST_COUNTED).count(&self.db).await?
        };
        let items = slice.rows.into_iter().map(SignIn::from).collect();
        let total_is_minimum = total >= MOST_COUNTED;
        Ok(Page { items, total, total_is_minimum, next: slice.next, previous: slice.previous })
    }

    /// One.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: SignInId) -> Result<Option<SignIn>, Error> {
        let row = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).one(&self.db).await?;
        Ok(row.map(SignIn::from))
    }

    /// How many of that method failed since then.
    ///
    /// # Errors
    /// The database fails.
    pub async fn failed_since(&self, method: &str, at: Timestamp) -> Result<u64, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Success.eq(false))
            .filter(Column::Id.gte(first_id(at)))
            .filter(Column::Method.eq(method));
        Ok(select.limit(MOST_COUNTED).count(&self.db).await?)
    }
}

/// The least UUIDv7 of that time.
fn first_id(at: Timestamp) -> uuid::Uuid {
    let ms = u128::try_from(at.0).unwrap_or_default();
    uuid::Uuid::from_u128(ms << 80)
}

impl SignInsMut<'_> {
    /// Adds an attempt.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert(&self, sign_in: &SignIn) -> Result<(), Error> {
        let text = |text: &Option<String>| text.as_deref().map(stored);
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(sign_in.id.0)),
            reference: Set(sign_in.reference.clone()),
            at: Set(sign_in.at.0),
            method: Set(sign_in.method.clone()),
            success: Set(sign_in.success),
            username: Set(text(&sign_in.username)),
            username_key: Set(key_of(sign_in.username.as_deref())),
            user_id: Set(sign_in.user_id.map(|id| uuid(id.0))),
            provider: Set(sign_in.provider.clone()),
            checks: Set(stored(&sign_in.checks)),
            microsoft_error: Set(sign_in.microsoft_error.map(i64::from)),
            attributes: Set(stored(&sign_in.attributes)),
            xml: Set(text(&sign_in.xml)),
            address: Set(sign_in.address.clone()),
            user_agent: Set(stored(&sign_in.user_agent)),
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Deletes attempts older than `before`, and all but the newest `most`. Returns how many went.
    ///
    /// # Errors
    /// The database fails.
    pub async fn trim(&self, before: Timestamp, most: u64) -> Result<u64, Error> {
        let mine = || Entity::delete_many().filter(Column::OrgId.eq(uuid(self.org.0)));
        let mut gone = mine().filter(Column::Id.lt(first_id(before))).exec(&self.db).await?.rows_affected;
        let oldest = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .order_by_desc(Column::Id)
            .offset(most)
            .limit(1);
        if let Some(oldest) = oldest.one(&self.db).await? {
            gone += mine().filter(Column::Id.lte(oldest.id)).exec(&self.db).await?.rows_affected;
        }
        Ok(gone)
    }
}
