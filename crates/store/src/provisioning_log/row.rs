//! Entries as rows, and back.

use domain::{Cause, Effect, LogId, Operation, OrgId, Outcome, ResourceKind, Timestamp, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, DbErr, Iterable, QuerySelect, Select};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{LogDay, LogEntry, LogRequest};
use crate::Error;
use crate::entities::provisioning_days;
use crate::entities::provisioning_log::{ActiveModel, Column, Entity, Model};
use crate::keys::{key, stored, uuid};

/// All columns but the largest: a page of a list would be mostly bodies that nobody looks at.
pub(super) fn without_request(select: Select<Entity>) -> Select<Entity> {
    let columns = Column::iter().filter(|column| !matches!(column, Column::RequestBody));
    select.select_only().columns(columns).expr_as(Expr::value(""), "request_body")
}

fn json<T: Serialize>(value: &T) -> Result<String, Error> {
    Ok(stored(&serde_json::to_string(value).map_err(|error| DbErr::Json(error.to_string()))?))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    Ok(serde_json::from_str(text).map_err(|error| DbErr::Json(error.to_string()))?)
}

fn text(value: Option<&String>) -> Option<String> {
    value.map(|value| stored(value))
}

pub(super) fn of(org: OrgId, entry: &LogEntry) -> Result<ActiveModel, Error> {
    Ok(ActiveModel {
        org_id: Set(uuid(org.0)),
        id: Set(uuid(entry.id.0)),
        at: Set(entry.at.0),
        operation: Set(entry.operation.name().to_owned()),
        resource: Set(entry.resource.name().to_owned()),
        outcome: Set(entry.outcome.name().to_owned()),
        is_read: Set(entry.outcome == Outcome::Read),
        status: Set(entry.status.into()),
        scim_type: Set(text(entry.scim_type.as_ref())),
        effect: Set(entry.effect.name().to_owned()),
        found: Set(entry.found.map(|found| i64::try_from(found).unwrap_or(i64::MAX))),
        cause: Set(entry.cause.map(|cause| cause.name().to_owned())),
        detail: Set(text(entry.detail.as_ref())),
        expected: Set(text(entry.expected.as_ref())),
        received: Set(text(entry.received.as_ref())),
        user_id: Set(entry.user_id.map(|id| uuid(id.0))),
        subject: Set(stored(&entry.subject)),
        subject_key: Set(key(&entry.subject)),
        changes: Set(json(&entry.changes)?),
        ignored: Set(json(&entry.ignored)?),
        token_name: Set(text(entry.token_name.as_ref())),
        address: Set(stored(&entry.address)),
        request_id: Set(stored(&entry.request_id)),
        duration_ms: Set(entry.duration_ms),
        request_method: Set(stored(&entry.request.method)),
        request_path: Set(stored(&entry.request.path)),
        request_body: Set(stored(&entry.request.body)),
    })
}

impl TryFrom<Model> for LogEntry {
    type Error = Error;

    /// A name that a newer version wrote, and this one does not know, is the vaguest of its kind.
    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: LogId(row.id.as_u128()),
            at: Timestamp(row.at),
            operation: Operation::from_name(&row.operation).unwrap_or(Operation::Other),
            resource: ResourceKind::from_name(&row.resource).unwrap_or(ResourceKind::Service),
            outcome: Outcome::from_name(&row.outcome).unwrap_or(Outcome::Unchanged),
            status: u16::try_from(row.status).unwrap_or_default(),
            scim_type: row.scim_type,
            effect: Effect::from_name(&row.effect).unwrap_or(Effect::None),
            found: row.found.and_then(|found| u64::try_from(found).ok()),
            cause: row.cause.as_deref().and_then(Cause::from_name),
            detail: row.detail,
            expected: row.expected,
            received: row.received,
            user_id: row.user_id.map(|id| UserId(id.as_u128())),
            subject: row.subject,
            changes: read(&row.changes)?,
            ignored: read(&row.ignored)?,
            token_name: row.token_name,
            address: row.address,
            request_id: row.request_id,
            duration_ms: row.duration_ms,
            request: LogRequest {
                method: row.request_method,
                path: row.request_path,
                body: row.request_body,
            },
        })
    }
}

impl From<provisioning_days::Model> for LogDay {
    fn from(row: provisioning_days::Model) -> Self {
        let count = |number: i64| u64::try_from(number).unwrap_or_default();
        Self {
            day: row.day,
            calls: count(row.calls),
            changed: count(row.changed),
            refused: count(row.refused),
        }
    }
}
