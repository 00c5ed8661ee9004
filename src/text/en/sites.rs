//! The sentences of the pages under `pages/sites`.

use super::common::sentences;
use super::count;

sentences! {
    title = "Sites";
    lead = "The places where your people work. A person's site is set once and cannot be changed.";
    new_site = "New site";
    create = "Create site";
    name = "Name";
    name_hint = "As your identity provider writes it in the person's office. Capital and small letters do not matter.";
    users = "Users";
    managed = "Managed by the identity provider";
    former_names = "Former names";
    former_names_detail = "Provisioning still finds this site by these names.";
    no_former_names = "None. When you rename this site, its name is kept here, so that provisioning goes on.";
    drop = "Drop";
    drop_confirm = "Drop this name";
    drop_detail = "People whom the identity provider sends with this name will be refused until their office is put right there. Another site may then take the name.";
    empty_title = "No sites yet";
    empty_detail = "Create one for each place where people work. Provisioning sets a person's site by its name, and a licence needs a site.";
    details = "Details";
    created_at = "Created";
    id = "Site id";
    show_users = "Show these users";
    nobody = "Nobody works here yet.";
    rename = "Rename";
    rename_title = "Rename this site";
    new_name = "New name";
    keep = "Keep the present name as a former name";
    keep_hint = "Your identity provider may go on sending it. Provisioning finds the site by either name.";
    delete = "Delete site";
    delete_title = "Delete this site?";
    delete_detail = "The site and its former names are taken away for good. Provisioning will refuse people who are sent with them.";
    danger = "Delete";
    danger_detail = "A site that nobody belongs to can be deleted.";
    not_found_title = "There is no such site";
    not_found_detail = "It may have been deleted, or the link may be old.";
    to_sites = "Show all sites";
    unchanged = "This is the name that it has now. Choose another one.";
    changed_elsewhere = "Somebody else changed this site in the meantime. This is how it is now; look at it, and try again.";
}

/// Announced after a site was made.
#[must_use]
pub fn created(name: &str) -> String {
    [name, " was created."].concat()
}

/// Announced after a rename.
#[must_use]
pub fn renamed(from: &str, to: &str) -> String {
    [from, " is now ", to, "."].concat()
}

/// Announced after a deletion.
#[must_use]
pub fn deleted(name: &str) -> String {
    [name, " was deleted."].concat()
}

/// Announced after a former name was dropped.
#[must_use]
pub fn dropped(name: &str) -> String {
    ["The former name ", name, " was dropped."].concat()
}

/// The button that drops one of several names.
#[must_use]
pub fn drop_name(name: &str) -> String {
    ["Drop the former name ", name].concat()
}

/// The question before a name is dropped.
#[must_use]
pub fn drop_title(name: &str) -> String {
    ["Drop the former name “", name, "”?"].concat()
}

/// How many people are at a site.
#[must_use]
pub fn people(n: u64) -> String {
    count(n, "user", "users")
}

/// R14: what a rename means for those whom the identity provider manages.
#[must_use]
pub fn rename_warning(n: u64, provider: &str, name: &str) -> String {
    let verbs = if n == 1 {
        (" of this site is managed by ", " and carries")
    } else {
        (" of this site are managed by ", " and carry")
    };
    let (managed, carry) = verbs;
    let advice = "” there. Keep it as a former name, so that provisioning goes on.";
    [&people(n), managed, provider, carry, " the name “", name, advice].concat()
}

/// How many sites there are.
#[must_use]
pub fn shown(n: u64) -> String {
    count(n, "site", "sites")
}
