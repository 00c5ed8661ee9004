//! Refusals, in the language of the page. A test keeps the English that of `crates/domain`.

use domain::validation::Invalid;
use domain::{Field, Reason};

pub use super::messages::reasons::*;
use super::words::{by, field, place, right, role};

/// Why something is refused.
#[must_use]
pub fn reason(reason: &Reason) -> String {
    let words = match *reason {
        Reason::ManagedByIdentityProvider { field: Field::Status, provider } => {
            return activation_managed(&by(provider), &place(provider));
        }
        Reason::ManagedByIdentityProvider { field: locked, provider } => {
            return field_managed(&field(locked), &by(provider), &place(provider));
        }
        Reason::NoFreeSeat { seats: 0, .. } => no_seats_at_all(),
        Reason::NoFreeSeat { seats, .. } => return no_free_seat(seats),
        Reason::SeatsInUse { used } => return seats_in_use(used),
        Reason::PlanHasHolders { holders } => return plan_has_holders(holders),
        Reason::PlanNameTaken => plan_name_taken(),
        Reason::LicenseNeedsSite => license_needs_site(),
        Reason::SiteHasUsers { users } => return site_has_users(users),
        Reason::RightMissing { right: missing } => return right_missing(&right(missing)),
        Reason::RoleAboveOwn { role: theirs } => return role_above_own(&role(theirs)),
        Reason::SignsInWithProvider { provider } => {
            return signs_in_with_provider(&by(provider), &place(provider));
        }
        Reason::TooManyViews { most } => return too_many_views(most),
        Reason::TooManySecrets { most } => return too_many_secrets(&most.to_string()),
        Reason::SigningKeyTooNew => signing_key_too_new(),
        Reason::SsoNotSetUp => sso_not_set_up(),
        Reason::SsoDraftNotTested => sso_draft_not_tested(),
        Reason::SsoCertificateExpired => sso_certificate_expired(),
        Reason::EmergencyAccessMissing => emergency_access_missing(),
        Reason::EmergencyAccessLast => emergency_access_last(),
        Reason::EmergencyAccessForOwners => emergency_access_for_owners(),
        Reason::PasswordsOff => passwords_off(),
        Reason::DomainTaken => domain_taken(),
        Reason::DomainNotProven => domain_not_proven(),
        Reason::ViewNameTaken => view_name_taken(),
        Reason::SiteAlreadySet => site_already_set(),
        Reason::SiteNameTaken => site_name_taken(),
        Reason::UsernameTaken => username_taken(),
        Reason::OwnAccount => own_account(),
        Reason::OwnRole => own_role(),
        Reason::LastActiveOwner => last_active_owner(),
        Reason::OnlyOwnersChangeOwners => only_owners_change_owners(),
        Reason::UserDeactivated => user_deactivated(),
        Reason::ProvisioningOff => provisioning_off(),
    };
    words.to_owned()
}

/// Either of the two, or else what the server says in English.
#[must_use]
pub fn either(refused: Option<&Reason>, wrong: Option<Invalid>, message: &str) -> String {
    match (refused, wrong) {
        (Some(refused), _) => reason(refused),
        (None, Some(wrong)) => invalid(wrong),
        (None, None) => message.to_owned(),
    }
}

/// Why a value is not accepted.
#[must_use]
pub fn invalid(invalid: Invalid) -> String {
    let words = match invalid {
        Invalid::TooLong { max } => return too_long(max as u64),
        Invalid::TooShort { min } => return too_short(min as u64),
        Invalid::OutOfRange { min, max } => return out_of_range(&min.to_string(), &max.to_string()),
        Invalid::TooManyLines { max } => return too_many_lines(max as u64),
        Invalid::Empty => empty(),
        Invalid::HiddenCharacter => hidden_character(),
        Invalid::NotAnEmail => not_an_email(),
        Invalid::NotAPhoneNumber => not_a_phone_number(),
        Invalid::NotALocale => not_a_locale(),
        Invalid::NotATimeZone => not_a_time_zone(),
        Invalid::NotAQuery => not_a_query(),
        Invalid::NotARedirectUri => not_a_redirect_uri(),
        Invalid::NotASlug => not_a_slug(),
        Invalid::ContainsSpace => contains_space(),
        Invalid::GuessablePassword => guessable_password(),
        Invalid::NotYourPassword => not_your_password(),
        Invalid::NotAChoice => not_a_choice(),
        Invalid::NotAWebAddress => not_a_web_address(),
        Invalid::NotADomain => not_a_domain(),
        Invalid::Certificate { fault } => super::sso_faults::certificate(fault),
        Invalid::Metadata { defect } => super::sso_faults::metadata(defect),
    };
    words.to_owned()
}
