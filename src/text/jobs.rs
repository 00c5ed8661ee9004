//! The sentences of the pages of jobs.

use api::jobs::RowProblem;
use domain::validation::Invalid;
use domain::{Field, JobKind, JobState, RowFault, RowState};

pub use super::messages::jobs::*;
use crate::text::Message;

/// Characters of a value that are quoted.
const QUOTED: usize = 100;

/// What a job does.
#[must_use]
pub fn kind(kind: JobKind) -> Message {
    match kind {
        JobKind::UsersBulk => bulk(),
        JobKind::UsersUndo => undo_of(),
        JobKind::UsersImportCheck => check(),
        JobKind::UsersImport => import(),
    }
}

/// How far a job is.
#[must_use]
pub fn state_word(state: JobState) -> Message {
    match state {
        JobState::Queued => queued(),
        JobState::Running => running(),
        JobState::Done => done(),
        JobState::Failed => failed(),
        JobState::Cancelled => cancelled(),
    }
}

/// What became of a person; of a check, what would.
#[must_use]
pub fn row_state(state: RowState, kind: JobKind) -> Message {
    match (state, kind) {
        (RowState::Created, JobKind::UsersImportCheck) => will_create(),
        (RowState::Changed, JobKind::UsersImportCheck) => will_change(),
        (RowState::Waiting, _) => queued(),
        (RowState::Created, _) => created(),
        (RowState::Changed, _) => changed(),
        (RowState::Deleted, _) => deleted(),
        (RowState::Unchanged, _) => unchanged(),
        (RowState::Refused, _) => refused(),
    }
}

/// What is wrong, where it stands, and what to do.
#[must_use]
pub fn problem(problem: &RowProblem) -> String {
    let field = problem.field.as_deref().and_then(Field::from_name);
    let why = match (field, problem.invalid) {
        _ if problem.fault.is_some() => problem.fault.map(fault).unwrap_or_default(),
        (Some(Field::Site | Field::License), Some(Invalid::NotAChoice)) => not_there().to_owned(),
        (Some(Field::DirectoryVisible), Some(Invalid::NotAChoice)) => not_visible_or_hidden().to_owned(),
        _ => super::reasons::either(problem.reason.as_ref(), problem.invalid, &problem.message),
    };
    let value: String = problem.value.iter().flat_map(|value| value.chars()).take(QUOTED).collect();
    match (&problem.column, field) {
        (Some(column), _) if !value.is_empty() => wrong_value(column, &value, &why),
        (Some(column), _) => wrong_in(column, &why),
        // A rule that refuses names the field itself.
        (None, Some(field)) if problem.invalid.is_some() || problem.fault.is_some() => {
            wrong_in(&super::users::field(field), &why)
        }
        _ => why,
    }
}

fn fault(fault: RowFault) -> String {
    let words = match fault {
        RowFault::UnevenLine { values, columns } => return uneven_line(values, columns),
        RowFault::RepeatedUsername { line } => return repeated_username(line),
        RowFault::Gone => gone(),
        RowFault::ChangedMeanwhile => changed_meanwhile(),
        RowFault::MadeByJob => made_by_job(),
        RowFault::DeletedByJob => deleted_by_job(),
        RowFault::FieldStays => field_stays(),
        RowFault::FieldChangedSince => field_changed_since(),
        RowFault::PlanGone => plan_gone(),
    };
    words.to_owned()
}
