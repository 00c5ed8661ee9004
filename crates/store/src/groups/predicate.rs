//! What a SCIM filter asks of a group, and its SQL: two-valued, as for users.

use domain::OrgId;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition};

use super::column;
use crate::entities::scim_group_members as members;
use crate::entities::scim_groups::Column;
use crate::keys::{stored, uuid};
use crate::users::predicate::{Op, Operand, always, exact_text, folded_text, never, ordered};

/// A condition on a group.
#[derive(Debug, Clone, PartialEq)]
pub enum GroupPredicate {
    /// Every group.
    True,
    /// None.
    False,
    /// All of them.
    And(Vec<GroupPredicate>),
    /// Any of them.
    Or(Vec<GroupPredicate>),
    /// Every other group.
    Not(Box<GroupPredicate>),
    /// A value of the group itself.
    Compare {
        /// Of which attribute.
        column: GroupColumn,
        /// How.
        op: Op,
        /// With what.
        value: Operand,
    },
    /// There is a value.
    Present(GroupColumn),
    /// That id is among its members.
    HasMember(String),
    /// It has members.
    HasMembers,
}

/// An attribute of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupColumn {
    /// `id`: `eq` only, with an [`Operand::Id`].
    Id,
    /// `displayName`
    DisplayName,
    /// `externalId`: compared with regard to case.
    ExternalId,
    /// `meta.created`
    CreatedAt,
    /// `meta.lastModified`
    UpdatedAt,
}

impl GroupColumn {
    pub(super) const fn sort_column(self) -> Column {
        match self {
            Self::Id => Column::Id,
            Self::DisplayName => Column::DisplayNameKey,
            Self::ExternalId => Column::ExternalId,
            Self::CreatedAt => Column::CreatedAt,
            Self::UpdatedAt => Column::UpdatedAt,
        }
    }
}

impl GroupPredicate {
    /// The SQL of it, for groups of `org`.
    pub(super) fn condition(&self, org: OrgId) -> Condition {
        let one = |expression: Expr| Condition::all().add(expression);
        match self {
            Self::True => one(always()),
            Self::False => one(never()),
            Self::And(all) => all.iter().fold(one(always()), |sum, part| sum.add(part.condition(org))),
            Self::Or(any) => {
                any.iter().fold(Condition::any().add(never()), |sum, part| sum.add(part.condition(org)))
            }
            Self::Not(inner) => Condition::all().add(inner.condition(org)).not(),
            Self::Compare { column, op, value } => one(compare(*column, *op, value)),
            Self::Present(column) => one(present(*column)),
            Self::HasMember(value) => one(has_member(org, Some(value))),
            Self::HasMembers => one(has_member(org, None)),
        }
    }
}

/// `id IN (SELECT …)`, never a correlated EXISTS, which SQLite runs for each row.
fn has_member(org: OrgId, value: Option<&str>) -> Expr {
    let mut select = Query::select();
    select
        .column(members::Column::GroupId)
        .from(members::Entity)
        .and_where(members::Column::OrgId.eq(uuid(org.0)));
    if let Some(value) = value {
        select.and_where(members::Column::Member.eq(stored(value)));
    }
    column(Column::Id).in_subquery(select)
}

fn present(of: GroupColumn) -> Expr {
    match of {
        GroupColumn::ExternalId => column(Column::ExternalId).is_not_null(),
        _ => always(),
    }
}

fn compare(of: GroupColumn, op: Op, operand: &Operand) -> Expr {
    if op == Op::Ne {
        return compare(of, Op::Eq, operand).not();
    }
    let compared = match (of, operand) {
        (_, Operand::Null) => return if op == Op::Eq { present(of).not() } else { never() },
        (GroupColumn::Id, Operand::Id(id)) if op == Op::Eq => column(Column::Id).eq(*id),
        (GroupColumn::CreatedAt, Operand::Time(time)) => {
            ordered(column(Column::CreatedAt), op, time.0.into())
        }
        (GroupColumn::UpdatedAt, Operand::Time(time)) => {
            ordered(column(Column::UpdatedAt), op, time.0.into())
        }
        (GroupColumn::ExternalId, Operand::Text(text) | Operand::Exact(text)) => {
            exact_text(column(Column::ExternalId), op, text)
        }
        (GroupColumn::DisplayName, Operand::Text(text) | Operand::Exact(text)) => {
            folded_text(column(Column::DisplayNameKey), column(Column::DisplayName), op, text)
        }
        _ => return never(),
    };
    present(of).and(compared)
}
