//! Why a row of a job is not done as it stands, where no rule refuses it and no value has a wrong form.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is in the way of a row, or of a value in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case", try_from = "Parts")]
pub enum RowFault {
    /// The person is not there any more.
    Gone,
    /// Somebody else changed the person at the same moment.
    ChangedMeanwhile,
    /// An undo: the job has made the person.
    MadeByJob,
    /// An undo: the job has deleted the person.
    DeletedByJob,
    /// An undo: the field cannot be changed any more.
    FieldStays,
    /// An undo: somebody has changed the field since.
    FieldChangedSince,
    /// An undo: the plan that the person had is not there any more.
    PlanGone,
    /// A file: a line with more or fewer values than the first one names columns.
    UnevenLine {
        /// Values in the line.
        values: u64,
        /// Columns that the first line names.
        columns: u64,
    },
    /// A file: two lines have one username.
    RepeatedUsername {
        /// The other line.
        line: u64,
    },
}

crate::tagged::tagged!(RowFault { values: u64, columns: u64, line: u64 } {
    Gone {},
    ChangedMeanwhile {},
    MadeByJob {},
    DeletedByJob {},
    FieldStays {},
    FieldChangedSince {},
    PlanGone {},
    UnevenLine { values, columns },
    RepeatedUsername { line },
});

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone => f.write_str("There is no such person any more. They may have been deleted."),
            Self::ChangedMeanwhile => {
                f.write_str("Somebody else changed this person at the same moment. Try again.")
            }
            Self::MadeByJob => {
                f.write_str("This person was made by the job. To take that back, delete them.")
            }
            Self::DeletedByJob => f.write_str("This person was deleted, and cannot be brought back."),
            Self::FieldStays => f.write_str("This is not put back: it cannot be changed any more."),
            Self::FieldChangedSince => f.write_str("This was changed since, and is left alone."),
            Self::PlanGone => f.write_str("The plan that the person had is not there any more."),
            Self::UnevenLine { values, columns } => write!(
                f,
                "This line has {values} values, but the first line names {columns} columns. Put values with a comma or a semicolon in quotation marks."
            ),
            Self::RepeatedUsername { line } => write!(
                f,
                "Line {line} has this username, too. Leave one of the two, or give each person a username of their own."
            ),
        }
    }
}
