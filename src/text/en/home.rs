//! Home.

use super::common::sentences;

sentences! {
    title = "Home";
    attention = "Needs attention";
    start = "Getting started";
    start_detail = "Three steps, and your identity provider keeps Rollcall up to date by itself.";
    step_done = "Done";
    create_site = "Create a site";
    step_site = "Create a site";
    step_site_detail = "Sites are the places where your people work. Provisioning assigns people to them by name.";
    step_provisioning = "Switch user provisioning on";
    step_provisioning_detail = "Copy a URL and a token into Microsoft Entra ID or Okta. From then on it creates and deactivates users here.";
    step_first_call = "Receive the first user";
    step_first_call_detail = "Start provisioning in your identity provider. People appear under Users within seconds.";
    users_card_detail = "Everyone in your organization: search, filter, edit, deactivate.";
    me_card_detail = "Who you are here, and where you are signed in.";
    sites_card_detail = "The places where your people work.";
    identity_card_detail = "User provisioning from your identity provider.";
    provisioning_on = "Provisioning is on";
    provisioning_off = "Provisioning is off";
    no_call_yet = "The identity provider has not called yet";
    last_call = "Last call";
    show_users = "Show these users";
    mass_change_detail = "They cannot sign in. Look whether it was meant; if not, reactivate them in one go.";
    show_mass_change = "See who it was";
    show_refused = "Show these requests";
    refused_detail = "The provisioning log says why, and where in the identity provider each is mended.";
    renew_token = "Create a new token";
    switch_on = "Switch it on";
    open_settings = "Open the settings";
    no_calls_title = "Your identity provider has not called yet";
    no_calls_detail = "Provisioning is on, but no request with a valid token has come. Check the URL and the token in the identity provider, then test the connection there.";
    off_title = "Provisioning is off, and people are managed by the identity provider";
    off_detail = "Their locked fields can be changed nowhere until it is switched on again.";
    without_site_detail = "They cannot get a licence until a site is set, here or by the identity provider.";
}

/// Unusually many deactivations.
#[must_use]
pub fn mass_change(n: u64) -> String {
    ["Your identity provider deactivated ", &super::count(n, "person", "people"), " within an hour"].concat()
}

/// Requests that were refused.
#[must_use]
pub fn refused_today(n: u64) -> String {
    let verb = if n == 1 { " was refused today" } else { " were refused today" };
    [&super::count(n, "provisioning request", "provisioning requests"), verb].concat()
}

/// Users without a site.
#[must_use]
pub fn without_site(n: u64) -> String {
    let verb = if n == 1 { " has no site" } else { " have no site" };
    [&super::count(n, "active user", "active users"), verb].concat()
}

/// A token that stops working, `in 6 days`.
#[must_use]
pub fn token_expires(name: &str, relative: &str) -> String {
    ["The provisioning token “", name, "” stops working ", relative].concat()
}

/// A token that no longer works.
#[must_use]
pub fn token_expired(name: &str) -> String {
    ["The provisioning token “", name, "” has expired"].concat()
}

/// When a token stops or stopped working, and what to do.
#[must_use]
pub fn token_detail(day: &str, gone: bool) -> String {
    let verb = if gone { "It stopped working on " } else { "It works until " };
    [verb, day, ". Create a new one, and put it into the identity provider before you revoke this one."]
        .concat()
}

/// Active users.
#[must_use]
pub fn active(n: u64) -> String {
    [super::number(n).as_str(), " active"].concat()
}

/// Deactivated users.
#[must_use]
pub fn deactivated(n: u64) -> String {
    [super::number(n).as_str(), " deactivated"].concat()
}

/// Users managed by the identity provider.
#[must_use]
pub fn managed(n: u64) -> String {
    [super::number(n).as_str(), " managed by the identity provider"].concat()
}
