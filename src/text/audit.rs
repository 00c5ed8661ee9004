//! The sentences of the audit log.

use api::events::Subject;

pub use super::messages::audit::*;
use crate::text::Message;

/// What kind of thing it is.
#[must_use]
pub fn kind(subject: Subject) -> Message {
    match subject {
        Subject::User => user(),
        Subject::Site => site(),
        Subject::License => license(),
        Subject::LicenseRule => license_rule(),
        Subject::Session => session(),
        Subject::Provisioning => provisioning(),
        Subject::Token => token(),
        Subject::ProvisioningLog => provisioning_log(),
        Subject::Organization => organization(),
        Subject::Job => job(),
        Subject::Group => group(),
        Subject::View => view(),
        Subject::Preferences => preferences(),
        Subject::Application => application(),
        Subject::Sso => sso(),
        Subject::SignIn => sign_in(),
        Subject::Domain => domain(),
        Subject::ApiToken => api_token(),
        Subject::Webhook => webhook(),
    }
}
