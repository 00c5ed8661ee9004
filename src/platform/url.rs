//! The query of the page's own URL, as state: filters, sort and page live there, so that a link shows the same thing.

use crate::router::ParamsMap;

/// Is the path a page of the server, and not of the console: the OpenID Connect provider's?
#[must_use]
pub fn is_of_server(path: &str) -> bool {
    path.starts_with("/oidc/")
}

/// `path` with the present query and those changes: `None` takes a key away.
#[must_use]
pub fn with_query(path: &str, query: &ParamsMap, changes: &[(&'static str, Option<String>)]) -> String {
    let mut query = query.clone();
    for (key, value) in changes {
        match value.as_deref().filter(|value| !value.is_empty()) {
            Some(value) => {
                query.replace(key, value.to_owned());
            }
            None => {
                query.remove(key);
            }
        }
    }
    [path, &query.to_query_string()].concat()
}

/// What follows `#` in the page's URL: one-time secrets come this way, because no server sees it.
#[must_use]
pub fn fragment() -> String {
    let hash = leptos::prelude::window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}
