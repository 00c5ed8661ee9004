//! What a filter asks of one element of a multi-valued attribute (`emails[type eq "work" and value co "@x"]`).

use domain::OrgId;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition};

use super::predicate::{Op, Operand, always, exact_text, folded_text, never};
use crate::entities::user_values::{Column, Entity};
use crate::entities::users;
use crate::keys::{key, uuid};

/// A condition on one element.
#[derive(Debug, Clone, PartialEq)]
pub enum ElementPredicate {
    /// Any element.
    True,
    /// None.
    False,
    /// All of them.
    And(Vec<ElementPredicate>),
    /// Any of them.
    Or(Vec<ElementPredicate>),
    /// Elements that do not.
    Not(Box<ElementPredicate>),
    /// A sub-attribute of the element.
    Compare {
        /// Which.
        sub: SubAttribute,
        /// How.
        op: Op,
        /// With what: text, true or false, or nothing.
        value: Operand,
    },
    /// The element has the sub-attribute.
    Present(SubAttribute),
}

/// A sub-attribute of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubAttribute {
    /// `value`; also the value of a single-valued attribute.
    Value,
    /// `type`
    Type,
    /// `display`
    Display,
    /// `primary`
    Primary,
    /// Any other by its name, such as `country`; any case.
    Other(String),
}

impl ElementPredicate {
    /// Does it name one value, so that few can match?
    pub(super) fn is_selective(&self) -> bool {
        match self {
            Self::And(all) => all.iter().any(Self::is_selective),
            Self::Compare { sub: SubAttribute::Value, op: Op::Eq, value } => *value != Operand::Null,
            _ => false,
        }
    }
}

/// Users who have an element of `attribute` that meets `element`: `id IN (SELECT …)`, which both databases run
/// once, and not once a row.
pub fn has_element(org: OrgId, attribute: &str, element: &ElementPredicate) -> Expr {
    let mut select = of_attribute(org, attribute);
    select.column(Column::UserId).cond_where(condition(org, attribute, element));
    Expr::col(users::Column::Id.as_column_ref()).in_subquery(select)
}

fn of_attribute(org: OrgId, attribute: &str) -> SelectStatement {
    let mut select = Query::select();
    select
        .from(Entity)
        .and_where(Expr::col(Column::OrgId).eq(uuid(org.0)))
        .and_where(Expr::col(Column::Attribute).eq(key(attribute)));
    select
}

fn condition(org: OrgId, attribute: &str, element: &ElementPredicate) -> Condition {
    let of = |inner: &ElementPredicate| condition(org, attribute, inner);
    match element {
        ElementPredicate::True => Condition::all().add(always()),
        ElementPredicate::False => Condition::all().add(never()),
        ElementPredicate::And(all) => {
            all.iter().fold(Condition::all().add(always()), |sum, one| sum.add(of(one)))
        }
        ElementPredicate::Or(any) => {
            any.iter().fold(Condition::any().add(never()), |sum, one| sum.add(of(one)))
        }
        ElementPredicate::Not(inner) => Condition::all().add(of(inner)).not(),
        ElementPredicate::Compare { sub, op, value } => {
            Condition::all().add(compare(org, attribute, sub, *op, value))
        }
        ElementPredicate::Present(sub) => Condition::all().add(present(org, attribute, sub)),
    }
}

fn present(org: OrgId, attribute: &str, sub: &SubAttribute) -> Expr {
    match sub {
        SubAttribute::Value => Expr::col(Column::Value).is_not_null(),
        SubAttribute::Type => Expr::col(Column::TypeKey).is_not_null(),
        SubAttribute::Display => Expr::col(Column::DisplayKey).is_not_null(),
        SubAttribute::Primary => Expr::col(Column::IsPrimary).eq(true),
        SubAttribute::Other(name) => beside(org, attribute, name, Expr::col(Column::Value).is_not_null()),
    }
}

fn compare(org: OrgId, attribute: &str, sub: &SubAttribute, op: Op, operand: &Operand) -> Expr {
    if op == Op::Ne {
        return compare(org, attribute, sub, Op::Eq, operand).not();
    }
    match (sub, operand) {
        (_, Operand::Null) if op == Op::Eq => present(org, attribute, sub).not(),
        (SubAttribute::Primary, Operand::Bool(flag)) if op == Op::Eq => {
            Expr::col(Column::IsPrimary).eq(*flag)
        }
        // Entra compares the boolean with a text: `roles[primary eq "True"]`.
        (SubAttribute::Primary, Operand::Text(text)) => match text.to_ascii_lowercase().as_str() {
            "true" => compare(org, attribute, sub, op, &Operand::Bool(true)),
            "false" => compare(org, attribute, sub, op, &Operand::Bool(false)),
            _ => never(),
        },
        (SubAttribute::Value, Operand::Text(_) | Operand::Exact(_) | Operand::Bool(_)) => {
            Expr::col(Column::Value).is_not_null().and(compare_value(op, operand))
        }
        (SubAttribute::Type, Operand::Text(text) | Operand::Exact(text)) => {
            compare_key(Column::TypeKey, op, text)
        }
        (SubAttribute::Display, Operand::Text(text) | Operand::Exact(text)) => {
            compare_key(Column::DisplayKey, op, text)
        }
        (SubAttribute::Other(name), Operand::Text(_) | Operand::Exact(_) | Operand::Bool(_)) => {
            let compared = Expr::col(Column::Value).is_not_null().and(compare_value(op, operand));
            beside(org, attribute, name, compared)
        }
        _ => never(),
    }
}

fn compare_value(op: Op, operand: &Operand) -> Expr {
    let folded = |text: &str| folded_text(Expr::col(Column::ValueKey), Expr::col(Column::Value), op, text);
    match operand {
        Operand::Exact(text) => exact_text(Expr::col(Column::Value), op, text),
        Operand::Text(text) => folded(text),
        Operand::Bool(flag) => folded(if *flag { "true" } else { "false" }),
        _ => never(),
    }
}

fn compare_key(column: Column, op: Op, text: &str) -> Expr {
    let compared = folded_text(Expr::col(column), Expr::col(column), op, text);
    Expr::col(column).is_not_null().and(compared)
}

/// The element has, at its position, a sub-attribute of that name that meets `condition`.
fn beside(org: OrgId, attribute: &str, name: &str, condition: Expr) -> Expr {
    let mut select = of_attribute(org, &format!("{attribute}.{name}"));
    select.columns([Column::UserId, Column::Position]).and_where(condition);
    Expr::tuple([Expr::col(Column::UserId), Expr::col(Column::Position)]).in_subquery(select)
}
