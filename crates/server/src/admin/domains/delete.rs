//! `DELETE /api/v1/domains/{name}`

use api::domains::Delete;
use api::events::Subject;
use api::history::Action;

use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Failure, Reply};

/// Forgets a domain.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Delete>) -> Answer<Delete> {
    let name = call.params.name.as_str();
    let entry = &call.origin().entry(&call.app, Action::DomainDeleted, Thing::domain(name), Vec::new());
    call.write(|tx| async move {
        tx.domains().delete(name).await.map_err(|error| match error {
            store::Error::Stale => Failure::not_found("domain"),
            other => other.into(),
        })?;
        Ok(audit::record(&tx, entry, Subject::Domain).await?)
    })
    .await?;
    Ok(Reply::empty())
}
