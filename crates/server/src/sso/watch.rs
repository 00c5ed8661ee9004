//! What nobody has to remember: certificates that end, and metadata that changes. Looked at once an hour.

use api::events::Subject;
use api::history::Action;
use api::sso::{Metadata, Settings};
use domain::sso::CertificateEnd;
use domain::timestamp::DAY_MS;
use domain::{Right, Timestamp};
use saml::Certificate;
use store::{Change, Organization, SingleSignOn};

use super::{fetch, parties};
use crate::admin::sso::body;
use crate::app::App;
use crate::audit::{self, Origin, Thing};
use crate::http::Failure;
use crate::mail::Letter;

/// Owners and admins who are mailed at most.
const MOST_MAILED: u64 = 100;

/// Looks at every organization. One that fails does not keep the others waiting.
pub async fn look(app: &App) {
    let organizations = match app.store.organizations().list().await {
        Ok(organizations) => organizations,
        Err(error) => {
            return tracing::warn!(%error, "single sign-on could not be looked at; the next try is in an hour");
        }
    };
    for organization in organizations {
        if let Err(Failure(problem)) = look_at(app, &organization).await {
            tracing::warn!(org = %organization.id, detail = problem.detail, "single sign-on could not be looked at");
        }
    }
}

/// Warns of the certificate's end, and reads the metadata where that is due.
///
/// # Errors
/// The database fails.
pub async fn look_at(app: &App, organization: &Organization) -> Result<(), Failure> {
    let settings = parties::settings(app, organization).await?;
    let Some(active) = settings.active else { return Ok(()) };
    let entered = parties::revision(app, organization, active).await?;
    warn(app, organization, &settings, &entered).await?;
    let due = settings.metadata_read_at.is_none_or(|at| app.now().ms_since(at) >= DAY_MS);
    match &entered.metadata_url {
        Some(url) if due => read(app, organization, &settings, &entered, url).await,
        _ => Ok(()),
    }
}

/// The end of the certificate that ends last: then nobody signs in any more.
#[must_use]
pub fn last_end(entered: &Settings) -> Option<Timestamp> {
    let ends = entered.certificates.iter().filter_map(|text| Certificate::from_base64_der(text).ok());
    ends.map(|certificate| certificate.not_after()).max()
}

/// The days before, as they are told.
const fn days(end: CertificateEnd) -> i64 {
    match end {
        CertificateEnd::TwoMonths => 60,
        CertificateEnd::Month => 30,
        CertificateEnd::Week => 7,
        CertificateEnd::Day => 1,
        CertificateEnd::Over => 0,
    }
}

/// R24: once at 60, 30, 7 days and 1 day before, and when it has come; in the audit log, and by mail.
async fn warn(
    app: &App,
    organization: &Organization,
    before: &SingleSignOn,
    entered: &Settings,
) -> Result<(), Failure> {
    let Some(end) = last_end(entered).filter(|_| before.enabled) else { return Ok(()) };
    let near = CertificateEnd::at(end, app.now()).map(days);
    if near == before.warned_days {
        return Ok(());
    }
    let after = SingleSignOn { warned_days: near, ..before.clone() };
    let more_urgent = near.filter(|days| before.warned_days.is_none_or(|warned| *days < warned));
    let change = Change { field: "certificate_ends_at".to_owned(), from: None, to: Some(end.to_string()) };
    let entry =
        Origin::system().entry(app, Action::SsoCertificateEnds, Thing::sso(organization.id), vec![change]);
    let (after, entry) = (&after, &entry);
    app.store
        .write(organization.id, |tx| async move {
            tx.sso().update(before, after.clone()).await?;
            if more_urgent.is_some() {
                audit::record(&tx, entry, Subject::Sso).await?;
            }
            Ok::<_, store::Error>(())
        })
        .await?;
    if more_urgent.is_some() {
        tracing::warn!(org = %organization.slug, %end, "the certificate of single sign-on ends");
        mail(app, organization, end).await?;
    }
    Ok(())
}

/// To owners and admins with an address, where there is a mail server.
async fn mail(app: &App, organization: &Organization, end: Timestamp) -> Result<(), Failure> {
    let Some(mail) = &app.config.mail else { return Ok(()) };
    let read = app.store.read(organization.id);
    for user in read.users().with_role_above_member(MOST_MAILED).await? {
        let is_told = user.status.is_active() && user.role.has(Right::EditIdentity);
        let Some(email) = user.email.clone().filter(|email| is_told && !email.is_empty()) else { continue };
        let letter = Letter {
            id: app.new_id(),
            at: app.now(),
            organization: organization.name.clone(),
            name: user.full_name(),
            email,
            subject: "The certificate of single sign-on ends".to_owned(),
            opening: format!(
                "the certificate with which your identity provider signs ends on {}. From then on nobody signs in with it. Add the next one here, before it is made active at your identity provider:",
                end.to_string().get(..10).unwrap_or_default()
            ),
            url: format!("{}/identity/sso", app.config.public_url),
            closing: vec!["Owners with emergency access can always sign in with their password.".to_owned()],
        };
        let sent = mail.send(&letter).await;
        app.metrics.mailed(sent.is_ok());
        if let Err(error) = sent {
            tracing::warn!(%error, "a warning of a certificate's end could not be mailed");
        }
    }
    Ok(())
}

/// Reads the metadata, and holds what differs until an admin decides. Nothing is ever taken over silently.
async fn read(
    app: &App,
    organization: &Organization,
    before: &SingleSignOn,
    entered: &Settings,
    url: &str,
) -> Result<(), Failure> {
    let now = app.now();
    let claimed = app.store.write(organization.id, |tx| async move {
        tx.sso().claim_reading(before.metadata_read_at, now).await
    });
    if !claimed.await? {
        return Ok(());
    }
    let Ok(bytes) = fetch::metadata(url, app.config.allow_private_metadata).await else {
        tracing::warn!(org = %organization.slug, "the metadata of the identity provider could not be fetched; the next try is tomorrow");
        return Ok(());
    };
    match saml::read_metadata(&bytes, now) {
        Ok(read) => hold(app, organization, entered, body::metadata(&read)).await,
        Err(fault) => {
            tracing::warn!(org = %organization.slug, fault = fault.words(), "the metadata of the identity provider cannot be used");
            Ok(())
        }
    }
}

/// Does the metadata say what the settings say? What an admin has entered beside it does not count.
#[must_use]
pub fn agrees(entered: &Settings, metadata: &Metadata) -> bool {
    let known = |certificate: &api::sso::Certificate| entered.certificates.contains(&certificate.base64);
    entered.issuer == metadata.issuer
        && entered.sign_in_url == metadata.sign_in_url
        && metadata.certificates.iter().all(known)
}

async fn hold(
    app: &App,
    organization: &Organization,
    entered: &Settings,
    metadata: Metadata,
) -> Result<(), Failure> {
    let before = parties::settings(app, organization).await?;
    let text = serde_json::to_string(&metadata).map_err(|error| Failure::internal(&error))?;
    let held =
        (!agrees(entered, &metadata) && before.metadata_dismissed.as_ref() != Some(&text)).then_some(text);
    let present: Option<api::sso::MetadataChange> =
        before.metadata_change.as_deref().and_then(|text| serde_json::from_str(text).ok());
    if present.as_ref().map(|change| &change.metadata) == held.as_ref().map(|_| &metadata) {
        return Ok(());
    }
    let change = held.is_some().then(|| api::sso::MetadataChange { seen_at: app.now(), metadata });
    let text =
        change.as_ref().map(serde_json::to_string).transpose().map_err(|error| Failure::internal(&error))?;
    let is_new = change.is_some();
    let entry =
        &Origin::system().entry(app, Action::SsoMetadataChanged, Thing::sso(organization.id), Vec::new());
    let (before, after) = (&before, &SingleSignOn { metadata_change: text, ..before.clone() });
    app.store
        .write(organization.id, |tx| async move {
            tx.sso().update(before, after.clone()).await?;
            if is_new {
                audit::record(&tx, entry, Subject::Sso).await?;
            }
            Ok::<_, store::Error>(())
        })
        .await?;
    Ok(())
}
