//! Lists by cursor.

use serde::{Deserialize, Serialize};

/// Most items on a page.
pub const MAX_LIMIT: u32 = 200;
/// Items on a page when the query does not say.
pub const DEFAULT_LIMIT: u32 = 50;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items, in the order asked for.
    pub items: Vec<T>,
    /// All that match, on every page.
    pub total: u64,
    /// More than `total` match: a search that finds very many is not counted to the end. Absent when `total` is exact.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub total_is_minimum: bool,
    /// How many match before this page: the first item is number `offset + 1`. Absent where it is not known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub offset: Option<u64>,
    /// `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next_cursor: Option<String>,
    /// `cursor` of the previous page; absent on the first.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A list that is never longer than one page.
    #[must_use]
    pub fn whole(items: Vec<T>) -> Self {
        let total = items.len() as u64;
        Self {
            items,
            total,
            total_is_minimum: false,
            offset: Some(0),
            next_cursor: None,
            previous_cursor: None,
        }
    }
}
