//! From the grammar's tree to one whose attributes are those of the schema table, with values of their types.

use scim_v2::filter as grammar;

use super::{CompareOp, CompareValue, Filter, MAX_DEPTH, MAX_TERMS, rewrite};
use crate::ScimError;
use crate::error::Quoted;
use crate::path::AttributePath;
use crate::schema::{Kind, ResourceType};

/// Where names are looked up.
#[derive(Clone, Copy)]
enum Scope {
    Resource(ResourceType),
    Element(AttributePath),
}

impl Scope {
    fn attribute(self, path: &grammar::AttrPath) -> Result<AttributePath, String> {
        let name = rewrite::original(&path.to_string());
        let found = match self {
            Self::Resource(resource_type) => AttributePath::parse(resource_type, &name),
            Self::Element(element) => element.attribute.sub_attribute(&name).map(|part| element.with(part)),
        };
        found.ok_or(name)
    }
}

/// Counts what a filter costs.
struct Budget {
    terms: usize,
}

impl Budget {
    fn spend(&mut self, depth: usize) -> Result<(), ScimError> {
        self.terms += 1;
        if depth > MAX_DEPTH {
            return Err(ScimError::filter(format!("The filter is nested more than {MAX_DEPTH} deep.")));
        }
        if self.terms > MAX_TERMS {
            return Err(ScimError::filter(format!("The filter has more than {MAX_TERMS} comparisons.")));
        }
        Ok(())
    }
}

/// What the client is told when the grammar refuses the filter.
pub(super) fn refusal(text: &str, error: &grammar::ParseError) -> ScimError {
    match error {
        grammar::ParseError::User { error } => {
            ScimError::filter(format!("The filter cannot be read: {error}."))
        }
        _ => ScimError::filter(format!("The filter {} cannot be read.", Quoted(text))),
    }
}

/// Resolves a filter on resources of that type.
pub(super) fn resolve(resource_type: ResourceType, filter: &grammar::Filter) -> Result<Filter, ScimError> {
    of_filter(Scope::Resource(resource_type), filter, 1, &mut Budget { terms: 0 })
}

fn of_filter(
    scope: Scope,
    filter: &grammar::Filter,
    depth: usize,
    budget: &mut Budget,
) -> Result<Filter, ScimError> {
    match filter {
        grammar::Filter::Attr(expression) => {
            budget.spend(depth)?;
            of_expression(scope, expression)
        }
        grammar::Filter::ValuePath(value_path) => {
            budget.spend(depth)?;
            of_value_path(scope, value_path, depth, budget)
        }
        grammar::Filter::Not(inner) => Ok(Filter::Not(Box::new(of_filter(scope, inner, depth + 1, budget)?))),
        grammar::Filter::And(terms) => Ok(Filter::And(
            terms.iter().map(|t| of_filter(scope, t, depth + 1, budget)).collect::<Result<_, _>>()?,
        )),
        grammar::Filter::Or(terms) => Ok(Filter::Or(
            terms.iter().map(|t| of_filter(scope, t, depth + 1, budget)).collect::<Result<_, _>>()?,
        )),
    }
}

fn of_value_path(
    scope: Scope,
    value_path: &grammar::ValuePath,
    depth: usize,
    budget: &mut Budget,
) -> Result<Filter, ScimError> {
    let attribute = match scope.attribute(&value_path.attr) {
        Ok(attribute) => attribute,
        Err(name) => return Ok(Filter::Unknown(name)),
    };
    let elements = attribute.attribute.multi_valued && attribute.attribute.kind == Kind::Complex;
    if !elements || attribute.sub_attribute.is_some() {
        return Err(ScimError::filter(format!(
            "{attribute} takes no filter in brackets: only an attribute with several values does."
        )));
    }
    let filter = of_val_filter(Scope::Element(attribute), &value_path.filter, depth + 1, budget)?;
    Ok(Filter::ValuePath { attribute, filter: Box::new(filter) })
}

fn of_val_filter(
    scope: Scope,
    filter: &grammar::ValFilter,
    depth: usize,
    budget: &mut Budget,
) -> Result<Filter, ScimError> {
    match filter {
        grammar::ValFilter::Attr(expression) => {
            budget.spend(depth)?;
            of_expression(scope, expression)
        }
        grammar::ValFilter::Not(inner) => {
            Ok(Filter::Not(Box::new(of_val_filter(scope, inner, depth + 1, budget)?)))
        }
        grammar::ValFilter::And(terms) => Ok(Filter::And(
            terms.iter().map(|t| of_val_filter(scope, t, depth + 1, budget)).collect::<Result<_, _>>()?,
        )),
        grammar::ValFilter::Or(terms) => Ok(Filter::Or(
            terms.iter().map(|t| of_val_filter(scope, t, depth + 1, budget)).collect::<Result<_, _>>()?,
        )),
    }
}

fn of_expression(scope: Scope, expression: &grammar::AttrExp) -> Result<Filter, ScimError> {
    match expression {
        grammar::AttrExp::Present(path) => Ok(match scope.attribute(path) {
            Ok(path) => Filter::Present(path),
            Err(name) => Filter::Unknown(name),
        }),
        grammar::AttrExp::Comparison(path, op, value) => match scope.attribute(path) {
            Ok(path) => compare(path.or_value(), op, value),
            Err(name) => Ok(Filter::Unknown(name)),
        },
    }
}

fn compare(
    path: AttributePath,
    op: &grammar::CompareOp,
    value: &grammar::CompValue,
) -> Result<Filter, ScimError> {
    if path.leaf().kind == Kind::Complex {
        return Err(ScimError::filter(format!(
            "{path} has parts. Compare one of them, such as {path}.{}.",
            path.leaf().sub_attributes.first().map_or("value", |part| part.name)
        )));
    }
    let (op, negated) = operator(op);
    let filter = if *value == grammar::CompValue::Null {
        of_null(path, op)?
    } else {
        Filter::Compare { path, op, value: typed(path, op, value)? }
    };
    Ok(if negated { Filter::Not(Box::new(filter)) } else { filter })
}

const fn operator(op: &grammar::CompareOp) -> (CompareOp, bool) {
    match op {
        grammar::CompareOp::Eq => (CompareOp::Eq, false),
        grammar::CompareOp::Ne => (CompareOp::Eq, true),
        grammar::CompareOp::Co => (CompareOp::Co, false),
        grammar::CompareOp::Sw => (CompareOp::Sw, false),
        grammar::CompareOp::Ew => (CompareOp::Ew, false),
        grammar::CompareOp::Gt => (CompareOp::Gt, false),
        grammar::CompareOp::Ge => (CompareOp::Ge, false),
        grammar::CompareOp::Lt => (CompareOp::Lt, false),
        grammar::CompareOp::Le => (CompareOp::Le, false),
    }
}

/// `title eq null`: there is no title (RFC 7643 §2.5: null and absent are the same).
fn of_null(path: AttributePath, op: CompareOp) -> Result<Filter, ScimError> {
    if op == CompareOp::Eq {
        return Ok(Filter::Not(Box::new(Filter::Present(path))));
    }
    Err(ScimError::filter(format!("{path} can be compared with null by eq and ne only.")))
}

fn typed(path: AttributePath, op: CompareOp, value: &grammar::CompValue) -> Result<CompareValue, ScimError> {
    let text = match value {
        grammar::CompValue::Str(text) => text.clone(),
        other => other.to_string(),
    };
    if text.contains('\0') {
        return Err(ScimError::filter(format!(
            "The value for {path} holds a NUL character, which no value has."
        )));
    }
    let not_by =
        |kind: &str| ScimError::filter(format!("{path} is {kind}: it cannot be compared by {}.", op.name()));
    let ordered = matches!(op, CompareOp::Gt | CompareOp::Ge | CompareOp::Lt | CompareOp::Le);
    match path.leaf().kind {
        Kind::Boolean if op != CompareOp::Eq => Err(not_by("true or false")),
        Kind::Boolean if text.eq_ignore_ascii_case("true") => Ok(CompareValue::Boolean(true)),
        Kind::Boolean if text.eq_ignore_ascii_case("false") => Ok(CompareValue::Boolean(false)),
        Kind::Boolean => Err(ScimError::filter(format!(
            "{path} is true or false: it cannot be compared with {}.",
            Quoted(&text)
        ))),
        Kind::DateTime if op != CompareOp::Eq && !ordered => Err(not_by("a time")),
        Kind::DateTime => text.parse().map(CompareValue::DateTime).map_err(|_| {
            ScimError::filter(format!(
                "{path} is a time: compare it with one such as \"2026-11-23T14:05:00Z\"."
            ))
        }),
        Kind::Binary if ordered => Err(not_by("binary")),
        _ => Ok(CompareValue::Text(text)),
    }
}
