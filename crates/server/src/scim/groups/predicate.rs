//! A filter of SCIM on groups, as a condition of the store.

use ::scim::filter::{CompareOp, CompareValue};
use ::scim::path::AttributePath;
use ::scim::{Filter, ScimError};
use store::{GroupColumn, GroupPredicate, Op, Operand};
use uuid::Uuid;

use crate::scim::predicate::{not_served, operand, operator};

/// The condition that a group must meet.
///
/// # Errors
/// `invalidFilter` for a comparison that no index could serve.
pub fn predicate(filter: &Filter) -> Result<GroupPredicate, ScimError> {
    Ok(match filter {
        Filter::And(all) => GroupPredicate::And(all.iter().map(predicate).collect::<Result<_, _>>()?),
        Filter::Or(any) => GroupPredicate::Or(any.iter().map(predicate).collect::<Result<_, _>>()?),
        Filter::Not(inner) => GroupPredicate::Not(Box::new(predicate(inner)?)),
        Filter::Unknown(_) => GroupPredicate::False,
        Filter::Present(path) => match (column(*path), path.names()) {
            (Some(column), _) => GroupPredicate::Present(column),
            (None, ("members", None | Some("value"))) => GroupPredicate::HasMembers,
            (None, ("meta" | "schemas", _)) => GroupPredicate::True,
            _ => return Err(not_served(*path)),
        },
        Filter::Compare { path, op, value } => compare(*path, *op, value)?,
        Filter::ValuePath { attribute, filter } => match &**filter {
            Filter::Compare { path, op, value } => compare(*path, *op, value)?,
            Filter::Or(any) if attribute.names().0 == "members" => {
                GroupPredicate::Or(any.iter().map(predicate).collect::<Result<_, _>>()?)
            }
            _ => return Err(not_served(*attribute)),
        },
    })
}

/// The column that holds the attribute, where one does.
pub fn column(path: AttributePath) -> Option<GroupColumn> {
    Some(match path.names() {
        ("id", None) => GroupColumn::Id,
        ("displayName", None) => GroupColumn::DisplayName,
        ("externalId", None) => GroupColumn::ExternalId,
        ("meta", Some("created")) => GroupColumn::CreatedAt,
        ("meta", Some("lastModified")) => GroupColumn::UpdatedAt,
        _ => return None,
    })
}

fn compare(path: AttributePath, op: CompareOp, value: &CompareValue) -> Result<GroupPredicate, ScimError> {
    match (column(path), path.names(), op, value) {
        (Some(GroupColumn::Id), _, CompareOp::Eq, CompareValue::Text(text)) => Ok(Uuid::try_parse(text)
            .map_or(GroupPredicate::False, |id| GroupPredicate::Compare {
                column: GroupColumn::Id,
                op: Op::Eq,
                value: Operand::Id(id),
            })),
        (Some(GroupColumn::Id), ..) => Err(not_served(path)),
        (Some(column), ..) => {
            Ok(GroupPredicate::Compare { column, op: operator(op), value: operand(path, value) })
        }
        (None, ("members", Some("value")), CompareOp::Eq, CompareValue::Text(text)) => {
            Ok(GroupPredicate::HasMember(text.clone()))
        }
        (None, ("schemas", _), CompareOp::Eq, CompareValue::Text(urn))
            if urn.eq_ignore_ascii_case(::scim::schema::GROUP.urn) =>
        {
            Ok(GroupPredicate::True)
        }
        _ => Err(not_served(path)),
    }
}
