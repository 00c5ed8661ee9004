//! Pages by keyset: a page begins after a row, not at a number, so that rows that come or go elsewhere neither
//! repeat nor hide any.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Value};
use sea_orm::{
    ColumnTrait, ColumnType, EntityTrait, FromQueryResult, Order, QueryFilter, QueryOrder, QuerySelect,
    Select,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;
use crate::executor::Executor;

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, in order.
    pub items: Vec<T>,
    /// All rows of the list, on every page.
    pub total: u64,
    /// There are more than `total`: they were not counted to the end.
    pub total_is_minimum: bool,
    /// The page after this one.
    pub next: Option<Cursor>,
    /// The page before this one.
    pub previous: Option<Cursor>,
}

/// Where a page begins. Opaque to clients: characters of `A-Za-z0-9-_`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The order of the list that it belongs to.
    #[serde(rename = "o")]
    pub(crate) order: String,
    /// The page ends before the row, in place of beginning after it.
    #[serde(rename = "b")]
    pub(crate) backwards: bool,
    /// The sort keys of that row.
    #[serde(rename = "k")]
    pub(crate) keys: Vec<Key>,
}

/// One sort key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Key {
    #[serde(rename = "b")]
    Bool(bool),
    #[serde(rename = "n")]
    Number(i64),
    #[serde(rename = "t")]
    Text(String),
    #[serde(rename = "i")]
    Id(u128),
}

impl Key {
    /// A client can write any cursor: one that the database cannot compare is refused before it gets there.
    fn fits(&self, column: &ColumnType) -> bool {
        match (self, column) {
            (Self::Bool(_), ColumnType::Boolean)
            | (Self::Number(_), ColumnType::BigInteger)
            | (Self::Id(_), ColumnType::Uuid) => true,
            (Self::Text(text), ColumnType::String(_) | ColumnType::Text) => !text.contains('\0'),
            _ => false,
        }
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::Bool(value) => value.into(),
            Key::Number(value) => value.into(),
            Key::Text(value) => value.into(),
            Key::Id(value) => Uuid::from_u128(value).into(),
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_vec(self).map_err(|_| fmt::Error)?;
        f.write_str(&URL_SAFE_NO_PAD.encode(json))
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| Error::InvalidCursor)?;
        serde_json::from_slice(&json).map_err(|_| Error::InvalidCursor)
    }
}

/// How a list of `E` is ordered.
pub struct Keyset<E: EntityTrait> {
    /// Names the order in cursors.
    pub name: String,
    /// The columns of one index, after `org_id`; the last one is the id.
    pub columns: Vec<E::Column>,
    /// All columns descending.
    pub descending: bool,
    /// Walk along the index of these columns. Otherwise the filter leaves few rows, which are fetched by other
    /// ways and sorted: said so, because SQLite would walk along the whole index in search of them.
    pub walk: bool,
    /// The keys of a row, one for each column.
    pub keys: fn(&E::Model, &str) -> Vec<Key>,
}

/// The rows of a page, with the cursors of its neighbours.
pub struct Slice<M> {
    pub rows: Vec<M>,
    pub next: Option<Cursor>,
    pub previous: Option<Cursor>,
}

impl<E> Keyset<E>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Sized + Send + Sync,
{
    /// At most `limit` rows of `select` from `cursor` on. Compares by row value, `(a, b) > (?, ?)`: an index
    /// seeks to it, which it does not for `a > ? OR a = ? AND b > ?`.
    pub async fn slice(
        &self,
        db: Executor<'_>,
        mut select: Select<E>,
        cursor: Option<&Cursor>,
        limit: u64,
    ) -> Result<Slice<E::Model>, Error> {
        let backwards = cursor.is_some_and(|cursor| cursor.backwards);
        let descends = self.descending != backwards;
        if let Some(cursor) = cursor {
            select = select.filter(self.beyond(cursor, descends)?);
        }
        for column in self.expressions() {
            select = select.order_by(column, if descends { Order::Desc } else { Order::Asc });
        }
        let mut rows = select.limit(limit.saturating_add(1)).all(&db).await?;
        let more = rows.len() as u64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        if backwards {
            rows.reverse();
        }
        let (has_next, has_previous) = if backwards { (true, more) } else { (more, cursor.is_some()) };
        let next = rows.last().filter(|_| has_next).map(|row| self.cursor(row, false));
        let previous = rows.first().filter(|_| has_previous).map(|row| self.cursor(row, true));
        Ok(Slice { rows, next, previous })
    }

    fn beyond(&self, cursor: &Cursor, descends: bool) -> Result<Expr, Error> {
        let fits = cursor.keys.len() == self.columns.len()
            && cursor
                .keys
                .iter()
                .zip(&self.columns)
                .all(|(key, column)| key.fits(column.def().get_column_type()));
        if cursor.order != self.name || !fits {
            return Err(Error::InvalidCursor);
        }
        let columns = Expr::tuple(self.expressions());
        let keys = Expr::tuple(cursor.keys.iter().cloned().map(|key| Expr::value(Value::from(key))));
        Ok(if descends { columns.lt(keys) } else { columns.gt(keys) })
    }

    /// A column inside a function is in no index.
    fn expressions(&self) -> Vec<Expr> {
        let plain = |column: &E::Column| Expr::col(column.as_column_ref());
        let hidden = |column: &E::Column| Expr::from(Func::coalesce([plain(column), plain(column)]));
        let first =
            self.columns.iter().take(1).map(|column| if self.walk { plain(column) } else { hidden(column) });
        first.chain(self.columns.iter().skip(1).map(plain)).collect()
    }

    fn cursor(&self, row: &E::Model, backwards: bool) -> Cursor {
        Cursor { order: self.name.clone(), backwards, keys: (self.keys)(row, &self.name) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_anything_else_is_refused() {
        let keys = vec![Key::Text("ada lovelace".to_owned()), Key::Id(7)];
        let cursor = Cursor { order: "name".to_owned(), backwards: true, keys };
        assert_eq!(cursor.to_string().parse::<Cursor>().unwrap(), cursor);
        for text in ["", "!", "e30", "bnVsbA", "%00"] {
            assert!(matches!(text.parse::<Cursor>(), Err(Error::InvalidCursor)), "{text}");
        }
    }
}
