//! `POST /api/v1/sso/metadata-change/accept`

use api::sso::{AcceptMetadata, Settings};

use super::held::{decide, held};
use super::{before, changed_to, draft};
use crate::http::{Answer, Call, Failure};
use crate::sso::parties;

/// Makes a draft of what the metadata says. The present certificate stays beside the new ones, where there is room, until the
/// identity provider signs by them.
///
/// # Errors
/// `not_found`; the database fails.
pub async fn handle(call: Call<AcceptMetadata>) -> Answer<AcceptMetadata> {
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
