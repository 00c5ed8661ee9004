//! What a file says of itself before its first line.

/// Excel's first line `sep=;`, which is no line of the list: how many lines are left out, and the rest.
#[must_use]
pub fn without_separator_line(text: &str) -> (u64, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if first.trim().to_ascii_lowercase().starts_with("sep=") { (1, rest) } else { (0, text) }
}

/// The same of a line that was read.
#[must_use]
pub fn is_separator_line(cells: &[String]) -> bool {
    let first = cells.first().is_some_and(|cell| cell.trim().to_ascii_lowercase().starts_with("sep="));
    first && cells.iter().skip(1).all(String::is_empty)
}

/// What separates the columns: the one of the three that the first line has most of.
#[must_use]
pub fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |of: u8| header.bytes().filter(|b| *b == of).count();
    // The last of equals is taken: the comma.
    [b'\t', b';', b','].into_iter().max_by_key(|of| count(*of)).unwrap_or(b',')
}
