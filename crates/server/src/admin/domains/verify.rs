//! `POST /api/v1/domains/{name}/verify`

use api::domains::Verify;
use api::events::Subject;
use api::history::Action;
use domain::Reason;
use store::Domain;

use super::body;
use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Failure, Reply};

/// Looks for the TXT record.
///
/// # Errors
/// `not_found`; `refused` (R26) while the record is not there, or when another organization has proven the domain.
pub async fn handle(call: Call<Verify>) -> Answer<Verify> {
    let row = call.read().domains().get(&call.params.name).await?;
    let row = row.ok_or_else(|| Failure::not_found("domain"))?;
    call.app.attempts.from_address(&call.client.address).await?;
    let others = call.app.store.organizations().by_domain(&row.name).await?;
    if others.iter().any(|organization| organization.id != call.actor.org) {
        return Err(Reason::DomainTaken.into());
    }
    let shown = body(row.clone());
    let texts = call.app.dns.txt(&shown.record_name).await;
    if !texts.iter().any(|text| text.trim() == shown.record_value) {
        return Err(Reason::DomainNotProven.into());
    }
    let entry = &call.origin().entry(&call.app, Action::DomainVerified, Thing::domain(&row.name), Vec::new());
    let (name, now) = (row.name.as_str(), call.now());
    call.write(|tx| async move {
        tx.domains().verify(name, now).await?;
        Ok(audit::record(&tx, entry, Subject::Domain).await?)
    })
    .await?;
    Ok(Reply::new(body(Domain { verified_at: Some(now), ..row })))
}
