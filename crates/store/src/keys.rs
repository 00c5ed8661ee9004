//! Folded forms of texts (`*_key` columns), and conversions between records and rows.

use domain::fold::fold;
use uuid::Uuid;

/// Longest key, in characters. A PostgreSQL index entry holds 2,704 bytes, and a character takes up to four.
/// Names and usernames of 256 characters fit whole; folding can lengthen a text (`U+FDFA` becomes 18 characters).
pub const MAX_KEY: usize = 512;

/// After every key of a person: it sorts a missing value last.
pub const MISSING_KEY: &str = "\u{10FFFF}";

/// The form of `text` that is compared and sorted by.
pub fn key(text: &str) -> String {
    let folded = fold(&stored(text));
    match folded.char_indices().nth(MAX_KEY) {
        Some((end, _)) => folded[..end].to_owned(),
        None => folded,
    }
}

/// The key of a text that may be missing.
pub fn key_of(text: Option<&str>) -> Option<String> {
    text.map(key)
}

/// The key to sort by of a text that may be missing: last.
pub fn sort_key(text: Option<&str>) -> String {
    text.map_or_else(|| MISSING_KEY.to_owned(), key)
}

/// PostgreSQL holds no NUL in a text: what is looked for with one in it cannot be there, and is no error.
pub fn stored(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// Does `text` fill its key wholly, so that an equal key may hide a difference behind the cut?
pub fn is_cut(key: &str) -> bool {
    key.chars().count() >= MAX_KEY
}

/// `text` for a LIKE pattern with `\` as its escape character.
pub fn escape_like(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '%' | '_') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// An id of `domain` as a column value.
pub const fn uuid(id: u128) -> Uuid {
    Uuid::from_u128(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_folding_lengthens_still_fits_an_index_entry() {
        assert!(key(&"\u{FDFA}".repeat(256)).len() <= MAX_KEY * 4);
        assert_eq!(key("ADA@Contoso.com"), "ada@contoso.com");
    }

    #[test]
    fn like_patterns_take_percent_and_underscore_literally() {
        assert_eq!(escape_like(r"50%_\"), r"50\%\_\\");
    }
}
