//! The guard against formulas: a spreadsheet runs a cell that begins like one, whoever wrote it (OWASP, "CSV injection").

use std::borrow::Cow;

/// What a formula, or a command of an old spreadsheet, begins with.
const BEGINNINGS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The mark of a text, which spreadsheets do not show.
const MARK: char = '\'';

/// The cell as it goes out: with a leading `'` when a spreadsheet would take it for a formula.
#[must_use]
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(BEGINNINGS) { Cow::Owned(format!("{MARK}{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was before it went out. A `'` that guards nothing stays: it is a name's own.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(MARK).filter(|rest| rest.starts_with(BEGINNINGS)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_looks_like_a_formula_gets_a_mark() {
        for cell in ["=cmd|' /C calc'!A0", "+44 20 7946 0000", "-1", "@sum", "\tx", "\rx"] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        for cell in ["", "Ada", "'s-Hertogenbosch", "a=b"] {
            assert_eq!(guarded(cell), cell);
            assert_eq!(unguarded(cell), cell);
        }
    }

    proptest! {
        #[test]
        fn what_goes_out_comes_in_again_unless_it_looked_guarded_before(cell in "[=+@a'-]{0,4}") {
            let ambiguous = unguarded(&cell) != cell;
            prop_assert!(ambiguous || unguarded(&guarded(&cell)) == cell);
        }
    }
}
