//! The short name that is proposed from the organization's name.

/// Longest short name (`domain::validation::slug`).
const MAX: usize = 40;

/// `Contoso, Ltd.` becomes `contoso-ltd`; accents go, other scripts leave nothing.
pub(super) fn propose(name: &str) -> String {
    // By the browser, which has the tables.
    let plain: String = js_sys::JsString::from(name).normalize("NFKD").to_lower_case().into();
    let mut slug = String::new();
    for c in plain.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && !is_mark(c) {
            slug.push('-');
        }
    }
    slug.truncate(MAX);
    slug.trim_end_matches('-').to_owned()
}

/// The accents that NFKD takes off their letters, and apostrophes: neither separates words.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\'' | '’')
}
