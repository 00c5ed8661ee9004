//! What every list by cursor shares: the limit, and cursors that belong to one list.

use std::fmt;
use std::str::FromStr;

use api::page::{DEFAULT_LIMIT, MAX_LIMIT};
use api::problem::FieldError;
use api::{Code, Page, Problem};
use domain::validation::Invalid;
use store::Cursor;

use crate::http::Failure;
use crate::secret::digest;

/// Hexadecimal digits of the mark by which a cursor knows its list.
const MARK: usize = 16;

/// Items on a page.
///
/// # Errors
/// `invalid_fields` outside 1 to 200.
pub fn limit(asked: Option<u32>) -> Result<u64, Failure> {
    match asked.unwrap_or(DEFAULT_LIMIT) {
        limit @ 1..=MAX_LIMIT => Ok(limit.into()),
        _ => {
            let invalid = Invalid::OutOfRange { min: 1, max: MAX_LIMIT.into() };
            Err(Problem::fields(vec![FieldError::invalid("limit", invalid)]).into())
        }
    }
}

/// The list that a cursor belongs to: its filters and sort, in whatever form tells two apart.
#[derive(Debug)]
pub struct List(String);

impl List {
    /// The list that `filters` describe.
    #[must_use]
    pub fn of(filters: &str) -> Self {
        Self(hex::encode(digest(filters.as_bytes())).split_off(64 - MARK))
    }

    /// The cursor as it is given out.
    #[must_use]
    pub fn seal(&self, cursor: impl fmt::Display) -> String {
        format!("{}{cursor}", self.0)
    }

    /// The cursor inside of one that was given out for this list.
    ///
    /// # Errors
    /// `invalid_cursor` for any other.
    pub fn open<T: FromStr>(&self, text: &str) -> Result<T, Failure> {
        text.strip_prefix(&self.0).and_then(|cursor| cursor.parse().ok()).ok_or_else(|| {
            Failure::new(
                Code::InvalidCursor,
                "This cursor does not belong to a list with these filters and this sort. Start again from the first page.",
            )
        })
    }
}

impl List {
    /// A page of the store, which `offset` items come before, as the API shows it, with at most `limit` items.
    #[must_use]
    pub fn numbered<S, T>(
        &self,
        found: store::Page<S>,
        offset: u64,
        limit: u64,
        body: impl FnMut(S) -> T,
    ) -> Page<T> {
        let next = offset.saturating_add(found.items.len() as u64);
        let seal = |offset, cursor: Cursor| self.seal(Numbered { offset, cursor });
        Page {
            items: found.items.into_iter().map(body).collect(),
            total: found.total,
            total_is_minimum: found.total_is_minimum,
            offset: Some(offset),
            next_cursor: found.next.map(|cursor| seal(next, cursor)),
            previous_cursor: found.previous.map(|cursor| seal(offset.saturating_sub(limit), cursor)),
        }
    }
}

/// A cursor, and the number of items before the page that it leads to: a keyset knows where a page begins, but not
/// how far from the start that is ("51–100 of 1,240"). Rows that come or go meanwhile shift the number, not the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered<T> {
    /// Items before the page.
    pub offset: u64,
    /// Where it begins.
    pub cursor: T,
}

impl<T: fmt::Display> fmt::Display for Numbered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.offset, self.cursor)
    }
}

/// A text is no numbered cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotNumbered;

impl<T: FromStr> FromStr for Numbered<T> {
    type Err = NotNumbered;

    fn from_str(text: &str) -> Result<Self, NotNumbered> {
        let (offset, cursor) = text.split_once('.').ok_or(NotNumbered)?;
        let offset = offset.parse().map_err(|_| NotNumbered)?;
        Ok(Self { offset, cursor: cursor.parse().map_err(|_| NotNumbered)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_opens_only_for_the_list_that_it_was_made_for() {
        let (one, other) = (List::of("status=active"), List::of("status=deactivated"));
        let cursor = one.seal(7);
        assert_eq!(one.open::<u32>(&cursor).unwrap(), 7);
        assert_eq!(other.open::<u32>(&cursor).unwrap_err().0.code, Code::InvalidCursor);
        assert_eq!(one.open::<u32>("7").unwrap_err().0.code, Code::InvalidCursor);
    }

    #[test]
    fn a_limit_outside_the_range_is_refused() {
        assert_eq!(limit(None).unwrap(), 50);
        for bad in [0, 201, u32::MAX] {
            assert_eq!(limit(Some(bad)).unwrap_err().0.code, Code::InvalidFields);
        }
    }
}
