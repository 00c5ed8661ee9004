//! Why a request of the identity provider was refused, and where that is mended (R31). A test keeps the English that of `crates/domain`.

use domain::{Cause, IdentityProvider, Screen};

pub use super::messages::causes::*;
use crate::text::Message;

/// The refusal in a few words.
#[must_use]
pub fn words(cause: Cause) -> Message {
    match cause {
        Cause::UnknownSite => unknown_site(),
        Cause::OtherSite => other_site(),
        Cause::UsernameTaken => username_taken(),
        Cause::UsernameMissing => username_missing(),
        Cause::BadValue => bad_value(),
        Cause::TokenMissing => token_missing(),
        Cause::TokenUnknown => token_unknown(),
        Cause::TokenExpired => token_expired(),
        Cause::TokenRevoked => token_revoked(),
        Cause::ProvisioningOff => provisioning_off(),
        Cause::LastOwner => last_owner(),
        Cause::NotFound => not_found(),
        Cause::NoSuchAddress => no_such_address(),
        Cause::WrongMethod => wrong_method(),
        Cause::Syntax => syntax(),
        Cause::Path => path(),
        Cause::Mutability => mutability(),
        Cause::Filter => filter(),
        Cause::TooLarge => too_large(),
        Cause::MediaType => media_type(),
        Cause::Stale => stale(),
        Cause::TooOften => too_often(),
        Cause::NotOffered => not_offered(),
        Cause::Internal => internal(),
    }
}

/// The screen of the identity provider on which it is mended.
#[must_use]
pub fn place(cause: Cause, provider: IdentityProvider) -> Message {
    match (provider, cause.screen()) {
        (IdentityProvider::Entra, Screen::Mapping) => entra_mapping(),
        (IdentityProvider::Entra, Screen::Connection) => entra_connection(),
        (IdentityProvider::Entra, Screen::Person) => entra_person(),
        (IdentityProvider::Entra, Screen::Assignment) => entra_assignment(),
        (IdentityProvider::Entra, Screen::Log) => entra_log(),
        (IdentityProvider::Okta, Screen::Mapping) => okta_mapping(),
        (IdentityProvider::Okta, Screen::Connection) => okta_connection(),
        (IdentityProvider::Okta, Screen::Person) => okta_person(),
        (IdentityProvider::Okta, Screen::Assignment) => okta_assignment(),
        (IdentityProvider::Okta, Screen::Log) => okta_log(),
        (IdentityProvider::Other, Screen::Mapping) => other_mapping(),
        (IdentityProvider::Other, Screen::Connection) => other_connection(),
        (IdentityProvider::Other, Screen::Person) => other_person(),
        (IdentityProvider::Other, Screen::Assignment) => other_assignment(),
        (IdentityProvider::Other, Screen::Log) => other_log(),
    }
}

/// What to do.
#[must_use]
pub fn advice(cause: Cause) -> Message {
    match cause {
        Cause::UnknownSite => advice_unknown_site(),
        Cause::OtherSite => advice_other_site(),
        Cause::UsernameTaken => advice_username_taken(),
        Cause::UsernameMissing => advice_username_missing(),
        Cause::BadValue => advice_bad_value(),
        Cause::TokenMissing => advice_token_missing(),
        Cause::TokenUnknown | Cause::TokenExpired | Cause::TokenRevoked => advice_new_token(),
        Cause::ProvisioningOff => advice_provisioning_off(),
        Cause::LastOwner => advice_last_owner(),
        Cause::NotFound => advice_not_found(),
        Cause::NoSuchAddress | Cause::WrongMethod => advice_url(),
        Cause::Syntax | Cause::Path | Cause::Mutability | Cause::Filter | Cause::TooLarge => {
            advice_attribute()
        }
        Cause::MediaType => advice_media_type(),
        Cause::Stale | Cause::TooOften | Cause::Internal => advice_again(),
        Cause::NotOffered => advice_not_offered(),
    }
}
