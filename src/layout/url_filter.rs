//! The filters of a list in the URL of its page.

use crate::backend::json;
use crate::router::ParamsMap;

/// Names that show the same things in another way, or another part of them.
const NO_FILTERS: [&str; 6] = ["sort", "order", "limit", "columns", "cursor", "from"];
/// Those of them that belong to the filters that they were made for.
const PLACE: [&str; 2] = ["cursor", "from"];

/// What the URL says, as it says it: each change of a filter is a change of one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    path: String,
    params: ParamsMap,
}

impl Filter {
    /// Path and query of a page.
    #[must_use]
    pub const fn of(path: String, params: ParamsMap) -> Self {
        Self { path, params }
    }

    /// A value; empty when there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> String {
        self.params.get(name).unwrap_or_default()
    }

    /// A value, unless it is empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.params.get(name).filter(|text| !text.trim().is_empty())
    }

    /// A value of an enum; `None` too for one that it has not.
    #[must_use]
    pub fn one<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        json::from_name(&self.text(name)?)
    }

    /// Does it leave anything out?
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.params.names().any(|name| !NO_FILTERS.contains(&name) && !self.get(name).is_empty())
    }

    /// Is it the first page?
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.get("cursor").is_empty()
    }

    /// The URL without any filter, sorted as now.
    #[must_use]
    pub fn cleared(&self) -> String {
        self.kept(|name| NO_FILTERS.contains(&name) && !PLACE.contains(&name))
    }

    /// The URL of the first page.
    #[must_use]
    pub fn first_page(&self) -> String {
        self.with(&[])
    }

    /// The filters alone, as what follows the question mark: without place, sort and columns.
    #[must_use]
    pub fn filters_alone(&self) -> String {
        self.kept(|name| !NO_FILTERS.contains(&name))
    }

    fn kept(&self, keep: impl Fn(&str) -> bool) -> String {
        let mut params = self.params.clone();
        params.retain(keep);
        [&self.path, params.to_query_string().as_str()].concat()
    }

    /// The URL with another value. A cursor belongs to the filters that it was made for.
    #[must_use]
    pub fn href(&self, name: &str, value: &str) -> String {
        self.with(&[(name, value)])
    }

    /// The URL with other values; an empty one takes the name away.
    #[must_use]
    pub fn with(&self, values: &[(&str, &str)]) -> String {
        let mut params = self.params.clone();
        params.retain(|name| !PLACE.contains(&name) && values.iter().all(|(other, _)| *other != name));
        for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
            params.insert(*name, (*value).to_owned());
        }
        [&self.path, params.to_query_string().as_str()].concat()
    }
}
