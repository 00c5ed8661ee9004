//! Does a path fit a pattern such as `/users/:id`?

use super::params::ParamsMap;

/// What stands in the places of `:names`, if the path fits.
pub fn matches(pattern: &str, path: &str) -> Option<ParamsMap> {
    let words = |path: &'_ str| path.trim_matches('/').split('/').map(str::to_owned).collect::<Vec<_>>();
    let (pattern, path) = (words(pattern), words(path));
    if pattern.len() != path.len() {
        return None;
    }
    let mut params = ParamsMap::new();
    for (expected, word) in pattern.iter().zip(&path) {
        match expected.strip_prefix(':') {
            Some(name) if !word.is_empty() => params.insert(name.to_owned(), super::params::decode(word)),
            _ if expected == word => {}
            _ => return None,
        }
    }
    Some(params)
}
