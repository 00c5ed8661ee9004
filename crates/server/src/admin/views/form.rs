//! Reads what was typed of a view, and collects everything that is wrong with it at once.

use api::problem::FieldError;
use domain::validation::{self, Invalid};
use domain::views;
use store::{Change, View};

use crate::{audit, people};

/// Sets the fields of `view` that are given.
///
/// # Errors
/// Everything that is wrong.
pub(super) fn read(
    name: Option<&String>,
    query: Option<&String>,
    columns: Option<&Vec<String>>,
    view: &mut View,
) -> Result<(), people::Error> {
    let mut errors = Vec::new();
    let mut check = |field: &str, checked: Option<Result<String, Invalid>>, now: &mut String| match checked {
        Some(Ok(value)) => *now = value,
        Some(Err(invalid)) => errors.push(FieldError::invalid(field, invalid)),
        None => {}
    };
    check("name", name.map(|name| validation::label(name)), &mut view.name);
    check("query", query.map(|query| views::query(query)), &mut view.query);
    if let Some(columns) = columns {
        match views::columns(columns) {
            Ok(()) => view.columns.clone_from(columns),
            Err(invalid) => errors.push(FieldError::invalid("columns", invalid)),
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(people::Error::Fields(errors)) }
}

/// Every field that differs, for the audit log; before there is a view, there is nothing.
pub(super) fn changes(before: Option<&View>, after: &View) -> Vec<Change> {
    let fields = |view: &View| {
        [
            ("name", Some(view.name.clone())),
            ("query", Some(view.query.clone())),
            ("columns", Some(view.columns.join(","))),
        ]
    };
    audit::differences(before.map(fields), fields(after))
}
