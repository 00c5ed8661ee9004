//! Signing in, and setting a password by a link.

use super::common::sentences;

sentences! {
    title = "Sign in";
    username = "Username";
    username_hint = "Often your work email address.";
    password = "Password";
    organization = "Organization";
    organization_hint = "Its short name, as in the address that you were given.";
    next = "Continue";
    submit = "Sign in";
    change_username = "Change";
    signing_in_as = "Signing in as";
    forgot = "Forgot your password? An admin of your organization can give you a link to set a new one.";
    show_password = "Show the password";
    signed_out = "You are signed out.";
    asked_for = "Sign in to see the page that you asked for.";
    setup_title = "Rollcall is not set up yet";
    setup_detail = "Nobody can sign in before the first organization exists. When the server starts, it prints a one-time set-up link: open that link.";
    set_title = "Set your password";
    set_submit = "Set the password and sign in";
    new_password = "New password";
    password_hint = "At least 12 characters. A few words in a row are easy to remember and hard to guess.";
    link_missing_title = "The link is not complete";
    link_missing_detail = "Open the whole link that you were given, including what follows the # sign.";
    link_dead_title = "This link no longer works";
    password_link_dead_detail = "It was used already, or it has expired. Ask an admin of your organization for a new one.";
    set_done = "Your password is set. Every other session of yours was ended.";
}

/// Whom the password is for.
#[must_use]
pub fn set_for(username: &str, organization: &str) -> String {
    ["For ", username, " at ", organization, "."].concat()
}

/// Where one signs in.
#[must_use]
pub fn at(organization: &str) -> String {
    ["to ", organization].concat()
}

/// Too many attempts.
#[must_use]
pub fn wait(seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    ["There were too many attempts. Try again in ", &super::count(minutes, "minute", "minutes"), "."].concat()
}
