//! The draft: what was entered, checked, and used by nobody yet.

use api::Problem;
use api::history::Action;
use api::problem::FieldError;
use api::sso::Settings;
use domain::sso::{CertificateFault, is_provider_address};
use domain::validation::Invalid;
use domain::{RevisionId, Timestamp};
use store::{Change, SingleSignOn, SsoRevision};

use super::Refused;
use crate::audit::{self, Thing};
use crate::http::{Call, Failure};
use crate::sso::parties;

/// Most certificates of a revision: the present one and the next one.
const MOST_CERTIFICATES: usize = 2;
/// Longest issuer, in characters (SAML 2.0 core, 8.3.6).
const MAX_ISSUER: usize = 1_024;

/// Checks everything, and tells of all that is not accepted at once. Blanks around what was pasted are no error.
pub(super) fn check(entered: &Settings, now: Timestamp) -> Result<Settings, Failure> {
    let mut errors = Vec::new();
    let optional = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let settings = Settings {
        sign_in_url: entered.sign_in_url.trim().to_owned(),
        issuer: entered.issuer.trim().to_owned(),
        sign_out_url: optional(&entered.sign_out_url),
        logout_url: optional(&entered.logout_url),
        metadata_url: optional(&entered.metadata_url),
        ..entered.clone()
    };
    let mut refuse = |field: &str, invalid: Invalid| errors.push(FieldError::invalid(field, invalid));
    let addresses = [
        ("sign_in_url", Some(&settings.sign_in_url)),
        ("sign_out_url", settings.sign_out_url.as_ref()),
        ("logout_url", settings.logout_url.as_ref()),
        ("metadata_url", settings.metadata_url.as_ref()),
    ];
    for (field, address) in addresses {
        match address {
            Some(address) if address.is_empty() => refuse(field, Invalid::Empty),
            Some(address) if !is_provider_address(address) => refuse(field, Invalid::NotAWebAddress),
            _ => {}
        }
    }
    if settings.saml_logout && settings.logout_url.is_none() {
        refuse("logout_url", Invalid::Empty);
    }
    match settings.issuer.chars().count() {
        0 => refuse("issuer", Invalid::Empty),
        length if length > MAX_ISSUER => refuse("issuer", Invalid::TooLong { max: MAX_ISSUER }),
        _ if settings.issuer.contains("{tenant}") => {
            refuse("issuer", Invalid::Metadata { defect: domain::sso::MetadataFault::AnyTenant });
        }
        _ if settings.issuer.chars().any(|c| c.is_control() || c.is_whitespace()) => {
            refuse("issuer", Invalid::ContainsSpace)
        }
        _ => {}
    }
    if let Err(fault) = certificates(&settings, now) {
        refuse("certificates", Invalid::Certificate { fault });
    }
    if errors.is_empty() { Ok(settings) } else { Err(Problem::fields(errors).into()) }
}

/// One or two, each as it would be read from a file.
fn certificates(settings: &Settings, now: Timestamp) -> Result<(), CertificateFault> {
    match settings.certificates.len() {
        0 => return Err(CertificateFault::Empty),
        count if count > MOST_CERTIFICATES => return Err(CertificateFault::Several),
        _ => {}
    }
    let mut expired = 0;
    for text in &settings.certificates {
        match saml::Certificate::read(text.as_bytes(), now) {
            Ok(_) => {}
            // One that has expired may stay beside its successor.
            Err(CertificateFault::Expired) => expired += 1,
            Err(fault) => return Err(fault),
        }
    }
    if expired == settings.certificates.len() { Err(CertificateFault::Expired) } else { Ok(()) }
}

/// Saves a new revision as the draft; the draft before it is gone.
pub(super) async fn save<E: api::Endpoint>(
    call: &Call<E>,
    before: &SingleSignOn,
    settings: &Settings,
) -> Result<(), Refused> {
    let read = call.read();
    let present = match before.draft.or(before.active) {
        Some(id) => read.sso().revision(id).await?,
        None => None,
    };
    let was = present.as_ref().map(parties::entered).transpose()?;
    let changes = changes(was.as_ref(), settings);
    if changes.is_empty() {
        return Ok(());
    }
    let row = &SsoRevision {
        id: RevisionId(call.app.new_id()),
        number: read.sso().last_number().await? + 1,
        settings: serde_json::to_string(settings).map_err(|error| Failure::internal(&error))?,
        saved_at: call.now(),
        saved_by: call.actor.name.clone(),
        tested_at: None,
        activated_at: None,
    };
    let after = &SingleSignOn { draft: Some(row.id), updated_at: call.now(), ..before.clone() };
    let entry = &call.origin().entry(&call.app, Action::SsoDraftSaved, Thing::sso(call.actor.org), changes);
    call.app
        .store
        .write(call.actor.org, |tx| async move {
            tx.sso().insert_revision(row).await?;
            tx.sso().update(before, after.clone()).await?;
            audit::record(&tx, entry, api::events::Subject::Sso).await.map_err(Refused::from)
        })
        .await
}

/// Every setting that differs. Of certificates the thumbprints are told.
fn changes(was: Option<&Settings>, is: &Settings) -> Vec<Change> {
    let values = |settings: &Settings| -> Vec<(String, Option<String>)> {
        let json = serde_json::to_value(settings).unwrap_or_default();
        let fields = json.as_object().cloned().unwrap_or_default();
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => Some(text),
            serde_json::Value::Null => None,
            other => Some(other.to_string()),
        };
        let plain = fields.into_iter().filter(|(field, _)| field != "certificates");
        let mut values: Vec<_> = plain.map(|(field, value)| (field, text(value))).collect();
        let idp = parties::identity_provider(settings);
        let thumbprints: Vec<String> = idp.certificates.iter().map(saml::Certificate::sha1).collect();
        values.push(("certificates".to_owned(), Some(thumbprints.join(", "))));
        values
    };
    let (old, new) = (was.map(values).unwrap_or_default(), values(is));
    let find = |list: &[(String, Option<String>)], field: &str| {
        list.iter().find(|(name, _)| name == field).and_then(|(_, value)| value.clone())
    };
    let mut fields: Vec<&String> = old.iter().chain(&new).map(|(field, _)| field).collect();
    fields.sort();
    fields.dedup();
    let pairs = fields.into_iter().map(|field| (field, find(&old, field), find(&new, field)));
    let differing = pairs.filter(|(_, from, to)| from != to);
    differing.map(|(field, from, to)| Change { field: field.clone(), from, to }).collect()
}
