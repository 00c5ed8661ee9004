//! One change to many people.

pub mod create;
pub mod review;

use std::collections::HashSet;

use api::Problem;
use api::problem::FieldError;
use api::users::ListQuery;
use api::users_bulk::{self as of, Bulk, BulkAction, BulkEdit, MAX_IDS};
use domain::validation::{self, Invalid};
use domain::{Right, Role, UserId};
use store::Reader;

use crate::http::{Failure, Routes};
use crate::jobs::bulk::{Deed, Matching};

/// Binds the operations of `api::users_bulk`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<of::Review, _, _, _>(review::handle).mount::<of::Create, _, _, _>(create::handle)
}

/// Who is selected.
enum Selected {
    /// These, each once.
    Named(Vec<UserId>),
    /// All of a list.
    Matching(Box<Matching>),
}

/// The request, read and checked: everything that is wrong with it comes at once.
///
/// # Errors
/// `invalid_fields`, `forbidden` (R32).
async fn checked(read: &Reader, role: Role, bulk: &Bulk) -> Result<(Selected, Deed), Failure> {
    if bulk.change.action == Some(BulkAction::Delete) {
        role.require(Right::DeleteUsers)?;
    }
    let mut errors = Vec::new();
    let selected = selected(bulk, &mut errors);
    if bulk.change.edit.is_some() == bulk.change.action.is_some() {
        errors.push(told("change", "Name either fields to set, or an action."));
    }
    if let Some(edit) = &bulk.change.edit {
        check_edit(read, edit, &mut errors).await?;
    }
    match selected {
        Some(selected) if errors.is_empty() => Ok((selected, Deed::of(&bulk.change))),
        _ => Err(Problem::fields(errors).into()),
    }
}

fn told(field: &str, message: &str) -> FieldError {
    FieldError { field: field.to_owned(), invalid: None, reason: None, message: message.to_owned() }
}

fn selected(bulk: &Bulk, errors: &mut Vec<FieldError>) -> Option<Selected> {
    let selection = &bulk.selection;
    match (&selection.ids, &selection.filters) {
        (Some(ids), None) if !(1..=MAX_IDS).contains(&ids.len()) => {
            errors.push(told("selection.ids", "Select 1 to 10,000 people, or all that a list shows."));
            None
        }
        (Some(_), None) if !selection.except.is_empty() => {
            errors.push(told(
                "selection.except",
                "Leave out whom you do not mean: nobody is excepted from a selection.",
            ));
            None
        }
        (Some(ids), None) => {
            let mut seen = HashSet::new();
            Some(Selected::Named(ids.iter().copied().filter(|id| seen.insert(*id)).collect()))
        }
        (None, Some(filters)) => matching(filters, &selection.except, errors),
        _ => {
            errors.push(told("selection", "Name either people by their ids, or the filters of a list."));
            None
        }
    }
}

fn matching(filters: &ListQuery, except: &[UserId], errors: &mut Vec<FieldError>) -> Option<Selected> {
    let ListQuery { sort, order, cursor, limit, .. } = filters;
    if sort.is_some() || order.is_some() || cursor.is_some() || limit.is_some() {
        errors
            .push(told("selection.filters", "Send search and filters without sort and page: all are meant."));
    }
    if except.len() > MAX_IDS {
        errors.push(told("selection.except", "Except at most 10,000 people: filter the list further."));
    }
    let matching = Matching { filters: filters.clone(), except: except.to_vec(), cursor: None };
    if let Err(failure) = matching.query() {
        let named =
            |error: FieldError| FieldError { field: format!("selection.filters.{}", error.field), ..error };
        errors.extend(failure.0.errors.into_iter().map(named));
    }
    Some(Selected::Matching(Box::new(matching)))
}

async fn check_edit(read: &Reader, edit: &BulkEdit, errors: &mut Vec<FieldError>) -> Result<(), Failure> {
    if *edit == BulkEdit::default() {
        errors.push(told("change.edit", "Name at least one field to set."));
    }
    for (name, text) in [("department", &edit.department), ("job_title", &edit.job_title)] {
        let checked = text.as_deref().map(|text| validation::optional(text, validation::MAX_TEXT));
        if let Some(Err(invalid)) = checked {
            errors.push(FieldError::invalid(&format!("change.edit.{name}"), invalid));
        }
    }
    if let Some(text) = edit.plan_id.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let plan = match text.parse() {
            Ok(id) => read.licenses().get(id).await?,
            Err(_) => None,
        };
        if plan.is_none() {
            errors.push(FieldError::invalid("change.edit.plan_id", Invalid::NotAChoice));
        }
    }
    if let Some(site) = edit.site_id
        && read.sites().get(site).await?.is_none()
    {
        errors.push(FieldError::invalid("change.edit.site_id", Invalid::NotAChoice));
    }
    Ok(())
}
