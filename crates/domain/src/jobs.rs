//! Work that takes longer than a request: what it is, how far it is, what became of each part. And what of it can be undone.

use serde::{Deserialize, Serialize};

use crate::Field;

macro_rules! names {
    ($name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in JSON and in the database.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }

            /// The one of that [`name`](Self::name).
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// One change to many people.
    UsersBulk,
    /// Puts back what another job changed.
    UsersUndo,
    /// Compares a file with the people who are here; writes nothing.
    UsersImportCheck,
    /// Takes a file in.
    UsersImport,
}

names!(JobKind {
    UsersBulk = "users_bulk",
    UsersUndo = "users_undo",
    UsersImportCheck = "users_import_check",
    UsersImport = "users_import",
});

impl JobKind {
    /// Does it change people, and so may be undone?
    #[must_use]
    pub const fn can_be_undone(self) -> bool {
        matches!(self, Self::UsersBulk | Self::UsersImport)
    }
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Waits for its turn.
    Queued,
    /// Works.
    Running,
    /// Every row has its result.
    Done,
    /// Could not go on: what was done stays done.
    Failed,
    /// Was told to stop: what was done stays done.
    Cancelled,
}

names!(JobState {
    Queued = "queued",
    Running = "running",
    Done = "done",
    Failed = "failed",
    Cancelled = "cancelled",
});

impl JobState {
    /// Nothing more happens.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// What became of a row of a job; of a check, what would become of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Not yet looked at.
    Waiting,
    /// A person was made.
    Created,
    /// A person was changed.
    Changed,
    /// A person was deleted (R9).
    Deleted,
    /// There was nothing to change.
    Unchanged,
    /// Not done, and said why.
    Refused,
}

names!(RowState {
    Waiting = "waiting",
    Created = "created",
    Changed = "changed",
    Deleted = "deleted",
    Unchanged = "unchanged",
    Refused = "refused",
});

/// Can a change of that field be put back? A site never changes once set (R12), and a person who was made by a job is
/// deleted by an admin only, one by one (R9).
#[must_use]
pub const fn can_undo(field: Field) -> bool {
    !matches!(field, Field::Site | Field::Username)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_json_and_in_the_database_are_the_same() {
        for kind in JobKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        for state in JobState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.name());
            assert_eq!(JobState::from_name(state.name()), Some(*state));
        }
        for state in RowState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.name());
        }
    }

    #[test]
    fn r12_a_site_is_not_put_back() {
        assert!(!can_undo(Field::Site));
        assert!(can_undo(Field::Department));
    }
}
