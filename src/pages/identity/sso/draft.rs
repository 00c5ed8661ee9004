//! The settings as fields of a form: each is a text, in one order, so that what changed is compared field by field.

use std::sync::Arc;

use api::sso::{Certificate, Metadata, Settings, Sso};
use domain::sso::{MICROSOFT_SIGN_OUT, NameIdFormat, SsoProvider, is_provider_address, needs_saml_request};
use domain::validation::{self, Invalid};

use crate::forms::{Check, Form, Input};
use crate::platform::effect;
use crate::text::Message;
use crate::text::common;
use crate::text::identity::sso as text;
use crate::ui::words_table;
use crate::view::prelude::*;

/// How many certificates may be held (R24).
pub const CERTIFICATES: usize = 2;

/// How many fields there are.
const COUNT: usize = 12;

/// A field: its place in all lists of this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Which identity provider.
    Provider,
    /// Sign-in page URL.
    SignIn,
    /// IDP Issuer URL/URN.
    Issuer,
    /// Sign-out page URL.
    SignOut,
    /// Base64, a line each.
    Certificates,
    /// Sign requests.
    SignRequests,
    /// Require encrypted assertions.
    Encryption,
    /// Allow sign-ins that begin at the identity provider.
    Unsolicited,
    /// What is asked for as NameID.
    NameId,
    /// Send a SAML logout request.
    SamlLogout,
    /// Where to.
    Logout,
    /// Metadata that is read daily.
    Metadata,
}

/// Their names in the request.
const NAMES: [&str; COUNT] = [
    "provider",
    "sign_in_url",
    "issuer",
    "sign_out_url",
    "certificates",
    "sign_requests",
    "require_encryption",
    "allow_unsolicited",
    "name_id_format",
    "saml_logout",
    "logout_url",
    "metadata_url",
];

/// How they are checked.
const CHECKS: [Check; COUNT] = [
    free,
    address,
    issuer,
    optional_address,
    filled,
    free,
    free,
    free,
    free,
    free,
    optional_address,
    optional_address,
];

const fn free(_: &str) -> Result<(), Invalid> {
    Ok(())
}

fn filled(text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() { Err(Invalid::Empty) } else { Ok(()) }
}

fn issuer(text: &str) -> Result<(), Invalid> {
    validation::required(text, 1024).map(drop)
}

fn optional_address(text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() { Ok(()) } else { address(text) }
}

fn address(text: &str) -> Result<(), Invalid> {
    filled(text)?;
    if is_provider_address(text.trim()) { Ok(()) } else { Err(Invalid::NotAWebAddress) }
}

/// The fields' values.
pub type Values = Vec<String>;

/// Those of some settings; of none, what a new form holds.
pub fn values(settings: Option<&Settings>) -> Values {
    let Some(settings) = settings else {
        let mut none = vec![String::new(); COUNT];
        none[Field::Provider as usize] = SsoProvider::Entra.name().to_owned();
        none[Field::NameId as usize] = NameIdFormat::Unspecified.name().to_owned();
        return none;
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        settings.provider.name().to_owned(),
        settings.sign_in_url.clone(),
        settings.issuer.clone(),
        text(&settings.sign_out_url),
        settings.certificates.join("\n"),
        yes(settings.sign_requests),
        yes(settings.require_encryption),
        yes(settings.allow_unsolicited),
        settings.name_id_format.name().to_owned(),
        yes(settings.saml_logout),
        text(&settings.logout_url),
        text(&settings.metadata_url),
    ]
}

/// A check box as a text.
pub fn yes(on: bool) -> String {
    if on { "true" } else { "" }.to_owned()
}

/// What metadata makes of those values.
pub fn with_metadata(mut values: Values, metadata: &Metadata) -> Values {
    let logout = metadata.logout_url.clone().unwrap_or_default();
    let certificates: Vec<_> =
        metadata.certificates.iter().take(CERTIFICATES).map(|one| one.base64.as_str()).collect();
    // No metadata says where one signs out by a plain address; of Microsoft it is known (R28).
    if values[Field::SignOut as usize].is_empty() && needs_saml_request(&logout) {
        values[Field::SignOut as usize] = MICROSOFT_SIGN_OUT.to_owned();
    }
    values[Field::SignIn as usize].clone_from(&metadata.sign_in_url);
    values[Field::Issuer as usize].clone_from(&metadata.issuer);
    values[Field::Certificates as usize] = certificates.join("\n");
    if metadata.sign_requests {
        values[Field::SignRequests as usize] = yes(true);
    }
    if !logout.is_empty() {
        values[Field::Logout as usize] = logout;
    }
    values
}

/// The values that the form starts from: the draft's, or else the active ones.
pub fn base(sso: &Sso) -> Values {
    values(sso.draft.as_ref().or(sso.active.as_ref()).map(|revision| &revision.settings))
}

/// A field's label.
pub fn label(field: usize) -> Message {
    text::fields(field)
}

/// The certificates that something is known of: those of the settings, and those that were read.
pub fn known(sso: &Sso, read: &[Certificate]) -> Vec<Certificate> {
    let mut known = read.to_vec();
    for revision in [&sso.active, &sso.draft, &sso.previous].into_iter().flatten() {
        known.extend_from_slice(&revision.certificates);
    }
    if let Some(change) = &sso.metadata_change {
        known.extend_from_slice(&change.metadata.certificates);
    }
    known
}

/// A value as people read it.
pub fn words(field: usize, value: &str, known: &[Certificate]) -> String {
    let certificate = |base64: &str| {
        let found = known.iter().find(|one| one.base64 == base64);
        found.map(|one| [&one.subject, ", SHA-1 ", &one.sha1].concat()).unwrap_or_default()
    };
    let checks = [Field::SignRequests, Field::Encryption, Field::Unsolicited, Field::SamlLogout];
    if checks.iter().any(|check| *check as usize == field) {
        return if value.is_empty() { common::no() } else { common::yes() }.to_owned();
    }
    if value.is_empty() {
        return common::not_set().to_owned();
    }
    if field == Field::Provider as usize {
        return SsoProvider::from_name(value).map(text::provider).unwrap_or_default().to_owned();
    }
    if field == Field::NameId as usize {
        return NameIdFormat::from_name(value).map(text::format).unwrap_or_default().to_owned();
    }
    if field == Field::Certificates as usize {
        return value.lines().map(certificate).collect::<Vec<_>>().join("; ");
    }
    value.to_owned()
}

/// What differs: field, before, after.
pub fn differences(before: &Values, after: &Values, known: &[Certificate]) -> Option<View> {
    let mut rows = Vec::new();
    for (at, (old, new)) in before.iter().zip(after).enumerate() {
        if old != new {
            let [old, new] = [old, new].map(|value| words(at, value, known).into_view());
            rows.push(vec![label(at).into_view(), old, new]);
        }
    }
    let head = [text::field(), text::before(), text::after()];
    (!rows.is_empty()).then(|| words_table(Some(text::differences()), &head, rows))
}

/// The form.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Its state.
    pub form: Form,
    /// Certificates that were read and are not saved.
    pub read: RwSignal<Vec<Certificate>>,
    inputs: StoredValue<Vec<Input>>,
}

impl Draft {
    /// The form of these settings, which follows them as long as nothing on the screen would be lost.
    pub fn new(sso: Signal<Arc<Sso>>) -> Self {
        let form = Form::new();
        let first = sso.with_untracked(|sso| base(sso));
        let input = |at: usize| form.input(NAMES[at], label(at), &first[at], CHECKS[at]);
        let inputs = StoredValue::new((0..COUNT).map(input).collect::<Vec<_>>());
        effect(move || {
            let saved = sso.with(|sso| base(sso));
            inputs.with_value(|inputs| {
                inputs.iter().zip(&saved).for_each(|(input, saved)| input.reload(saved))
            });
        });
        Self { form, read: RwSignal::new(Vec::new()), inputs }
    }

    /// One field.
    pub fn input(self, field: Field) -> Input {
        self.inputs.with_value(|inputs| inputs[field as usize])
    }

    /// What is on the screen.
    pub fn screen(self) -> Values {
        self.inputs.with_value(|inputs| inputs.iter().map(|input| input.value.get()).collect())
    }

    /// The provider that is chosen.
    pub fn provider(self) -> SsoProvider {
        SsoProvider::from_name(&self.input(Field::Provider).value.get()).unwrap_or(SsoProvider::Other)
    }

    /// The settings as they are on the screen.
    pub fn settings(self) -> Settings {
        let text = |field: Field| self.input(field).filled();
        let on = |field: Field| text(field).is_some();
        Settings {
            provider: untrack(|| self.provider()),
            sign_in_url: text(Field::SignIn).unwrap_or_default(),
            issuer: text(Field::Issuer).unwrap_or_default(),
            sign_out_url: text(Field::SignOut),
            logout_url: text(Field::Logout),
            saml_logout: on(Field::SamlLogout),
            certificates: self.input(Field::Certificates).text().lines().map(str::to_owned).collect(),
            sign_requests: on(Field::SignRequests),
            require_encryption: on(Field::Encryption),
            allow_unsolicited: on(Field::Unsolicited),
            name_id_format: text(Field::NameId)
                .and_then(|name| NameIdFormat::from_name(&name))
                .unwrap_or(NameIdFormat::Unspecified),
            metadata_url: text(Field::Metadata),
        }
    }
}
