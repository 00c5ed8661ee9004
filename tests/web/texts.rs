//! The languages of the console, and that its English is that of the rules.

use api::Code;
use api::sessions::ListOwn;
use api::users::List;
use console::platform::time;
use console::text::identity::{preview, sso};
use console::text::{Language, Message, causes, number, problems, reasons, sign_ins, sites, words};
use domain::preview::{Likeness, Why};
use domain::sso::{CertificateFault, Check, MICROSOFT_ERRORS, MetadataFault, SsoProvider};
use domain::validation::Invalid;
use domain::{Cause, Field, IdentityProvider, PlanId, Reason, Right, Role as Rank, RowFault, Timestamp};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, page, speak, user};

#[wasm_bindgen_test]
async fn a_page_speaks_german() {
    let fake = Fake::new();
    fake.answer::<ListOwn>(|_| Ok(page(Vec::new())));
    let stage = Stage::open_in(Language::De, "/me", &fake).await;
    stage.wait_for(Role::Heading, "Mein Profil").await;
    stage.wait_for_text("Alles, auch wer sonst Besitzer ist.").await;
    stage.wait_for(Role::Link, "Identität und Sicherheit").await;
}

#[wasm_bindgen_test]
async fn a_list_speaks_spanish() {
    let fake = Fake::new();
    fake.answer::<List>(|_| Ok(page(vec![user(1, "Ada", "Lovelace")])));
    let stage = Stage::open_in(Language::Es, "/users", &fake).await;
    stage.wait_for(Role::Heading, "Usuarios").await;
    stage.wait_for_text("1 usuario").await;
}

#[wasm_bindgen_test]
fn numbers_and_plurals_are_those_of_the_language() {
    let said = |language, n| {
        speak(language);
        sites::people(n)
    };
    assert_eq!(said(Language::En, 1), "1 user");
    assert_eq!(said(Language::En, 0), "0 users");
    assert_eq!(said(Language::En, 12_345), "12,345 users");
    assert_eq!(said(Language::De, 12_345), "12.345 Benutzer");
    assert_eq!(said(Language::Es, 12_345), "12.345 usuarios");
    assert_eq!(said(Language::Es, 1_000_000), "1.000.000 de usuarios");
    speak(Language::De);
    assert_eq!(number(1_204), "1.204");
}

#[wasm_bindgen_test]
fn times_are_written_in_the_language() {
    let (day, now) = (Timestamp(1_795_000_000_000), Timestamp(1_795_000_180_000));
    let said = |language| {
        speak(language);
        (time::relative(day, now), time::day(day))
    };
    assert_eq!(said(Language::En).0, "3 minutes ago");
    assert_eq!(said(Language::De).0, "vor 3 Minuten");
    assert_eq!(said(Language::Es).0, "hace 3 minutos");
    assert!(said(Language::En).1.ends_with("Nov 2026"), "{}", said(Language::En).1);
    assert!(said(Language::De).1.ends_with("Nov. 2026"), "{}", said(Language::De).1);
}

/// Every kind of refusal, with every word that it may hold.
fn refusals() -> Vec<Reason> {
    let provider = IdentityProvider::Okta;
    let mut all = vec![
        Reason::SiteAlreadySet,
        Reason::SiteNameTaken,
        Reason::SiteHasUsers { users: 1 },
        Reason::SiteHasUsers { users: 2 },
        Reason::UsernameTaken,
        Reason::OwnAccount,
        Reason::OwnRole,
        Reason::LastActiveOwner,
        Reason::OnlyOwnersChangeOwners,
        Reason::UserDeactivated,
        Reason::ViewNameTaken,
        Reason::TooManyViews { most: 50 },
        Reason::TooManySecrets { most: 2 },
        Reason::SigningKeyTooNew,
        Reason::PlanNameTaken,
        Reason::LicenseNeedsSite,
        Reason::NoFreeSeat { plan: PlanId(1), seats: 0 },
        Reason::NoFreeSeat { plan: PlanId(1), seats: 1 },
        Reason::NoFreeSeat { plan: PlanId(1), seats: 25 },
        Reason::SeatsInUse { used: 1 },
        Reason::SeatsInUse { used: 25 },
        Reason::PlanHasHolders { holders: 1 },
        Reason::PlanHasHolders { holders: 25 },
        Reason::ProvisioningOff,
        Reason::SsoNotSetUp,
        Reason::SsoDraftNotTested,
        Reason::SsoCertificateExpired,
        Reason::EmergencyAccessMissing,
        Reason::EmergencyAccessLast,
        Reason::EmergencyAccessForOwners,
        Reason::PasswordsOff,
        Reason::DomainTaken,
        Reason::DomainNotProven,
    ];
    all.extend(Field::ALL.map(|field| Reason::ManagedByIdentityProvider { field, provider }));
    all.extend(IdentityProvider::ALL.map(|provider| Reason::SignsInWithProvider { provider }));
    all.extend(Right::ALL.map(|right| Reason::RightMissing { right }));
    all.extend(Rank::ALL.map(|role| Reason::RoleAboveOwn { role }));
    // A new kind does not compile here: it belongs into the list above.
    for reason in &all {
        match reason {
            Reason::SiteAlreadySet
            | Reason::SiteNameTaken
            | Reason::SiteHasUsers { .. }
            | Reason::PlanNameTaken
            | Reason::LicenseNeedsSite
            | Reason::NoFreeSeat { .. }
            | Reason::SeatsInUse { .. }
            | Reason::PlanHasHolders { .. }
            | Reason::UsernameTaken
            | Reason::OwnAccount
            | Reason::OwnRole
            | Reason::LastActiveOwner
            | Reason::OnlyOwnersChangeOwners
            | Reason::UserDeactivated
            | Reason::ViewNameTaken
            | Reason::TooManyViews { .. }
            | Reason::TooManySecrets { .. }
            | Reason::SigningKeyTooNew
            | Reason::ProvisioningOff
            | Reason::SsoNotSetUp
            | Reason::SsoDraftNotTested
            | Reason::SsoCertificateExpired
            | Reason::EmergencyAccessMissing
            | Reason::EmergencyAccessLast
            | Reason::EmergencyAccessForOwners
            | Reason::PasswordsOff
            | Reason::DomainTaken
            | Reason::DomainNotProven
            | Reason::ManagedByIdentityProvider { .. }
            | Reason::SignsInWithProvider { .. }
            | Reason::RightMissing { .. }
            | Reason::RoleAboveOwn { .. } => {}
        }
    }
    all
}

/// Everything that may be wrong with a value.
fn wrongs() -> Vec<Invalid> {
    let mut all = vec![
        Invalid::Empty,
        Invalid::TooLong { max: 256 },
        Invalid::TooShort { min: 12 },
        Invalid::HiddenCharacter,
        Invalid::NotAnEmail,
        Invalid::NotAPhoneNumber,
        Invalid::NotALocale,
        Invalid::NotATimeZone,
        Invalid::NotAQuery,
        Invalid::NotARedirectUri,
        Invalid::NotASlug,
        Invalid::ContainsSpace,
        Invalid::GuessablePassword,
        Invalid::NotYourPassword,
        Invalid::NotAChoice,
        Invalid::TooManyLines { max: 10 },
        Invalid::OutOfRange { min: -5, max: 1_000 },
        Invalid::NotAWebAddress,
        Invalid::NotADomain,
    ];
    all.extend(CertificateFault::ALL.iter().map(|fault| Invalid::Certificate { fault: *fault }));
    all.extend(MetadataFault::ALL.iter().map(|defect| Invalid::Metadata { defect: *defect }));
    // As above.
    for invalid in &all {
        match invalid {
            Invalid::Empty
            | Invalid::TooLong { .. }
            | Invalid::TooShort { .. }
            | Invalid::HiddenCharacter
            | Invalid::NotAnEmail
            | Invalid::NotAPhoneNumber
            | Invalid::NotALocale
            | Invalid::NotATimeZone
            | Invalid::NotAQuery
            | Invalid::NotARedirectUri
            | Invalid::NotASlug
            | Invalid::ContainsSpace
            | Invalid::GuessablePassword
            | Invalid::NotYourPassword
            | Invalid::NotAChoice
            | Invalid::TooManyLines { .. }
            | Invalid::NotAWebAddress
            | Invalid::NotADomain
            | Invalid::Certificate { .. }
            | Invalid::Metadata { .. }
            | Invalid::OutOfRange { .. } => {}
        }
    }
    all
}

/// Everything that may be in the way of a row.
fn faults() -> [RowFault; 9] {
    let all = [
        RowFault::Gone,
        RowFault::ChangedMeanwhile,
        RowFault::MadeByJob,
        RowFault::DeletedByJob,
        RowFault::FieldStays,
        RowFault::FieldChangedSince,
        RowFault::PlanGone,
        RowFault::UnevenLine { values: 3, columns: 8 },
        RowFault::RepeatedUsername { line: 7 },
    ];
    // A new kind does not compile here: it belongs into the list above.
    for fault in all {
        match fault {
            RowFault::Gone
            | RowFault::ChangedMeanwhile
            | RowFault::MadeByJob
            | RowFault::DeletedByJob
            | RowFault::FieldStays
            | RowFault::FieldChangedSince
            | RowFault::PlanGone
            | RowFault::UnevenLine { .. }
            | RowFault::RepeatedUsername { .. } => {}
        }
    }
    all
}

#[wasm_bindgen_test]
fn what_is_in_the_way_of_a_row_is_said_in_each_language_and_in_the_english_of_the_rules() {
    let said = |language| {
        speak(language);
        faults().map(|fault| console::text::jobs::problem(&fault.into()))
    };
    let (german, spanish, english) = (said(Language::De), said(Language::Es), said(Language::En));
    assert_eq!(english, faults().map(|fault| fault.to_string()));
    for (at, words) in english.iter().enumerate() {
        assert!(*words != german[at] && *words != spanish[at] && german[at] != spanish[at], "{words}");
    }
}

#[wasm_bindgen_test]
fn the_english_of_refusals_is_that_of_the_rules() {
    speak(Language::En);
    for reason in refusals() {
        assert_eq!(reasons::reason(&reason), reason.to_string());
    }
    for invalid in wrongs() {
        assert_eq!(reasons::invalid(invalid), invalid.to_string());
    }
}

#[wasm_bindgen_test]
fn the_english_of_single_words_is_that_of_the_rules() {
    speak(Language::En);
    Right::ALL.iter().for_each(|right| assert_eq!(words::right(*right), right.words()));
    Rank::ALL.iter().for_each(|role| assert_eq!(words::role(*role), role.words()));
    Field::ALL.iter().for_each(|field| assert_eq!(words::field(*field), field.words()));
    for provider in IdentityProvider::ALL {
        assert_eq!(words::place(provider), provider.place_of_profile());
        assert_eq!(words::by(provider).words(), ["by ", provider.words()].concat());
        assert_eq!(
            words::provider(provider).map_or("your identity provider", Message::words),
            provider.words()
        );
    }
}

#[wasm_bindgen_test]
fn the_english_of_causes_is_that_of_the_rules() {
    speak(Language::En);
    for cause in Cause::ALL {
        assert_eq!(causes::words(*cause), cause.words());
        assert_eq!(causes::advice(*cause), cause.advice());
        for provider in IdentityProvider::ALL {
            assert_eq!(causes::place(*cause, provider), cause.place(provider));
        }
    }
}

#[wasm_bindgen_test]
fn the_english_of_the_preview_is_that_of_the_rules() {
    speak(Language::En);
    let here = "ada".to_owned();
    for why in [
        Why::LocalUser,
        Why::BackAgain,
        Why::ManagedAlready,
        Why::Nobody,
        Why::UsernameDiffers { here: here.clone(), by: Likeness::Email },
        Why::UsernameDiffers { here, by: Likeness::Name },
        Why::HiddenLocalUser,
        Why::Repeated { lines: vec![2, 9] },
        Why::InvalidUsername { invalid: Invalid::Empty },
        Why::InvalidUsername { invalid: Invalid::HiddenCharacter },
        Why::LastActiveOwner,
        Why::NotListed,
    ] {
        assert_eq!(preview::because(&why), why.to_string());
    }
}

#[wasm_bindgen_test]
fn the_english_headings_of_problems_are_those_of_the_api() {
    speak(Language::En);
    for code in [
        Code::InvalidRequest,
        Code::InvalidFields,
        Code::Refused,
        Code::InvalidCursor,
        Code::NotSignedIn,
        Code::SignInFailed,
        Code::TooManyAttempts,
        Code::LinkInvalid,
        Code::Forbidden,
        Code::NotFound,
        Code::MethodNotAllowed,
        Code::PreconditionRequired,
        Code::ChangedElsewhere,
        Code::IdempotencyMismatch,
        Code::TooLarge,
        Code::UnsupportedMediaType,
        Code::CrossSite,
        Code::Internal,
        Code::Unavailable,
    ] {
        assert_eq!(problems::title(code), code.title());
    }
}

#[wasm_bindgen_test]
fn no_refusal_is_the_same_in_two_languages() {
    let said = |language| {
        speak(language);
        refusals().iter().map(reasons::reason).collect::<Vec<_>>()
    };
    let (english, german, spanish) = (said(Language::En), said(Language::De), said(Language::Es));
    for ((english, german), spanish) in english.iter().zip(&german).zip(&spanish) {
        assert!(english != german && german != spanish && spanish != english, "{english} {german} {spanish}");
    }
}

/// That each language has as many, the build sees to.
#[wasm_bindgen_test]
fn lists_have_a_part_for_each_of_what_they_are_about() {
    assert_eq!([sign_ins::CHECKS, sign_ins::ADVICE], [Check::ALL.len(); 2]);
    assert_eq!((sign_ins::MICROSOFT, sign_ins::PLACES), (MICROSOFT_ERRORS.len(), 6));
    assert_eq!((sso::FIELDS, sso::FORMATS, sso::HINTS, sso::STATES), (12, 3, 4, 4));
    assert_eq!(sso::STEPS, SsoProvider::ALL.len());
    assert_eq!([sso::ACT_LABELS, sso::ACT_DONE], [10; 2]);
    assert_eq!([sso::ACT_TITLES, sso::ACT_DETAILS], [6; 2]);
}

#[wasm_bindgen_test]
fn every_check_and_every_known_error_of_microsoft_is_explained_in_each_language() {
    let said = |language| {
        speak(language);
        let checks = Check::ALL.iter().map(|check| sign_ins::what_to_do(*check).to_owned());
        let errors = MICROSOFT_ERRORS
            .iter()
            .filter_map(|number| sign_ins::microsoft_error(*number)?.to_owned().into());
        assert!(Check::ALL.iter().all(|check| !sign_ins::name(*check).is_empty()));
        checks.chain(errors).collect::<Vec<_>>()
    };
    let (english, german, spanish) = (said(Language::En), said(Language::De), said(Language::Es));
    for ((english, german), spanish) in english.iter().zip(&german).zip(&spanish) {
        assert!(english != german && german != spanish && spanish != english, "{english} {german} {spanish}");
    }
}

#[wasm_bindgen_test]
fn a_failed_check_is_mended_on_a_screen_with_the_name_that_the_provider_gives_it() {
    speak(Language::En);
    let entra = sign_ins::place(Check::Audience, SsoProvider::Entra).unwrap();
    assert!(entra.ends_with("Single sign-on › Basic SAML Configuration"), "{entra}");
    let okta = sign_ins::place(Check::Signature, SsoProvider::Okta).unwrap();
    assert!(okta.ends_with("Sign On › SAML Signing Certificates"), "{okta}");
    let other = sign_ins::place(Check::NameId, SsoProvider::Other).unwrap();
    assert_eq!(other, "At your identity provider: the application's NameID");
    assert_eq!(sign_ins::place(Check::Active, SsoProvider::Entra), None);
}

#[wasm_bindgen_test]
fn one_step_at_each_provider_has_the_values_below_it_in_each_language() {
    for language in [Language::En, Language::De, Language::Es] {
        speak(language);
        for provider in (0..sso::STEPS).map(sso::steps) {
            let pasted = provider.split(" + ").filter(|step| step.ends_with(':')).count();
            assert_eq!(pasted, 1, "{provider:?}");
        }
    }
}
