//! Single sign-on as the API shows it.

use api::Endpoint;
use api::sso::{Certificate, EmergencyOwner, Metadata, Revision, Sso};
use domain::sso::RevisionState;
use domain::{RevisionId, Role};
use store::{SingleSignOn, SsoRevision};

use super::organization;
use crate::http::{Call, Failure};
use crate::sso::parties;

/// A certificate.
#[must_use]
pub fn certificate(certificate: &saml::Certificate) -> Certificate {
    Certificate {
        base64: certificate.base64_der(),
        subject: certificate.subject().to_owned(),
        issuer: certificate.issuer().to_owned(),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
        sha1: certificate.sha1(),
        sha256: certificate.sha256(),
    }
}

/// What metadata says.
#[must_use]
pub fn metadata(read: &saml::IdpMetadata) -> Metadata {
    Metadata {
        issuer: read.entity_id.clone(),
        sign_in_url: read.sign_in_url.clone(),
        logout_url: read.logout_url.clone(),
        certificates: read.certificates.iter().map(certificate).collect(),
        sign_requests: read.wants_signed_requests,
    }
}

fn revision(row: SsoRevision, state: RevisionState) -> Result<Revision, Failure> {
    let settings = parties::entered(&row)?;
    let idp = parties::identity_provider(&settings);
    let state = match state {
        RevisionState::Draft if row.tested_at.is_some() => RevisionState::Tested,
        other => other,
    };
    Ok(Revision {
        id: row.id,
        number: row.number.unsigned_abs(),
        state,
        certificates: idp.certificates.iter().map(certificate).collect(),
        settings,
        saved_at: row.saved_at,
        saved_by: row.saved_by,
        tested_at: row.tested_at,
        activated_at: row.activated_at,
    })
}

async fn find<E: Endpoint>(
    call: &Call<E>,
    id: Option<RevisionId>,
    state: RevisionState,
) -> Result<Option<Revision>, Failure> {
    let Some(id) = id else { return Ok(None) };
    let found = call.read().sso().revision(id).await?;
    found.map(|row| revision(row, state)).transpose()
}

/// Everything.
///
/// # Errors
/// The database fails; the key cannot be made or opened.
pub async fn all<E: Endpoint>(call: &Call<E>) -> Result<Sso, Failure> {
    let organization = organization(call).await?;
    let sp = parties::service_provider(&call.app, &organization).await?;
    let settings: SingleSignOn = parties::settings(&call.app, &organization).await?;
    let key = sp.key.as_ref().ok_or_else(|| Failure::internal(&"single sign-on has no key"))?;
    let password = call.read().credentials().get(call.actor.id).await?;
    Ok(Sso {
        enabled: settings.enabled,
        metadata_url: format!("{}/metadata", sp.entity_id),
        login_url: format!("{}/login", sp.entity_id),
        certificate: certificate(key.certificate()),
        entity_id: sp.entity_id,
        logout_url: sp.logout_url,
        active: find(call, settings.active, RevisionState::Active).await?,
        draft: find(call, settings.draft, RevisionState::Draft).await?,
        previous: find(call, settings.previous, RevisionState::Former).await?,
        emergency: emergency(call).await?,
        can_prove: call.actor.role == Role::Owner && password.is_some(),
        metadata_change: settings.metadata_change.as_deref().and_then(|text| serde_json::from_str(text).ok()),
        metadata_read_at: settings.metadata_read_at,
        version: settings.version.unsigned_abs(),
    })
}

async fn emergency<E: Endpoint>(call: &Call<E>) -> Result<Vec<EmergencyOwner>, Failure> {
    let read = call.read();
    let mut owners = Vec::new();
    for access in read.emergency_access().list().await? {
        let Some(user) = read.users().get(access.user_id).await? else { continue };
        if user.role == Role::Owner && user.status.is_active() {
            owners.push(EmergencyOwner {
                user_id: user.id,
                name: user.full_name(),
                username: user.username,
                proven_at: access.proven_at,
                used_at: access.used_at,
            });
        }
    }
    Ok(owners)
}
