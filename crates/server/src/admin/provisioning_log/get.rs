//! `GET /api/v1/provisioning/log/{id}`

use api::provisioning_log::{EntryDetail, Get, IgnoredPart, PathChange, RawRequest};
use domain::IdentityProvider;
use store::{LogChange, LogEntry, LogIgnored};

use super::entry;
use crate::http::{Answer, Call, Failure, Reply};

/// One request with its changes, its reason, where to mend it, and the request itself.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    let read = call.read();
    let found = read.provisioning_log().get(call.params.id).await?;
    let found = found.ok_or_else(|| Failure::not_found("entry of the provisioning log"))?;
    let settings = read.provisioning().get().await?;
    let provider = settings.map(|settings| settings.identity_provider).unwrap_or_default();
    Ok(Reply::new(detail(found, provider)))
}

fn detail(found: LogEntry, provider: IdentityProvider) -> EntryDetail {
    let change = |change: LogChange| PathChange { path: change.path, from: change.from, to: change.to };
    let part = |ignored: LogIgnored| IgnoredPart { path: ignored.path, why: ignored.why };
    EntryDetail {
        entry: entry(&found),
        identity_provider: provider,
        scim_type: found.scim_type,
        detail: found.detail,
        expected: found.expected,
        received: found.received,
        place: found.cause.map(|cause| cause.place(provider).to_owned()),
        advice: found.cause.map(|cause| cause.advice().to_owned()),
        changes: found.changes.into_iter().map(change).collect(),
        ignored: found.ignored.into_iter().map(part).collect(),
        address: found.address,
        request_id: found.request_id,
        duration_ms: found.duration_ms.unsigned_abs(),
        request: RawRequest {
            method: found.request.method,
            path: found.request.path,
            body: found.request.body,
        },
    }
}
