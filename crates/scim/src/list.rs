//! What a list is asked for: in the query of a GET, or in the body of a POST to `.search` (RFC 7644 §3.4.2, §3.4.3).

use serde_json::Value;

use crate::error::Quoted;
use crate::path::AttributePath;
use crate::schema::{Kind, ResourceType};
use crate::{Filter, Object, ScimError, Selection};

/// An order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// By what: a simple value, of a multi-valued attribute that of the primary element, else of the first.
    pub path: AttributePath,
    /// From the greatest on. What has no value comes last when ascending, first when descending.
    pub descending: bool,
}

/// What a list is asked for. Unknown parameters are ignored, and so are those without a value (Entra may add
/// `aadOptscim062020` to any request).
#[derive(Debug, Clone, PartialEq)]
pub struct ListQuery {
    /// Which resources.
    pub filter: Option<Filter>,
    /// The place of the first, from 1 on.
    pub start_index: u64,
    /// How many at most; 0 asks for their number only. `None` leaves it to the server.
    pub count: Option<u64>,
    /// Where a page read by cursor begins (RFC 9865): an empty text asks for the first page, `None` for index paging.
    pub cursor: Option<String>,
    /// In which order; `None` leaves it to the server, which must keep to one.
    pub sort: Option<Sort>,
    /// What of them.
    pub selection: Selection,
}

/// The parameters as texts, from either source.
#[derive(Default)]
struct Raw {
    filter: Option<String>,
    start_index: Option<String>,
    count: Option<String>,
    cursor: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    attributes: Option<String>,
    excluded: Option<String>,
}

impl Raw {
    fn set(&mut self, name: &str, value: String) {
        let slot = match name.to_ascii_lowercase().as_str() {
            "filter" => &mut self.filter,
            "startindex" => &mut self.start_index,
            "count" => &mut self.count,
            // The one parameter that means something without a value: the first page.
            "cursor" => {
                self.cursor.get_or_insert(value);
                return;
            }
            "sortby" => &mut self.sort_by,
            "sortorder" => &mut self.sort_order,
            "attributes" => &mut self.attributes,
            "excludedattributes" => &mut self.excluded,
            _ => return,
        };
        if !value.trim().is_empty() && slot.is_none() {
            *slot = Some(value);
        }
    }

    fn selection(&self, resource_type: ResourceType) -> Selection {
        Selection::new(resource_type, &names(self.attributes.as_deref()), &names(self.excluded.as_deref()))
    }

    fn sort(&self, resource_type: ResourceType) -> Option<Sort> {
        let path = AttributePath::parse(resource_type, self.sort_by.as_deref()?)?.or_value();
        let descending =
            self.sort_order.as_deref().is_some_and(|order| order.trim().eq_ignore_ascii_case("descending"));
        (path.leaf().kind != Kind::Complex).then_some(Sort { path, descending })
    }
}

fn names(text: Option<&str>) -> Vec<&str> {
    text.unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// A whole number; what is beyond 64 bits counts as the nearest that is not.
fn number(name: &str, text: Option<&str>) -> Result<Option<i64>, ScimError> {
    let Some(text) = text.map(str::trim) else { return Ok(None) };
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ScimError::value(format!("{name} is a whole number, and {} was sent.", Quoted(text))));
    }
    Ok(Some(sign * digits.parse::<i64>().unwrap_or(i64::MAX)))
}

impl ListQuery {
    /// Reads the query of a GET: what follows the `?` of the URL, still percent-encoded.
    ///
    /// # Errors
    /// `invalidFilter`; `invalidValue` for a `startIndex` or `count` that is no number.
    pub fn from_query(resource_type: ResourceType, query: &str) -> Result<Self, ScimError> {
        let mut raw = Raw::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            raw.set(&name, value.into_owned());
        }
        Self::from_raw(resource_type, &raw)
    }

    /// Reads the body of a POST to `.search`.
    ///
    /// # Errors
    /// As of [`from_query`](Self::from_query).
    pub fn from_search(resource_type: ResourceType, body: &Object) -> Result<Self, ScimError> {
        let mut raw = Raw::default();
        for (name, value) in body {
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text.clone(),
                Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
                other => other.to_string(),
            };
            raw.set(name, text);
        }
        Self::from_raw(resource_type, &raw)
    }

    fn from_raw(resource_type: ResourceType, raw: &Raw) -> Result<Self, ScimError> {
        let filter = raw.filter.as_deref().map(|text| Filter::parse(resource_type, text)).transpose()?;
        let start_index = number("startIndex", raw.start_index.as_deref())?.unwrap_or(1).max(1);
        let count = number("count", raw.count.as_deref())?.map(|count| count.max(0).unsigned_abs());
        Ok(Self {
            filter,
            start_index: start_index.unsigned_abs(),
            count,
            cursor: raw.cursor.clone(),
            sort: raw.sort(resource_type),
            selection: raw.selection(resource_type),
        })
    }
}

/// What the query of a request to one resource asks to have returned; everything else in it is ignored.
#[must_use]
pub fn selection(resource_type: ResourceType, query: &str) -> Selection {
    let mut raw = Raw::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        raw.set(&name, value.into_owned());
    }
    raw.selection(resource_type)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(query: &str) -> ListQuery {
        ListQuery::from_query(ResourceType::User, query).unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    #[test]
    fn entras_flag_and_every_other_unknown_parameter_are_ignored() {
        let plain = read("");
        assert_eq!((plain.start_index, plain.count, &plain.filter), (1, None, &None));
        for query in ["aadOptscim062020", "aadOptscim062020=", "filter=&startIndex=&x=1", "&&="] {
            assert_eq!(read(query), plain, "{query}");
        }
        let asked = read("aadOptscim062020&filter=userName+eq+%22ada%40contoso.com%22");
        assert_eq!(asked.filter.unwrap().to_string(), r#"userName eq "ada@contoso.com""#);
    }

    #[test]
    fn a_filter_is_read_in_either_encoding_of_spaces() {
        for query in [
            "filter=emails%5Btype%20eq%20%22work%22%5D.value%20eq%20%22a%22",
            "FILTER=emails[type+eq+%22work%22].value+eq+%22a%22",
            "filter=emails[type eq \"work\"].value eq \"a\"",
        ] {
            assert_eq!(read(query).filter.unwrap().to_string(), r#"emails[type eq "work" and value eq "a"]"#);
        }
    }

    #[test]
    fn numbers_are_brought_into_their_range() {
        for (query, start_index, count) in [
            ("startIndex=0&count=-1", 1, Some(0)),
            ("startIndex=-7&count=0", 1, Some(0)),
            ("startIndex=101&count=100", 101, Some(100)),
            (
                "startIndex=99999999999999999999999&count=99999999999999999999999",
                i64::MAX as u64,
                Some(i64::MAX as u64),
            ),
        ] {
            let read = read(query);
            assert_eq!((read.start_index, read.count), (start_index, count), "{query}");
        }
        for query in ["startIndex=one", "count=1.5", "count=--1", "count=%2B1"] {
            let error = ListQuery::from_query(ResourceType::User, query).unwrap_err();
            assert_eq!(error.scim_type, Some(crate::ScimType::InvalidValue), "{query}");
        }
    }

    #[test]
    fn an_order_is_by_a_simple_value() {
        let sort = read("sortBy=name.familyName&sortOrder=DESCENDING").sort.unwrap();
        assert_eq!((sort.path.to_string(), sort.descending), ("name.familyName".to_owned(), true));
        assert_eq!(read("sortBy=emails").sort.unwrap().path.to_string(), "emails.value");
        assert_eq!(read("sortBy=meta.lastModified").sort.unwrap().path.to_string(), "meta.lastModified");
        assert_eq!(read("sortBy=name").sort, None);
        assert_eq!(read("sortBy=nothing").sort, None);
    }

    #[test]
    fn a_search_reads_as_the_query_does() {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
            "attributes": ["userName", "emails.value"], "filter": "active eq true", "sortBy": "userName",
            "sortOrder": "descending", "startIndex": 11, "count": 10, "excludedAttributes": null,
        });
        let query = "attributes=userName, emails.value&filter=active eq true&sortBy=userName&sortOrder=descending&startIndex=11&count=10";
        assert_eq!(ListQuery::from_search(ResourceType::User, body.as_object().unwrap()), Ok(read(query)));
    }

    #[test]
    fn groups_are_asked_for_without_their_members() {
        let query = "excludedAttributes=members&filter=displayName+eq+%22Sales%22";
        let read = ListQuery::from_query(ResourceType::Group, query).unwrap();
        assert!(matches!(read.selection, Selection::Without(paths) if paths.len() == 1));
    }

    proptest! {
        #[test]
        fn any_query_is_read_or_refused_but_never_panics(query in "\\PC{0,80}") {
            let _ = ListQuery::from_query(ResourceType::User, &query);
            let _ = selection(ResourceType::User, &query);
        }
    }
}
