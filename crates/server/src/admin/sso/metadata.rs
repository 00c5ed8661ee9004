//! Metadata of the identity provider: read on request, and what was found to have changed.

use api::history::Action;
use api::problem::FieldError;
use api::sso::{AcceptMetadata, DismissMetadata, MetadataChange, ReadMetadata, Settings};
use api::{Endpoint, Problem};
use domain::sso::MetadataFault;
use domain::validation::Invalid;
use store::SingleSignOn;

use super::{Refused, before, body, changed_to, draft};
use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Failure, Reply};
use crate::sso::{fetch, parties};

/// `POST /api/v1/sso/metadata/read`
///
/// # Errors
/// `invalid_fields`, with what the metadata is; `too_many_attempts`.
pub(super) async fn read(call: Call<ReadMetadata>) -> Answer<ReadMetadata> {
    let source = &call.body;
    let url = source.url.as_deref().map(str::trim).filter(|url| !url.is_empty());
    let (field, bytes) = match (url, &source.xml) {
        (Some(url), _) => {
            call.app.attempts.from_address(&call.client.address)?;
            let fetched = fetch::metadata(url, call.app.config.allow_private_metadata).await;
            ("url", fetched.map_err(|defect| refused("url", defect))?)
        }
        (None, Some(xml)) => ("xml", xml.clone().into_bytes()),
        (None, None) => return Err(Problem::fields(vec![FieldError::invalid("xml", Invalid::Empty)]).into()),
    };
    let read = saml::read_metadata(&bytes, call.now()).map_err(|defect| refused(field, defect))?;
    Ok(Reply::new(body::metadata(&read)))
}

fn refused(field: &str, defect: MetadataFault) -> Failure {
    Problem::fields(vec![FieldError::invalid(field, Invalid::Metadata { defect })]).into()
}

/// What is held.
fn held(before: &SingleSignOn) -> Result<MetadataChange, Failure> {
    let change = before.metadata_change.as_deref().and_then(|text| serde_json::from_str(text).ok());
    change.ok_or_else(|| Failure::not_found("changed metadata"))
}

/// `POST /api/v1/sso/metadata-change/accept`: the present certificate stays beside the new ones, where there is room, until the
/// identity provider signs by them.
///
/// # Errors
/// `not_found`; the database fails.
pub(super) async fn accept(call: Call<AcceptMetadata>) -> Answer<AcceptMetadata> {
    let before = before(&call).await?;
    let change = held(&before)?;
    let active = before.active.ok_or_else(|| Failure::not_found("active revision"))?;
    let organization = super::organization(&call).await?;
    let entered = parties::revision(&call.app, &organization, active).await?;
    let mut certificates: Vec<String> =
        change.metadata.certificates.iter().take(2).map(|certificate| certificate.base64.clone()).collect();
    for present in &entered.certificates {
        if certificates.len() < 2 && !certificates.contains(present) {
            certificates.push(present.clone());
        }
    }
    let settings = Settings {
        issuer: change.metadata.issuer,
        sign_in_url: change.metadata.sign_in_url,
        certificates,
        ..entered
    };
    let settings = draft::check(&settings, call.now())?;
    let mut outcome = draft::save(&call, &before, &settings).await;
    if outcome.is_ok() {
        outcome = decide(&call, None).await;
    }
    changed_to(&call, outcome).await
}

/// `POST /api/v1/sso/metadata-change/dismiss`
///
/// # Errors
/// `not_found`; the database fails.
pub(super) async fn dismiss(call: Call<DismissMetadata>) -> Answer<DismissMetadata> {
    let change = held(&before(&call).await?)?;
    let text = serde_json::to_string(&change.metadata).map_err(|error| Failure::internal(&error))?;
    let outcome = decide(&call, Some(text)).await;
    changed_to(&call, outcome).await
}

async fn decide<E: Endpoint>(call: &Call<E>, dismissed: Option<String>) -> Result<(), Refused> {
    let before = &before(call).await?;
    let after = &SingleSignOn {
        metadata_change: None,
        metadata_dismissed: dismissed,
        updated_at: call.now(),
        ..before.clone()
    };
    let entry =
        &call.origin().entry(&call.app, Action::SsoMetadataDecided, Thing::sso(call.actor.org), Vec::new());
    call.app
        .store
        .write(call.actor.org, |tx| async move {
            tx.sso().update(before, after.clone()).await?;
            audit::record(&tx, entry, api::events::Subject::Sso).await.map_err(Refused::from)
        })
        .await
}
