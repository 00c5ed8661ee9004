//! A filter against a resource in memory: what the server's SQL is measured by.

use domain::Timestamp;
use domain::fold::fold;
use serde_json::Value;

use super::{CompareOp, CompareValue, Filter};
use crate::Object;
use crate::path::AttributePath;

/// Does the resource satisfy the filter?
pub(super) fn of_resource(filter: &Filter, resource: &Object) -> bool {
    evaluate(filter, &|path| values_of(resource, path))
}

/// Does the element satisfy the inner filter of a value path?
pub(super) fn of_element(filter: &Filter, element: &Object) -> bool {
    evaluate(filter, &|path| element.get(path.leaf().name).into_iter().collect())
}

fn evaluate<'a>(filter: &Filter, values: &dyn Fn(&AttributePath) -> Vec<&'a Value>) -> bool {
    match filter {
        Filter::And(terms) => terms.iter().all(|term| evaluate(term, values)),
        Filter::Or(terms) => terms.iter().any(|term| evaluate(term, values)),
        Filter::Not(inner) => !evaluate(inner, values),
        Filter::Compare { path, op, value } => {
            let case_exact = path.leaf().case_exact;
            values(path).into_iter().any(|found| compare(found, *op, value, case_exact))
        }
        Filter::Present(path) => values(path).into_iter().any(is_present),
        Filter::ValuePath { attribute, filter } => values(attribute)
            .into_iter()
            .filter_map(Value::as_object)
            .any(|element| of_element(filter, element)),
        Filter::Unknown(_) => false,
    }
}

/// Every value at the path: one, or one of each element.
fn values_of<'a>(resource: &'a Object, path: &AttributePath) -> Vec<&'a Value> {
    let container = if path.schema.extension {
        resource.get(path.schema.urn).and_then(Value::as_object)
    } else {
        Some(resource)
    };
    let whole = match container.and_then(|object| object.get(path.attribute.name)) {
        None => return Vec::new(),
        Some(Value::Array(elements)) => elements.iter().collect(),
        Some(one) => vec![one],
    };
    match path.sub_attribute {
        None => whole,
        Some(part) => whole.into_iter().filter_map(|value| value.get(part.name)).collect(),
    }
}

fn is_present(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(parts) => !parts.is_empty(),
        _ => true,
    }
}

fn compare(found: &Value, op: CompareOp, value: &CompareValue, case_exact: bool) -> bool {
    match (value, found) {
        (CompareValue::Boolean(wanted), Value::Bool(found)) => found == wanted,
        (CompareValue::DateTime(wanted), Value::String(found)) => {
            found.parse::<Timestamp>().is_ok_and(|found| ordered(op, &found, wanted))
        }
        (CompareValue::Text(wanted), Value::String(found)) if case_exact => texts(op, found, wanted),
        (CompareValue::Text(wanted), Value::String(found)) => texts(op, &fold(found), &fold(wanted)),
        _ => false,
    }
}

fn texts(op: CompareOp, found: &str, wanted: &str) -> bool {
    match op {
        CompareOp::Co => found.contains(wanted),
        CompareOp::Sw => found.starts_with(wanted),
        CompareOp::Ew => found.ends_with(wanted),
        _ => ordered(op, found, wanted),
    }
}

fn ordered<T: Ord + ?Sized>(op: CompareOp, found: &T, wanted: &T) -> bool {
    match op {
        CompareOp::Eq => found == wanted,
        CompareOp::Gt => found > wanted,
        CompareOp::Ge => found >= wanted,
        CompareOp::Lt => found < wanted,
        CompareOp::Le => found <= wanted,
        CompareOp::Co | CompareOp::Sw | CompareOp::Ew => false,
    }
}
