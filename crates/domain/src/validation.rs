//! What a text from outside may look like. The same checks in the browser (before sending) and in the server
//! (before writing). SCIM has its own leniency: it checks with [`storable`] only (the values are the provider's).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::lower::lower;
use crate::sso::{CertificateFault, MetadataFault};

/// Why a value is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case", try_from = "Parts")]
pub enum Invalid {
    /// Nothing there, or only spaces.
    Empty,
    /// Longer than allowed.
    TooLong {
        /// Characters allowed.
        max: usize,
    },
    /// Shorter than allowed.
    TooShort {
        /// Characters needed.
        min: usize,
    },
    /// Control or text-direction characters, with which a name can pass for another one.
    HiddenCharacter,
    /// Not `name@example.com`.
    NotAnEmail,
    /// Not a phone number.
    NotAPhoneNumber,
    /// Not a language tag such as `en-GB`.
    NotALocale,
    /// Not a time zone such as `Europe/London`.
    NotATimeZone,
    /// Not what may follow the question mark of an address.
    NotAQuery,
    /// Not an address that an application may have browsers sent back to (R34).
    NotARedirectUri,
    /// Not 1 to 40 of a-z, 0-9 and inner hyphens.
    NotASlug,
    /// Spaces where none may be.
    ContainsSpace,
    /// The password holds the username, or is one that everybody tries first.
    GuessablePassword,
    /// Not the password that the person has now.
    NotYourPassword,
    /// Not one of the values that are offered.
    NotAChoice,
    /// Not an address that begins with https.
    NotAWebAddress,
    /// Not a domain such as `example.com`.
    NotADomain,
    /// R24: no certificate that can be used.
    Certificate {
        /// Why.
        fault: CertificateFault,
    },
    /// Metadata of an identity provider that cannot be used.
    Metadata {
        /// Why.
        defect: MetadataFault,
    },
    /// More lines than allowed.
    TooManyLines {
        /// Lines allowed.
        max: usize,
    },
    /// Outside the range.
    OutOfRange {
        /// The least value.
        min: i64,
        /// The greatest value.
        max: i64,
    },
}

crate::tagged::tagged!(Invalid { min: i64, max: i64, fault: CertificateFault, defect: MetadataFault } {
    Empty {},
    TooLong { max },
    TooShort { min },
    HiddenCharacter {},
    NotAnEmail {},
    NotAPhoneNumber {},
    NotALocale {},
    NotATimeZone {},
    NotAQuery {},
    NotARedirectUri {},
    NotASlug {},
    ContainsSpace {},
    GuessablePassword {},
    NotYourPassword {},
    NotAChoice {},
    NotAWebAddress {},
    NotADomain {},
    Certificate { fault },
    Metadata { defect },
    TooManyLines { max },
    OutOfRange { min, max },
});

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Fill this in."),
            Self::TooLong { max } => write!(f, "Use at most {max} characters."),
            Self::TooShort { min } => write!(f, "Use at least {min} characters."),
            Self::HiddenCharacter => f.write_str(
                "This holds an invisible control or text-direction character. Delete it and type the value again.",
            ),
            Self::NotAnEmail => f.write_str("Write an email address, such as ada@example.com."),
            Self::NotAPhoneNumber => f.write_str("Write a phone number, such as +44 20 7946 0000."),
            Self::NotALocale => f.write_str("Write a language tag, such as en-GB."),
            Self::NotATimeZone => f.write_str("Write a time zone, such as Europe/London."),
            Self::NotAQuery => {
                f.write_str("Take what follows the question mark of the list's address, such as status=active.")
            }
            Self::NotARedirectUri => f.write_str(
                "Write addresses that begin with https://, one a line and without # or *. On the person's own machine http://127.0.0.1, http://[::1] or http://localhost will do.",
            ),
            Self::NotASlug => {
                f.write_str("Use 1 to 40 small letters, digits and hyphens; a hyphen neither first nor last.")
            }
            Self::ContainsSpace => f.write_str("Write this without spaces."),
            Self::GuessablePassword => {
                f.write_str("This password is easy to guess. Take a longer one that does not hold your username.")
            }
            Self::NotYourPassword => f.write_str("This is not your password. Type it again."),
            Self::NotAChoice => f.write_str("Choose one of the values that are offered."),
            Self::NotAWebAddress => {
                f.write_str("Write an address that begins with https://, such as https://idp.example.com/sso.")
            }
            Self::NotADomain => f.write_str("Write a domain, such as example.com."),
            Self::Certificate { fault } => f.write_str(fault.words()),
            Self::Metadata { defect } => f.write_str(defect.words()),
            Self::TooManyLines { max } => write!(f, "Use at most {max} lines."),
            Self::OutOfRange { min, max } => write!(f, "Take a number from {min} to {max}."),
        }
    }
}

impl std::error::Error for Invalid {}

/// Longest username, email, name, title, department; in characters.
pub const MAX_TEXT: usize = 256;
/// Longest postal address: in characters, and in lines.
pub const ADDRESS_LENGTH: (usize, usize) = (500, 10);
/// Longest site or token name; in characters.
pub const MAX_NAME: usize = 128;
/// Shortest and longest password; in characters (NIST SP 800-63B: length over composition).
pub const PASSWORD_LENGTH: (usize, usize) = (12, 128);

/// Control characters, and the marks that turn or hide text (Unicode TR36: bidi embedding and override, isolates,
/// invisible operators, the byte order mark). U+200C and U+200D stay: Persian and Indic names need them.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
        || matches!(c, '\u{E0000}'..='\u{E007F}')
}

/// May the text be stored as it is? For values that somebody else owns.
///
/// # Errors
/// Hidden characters, or more than `max` characters.
pub fn storable(text: &str, max: usize) -> Result<(), Invalid> {
    if text.chars().any(is_hidden) {
        return Err(Invalid::HiddenCharacter);
    }
    if text.chars().count() > max { Err(Invalid::TooLong { max }) } else { Ok(()) }
}

/// A text that must be there, without the spaces around it.
///
/// # Errors
/// Empty, too long, or with hidden characters.
pub fn required(text: &str, max: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::Empty);
    }
    storable(text, max)?;
    Ok(text.to_owned())
}

/// A text that may be missing: only spaces count as missing.
///
/// # Errors
/// Too long, or with hidden characters.
pub fn optional(text: &str, max: usize) -> Result<Option<String>, Invalid> {
    if text.trim().is_empty() { Ok(None) } else { required(text, max).map(Some) }
}

/// A username: any text without spaces, usually an email address. Compared without case.
///
/// # Errors
/// Empty, too long, with spaces or hidden characters.
pub fn username(text: &str) -> Result<String, Invalid> {
    let text = required(text, MAX_TEXT)?;
    if text.contains(char::is_whitespace) { Err(Invalid::ContainsSpace) } else { Ok(text) }
}

/// A first or last name.
///
/// # Errors
/// Empty, too long, or with hidden characters.
pub fn person_name(text: &str) -> Result<String, Invalid> {
    required(text, MAX_TEXT)
}

/// An email address: one `@` with something before it, and a dotted host after it. Whether it exists is
/// for the mail to find out (RFC 5321 allows far more than anyone uses).
///
/// # Errors
/// Empty, too long, or not of that shape.
pub fn email(text: &str) -> Result<String, Invalid> {
    let text = required(text, 254)?;
    let parts: Vec<&str> = text.split('@').collect();
    let [local, host] = parts[..] else { return Err(Invalid::NotAnEmail) };
    let labels_ok = host.contains('.')
        && host.split('.').all(|l| !l.is_empty() && !l.starts_with('-') && !l.ends_with('-'));
    let plain = text.chars().all(|c| !c.is_whitespace() && !"\"(),:;<>[\\]".contains(c));
    let local_ok =
        (1..=64).contains(&local.chars().count()) && !local.starts_with('.') && !local.ends_with('.');
    if labels_ok && plain && local_ok { Ok(text) } else { Err(Invalid::NotAnEmail) }
}

/// A phone number as people write it; kept as written.
///
/// # Errors
/// Too long, or not of digits, spaces and `+()-./` with at least three digits.
pub fn phone(text: &str) -> Result<Option<String>, Invalid> {
    let Some(text) = optional(text, 40)? else { return Ok(None) };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text.chars().all(|c| c.is_ascii_digit() || " +()-./".contains(c))
        && text.rfind('+').unwrap_or(0) == 0;
    if plain && (3..=20).contains(&digits) { Ok(Some(text)) } else { Err(Invalid::NotAPhoneNumber) }
}

/// An extension: 1 to 8 digits.
///
/// # Errors
/// Anything else.
pub fn extension(text: &str) -> Result<Option<String>, Invalid> {
    let Some(text) = optional(text, 8)? else { return Ok(None) };
    if text.bytes().all(|b| b.is_ascii_digit()) { Ok(Some(text)) } else { Err(Invalid::NotAPhoneNumber) }
}

/// A language tag by shape (BCP 47: letters and digits in parts of 1 to 8, the first of 2 to 8 letters).
///
/// # Errors
/// Anything else.
pub fn locale(text: &str) -> Result<Option<String>, Invalid> {
    let Some(text) = optional(text, 35)? else { return Ok(None) };
    let mut parts = text.split(['-', '_']);
    let first = parts
        .next()
        .is_some_and(|p| (2..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    if first && rest { Ok(Some(text)) } else { Err(Invalid::NotALocale) }
}

/// A time zone by shape of the IANA names (`Europe/London`, `Etc/GMT+1`, `UTC`).
///
/// # Errors
/// Anything else.
pub fn time_zone(text: &str) -> Result<Option<String>, Invalid> {
    let Some(text) = optional(text, 64)? else { return Ok(None) };
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b));
    let parts = text.split('/').all(|p| !p.is_empty()) && text.starts_with(|c: char| c.is_ascii_alphabetic());
    if plain && parts { Ok(Some(text)) } else { Err(Invalid::NotATimeZone) }
}

/// A postal address in lines, without the spaces around it and at the ends of its lines.
///
/// # Errors
/// Too long, too many lines, or with hidden characters.
pub fn address(text: &str) -> Result<Option<String>, Invalid> {
    let (max, max_lines) = ADDRESS_LENGTH;
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.iter().try_for_each(|line| storable(line, max))?;
    if lines.len() > max_lines {
        return Err(Invalid::TooManyLines { max: max_lines });
    }
    let text = lines.join("\n");
    match text.chars().count() {
        0 => Ok(None),
        length if length > max => Err(Invalid::TooLong { max }),
        _ => Ok(Some(text)),
    }
}

/// The short name of an organization in URLs.
///
/// # Errors
/// Anything but 1 to 40 of a-z, 0-9 and inner hyphens.
pub fn slug(text: &str) -> Result<String, Invalid> {
    let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let shape = (1..=40).contains(&text.len()) && !text.starts_with('-') && !text.ends_with('-');
    if plain && shape { Ok(text.to_owned()) } else { Err(Invalid::NotASlug) }
}

/// A new password. Kept exactly as typed: no trimming, no composition rules (NIST SP 800-63B §5.1.1).
///
/// # Errors
/// Too short, too long, or guessable.
pub fn password(text: &str, username: &str) -> Result<(), Invalid> {
    let (min, max) = PASSWORD_LENGTH;
    let length = text.chars().count();
    if length == 0 {
        return Err(Invalid::Empty);
    }
    if length < min {
        return Err(Invalid::TooShort { min });
    }
    if length > max {
        return Err(Invalid::TooLong { max });
    }
    let lowered = lower(text);
    let name = lower(username.split('@').next().unwrap_or_default());
    let holds_name = name.chars().count() >= 4 && lowered.contains(&name);
    let first = lowered.chars().next();
    let one_character = lowered.chars().all(|c| Some(c) == first);
    if holds_name || one_character || is_soon_guessed(text, username) {
        return Err(Invalid::GuessablePassword);
    }
    Ok(())
}

/// Would a million guesses find it, in the order in which people who know lists of passwords, words, names and keyboards guess?
#[cfg(feature = "guesses")]
fn is_soon_guessed(text: &str, username: &str) -> bool {
    // The beginning is enough, and what it costs grows with the square of the length.
    let beginning: String = text.chars().take(32).collect();
    zxcvbn::zxcvbn(&beginning, &[username, "rollcall"]).guesses() < 1_000_000
}

/// The server knows the lists.
#[cfg(not(feature = "guesses"))]
const fn is_soon_guessed(_: &str, _: &str) -> bool {
    false
}

/// The name of a site (R11) or of a token (R29).
///
/// # Errors
/// Empty, too long, or with hidden characters.
pub fn label(text: &str) -> Result<String, Invalid> {
    required(text, MAX_NAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_with_a_direction_override_is_refused() {
        assert_eq!(person_name("Ada\u{202E}ecalevoL"), Err(Invalid::HiddenCharacter));
        assert_eq!(person_name("Ada\u{0}"), Err(Invalid::HiddenCharacter));
        assert_eq!(person_name("  Ada "), Ok("Ada".to_owned()));
    }

    #[test]
    fn names_of_the_whole_world_are_accepted() {
        for name in ["Łukasz", "Nguyễn", "O’Brien", "علی\u{200C}رضا", "さくら", "X Æ A-12"] {
            assert_eq!(person_name(name), Ok(name.to_owned()));
        }
    }

    #[test]
    fn an_email_needs_one_at_sign_and_a_dotted_host() {
        assert!(email("ada@contoso.com").is_ok());
        for text in [
            "ada",
            "@contoso.com",
            "ada@",
            "ada@contoso",
            "a@b@c.com",
            "ada lovelace@contoso.com",
            "ada@-x.com",
        ] {
            assert!(email(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_phone_number_is_kept_as_written() {
        assert_eq!(phone("+44 (20) 7946-0000"), Ok(Some("+44 (20) 7946-0000".to_owned())));
        assert_eq!(phone("  "), Ok(None));
        assert_eq!(phone("call me"), Err(Invalid::NotAPhoneNumber));
        assert_eq!(phone("44+20 7946"), Err(Invalid::NotAPhoneNumber));
    }

    #[test]
    fn an_address_has_lines_and_nothing_hidden() {
        let written = "  1 Long Lane \r\nLondon SE1\n\nUnited Kingdom\n";
        assert_eq!(address(written), Ok(Some("1 Long Lane\nLondon SE1\n\nUnited Kingdom".to_owned())));
        assert_eq!(address(" \n "), Ok(None));
        assert_eq!(address("a\tb"), Err(Invalid::HiddenCharacter));
        assert_eq!(address(&"x\n".repeat(11)), Err(Invalid::TooManyLines { max: 10 }));
        assert_eq!(address(&"x".repeat(501)), Err(Invalid::TooLong { max: 500 }));
    }

    #[test]
    fn a_password_is_long_and_not_the_username() {
        assert_eq!(password("short", "ada@contoso.com"), Err(Invalid::TooShort { min: 12 }));
        assert_eq!(
            password("ada.lovelace-2026", "ada.lovelace@contoso.com"),
            Err(Invalid::GuessablePassword)
        );
        assert_eq!(password("aaaaaaaaaaaaaaa", "x"), Err(Invalid::GuessablePassword));
        assert_eq!(password("correct horse battery", "ada@contoso.com"), Ok(()));
    }

    #[test]
    #[cfg(feature = "guesses")]
    fn what_others_guess_first_is_no_password_and_what_nobody_does_is_one() {
        for guessed in [
            "password1234",
            "P@ssw0rd1234",
            "passwordpassword",
            "123456789012",
            "qwertyuiop123",
            "administrator",
            "letmeinletmein",
            "1q2w3e4r5t6y",
            "abcdefghijklmnop",
            "abcabcabcabc",
            "rollcall2026",
        ] {
            assert_eq!(password(guessed, "ada@contoso.com"), Err(Invalid::GuessablePassword), "{guessed}");
        }
        for good in
            ["correct horse battery", "Tqv8-kbM2-zRw5", "my dog eats blue socks", "jeg elsker gulerødder"]
        {
            assert_eq!(password(good, "ada@contoso.com"), Ok(()), "{good}");
        }
    }

    #[test]
    fn a_slug_fits_a_url() {
        assert!(slug("contoso-eu").is_ok());
        for text in ["", "-a", "a-", "Contoso", "a b", &"a".repeat(41)] {
            assert!(slug(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_accepted_again_unchanged(text in "\\PC{0,60}") {
            for check in [username, person_name, email, label] {
                if let Ok(first) = check(&text) {
                    prop_assert_eq!(check(&first), Ok(first.clone()));
                }
            }
            for check in [phone, locale, time_zone, extension, address] {
                if let Ok(Some(first)) = check(&text) {
                    prop_assert_eq!(check(&first), Ok(Some(first.clone())));
                }
            }
        }
    }
}
