//! The sentences of the audit log.

use api::events::Subject;

use super::common::sentences;
use super::count;

sentences! {
    title = "Audit log";
    lead = "Who changed what, from what to what. Entries are only ever added.";
    what = "Action";
    subject = "On";
    actor = "By";
    at = "When";
    filters = "Search and filters of the audit log";
    search = "Search the names of who acted and of what was changed";
    export = "Export CSV";
    none_title = "Nothing was done yet";
    none_detail = "Each change by a person, by the identity provider or by the operator will be listed here.";
    user = "User";
    site = "Site";
    session = "Session";
    provisioning = "Provisioning";
    token = "Provisioning token";
    provisioning_log = "Provisioning log";
    organization = "Organization";
    group = "Group";
}

/// What kind of thing it is.
#[must_use]
pub const fn kind(subject: Subject) -> &'static str {
    match subject {
        Subject::User => user(),
        Subject::Site => site(),
        Subject::Session => session(),
        Subject::Provisioning => provisioning(),
        Subject::Token => token(),
        Subject::ProvisioningLog => provisioning_log(),
        Subject::Organization => organization(),
        Subject::Group => group(),
    }
}

/// How many values have changed.
#[must_use]
pub fn changes(n: u64) -> String {
    count(n, "value", "values")
}
