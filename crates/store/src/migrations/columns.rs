//! Columns and keys, spelled once for all migrations.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// An id: 16 bytes.
pub fn id(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().not_null().take()
}

/// An id that may be missing.
pub fn id_or_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).uuid().null().take()
}

/// A text.
pub fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

/// A text that may be missing.
pub fn text_or_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().null().take()
}

/// A time in milliseconds since 1970, or a number of that size.
pub fn big(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().not_null().take()
}

/// A time that may be missing.
pub fn big_or_null(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).big_integer().null().take()
}

/// A small number.
pub fn small(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().not_null().take()
}

/// Yes or no.
pub fn flag(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).boolean().not_null().take()
}

/// Bytes.
pub fn bytes(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).blob().not_null().take()
}

/// Folded texts, compared byte by byte on both databases. PostgreSQL would else sort by the collation of the
/// database, which differs between servers, changes with the C library, and cannot serve `LIKE 'prefix%'`.
#[derive(Clone, Copy)]
pub struct Keys(pub DbBackend);

impl Keys {
    /// A key that is always there.
    pub fn key(self, name: &'static str) -> ColumnDef {
        self.typed(name).not_null().take()
    }

    /// A key that may be missing.
    pub fn key_or_null(self, name: &'static str) -> ColumnDef {
        self.typed(name).null().take()
    }

    fn typed(self, name: &'static str) -> ColumnDef {
        match self.0 {
            DbBackend::Postgres => ColumnDef::new(name).custom("text COLLATE \"C\"").take(),
            _ => ColumnDef::new(name).text().take(),
        }
    }
}

/// Creates a table with its primary key.
pub async fn create(
    manager: &SchemaManager<'_>,
    name: &'static str,
    columns: Vec<ColumnDef>,
    key: &[&'static str],
    foreign: Vec<ForeignKeyCreateStatement>,
) -> Result<(), DbErr> {
    let mut primary = Index::create();
    for column in key {
        primary.col(*column);
    }
    let mut table = Table::create();
    table.table(name).primary_key(&mut primary);
    for column in columns {
        table.col(column);
    }
    for mut key in foreign {
        table.foreign_key(&mut key);
    }
    manager.create_table(table).await
}

/// Creates an index named after its table and columns.
pub async fn index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
    unique: bool,
) -> Result<(), DbErr> {
    let kind = if unique { "key" } else { "idx" };
    let mut index = Index::create();
    index.name(format!("{table}_{}_{kind}", columns.join("_"))).table(table);
    for column in columns {
        index.col(*column);
    }
    if unique {
        index.unique();
    }
    manager.create_index(index).await
}

/// `table(columns)` must exist in `target(target_columns)`; deleted along with it when `cascade`.
pub fn references(
    table: &'static str,
    columns: &[&'static str],
    target: &'static str,
    target_columns: &[&'static str],
    cascade: bool,
) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(format!("{table}_{target}_fkey"));
    for column in columns {
        key.from(table, *column);
    }
    for column in target_columns {
        key.to(target, *column);
    }
    if cascade {
        key.on_delete(ForeignKeyAction::Cascade);
    }
    key
}

/// Creates a table outside of a migration, unless it is there.
pub async fn create_if_missing<C: ConnectionTrait>(
    database: &C,
    name: &'static str,
    columns: Vec<ColumnDef>,
    key: &'static str,
) -> Result<(), DbErr> {
    let mut table = Table::create();
    table.table(name).if_not_exists().primary_key(Index::create().col(key));
    for column in columns {
        table.col(column);
    }
    database.execute(&table).await.map(|_| ())
}
