//! The sentences of the page of admins and roles.

use domain::Role;

use super::common::sentences;

sentences! {
    title = "Admins";
    lead = "Everybody who may do more than see their own profile and the company directory.";
    name = "Name";
    role = "Role";
    roles = "What each role may do";
    add = "Give somebody a role";
    change = "Change role";
    new_role = "New role";
    person = "Person";
    find = "Find a person by name, username or email";
    nobody = "Nobody fits. Try fewer letters.";
    save = "Change role";
    unchanged = "This is the role that they have now.";
    choose_person = "Choose a person first.";
    owner = "Everything, including who else is an owner.";
    admin = "Everything but owners.";
    user_admin = "People, sites and licences; no settings, no roles.";
    auditor = "Reads everything, changes nothing.";
    member = "Their own profile and the company directory.";
    changed_elsewhere = "Somebody else changed this person in the meantime. Look at them, and try again.";
}

/// What a role may do.
#[must_use]
pub const fn may(role: Role) -> &'static str {
    match role {
        Role::Owner => owner(),
        Role::Admin => admin(),
        Role::UserAdmin => user_admin(),
        Role::Auditor => auditor(),
        Role::Member => member(),
    }
}

/// The name of the button in a row.
#[must_use]
pub fn change_of(name: &str) -> String {
    ["Change the role of ", name].concat()
}

/// Announced after the change.
#[must_use]
pub fn changed(name: &str, role: &str) -> String {
    [name, " now has the role ", role, "."].concat()
}
