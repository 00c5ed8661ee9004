//! The reader's own profile.

use super::common::sentences;

sentences! {
    title = "My profile";
    profile = "Profile";
    name = "Name";
    username = "Username";
    role = "Role";
    organization = "Organization";
    sessions = "Where you are signed in";
    sessions_detail = "Every browser that is signed in as you. End those that you do not know, then set a new password.";
    table = "Your open sessions";
    this_browser = "This browser";
    browser = "Browser";
    address = "Address";
    signed_in = "Signed in";
    last_seen = "Last seen";
    end = "End";
    ended = "The session was ended.";
    unknown_browser = "A browser that does not say its name";
    end_current_reason = "This is the browser that you are using. Sign out to end it.";
}

/// The accessible name of a button that ends a session.
#[must_use]
pub fn end_session(browser: &str) -> String {
    ["End the session in ", browser].concat()
}

/// What the role allows, in a sentence.
#[must_use]
pub const fn role_detail(role: domain::Role) -> &'static str {
    match role {
        domain::Role::Owner => "Everything, including who else is an owner.",
        domain::Role::Admin => "Everything but who is an owner.",
        domain::Role::UserAdmin => "Users and sites, but no settings of the organization.",
        domain::Role::Auditor => "Reads everything, changes nothing.",
        domain::Role::Member => "Your own profile.",
    }
}

/// The role as a person calls it, at the start of a line.
#[must_use]
pub const fn role_name(role: domain::Role) -> &'static str {
    match role {
        domain::Role::Owner => "Owner",
        domain::Role::Admin => "Admin",
        domain::Role::UserAdmin => "User admin",
        domain::Role::Auditor => "Auditor",
        domain::Role::Member => "Member",
    }
}
