//! Saved views of the table of users, and what each person has set for their own console: small, closed, and nobody else's.

use crate::Reason;
use crate::validation::Invalid;

/// Views that one person keeps at most.
pub const MOST_VIEWS: u64 = 50;
/// Longest query of a view, in characters.
pub const MAX_QUERY: usize = 2_000;
/// Columns of a table at most.
pub const MAX_COLUMNS: usize = 40;
/// Rows on a page: the least and the most that a person can set.
pub const PAGE_SIZE: (u32, u32) = (10, 200);

/// May one more view be saved by somebody who has that many?
///
/// # Errors
/// [`Reason::TooManyViews`].
pub const fn can_save(views: u64) -> Result<(), Reason> {
    if views >= MOST_VIEWS { Err(Reason::TooManyViews { most: MOST_VIEWS }) } else { Ok(()) }
}

/// The query of an address, without the question mark: `name=value` pairs, percent-encoded; may be empty.
///
/// # Errors
/// Too long, or of another form.
pub fn query(text: &str) -> Result<String, Invalid> {
    let text = text.trim();
    let text = text.strip_prefix('?').unwrap_or(text);
    if text.chars().count() > MAX_QUERY {
        return Err(Invalid::TooLong { max: MAX_QUERY });
    }
    let pairs = text.is_empty() || text.split('&').all(is_pair);
    if pairs && is_encoded(text.as_bytes()) { Ok(text.to_owned()) } else { Err(Invalid::NotAQuery) }
}

fn is_pair(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    !name.is_empty() && !value.contains('=')
}

/// Only what may stand in a query (RFC 3986 §3.4), and after each `%` two digits.
fn is_encoded(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        rest = match (first, after) {
            (b'%', [a, b, after @ ..]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => after,
            (b'%', _) => return false,
            (byte, after) if byte.is_ascii_alphanumeric() || b"-._~!$'()*+,;:@/?=&".contains(byte) => after,
            _ => return false,
        };
    }
    true
}

/// The columns of a table, in order: each once, by its name in the API. None means that the console decides.
///
/// # Errors
/// Too many, one twice, or a name of another form.
pub fn columns(names: &[String]) -> Result<(), Invalid> {
    let plain = |name: &String| {
        (1..=40).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    let once = names.iter().enumerate().all(|(at, name)| !names[..at].contains(name));
    if names.len() > MAX_COLUMNS || !once || !names.iter().all(plain) {
        Err(Invalid::NotAChoice)
    } else {
        Ok(())
    }
}

/// Rows on a page.
///
/// # Errors
/// Outside [`PAGE_SIZE`].
pub fn page_size(rows: u32) -> Result<(), Invalid> {
    let (min, max) = PAGE_SIZE;
    if (min..=max).contains(&rows) {
        Ok(())
    } else {
        Err(Invalid::OutOfRange { min: i64::from(min), max: i64::from(max) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_what_may_follow_the_question_mark() {
        for text in ["", "status=active", "search=a%20b&site=sit_1&sort=name", "flag", "q=%E2%9C%93"] {
            assert_eq!(query(text), Ok(text.to_owned()), "{text}");
        }
        assert_eq!(query(" ?status=active "), Ok("status=active".to_owned()));
        for text in
            ["a b", "a=1&", "=1", "a=1=2", "a=%2", "a=%zz", "a=\u{2713}", "a=1#b", "a=<b>", "a=\"", "&"]
        {
            assert_eq!(query(text), Err(Invalid::NotAQuery), "{text}");
        }
        assert_eq!(query(&"a".repeat(2_001)), Err(Invalid::TooLong { max: 2_000 }));
    }

    #[test]
    fn columns_are_plain_names_each_once() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(columns(&names(&[])), Ok(()));
        assert_eq!(columns(&names(&["name", "last_sign_in"])), Ok(()));
        for wrong in [&["name", "name"][..], &["Name"], &[""], &["a-b"]] {
            assert_eq!(columns(&names(wrong)), Err(Invalid::NotAChoice), "{wrong:?}");
        }
        assert_eq!(columns(&vec!["x".to_owned(); 41]), Err(Invalid::NotAChoice));
    }

    #[test]
    fn one_person_keeps_fifty_views() {
        assert_eq!(can_save(49), Ok(()));
        assert_eq!(can_save(50), Err(Reason::TooManyViews { most: 50 }));
    }
}
