//! A filter of SCIM as a condition of the store, which makes SQL of it with bound parameters.

use ::scim::filter::{CompareOp, CompareValue};
use ::scim::path::AttributePath;
use ::scim::{Filter, ScimError, ScimType};
use store::{ElementPredicate, Op, Operand, Predicate, SubAttribute, UserColumn};
use uuid::Uuid;

/// The condition that a user must meet.
///
/// # Errors
/// `invalidFilter` for a comparison that no index could serve.
pub fn predicate(filter: &Filter) -> Result<Predicate, ScimError> {
    match filter {
        Filter::And(all) => Ok(Predicate::And(all.iter().map(predicate).collect::<Result<_, _>>()?)),
        Filter::Or(any) => Ok(Predicate::Or(any.iter().map(predicate).collect::<Result<_, _>>()?)),
        Filter::Not(inner) => Ok(Predicate::Not(Box::new(predicate(inner)?))),
        Filter::Compare { path, op, value } => compare(*path, *op, value),
        Filter::Present(path) => present(*path),
        Filter::ValuePath { attribute, filter } => {
            Ok(Predicate::Value { attribute: name(*attribute), element: element(filter)? })
        }
        Filter::Unknown(_) => Ok(Predicate::False),
    }
}

/// The column that holds the attribute, where one does.
pub fn column(path: AttributePath) -> Option<UserColumn> {
    Some(match path.names() {
        ("id", None) => UserColumn::ScimId,
        ("userName", None) => UserColumn::Username,
        ("externalId", None) => UserColumn::ExternalId,
        ("active", None) => UserColumn::Active,
        ("name", Some("givenName")) => UserColumn::FirstName,
        ("name", Some("familyName")) => UserColumn::LastName,
        ("title", None) => UserColumn::JobTitle,
        ("department", None) => UserColumn::Department,
        ("site", None) => UserColumn::Site,
        ("meta", Some("created")) => UserColumn::CreatedAt,
        ("meta", Some("lastModified")) => UserColumn::UpdatedAt,
        _ => return None,
    })
}

fn compare(path: AttributePath, op: CompareOp, value: &CompareValue) -> Result<Predicate, ScimError> {
    if let Some(column) = column(path) {
        return compare_column(path, column, op, value);
    }
    let (attribute, sub) = match path.names() {
        ("schemas", _) => return schemas(path, op, value),
        ("meta" | "groups", _) => return Err(not_served(path)),
        (_, Some(sub)) if path.attribute.multi_valued => (name(path), sub_attribute(sub)),
        _ => (single_name(path), SubAttribute::Value),
    };
    let element = ElementPredicate::Compare { sub, op: operator(op), value: operand(path, value) };
    Ok(Predicate::Value { attribute, element })
}

fn compare_column(
    path: AttributePath,
    column: UserColumn,
    op: CompareOp,
    value: &CompareValue,
) -> Result<Predicate, ScimError> {
    let value = match (column, op, value) {
        (UserColumn::ScimId, CompareOp::Eq, CompareValue::Text(text)) => match Uuid::try_parse(text) {
            Ok(id) => Operand::Id(id),
            Err(_) => return Ok(Predicate::False),
        },
        (UserColumn::ScimId, ..) => return Err(not_served(path)),
        _ => operand(path, value),
    };
    Ok(Predicate::Compare { column, op: operator(op), value })
}

/// Every user has the core schema; which extensions a user has data of is not indexed.
fn schemas(path: AttributePath, op: CompareOp, value: &CompareValue) -> Result<Predicate, ScimError> {
    match (op, value) {
        (CompareOp::Eq, CompareValue::Text(urn)) if urn.eq_ignore_ascii_case(::scim::schema::USER.urn) => {
            Ok(Predicate::True)
        }
        _ => Err(not_served(path)),
    }
}

fn present(path: AttributePath) -> Result<Predicate, ScimError> {
    if let Some(column) = column(path) {
        return Ok(Predicate::Present(column));
    }
    Ok(match path.names() {
        ("schemas" | "meta", _) => Predicate::True,
        ("groups", _) => return Err(not_served(path)),
        ("name", None) => Predicate::Or(vec![
            Predicate::Present(UserColumn::FirstName),
            Predicate::Present(UserColumn::LastName),
            value("name.formatted", ElementPredicate::Present(SubAttribute::Value)),
        ]),
        (_, Some(sub)) if path.attribute.multi_valued => {
            value(&name(path), ElementPredicate::Present(sub_attribute(sub)))
        }
        (_, None) if path.attribute.multi_valued => value(&name(path), ElementPredicate::True),
        ("manager", None) => {
            value(&format!("{}.value", single_name(path)), ElementPredicate::Present(SubAttribute::Value))
        }
        _ => value(&single_name(path), ElementPredicate::Present(SubAttribute::Value)),
    })
}

fn value(attribute: &str, element: ElementPredicate) -> Predicate {
    Predicate::Value { attribute: attribute.to_owned(), element }
}

/// The inner filter of a value path: about one element.
fn element(filter: &Filter) -> Result<ElementPredicate, ScimError> {
    Ok(match filter {
        Filter::And(all) => ElementPredicate::And(all.iter().map(element).collect::<Result<_, _>>()?),
        Filter::Or(any) => ElementPredicate::Or(any.iter().map(element).collect::<Result<_, _>>()?),
        Filter::Not(inner) => ElementPredicate::Not(Box::new(element(inner)?)),
        Filter::Compare { path, op, value } => ElementPredicate::Compare {
            sub: sub_attribute(path.names().1.unwrap_or("value")),
            op: operator(*op),
            value: operand(*path, value),
        },
        Filter::Present(path) => ElementPredicate::Present(sub_attribute(path.names().1.unwrap_or("value"))),
        Filter::ValuePath { attribute, .. } => return Err(not_served(*attribute)),
        Filter::Unknown(_) => ElementPredicate::False,
    })
}

fn sub_attribute(name: &str) -> SubAttribute {
    match name {
        "value" => SubAttribute::Value,
        "type" => SubAttribute::Type,
        "display" => SubAttribute::Display,
        "primary" => SubAttribute::Primary,
        other => SubAttribute::Other(other.to_owned()),
    }
}

/// The attribute's name in the store, without its part.
fn name(path: AttributePath) -> String {
    if path.schema.extension {
        format!("{}:{}", path.schema.urn, path.attribute.name)
    } else {
        path.attribute.name.to_owned()
    }
}

/// The name in the store of what has one value: with its part.
fn single_name(path: AttributePath) -> String {
    path.sub_attribute.map_or_else(|| name(path), |part| format!("{}.{}", name(path), part.name))
}

pub(super) fn operand(path: AttributePath, value: &CompareValue) -> Operand {
    match value {
        CompareValue::Text(text) if path.leaf().case_exact => Operand::Exact(text.clone()),
        CompareValue::Text(text) => Operand::Text(text.clone()),
        CompareValue::Boolean(flag) => Operand::Bool(*flag),
        CompareValue::DateTime(time) => Operand::Time(*time),
    }
}

pub(super) const fn operator(op: CompareOp) -> Op {
    match op {
        CompareOp::Eq => Op::Eq,
        CompareOp::Co => Op::Co,
        CompareOp::Sw => Op::Sw,
        CompareOp::Ew => Op::Ew,
        CompareOp::Gt => Op::Gt,
        CompareOp::Ge => Op::Ge,
        CompareOp::Lt => Op::Lt,
        CompareOp::Le => Op::Le,
    }
}

pub(super) fn not_served(path: AttributePath) -> ScimError {
    ScimError::of(
        ScimType::InvalidFilter,
        format!(
            "Rollcall cannot filter users by {path} in this way. Filter by userName, externalId or emails, or read all users."
        ),
    )
}
