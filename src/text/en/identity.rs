//! The sentences of the pages under `pages/identity`.

pub mod mapping;
pub mod preview;

use domain::{IdentityProvider, RetrievalScope};

use super::common::sentences;
use super::{count, number};

sentences! {
    title = "Identity and Security";
    lead = "How your people get here, and how they sign in.";
    scim_title = "User Provisioning Integration (SCIM)";
    scim_lead = "Your identity provider creates, changes and deactivates people here by itself.";
    sso_title = "Single Sign-On Integration (SSO)";
    sso_detail = "Signing in with the identity provider";
    sso_state = "Not available yet";
    sso_words = "People whom Rollcall manages sign in with their username and a password. People whom the identity provider manages cannot sign in until single sign-on is there.";
    configure = "Configure provisioning";
    on = "On";
    off = "Off";
    state = "State";
    provider = "Identity provider";
    last_call = "Last call";
    no_call = "None yet";
    managed_users = "Managed users";
    tokens = "API tokens";
    token_table = "Tokens and their last use";
    off_title = "Provisioning is switched off";
    off_detail = "No token works, and nobody is changed from outside. Switch it on to get a URL and to create tokens.";
    switch_off_title = "Switch provisioning off?";
    switch_off = "Switch off";
    switch_off_tokens = "Every API token stops working at once. They work again when you switch provisioning on.";
    switch_off_users = "All users stay as they are, and stay signed in.";
    switch_off_locks = "What the identity provider manages stays locked here.";
    switched_on = "Provisioning is on.";
    switched_off = "Provisioning is off. Every user was kept.";
    saved = "Saved.";
    connection = "Connection";
    provider_hint = "Decides the names and places on this page. Provisioning itself works alike for all.";
    call_title = "Calls from the identity provider";
    waiting_detail = "Follow the steps below. This page shows the first call as soon as it comes.";
    tokens_detail = "The identity provider shows a token with each call. Two may overlap, so that you can exchange one without a gap.";
    create_token = "Create a token";
    create = "Create token";
    token_name = "Name";
    token_name_hint = "What it is for, such as the name of the identity provider.";
    token_expiry = "Works for";
    token_power = "Whoever has this token can create, change and deactivate every user of your organization.";
    token_created = "The token is created";
    token_once = "Copy it now. It is stored in a form that nobody can read, and cannot be shown again.";
    done = "Done";
    name = "Name";
    ends_with = "Ends with";
    created = "Created";
    expires = "Expires";
    last_used = "Last used";
    never_expires = "Never";
    never_used = "Never";
    expired = "Expired";
    revoke = "Revoke";
    revoke_detail = "It stops working at once. If the identity provider still uses it, its calls are refused until it has another one.";
    revoke_unused = "It was never used.";
    revoke_last = "No other token has been used: unless the identity provider has a new one by then, its calls are refused.";
    reading = "Reading of requests";
    lenient = "As identity providers write them";
    lenient_detail = "Attributes that are not known here are left aside, and a value is made where a path names one that is missing. Microsoft Entra ID and Okta need this.";
    guard = "Warn on Home when many are deactivated within an hour";
    guard_never = "Never";
    strict = "As the standard says";
    strict_detail = "For testing a client against RFC 7644: what the standard does not allow is refused.";
    no_tokens_title = "No tokens yet";
    no_tokens_detail = "Create one, and copy it into your identity provider.";
    steps = "What to do at the identity provider";
    advanced = "Advanced settings";
    scope = "User retrieval";
    mapping_open = "Open the attribute mapping";
}

/// The URL, as the identity provider's screen calls it.
#[must_use]
pub const fn url_label(provider: IdentityProvider) -> &'static str {
    match provider {
        IdentityProvider::Entra => "Tenant URL",
        IdentityProvider::Okta => "SCIM connector base URL",
        IdentityProvider::Other => "SCIM base URL",
    }
}

/// The token, as the identity provider's screen calls it.
#[must_use]
pub const fn secret_label(provider: IdentityProvider) -> &'static str {
    match provider {
        IdentityProvider::Entra => "Secret Token",
        IdentityProvider::Okta => "Authorization",
        IdentityProvider::Other => "API token",
    }
}

/// Where the URL goes.
#[must_use]
pub const fn url_hint(provider: IdentityProvider) -> &'static str {
    match provider {
        IdentityProvider::Entra => "Paste it under Provisioning › Admin Credentials.",
        IdentityProvider::Okta => "Paste it under Provisioning › Integration › SCIM Connection.",
        IdentityProvider::Other => {
            "Paste it where your identity provider asks for the address of the SCIM service."
        }
    }
}

/// A provider to choose.
#[must_use]
pub const fn provider_name(provider: IdentityProvider) -> &'static str {
    match provider {
        IdentityProvider::Entra | IdentityProvider::Okta => provider.words(),
        IdentityProvider::Other => "Another identity provider",
    }
}

/// What to do at the identity provider, in the words of its screens.
#[must_use]
pub const fn provider_steps(provider: IdentityProvider) -> &'static [&'static str] {
    match provider {
        IdentityProvider::Entra => &[
            "In the Microsoft Entra admin center open Enterprise applications and your application, then Provisioning.",
            "Set Provisioning Mode to Automatic.",
            "Under Admin Credentials paste the Tenant URL and the Secret Token, then choose Test Connection.",
            "Under Mappings check Provision Microsoft Entra ID Users against the attribute mapping below. Provision Microsoft Entra ID Groups is optional: groups are shown here, and grant nothing.",
            "Assign people under Users and groups, then choose Start provisioning. Entra sends changes every 40 minutes; Provision on demand sends one person at once.",
        ],
        IdentityProvider::Okta => &[
            "In the Okta Admin Console open Applications and your app, then Provisioning › Integration.",
            "Paste the SCIM connector base URL, and enter userName as the Unique identifier field for users.",
            "Tick Import New Users and Profile Updates, Push New Users and Push Profile Updates.",
            "Choose HTTP Header as Authentication Mode, paste the token into Authorization, then choose Test Connector Configuration.",
            "Under To App switch on Create Users, Update User Attributes and Deactivate Users, then assign people.",
        ],
        IdentityProvider::Other => &[
            "Choose SCIM 2.0 with a bearer token.",
            "Paste the SCIM base URL and the API token, then test the connection.",
            "Match users by userName, and map attributes as shown below.",
            "Assign people, and start provisioning.",
        ],
    }
}

/// Nobody has called yet.
#[must_use]
pub fn waiting(provider: IdentityProvider) -> String {
    ["Waiting for the first call from ", provider.words(), "…"].concat()
}

/// Somebody has.
#[must_use]
pub fn called(provider: IdentityProvider) -> String {
    let words = if provider == IdentityProvider::Other { "Your identity provider" } else { provider.words() };
    [words, " is connected."].concat()
}

/// How many people are managed.
#[must_use]
pub fn managed(n: u64) -> String {
    count(n, "user", "users")
}

/// A way of retrieval.
#[must_use]
pub const fn scope_name(scope: RetrievalScope) -> &'static str {
    match scope {
        RetrievalScope::AllUsers => "All users",
        RetrievalScope::CreatedByIdentityProvider => "Only users created by the identity provider",
    }
}

/// What it means.
#[must_use]
pub fn scope_detail(scope: RetrievalScope, local: u64) -> String {
    let locals = number(local);
    match (scope, local) {
        (RetrievalScope::AllUsers, 0) => "The identity provider finds every user.".to_owned(),
        (RetrievalScope::AllUsers, 1) => "The identity provider also finds the 1 user who is managed here. The first time it changes them, they are linked: it manages them from then on.".to_owned(),
        (RetrievalScope::AllUsers, _) => ["The identity provider also finds the ", &locals, " users who are managed here. The first time it changes one, that user is linked: it manages them from then on."].concat(),
        (RetrievalScope::CreatedByIdentityProvider, _) => "Users who are managed here are hidden from it. If it sends a username that one of them has, it is refused, and that user is left alone.".to_owned(),
    }
}

/// How long a token works; 0 stands for always.
#[must_use]
pub const fn token_days(days: u32) -> &'static str {
    match days {
        30 => "30 days",
        90 => "90 days",
        180 => "180 days",
        365 => "1 year",
        _ => "Until it is revoked",
    }
}

/// The question before a token is revoked.
#[must_use]
pub fn revoke_title(name: &str) -> String {
    ["Revoke the token “", name, "”?"].concat()
}

/// The button that revokes one of several.
#[must_use]
pub fn revoke_name(name: &str) -> String {
    ["Revoke the token ", name].concat()
}

/// Announced after a token was revoked.
#[must_use]
pub fn revoked(name: &str) -> String {
    ["The token ", name, " no longer works."].concat()
}

/// From where a token was used last.
#[must_use]
pub fn from_address(address: &str) -> String {
    ["from ", address].concat()
}

/// Who made a token.
#[must_use]
pub fn created_by(name: &str) -> String {
    ["by ", name].concat()
}

/// A token may be revoked, because the identity provider uses another one by now.
#[must_use]
pub fn revoke_moved(name: &str) -> String {
    ["The identity provider uses the token ", name, " by now, and goes on with it."].concat()
}

/// A share from which on the guard warns.
#[must_use]
pub fn guard_share(percent: u32) -> String {
    if percent >= 100 {
        return guard_never().to_owned();
    }
    ["More than ", &percent.to_string(), " % of managed users, and at least 10"].concat()
}
