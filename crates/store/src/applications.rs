//! Applications that people sign in to through Rollcall, and their secrets (R34).

use domain::{ApplicationId, ApplicationKind, OrgId, SecretId, Timestamp};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::Error;
use crate::entities::application_secrets as secrets;
use crate::entities::applications::{ActiveModel, Column, Entity, Model};
use crate::executor::Executor;
use crate::keys::{key, uuid};
use crate::rows::one_row;

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The `client_id`.
    pub id: ApplicationId,
    /// Its name.
    pub name: String,
    /// Can it keep a secret?
    pub kind: ApplicationKind,
    /// Where browsers may be sent back to.
    pub redirect_uris: Vec<String>,
    /// Where they may be sent to after signing out.
    pub post_logout_redirect_uris: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When somebody last signed in to it.
    pub last_used_at: Option<Timestamp>,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// A secret of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationSecret {
    /// Its id.
    pub id: SecretId,
    /// Whose it is.
    pub application_id: ApplicationId,
    /// SHA-256 of the secret.
    pub secret_hash: Vec<u8>,
    /// Its last four characters.
    pub last_four: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// Reads applications.
pub struct Applications<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes applications.
pub struct ApplicationsMut<'a>(pub(crate) Applications<'a>);

fn lines(text: &str) -> Vec<String> {
    text.lines().map(ToOwned::to_owned).collect()
}

impl TryFrom<Model> for Application {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let kind = ApplicationKind::from_name(&row.kind);
        Ok(Self {
            id: ApplicationId(row.id.as_u128()),
            name: row.name,
            kind: kind.ok_or_else(|| DbErr::Type(format!("unknown kind of an application: {}", row.kind)))?,
            redirect_uris: lines(&row.redirect_uris),
            post_logout_redirect_uris: lines(&row.post_logout_redirect_uris),
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
            last_used_at: row.last_used_at.map(Timestamp),
            version: row.version,
        })
    }
}

impl From<secrets::Model> for ApplicationSecret {
    fn from(row: secrets::Model) -> Self {
        Self {
            id: SecretId(row.id.as_u128()),
            application_id: ApplicationId(row.application_id.as_u128()),
            secret_hash: row.secret_hash,
            last_four: row.last_four,
            created_at: Timestamp(row.created_at),
            last_used_at: row.last_used_at.map(Timestamp),
        }
    }
}

impl Applications<'_> {
    /// By its id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: ApplicationId) -> Result<Option<Application>, Error> {
        let found = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).one(&self.db).await?;
        found.map(Application::try_from).transpose()
    }

    /// All, by name.
    ///
    /// # Errors
    /// The database fails.
    pub async fn list(&self) -> Result<Vec<Application>, Error> {
        let select = Entity::find()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .order_by_asc(Column::NameKey)
            .order_by_asc(Column::Id);
        select.all(&self.db).await?.into_iter().map(Application::try_from).collect()
    }

    /// How many there are.
    ///
    /// # Errors
    /// The database fails.
    pub async fn count(&self) -> Result<u64, Error> {
        Ok(Entity::find().filter(Column::OrgId.eq(uuid(self.org.0))).count(&self.db).await?)
    }

    /// The secrets of one, or of all, the newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn secrets(&self, of: Option<ApplicationId>) -> Result<Vec<ApplicationSecret>, Error> {
        let mut select = secrets::Entity::find()
            .filter(secrets::Column::OrgId.eq(uuid(self.org.0)))
            .order_by_desc(secrets::Column::Id);
        if let Some(id) = of {
            select = select.filter(secrets::Column::ApplicationId.eq(uuid(id.0)));
        }
        Ok(select.all(&self.db).await?.into_iter().map(ApplicationSecret::from).collect())
    }
}

impl ApplicationsMut<'_> {
    /// By its id, kept from changes until the end of the transaction.
    ///
    /// # Errors
    /// The database fails.
    pub async fn lock(&self, id: ApplicationId) -> Result<Option<Application>, Error> {
        let select = Entity::find_by_id((uuid(self.org.0), uuid(id.0))).lock_exclusive();
        select.one(&self.db).await?.map(Application::try_from).transpose()
    }

    /// Makes an application.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert(&self, application: &Application) -> Result<(), Error> {
        let row = ActiveModel {
            org_id: Set(uuid(self.org.0)),
            id: Set(uuid(application.id.0)),
            kind: Set(application.kind.name().to_owned()),
            created_at: Set(application.created_at.0),
            last_used_at: Set(None),
            ..fields(application)
        };
        Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Writes name and addresses; `before` is what was read.
    ///
    /// # Errors
    /// [`Error::Stale`].
    pub async fn update(&self, before: &Application, after: Application) -> Result<Application, Error> {
        let after = Application { version: before.version + 1, ..after };
        let update = Entity::update_many()
            .set(fields(&after))
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(before.id.0)))
            .filter(Column::Version.eq(before.version));
        one_row(update.exec(&self.db).await?.rows_affected)?;
        Ok(after)
    }

    /// Deletes an application, and with it its secrets and everything that was granted to it.
    ///
    /// # Errors
    /// [`Error::Stale`] when it was changed or deleted since it was read.
    pub async fn delete(&self, before: &Application) -> Result<(), Error> {
        let delete = Entity::delete_many()
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(before.id.0)))
            .filter(Column::Version.eq(before.version));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }

    /// Remembers that somebody signed in to it. No change of the application: the version stays.
    ///
    /// # Errors
    /// The database fails.
    pub async fn record_use(&self, id: ApplicationId, at: Timestamp) -> Result<(), Error> {
        let update = Entity::update_many()
            .set(ActiveModel { last_used_at: Set(Some(at.0)), ..ActiveModel::default() })
            .filter(Column::OrgId.eq(uuid(self.org.0)))
            .filter(Column::Id.eq(uuid(id.0)));
        update.exec(&self.db).await?;
        Ok(())
    }

    /// Makes a secret.
    ///
    /// # Errors
    /// A conflict, when the application does not exist.
    pub async fn insert_secret(&self, secret: &ApplicationSecret) -> Result<(), Error> {
        let row = secrets::ActiveModel {
            org_id: Set(uuid(self.org.0)),
            application_id: Set(uuid(secret.application_id.0)),
            id: Set(uuid(secret.id.0)),
            secret_hash: Set(secret.secret_hash.clone()),
            last_four: Set(secret.last_four.clone()),
            created_at: Set(secret.created_at.0),
            last_used_at: Set(secret.last_used_at.map(|at| at.0)),
        };
        secrets::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Remembers that a secret was used; one that is gone meanwhile is not missed.
    ///
    /// # Errors
    /// The database fails.
    pub async fn record_secret_use(
        &self,
        of: ApplicationId,
        id: SecretId,
        at: Timestamp,
    ) -> Result<(), Error> {
        let row = secrets::ActiveModel { last_used_at: Set(Some(at.0)), ..Default::default() };
        let update = secrets::Entity::update_many()
            .set(row)
            .filter(secrets::Column::OrgId.eq(uuid(self.org.0)))
            .filter(secrets::Column::ApplicationId.eq(uuid(of.0)))
            .filter(secrets::Column::Id.eq(uuid(id.0)));
        update.exec(&self.db).await?;
        Ok(())
    }

    /// Ends a secret.
    ///
    /// # Errors
    /// [`Error::Stale`] when there is none.
    pub async fn delete_secret(&self, of: ApplicationId, id: SecretId) -> Result<(), Error> {
        let delete = secrets::Entity::delete_many()
            .filter(secrets::Column::OrgId.eq(uuid(self.org.0)))
            .filter(secrets::Column::ApplicationId.eq(uuid(of.0)))
            .filter(secrets::Column::Id.eq(uuid(id.0)));
        one_row(delete.exec(&self.db).await?.rows_affected)
    }
}

fn fields(application: &Application) -> ActiveModel {
    ActiveModel {
        name: Set(application.name.clone()),
        name_key: Set(key(&application.name)),
        redirect_uris: Set(application.redirect_uris.join("\n")),
        post_logout_redirect_uris: Set(application.post_logout_redirect_uris.join("\n")),
        updated_at: Set(application.updated_at.0),
        version: Set(application.version),
        ..ActiveModel::default()
    }
}
