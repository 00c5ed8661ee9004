//! Pages of lists: by index (RFC 7644 §3.4.2.4) and by cursor (RFC 9865), and the time that a list may take.

use std::time::Duration;

use ::scim::list::ListQuery;
use ::scim::projection::{cursor_response, list_response};
use ::scim::{ScimError, ScimType};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::failure::Failure;
use super::request::Call;
use crate::secret::digest;

/// Most resources on a page.
pub const MAX_RESULTS: u64 = 1_000;
/// Resources on a page when the client does not say.
pub const DEFAULT_RESULTS: u64 = 100;
/// How long a cursor is good for, in seconds.
pub const CURSOR_SECONDS: i64 = 3_600;
/// How long a list may take. Identity providers give up after a minute; a filter that no index serves would keep the
/// database from the others long before that.
const LIST_TIME: Duration = Duration::from_secs(10);

/// Where a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Position {
    /// After so many.
    #[serde(rename = "o")]
    Offset(u64),
    /// After the one that was made then, and has that id.
    #[serde(rename = "a")]
    After(i64, u128),
}

/// What a cursor holds. Nothing in it is secret, and a made-up one shows nothing that a filter would not.
#[derive(Serialize, Deserialize)]
struct Cursor {
    #[serde(rename = "p")]
    position: Position,
    /// The list that it belongs to.
    #[serde(rename = "l")]
    list: String,
    #[serde(rename = "n")]
    count: u64,
    #[serde(rename = "t")]
    issued: i64,
}

/// A page that was asked for.
#[derive(Debug)]
pub struct Page {
    /// Where it begins.
    pub position: Position,
    /// Resources on it at most.
    pub limit: u64,
    start_index: u64,
    by_cursor: bool,
    is_first: bool,
    list: String,
    now: Timestamp,
}

impl Page {
    /// The page that a query asks for. Where a list is `sorted` by something that is no key, cursors count.
    ///
    /// # Errors
    /// `invalidCursor`, `expiredCursor`, `invalidCount`.
    pub fn of(call: &Call, query: &ListQuery, sorted: bool) -> Result<Self, Failure> {
        let limit = query.count.unwrap_or(DEFAULT_RESULTS).min(MAX_RESULTS);
        let filter = query.filter.as_ref().map(ToString::to_string);
        let list = format!("{filter:?} {:?} {:?} {sorted}", query.sort, call.connection.scope);
        let mut page = Self {
            position: Position::Offset(query.start_index - 1),
            limit,
            start_index: query.start_index,
            by_cursor: query.cursor.is_some(),
            is_first: true,
            list: hex::encode(digest(list.as_bytes())).split_off(48),
            now: call.app.now(),
        };
        if let Some(text) = query.cursor.as_deref() {
            page.position = Position::Offset(0);
            if !text.is_empty() {
                page.position = page.open(text)?;
                page.is_first = false;
            }
        }
        Ok(page)
    }

    fn open(&self, text: &str) -> Result<Position, Failure> {
        let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| self.foreign())?;
        let cursor: Cursor = serde_json::from_slice(&json).map_err(|_| self.foreign())?;
        if cursor.list != self.list {
            return Err(self.foreign());
        }
        let age = self.now.ms_since(Timestamp(cursor.issued));
        if !(0..CURSOR_SECONDS * 1_000).contains(&age) {
            let detail = "This cursor is too old. Start again from the first page.";
            return Err(ScimError::of(ScimType::ExpiredCursor, detail).into());
        }
        if cursor.count != self.limit {
            let detail =
                format!("This cursor was given out for pages of {}. Keep count as it was.", cursor.count);
            return Err(ScimError::of(ScimType::InvalidCount, detail).into());
        }
        Ok(cursor.position)
    }

    /// The refusal of a cursor that does not belong here.
    #[must_use]
    pub fn foreign(&self) -> Failure {
        let detail = "This cursor does not belong to a list with this filter and this order. Start again from the first page.";
        ScimError::of(ScimType::InvalidCursor, detail).into()
    }

    /// Rows to read: by cursor one more than are shown, which tells whether there is another page.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        if self.by_cursor && self.limit > 0 { self.limit + 1 } else { self.limit }
    }

    /// Cuts off the row too many, and gives the cursor after the last that stays.
    pub fn next<T>(&self, rows: &mut Vec<T>, after: impl FnOnce(&T) -> Position) -> Option<String> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        if !self.by_cursor || rows.len() <= limit {
            return None;
        }
        rows.truncate(limit);
        let position = after(rows.last()?);
        let cursor = Cursor { position, list: self.list.clone(), count: self.limit, issued: self.now.0 };
        Some(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&cursor).unwrap_or_default()))
    }

    /// Waits for the rows, but not for ever.
    ///
    /// # Errors
    /// `tooMany`; the database fails.
    pub async fn in_time<T>(
        &self,
        read: impl Future<Output = Result<T, store::Error>>,
    ) -> Result<T, Failure> {
        match tokio::time::timeout(LIST_TIME, read).await {
            Ok(read) => Ok(read?),
            Err(_) => Err(ScimError::of(
                ScimType::TooMany,
                "This filter would take too long, because no index serves it. Filter by userName, externalId, emails.value or id, \
                 or read everything page by page.",
            )
            .into()),
        }
    }

    /// The ListResponse.
    #[must_use]
    pub fn response(&self, total: Option<u64>, next: Option<String>, resources: Vec<Value>) -> Value {
        if self.by_cursor {
            return cursor_response(total.filter(|_| self.is_first), next.as_deref(), resources);
        }
        list_response(total.unwrap_or_default(), self.start_index, resources)
    }
}
