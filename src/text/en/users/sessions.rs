//! The sessions of a user.

use crate::text::common::sentences;
use crate::text::count;

sentences! {
    title = "Sessions";
    table = "Open sessions";
    lead = "Every browser that is signed in as this person.";
    browser = "Browser";
    address = "Network address";
    signed_in = "Signed in";
    last_seen = "Last seen";
    end = "End";
    end_all = "End all sessions";
    ended_one = "The session was ended.";
    none_title = "No sessions";
    none_detail = "This person is signed in nowhere.";
    none_to_end = "There is no session to end.";
    only_this_one = "The only session is the one that you use now. Sign out to end it.";
    current = "Your session";
    current_reason = "This is the session that you use now. Sign out to end it.";
    action = "Action";
}

/// The name of a button that ends one session: a person may have several in browsers of one kind.
#[must_use]
pub fn end_one(browser: &str, address: &str, since: &str) -> String {
    ["End the session in ", browser, " at ", address, ", signed in ", since].concat()
}

/// After ending several.
#[must_use]
pub fn ended(n: u64) -> String {
    match n {
        0 => "There was no session to end.".to_owned(),
        n => [&count(n, "session was", "sessions were"), " ended."].concat(),
    }
}
