//! `GET /api/v1/users/{id}/fields`

use api::history::{FieldOrigin, Fields, GetFields};
use domain::Field;
use store::AuditEntry;

use super::actor;
use crate::audit;
use crate::http::{Answer, Call, Failure, Reply};

/// Entries of the history that are looked at.
const MOST: u64 = 500;

/// For each field, who changed it last, and when.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<GetFields>) -> Answer<GetFields> {
    let id = call.params.id;
    let read = call.read();
    read.users().get(id).await?.ok_or_else(|| Failure::not_found("user"))?;
    let subject = audit::name(api::events::Subject::User);
    let entries = read.audit().history(&subject, &id.to_string(), None, MOST).await?;
    let fields: Vec<FieldOrigin> =
        Field::ALL.into_iter().filter_map(|field| origin(field, &entries)).collect();
    let is_complete = (entries.len() as u64) < MOST || fields.len() == Field::ALL.len();
    Ok(Reply::new(Fields { fields, is_complete }))
}

/// The newest entry in which the field changed.
fn origin(field: Field, entries: &[AuditEntry]) -> Option<FieldOrigin> {
    let changes = |entry: &&AuditEntry| entry.changes.iter().any(|change| change.field == field.name());
    let entry = entries.iter().find(changes)?;
    Some(FieldOrigin {
        field,
        at: entry.at,
        actor: actor(entry.actor_kind),
        actor_name: entry.actor_name.clone(),
        event_id: entry.id,
    })
}
