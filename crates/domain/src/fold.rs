//! Comparing without case: NFKC, then lower case. Usernames (RFC 7643 §4.1.1), site names (R11, R13), search.

use unicode_normalization::UnicodeNormalization;

/// The form in which two texts are equal when they differ only by case or by compatible spelling (`ﬁ` and `fi`).
///
/// Lower-casing can undo normalization (and the reverse), hence the second pass: folding twice changes nothing.
#[must_use]
pub fn fold(text: &str) -> String {
    // What nearly all texts are is its own normal form, and takes a fiftieth of the time.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    folded(text)
}

fn folded(text: &str) -> String {
    let once: String = text.nfkc().collect::<String>().to_lowercase();
    once.nfkc().collect::<String>().to_lowercase().nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn r11_names_that_differ_by_case_or_width_fold_to_the_same() {
        assert_eq!(fold("LONDON"), fold("London"));
        assert_eq!(fold("Ｌondon"), fold("london"));
        assert_eq!(fold("Zürich"), fold("Zu\u{308}rich"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }

        #[test]
        fn ascii_is_folded_as_all_other_text_is(text in "[\\x00-\\x7F]{0,40}") {
            prop_assert_eq!(fold(&text), folded(&text));
        }
    }
}
