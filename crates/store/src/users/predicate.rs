//! What a SCIM filter asks of a user, resolved to columns; and its SQL.
//!
//! Each comparison is two-valued: where a value is missing it is false, never NULL, so that `not` and `ne` around
//! it are true (RFC 7644 §3.4.2.2), on both databases alike.

use domain::{OrgId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
use sea_orm::{ColumnTrait, Condition, Value};
use uuid::Uuid;

use super::element::{self, ElementPredicate};
use crate::entities::users::Column;
use crate::keys::{escape_like, is_cut, key, stored};

/// A condition on a user.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// Everybody.
    True,
    /// Nobody: what an unknown attribute matches.
    False,
    /// All of them; everybody when there are none.
    And(Vec<Predicate>),
    /// Any of them; nobody when there are none.
    Or(Vec<Predicate>),
    /// Everybody else.
    Not(Box<Predicate>),
    /// A value of the user itself.
    Compare {
        /// Of which attribute.
        column: UserColumn,
        /// How.
        op: Op,
        /// With what.
        value: Operand,
    },
    /// There is a value (SCIM's `pr`).
    Present(UserColumn),
    /// An element of a multi-valued attribute, or a single value without a column, meets a condition.
    Value {
        /// The name in `user_values`: `emails`, `addresses`, `nickname`, `name.middlename`,
        /// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:employeenumber`; any case.
        attribute: String,
        /// What one element must meet by itself.
        element: ElementPredicate,
    },
}

/// An attribute with a column of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserColumn {
    /// SCIM's `id`: `eq` and `ne` only, with an [`Operand::Id`].
    ScimId,
    /// `userName`
    Username,
    /// `externalId`: compared with regard to case.
    ExternalId,
    /// `name.givenName`
    FirstName,
    /// `name.familyName`
    LastName,
    /// First and last name together: `displayName` and `name.formatted` where none were sent.
    FullName,
    /// The email of the user, whatever its type.
    Email,
    /// `title`
    JobTitle,
    /// `department` of the enterprise extension.
    Department,
    /// The current name of the site.
    Site,
    /// `active`: with an [`Operand::Bool`].
    Active,
    /// `meta.created`: with an [`Operand::Time`].
    CreatedAt,
    /// `meta.lastModified`: with an [`Operand::Time`].
    UpdatedAt,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Equal.
    Eq,
    /// Not equal; true where there is no value.
    Ne,
    /// Contains.
    Co,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
}

/// What a value is compared with. An operand of another type than the attribute's equals nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// Without regard to case.
    Text(String),
    /// With regard to case.
    Exact(String),
    /// True or false.
    Bool(bool),
    /// A point in time.
    Time(Timestamp),
    /// An id.
    Id(Uuid),
    /// No value: `eq` is "is missing", `ne` is "is present".
    Null,
}

/// Matches nothing.
pub fn never() -> Expr {
    Expr::value(1).eq(0)
}

/// Matches everything.
pub fn always() -> Expr {
    Expr::value(1).eq(1)
}

impl Predicate {
    /// Does it look up one value in an index, so that few can match?
    pub(crate) fn is_selective(&self) -> bool {
        match self {
            Self::And(all) => all.iter().any(Self::is_selective),
            Self::Or(any) => !any.is_empty() && any.iter().all(Self::is_selective),
            Self::Compare { column, op: Op::Eq, value } => {
                let indexed =
                    [UserColumn::ScimId, UserColumn::Username, UserColumn::ExternalId, UserColumn::Email];
                indexed.contains(column) && *value != Operand::Null
            }
            Self::Value { element, .. } => element.is_selective(),
            Self::True | Self::False | Self::Not(_) | Self::Compare { .. } | Self::Present(_) => false,
        }
    }

    /// The SQL of it, for users of `org`.
    pub(crate) fn condition(&self, org: OrgId) -> Condition {
        match self {
            Self::True => Condition::all().add(always()),
            Self::False => Condition::all().add(never()),
            Self::And(all) => {
                all.iter().fold(Condition::all().add(always()), |sum, one| sum.add(one.condition(org)))
            }
            Self::Or(any) => {
                any.iter().fold(Condition::any().add(never()), |sum, one| sum.add(one.condition(org)))
            }
            Self::Not(inner) => Condition::all().add(inner.condition(org)).not(),
            Self::Compare { column, op, value } => Condition::all().add(compare(*column, *op, value)),
            Self::Present(column) => Condition::all().add(present(*column)),
            Self::Value { attribute, element } => {
                Condition::all().add(element::has_element(org, attribute, element))
            }
        }
    }
}

fn column(column: Column) -> Expr {
    Expr::col(column.as_column_ref())
}

/// The folded column, and the column as sent.
const fn text_columns(of: UserColumn) -> Option<(Column, Column)> {
    Some(match of {
        UserColumn::Username => (Column::UsernameKey, Column::Username),
        UserColumn::ExternalId => (Column::ExternalId, Column::ExternalId),
        UserColumn::FirstName => (Column::FirstNameKey, Column::FirstName),
        UserColumn::LastName => (Column::LastNameKey, Column::LastName),
        UserColumn::FullName => (Column::NameKey, Column::NameKey),
        UserColumn::Email => (Column::EmailKey, Column::Email),
        UserColumn::JobTitle => (Column::JobTitleKey, Column::JobTitle),
        UserColumn::Department => (Column::DepartmentKey, Column::Department),
        UserColumn::Site => (Column::SiteKey, Column::SiteKey),
        UserColumn::ScimId | UserColumn::Active | UserColumn::CreatedAt | UserColumn::UpdatedAt => {
            return None;
        }
    })
}

fn present(of: UserColumn) -> Expr {
    match of {
        UserColumn::ScimId => column(Column::ScimId).is_not_null(),
        UserColumn::ExternalId => column(Column::ExternalId).is_not_null(),
        UserColumn::Email => column(Column::Email).is_not_null(),
        UserColumn::JobTitle => column(Column::JobTitle).is_not_null(),
        UserColumn::Department => column(Column::Department).is_not_null(),
        UserColumn::Site => column(Column::SiteId).is_not_null(),
        UserColumn::FirstName => column(Column::FirstNameKey).ne(""),
        UserColumn::LastName => column(Column::LastNameKey).ne(""),
        UserColumn::FullName => column(Column::NameKey).ne(""),
        UserColumn::Username | UserColumn::Active | UserColumn::CreatedAt | UserColumn::UpdatedAt => always(),
    }
}

fn compare(of: UserColumn, op: Op, operand: &Operand) -> Expr {
    if op == Op::Ne {
        return compare(of, Op::Eq, operand).not();
    }
    let compared = match (of, operand) {
        (_, Operand::Null) => return if op == Op::Eq { present(of).not() } else { never() },
        (UserColumn::ScimId, Operand::Id(id)) if op == Op::Eq => column(Column::ScimId).eq(*id),
        (UserColumn::Active, Operand::Bool(active)) if op == Op::Eq => {
            column(Column::Deactivated).eq(!active)
        }
        (UserColumn::CreatedAt, Operand::Time(time)) => {
            let created = [column(Column::ScimCreatedAt), column(Column::CreatedAt)];
            ordered(Expr::from(Func::coalesce(created)), op, time.0.into())
        }
        (UserColumn::UpdatedAt, Operand::Time(time)) => ordered(column(Column::UpdatedAt), op, time.0.into()),
        (_, Operand::Text(text) | Operand::Exact(text)) => {
            let Some((folded, raw)) = text_columns(of) else { return never() };
            let exact = of == UserColumn::ExternalId || matches!(operand, Operand::Exact(_));
            if exact {
                exact_text(column(raw), op, text)
            } else {
                folded_text(column(folded), column(raw), op, text)
            }
        }
        _ => return never(),
    };
    present(of).and(compared)
}

/// Compares what has an order; what is not an order matches nothing.
pub fn ordered(left: Expr, op: Op, right: Value) -> Expr {
    match op {
        Op::Eq => left.eq(right),
        Op::Gt => left.gt(right),
        Op::Ge => left.gte(right),
        Op::Lt => left.lt(right),
        Op::Le => left.lte(right),
        Op::Ne | Op::Co | Op::Sw | Op::Ew => never(),
    }
}

/// Compares a folded column. `raw` decides where keys are cut.
pub fn folded_text(folded: Expr, raw: Expr, op: Op, text: &str) -> Expr {
    let wanted = key(text);
    match op {
        Op::Eq if is_cut(&wanted) => folded.eq(wanted).and(raw.eq(stored(text))),
        Op::Co => folded.like(LikeExpr::new(format!("%{}%", escape_like(&wanted))).escape('\\')),
        Op::Ew => folded.like(LikeExpr::new(format!("%{}", escape_like(&wanted))).escape('\\')),
        // A range, which an index serves on both databases.
        Op::Sw => folded.clone().gte(wanted.clone()).and(folded.lt(format!("{wanted}\u{10FFFF}"))),
        _ => ordered(folded, op, wanted.into()),
    }
}

/// Compares with regard to case, which LIKE does not on SQLite.
pub fn exact_text(raw: Expr, op: Op, text: &str) -> Expr {
    let wanted = stored(text);
    // PostgreSQL's substr takes 32 bits.
    let length = i32::try_from(wanted.chars().count()).unwrap_or(i32::MAX);
    let function = |name: &'static str, rest: Vec<Expr>| -> Expr {
        Func::cust(name).args(std::iter::once(raw.clone()).chain(rest)).into()
    };
    match op {
        Op::Co | Op::Sw | Op::Ew if wanted.is_empty() => always(),
        Op::Co => function("replace", vec![wanted.into(), "".into()]).ne(raw.clone()),
        Op::Sw => function("substr", vec![Expr::value(1), Expr::value(length)]).eq(wanted),
        Op::Ew => {
            let stored_length = function("length", vec![]);
            let start = stored_length.clone().sub(length).add(1);
            stored_length.gte(length).and(function("substr", vec![start]).eq(wanted))
        }
        _ => ordered(raw, op, wanted.into()),
    }
}

/// What a list is sorted by: whether there is a value, and the value.
pub(super) fn sort_key(of: UserColumn) -> Option<(Expr, Expr)> {
    let key = match of {
        UserColumn::ScimId => column(Column::ScimId),
        UserColumn::Active => column(Column::Deactivated).not(),
        UserColumn::CreatedAt => {
            Func::coalesce([column(Column::ScimCreatedAt), column(Column::CreatedAt)]).into()
        }
        UserColumn::UpdatedAt => column(Column::UpdatedAt),
        text => column(text_columns(text)?.0),
    };
    Some((present(of).not(), key))
}
