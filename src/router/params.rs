//! Names and values in a URL.

/// Names and values, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParamsMap(Vec<(String, String)>);

impl ParamsMap {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Those of a query, with or without its question mark.
    #[must_use]
    pub fn of_query(query: &str) -> Self {
        let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
        let decoded = |text: &str| decode(&text.replace('+', " "));
        Self(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(k, v)| (decoded(k), decoded(v)))
                .collect(),
        )
    }

    /// The first value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    /// Adds a value.
    pub fn insert(&mut self, name: impl Into<String>, value: String) {
        self.0.push((name.into(), value));
    }

    /// Sets the one value of a name, where it stood before.
    pub fn replace(&mut self, name: &str, value: String) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, present)) => *present = value,
            None => self.insert(name, value),
        }
    }

    /// Takes a name away.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    /// Keeps those of these names.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.0.retain(|(name, _)| keep(name));
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// As a query with its question mark; nothing for none.
    #[must_use]
    pub fn to_query_string(&self) -> String {
        let mut query = String::new();
        for (name, value) in &self.0 {
            let mark = if query.is_empty() { "?" } else { "&" };
            query.extend([mark, &encode(name), "=", &encode(value)]);
        }
        query
    }
}

/// Percent-encodes a value for a query or a path segment.
#[must_use]
pub fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// Decodes it; what is no encoding stays as it is.
pub(super) fn decode(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.to_owned(), String::from)
}
