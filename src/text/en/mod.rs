//! English. One file a page; what several pages say is in [`common`].

pub mod admins;
pub mod audit;
pub mod common;
pub mod home;
pub mod identity;
pub mod layout;
pub mod me;
pub mod provisioning_guard;
pub mod provisioning_log;
pub mod setup;
pub mod sign_in;
pub mod sites;
pub mod users;

/// `1 user`, `2 users`, `1,204 users`.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    [number(n).as_str(), " ", if n == 1 { one } else { many }].concat()
}

/// A number with thousands marked: `1,204`.
#[must_use]
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
