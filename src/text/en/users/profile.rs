//! A user's page: its head and its profile.

use domain::IdentityProvider;

use crate::text::common::sentences;

sentences! {
    profile_tab = "Profile";
    groups_tab = "Groups";
    sessions_tab = "Sessions";
    history_tab = "History";
    tabs = "Parts of the user";
    actions = "Actions";
    identity = "Identity";
    work = "Work";
    contact = "Contact";
    directory = "Company directory";
    directory_visible = "Show in the company directory";
    directory_visible_hint = "Colleagues see name, job title, department, site and numbers.";
    directory_deactivated_hint = "Deactivated people are not listed, whatever is chosen here. The choice is kept.";
    username_hint = "What this person signs in with.";
    site_set_once = "Set once; it cannot be changed.";
    site_warning = "Choose with care: once saved, the site cannot be changed.";
    site_none = "No site";
    extension_hint = "1 to 8 digits.";
    not_set = "Not set";
    saved = "The changes are saved.";
    read_only_title = "You can read this profile, but not change it";
    managed_locally = "Managed in Rollcall";
    not_found_title = "There is no such user";
    nobody_here = "Nobody is here";
    not_found_detail = "The link may be old, or the user was deleted.";
    to_users = "Go to the users";
    deactivated_title = "Deactivated";
    deactivated_detail = "Cannot sign in anywhere; every session has ended. Calls reach emergency numbers only. Site, numbers and settings are kept, and come back with activation.";
    no_password_title = "No password yet";
    no_password_detail = "This person cannot sign in before a password is set. Create a one-time link with which they set it themselves.";
    changed_title = "Changed elsewhere while you were editing";
    changed_detail = "Nothing of yours is lost, and nothing is saved yet. Look at what is different now, then choose.";
    changed_gone_detail = "Some of your changes can no longer be saved, because those fields are locked now.";
    changed_field = "Field";
    changed_now = "Is now";
    changed_yours = "Yours";
    changed_unchanged = "Not changed by you";
    changed_locked = "Locked now";
    keep_mine = "Keep mine and save";
    take_theirs = "Take theirs";
    shown = "Shown";
    hidden = "Hidden";
    empty = "Empty";
    another_site = "The site that you chose";
    nothing_to_save = "Nothing has changed yet.";
    save_bar = "Save or discard";
    facts = "Account";
    role = "Role";
    password = "Password";
    password_set = "Set";
    password_none = "Not set";
    last_change = "Last change";
    last_sign_in = "Last sign-in";
    created = "Created";
    id = "Id";
    read_only = "Read only";
}

/// Who manages the person.
#[must_use]
pub fn managed_by(provider: IdentityProvider) -> String {
    ["Managed by ", provider.words()].concat()
}

/// The way to the person in the identity provider's own console.
#[must_use]
pub fn open_in(provider: IdentityProvider) -> String {
    ["Find in ", provider.words()].concat()
}

/// Where the locked fields of a group are changed (R4).
#[must_use]
pub fn change_there(provider: IdentityProvider) -> String {
    ["Change the locked fields ", provider.place_of_profile(), "."].concat()
}

/// How many fields wait to be saved.
#[must_use]
pub fn waiting(fields: u64) -> String {
    [&crate::text::count(fields, "field", "fields"), " changed, not saved yet"].concat()
}
