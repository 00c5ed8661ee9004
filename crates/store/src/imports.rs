//! Files of users that were uploaded: kept in pieces until they are taken in, so that any process can read them.

use domain::{ImportId, JobId, OrgId, Timestamp, UserId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::Error;
use crate::entities::{import_chunks, import_mappings, imports};
use crate::executor::Executor;
use crate::keys::{stored, uuid};
use crate::rows::one_row;

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// UUIDv7.
    pub id: ImportId,
    /// Who uploaded it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// All of it is there, and was looked at.
    pub complete: bool,
    /// In which encoding it came; it is kept as UTF-8.
    pub encoding: String,
    /// What separates its columns.
    pub delimiter: u8,
    /// The names of its columns, as JSON.
    pub header: String,
    /// Its first lines, as JSON.
    pub sample: String,
    /// Its lines, without the first one.
    pub lines: u64,
    /// Its bytes, as it came.
    pub size: u64,
    /// Which column is which field, as JSON, once that was said.
    pub mapping: Option<String>,
    /// The job that checks it.
    pub check_job: Option<JobId>,
    /// The job that takes it in.
    pub run_job: Option<JobId>,
}

impl From<imports::Model> for Import {
    fn from(row: imports::Model) -> Self {
        Self {
            id: ImportId(row.id.as_u128()),
            created_by: UserId(row.created_by.as_u128()),
            created_at: Timestamp(row.created_at),
            complete: row.complete,
            encoding: row.encoding,
            delimiter: u8::try_from(row.delimiter).unwrap_or(b','),
            header: row.header,
            sample: row.sample,
            lines: row.lines.unsigned_abs(),
            size: row.size.unsigned_abs(),
            mapping: row.mapping,
            check_job: row.check_job.map(|id| JobId(id.as_u128())),
            run_job: row.run_job.map(|id| JobId(id.as_u128())),
        }
    }
}

fn row(org: OrgId, import: &Import) -> imports::ActiveModel {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    imports::ActiveModel {
        org_id: Set(uuid(org.0)),
        id: Set(uuid(import.id.0)),
        created_by: Set(uuid(import.created_by.0)),
        created_at: Set(import.created_at.0),
        complete: Set(import.complete),
        encoding: Set(import.encoding.clone()),
        delimiter: Set(import.delimiter.into()),
        header: Set(stored(&import.header)),
        sample: Set(stored(&import.sample)),
        lines: Set(number(import.lines)),
        size: Set(number(import.size)),
        mapping: Set(import.mapping.as_deref().map(stored)),
        check_job: Set(import.check_job.map(|id| uuid(id.0))),
        run_job: Set(import.run_job.map(|id| uuid(id.0))),
    }
}

/// Reads files.
pub struct Imports<'a> {
    pub(crate) db: Executor<'a>,
    pub(crate) org: OrgId,
}

/// Reads and writes files.
pub struct ImportsMut<'a>(pub(crate) Imports<'a>);

impl Imports<'_> {
    /// By its id.
    ///
    /// # Errors
    /// The database fails.
    pub async fn get(&self, id: ImportId) -> Result<Option<Import>, Error> {
        let row = imports::Entity::find_by_id((uuid(self.org.0), uuid(id.0))).one(&self.db).await?;
        Ok(row.map(Import::from))
    }

    /// The piece at that place, from 0; `None` after the last.
    ///
    /// # Errors
    /// The database fails.
    pub async fn chunk(&self, id: ImportId, position: u64) -> Result<Option<Vec<u8>>, Error> {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        let key = (uuid(self.org.0), uuid(id.0), position);
        let row = import_chunks::Entity::find_by_id(key).one(&self.db).await?;
        Ok(row.map(|row| row.data))
    }

    /// Which column was which field in the organization's last file, as JSON.
    ///
    /// # Errors
    /// The database fails.
    pub async fn last_mapping(&self) -> Result<Option<String>, Error> {
        let row = import_mappings::Entity::find_by_id(uuid(self.org.0)).one(&self.db).await?;
        Ok(row.map(|row| row.mapping))
    }
}

impl ImportsMut<'_> {
    /// Begins a file.
    ///
    /// # Errors
    /// The database fails.
    pub async fn insert(&self, import: &Import) -> Result<(), Error> {
        imports::Entity::insert(row(self.org, import)).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Adds a piece.
    ///
    /// # Errors
    /// A conflict, when the file is gone.
    pub async fn add_chunk(&self, id: ImportId, position: u64, data: &[u8]) -> Result<(), Error> {
        let row = import_chunks::ActiveModel {
            org_id: Set(uuid(self.org.0)),
            import_id: Set(uuid(id.0)),
            position: Set(i64::try_from(position).unwrap_or(i64::MAX)),
            data: Set(data.to_vec()),
        };
        import_chunks::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Writes what is known of it by now.
    ///
    /// # Errors
    /// [`Error::Stale`] when it is gone.
    pub async fn update(&self, import: &Import) -> Result<(), Error> {
        let update = imports::Entity::update_many()
            .set(row(self.org, import))
            .filter(imports::Column::OrgId.eq(uuid(self.org.0)))
            .filter(imports::Column::Id.eq(uuid(import.id.0)));
        one_row(update.exec(&self.db).await?.rows_affected)
    }

    /// Remembers for the next file which column was which field.
    ///
    /// # Errors
    /// The database fails.
    pub async fn remember_mapping(&self, mapping: &str) -> Result<(), Error> {
        let row =
            import_mappings::ActiveModel { org_id: Set(uuid(self.org.0)), mapping: Set(stored(mapping)) };
        let replace = OnConflict::column(import_mappings::Column::OrgId)
            .update_column(import_mappings::Column::Mapping)
            .to_owned();
        import_mappings::Entity::insert(row).on_conflict(replace).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Deletes a file, with its pieces.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete(&self, id: ImportId) -> Result<(), Error> {
        let delete = imports::Entity::delete_many()
            .filter(imports::Column::OrgId.eq(uuid(self.org.0)))
            .filter(imports::Column::Id.eq(uuid(id.0)));
        delete.exec(&self.db).await?;
        Ok(())
    }

    /// Deletes the pieces of a file; what is known of it stays.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete_chunks(&self, id: ImportId) -> Result<(), Error> {
        let delete = import_chunks::Entity::delete_many()
            .filter(import_chunks::Column::OrgId.eq(uuid(self.org.0)))
            .filter(import_chunks::Column::ImportId.eq(uuid(id.0)));
        delete.exec(&self.db).await?;
        Ok(())
    }

    /// Deletes files that were uploaded before `at`, and, of those uploaded before `chunks_at`, the pieces.
    ///
    /// # Errors
    /// The database fails.
    pub async fn trim(&self, at: Timestamp, chunks_at: Timestamp) -> Result<(), Error> {
        let mine = || imports::Entity::find().filter(imports::Column::OrgId.eq(uuid(self.org.0)));
        for old in mine().filter(imports::Column::CreatedAt.lt(chunks_at.0)).all(&self.db).await? {
            self.delete_chunks(ImportId(old.id.as_u128())).await?;
        }
        let delete = imports::Entity::delete_many()
            .filter(imports::Column::OrgId.eq(uuid(self.org.0)))
            .filter(imports::Column::CreatedAt.lt(at.0));
        delete.exec(&self.db).await?;
        Ok(())
    }
}
