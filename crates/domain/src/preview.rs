//! R5, R9, R10, R30: what the first synchronization will do to whom, told before it happens.
//!
//! [`judge`](matching::judge) (with the feature `fold`) compares the identity provider's list of people with those who are
//! here, by the very rules that a SCIM request meets later. Pure: reading the list and the database is the caller's.

#[cfg(feature = "fold")]
mod matching;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::validation::{self, Invalid};
use crate::{ManagedBy, UserId};

#[cfg(feature = "fold")]
pub use matching::{Keys, judge, keys_of};

/// Largest list that is read, in bytes.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// Most people in a list.
pub const MAX_PEOPLE: usize = 50_000;
/// Most usernames that are put right at once.
pub const MAX_USERNAMES: usize = 500;

/// A person of the identity provider's list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listed {
    /// The line of the list.
    pub line: u64,
    /// What they sign in with.
    pub username: String,
    /// First and last name, or the name that is displayed; empty when the list has none.
    pub name: String,
    /// Email; empty when the list has none.
    pub email: String,
    /// May they sign in there? `None` when the list does not say.
    pub active: Option<bool>,
}

/// A user who is here already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Who.
    pub id: UserId,
    /// What they sign in with.
    pub username: String,
    /// First and last name.
    pub name: String,
    /// Email; empty when there is none.
    pub email: String,
    /// R1.
    pub managed_by: ManagedBy,
    /// A SCIM DELETE took their SCIM id away (R9).
    pub gone_from_scim: bool,
    /// R10.
    pub is_last_active_owner: bool,
}

/// What becomes of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// A user is here, and the identity provider takes them over (R5), or takes them up again (R9).
    Linked,
    /// The identity provider manages them already.
    Managed,
    /// A new user is made.
    Created,
    /// The identity provider will be refused.
    Conflict,
    /// Here, and not in the list: stays as it is.
    LocalOnly,
}

impl Fate {
    /// Every fate, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Conflict, Self::Linked, Self::Created, Self::Managed, Self::LocalOnly];

    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Managed => "managed",
            Self::Created => "created",
            Self::Conflict => "conflict",
            Self::LocalOnly => "local_only",
        }
    }
}

/// By what two people seem to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The email.
    Email,
    /// First and last name.
    Name,
}

/// Why that becomes of a person. The first three words of each sentence say what, the rest why and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case", try_from = "Parts")]
pub enum Why {
    /// R5.
    LocalUser,
    /// R9: gone from SCIM, and found again by their username.
    BackAgain,
    /// R5, R9: managed already.
    ManagedAlready,
    /// Nobody has the username.
    Nobody,
    /// Nobody has the username, but somebody is probably the same person under another one.
    UsernameDiffers {
        /// The username that they have here.
        here: String,
        /// By what they seem to be the same.
        by: Likeness,
    },
    /// R30: a local user whom the identity provider may not see.
    HiddenLocalUser,
    /// The username is in the list more than once.
    Repeated {
        /// The lines, the first few of them.
        lines: Vec<u64>,
    },
    /// No SCIM request is accepted with such a username.
    InvalidUsername {
        /// What is wrong with it.
        invalid: Invalid,
    },
    /// R10: blocked at the identity provider, and nobody else could sign in as an owner here.
    LastActiveOwner,
    /// Not in the list.
    NotListed,
}

crate::tagged::tagged!(Why { here: String, by: Likeness, lines: Vec<u64>, invalid: Invalid } {
    LocalUser {},
    BackAgain {},
    ManagedAlready {},
    Nobody {},
    UsernameDiffers { here, by },
    HiddenLocalUser {},
    Repeated { lines },
    InvalidUsername { invalid },
    LastActiveOwner {},
    NotListed {},
});

impl Why {
    /// What it comes to.
    #[must_use]
    pub const fn fate(&self) -> Fate {
        match self {
            Self::LocalUser | Self::BackAgain => Fate::Linked,
            Self::ManagedAlready => Fate::Managed,
            Self::Nobody | Self::UsernameDiffers { .. } => Fate::Created,
            Self::HiddenLocalUser
            | Self::Repeated { .. }
            | Self::InvalidUsername { .. }
            | Self::LastActiveOwner => Fate::Conflict,
            Self::NotListed => Fate::LocalOnly,
        }
    }

    /// The rule that decides, as in `R5`.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::LocalUser | Self::ManagedAlready | Self::NotListed => "R5",
            Self::BackAgain => "R9",
            Self::LastActiveOwner => "R10",
            Self::HiddenLocalUser => "R30",
            Self::Nobody
            | Self::UsernameDiffers { .. }
            | Self::Repeated { .. }
            | Self::InvalidUsername { .. } => "R26",
        }
    }
}

/// In English.
impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LocalUser => f.write_str(
                "A local user has this username. The first change from the identity provider links them: it manages them from then on, and nothing of theirs is lost.",
            ),
            Self::BackAgain => f.write_str(
                "The identity provider removed this person before. They are linked again, with everything they had.",
            ),
            Self::ManagedAlready => f.write_str("The identity provider manages this person already."),
            Self::Nobody => f.write_str("Nobody here has this username, so a new user is created."),
            Self::UsernameDiffers { here, by } => write!(
                f,
                "Nobody here has this username, but {here} has the same {}. If they are the same person, put the username right first: otherwise a second user is created.",
                match by {
                    Likeness::Email => "email",
                    Likeness::Name => "name",
                }
            ),
            Self::HiddenLocalUser => f.write_str(
                "A local user has this username, and the identity provider may not see local users: it is refused with 409. Set User retrieval to All users, or change the username of one of them.",
            ),
            Self::Repeated { lines } => {
                f.write_str("The username is in the list more than once, in the lines ")?;
                for (at, line) in lines.iter().enumerate() {
                    write!(f, "{}{line}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str(". Only one of them can have it: give each person a username of their own.")
            }
            Self::InvalidUsername { invalid: Invalid::Empty } => f.write_str(
                "There is no username in this line. Nobody can be created without one: fill it in at the identity provider.",
            ),
            Self::InvalidUsername { invalid } => {
                write!(f, "The username is not accepted. {invalid}")
            }
            Self::LastActiveOwner => f.write_str(
                "This is the last active owner here, and blocked at the identity provider. Deactivating them is refused: make somebody else an owner first.",
            ),
            Self::NotListed => {
                f.write_str("This local user is not in the list. They stay as they are, and are managed here.")
            }
        }
    }
}

/// Somebody here who is probably a person of the list, under another username.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likely {
    /// Which of the known users.
    pub known: usize,
    /// By what.
    pub by: Likeness,
}

/// What becomes of one person of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Why, and so what.
    pub why: Why,
    /// The user who is here with that username: which of the known ones.
    pub known: Option<usize>,
    /// With [`Fate::Created`]: somebody who is probably the same person.
    pub likely: Option<Likely>,
}

/// Would SCIM take that username? Spaces are the identity provider's business (`validation::username` is for those that are
/// made here).
///
/// # Errors
/// Empty, too long, or with hidden characters.
pub fn provided_username(text: &str) -> Result<(), Invalid> {
    validation::required(text, validation::MAX_TEXT).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_json_are_those_of_the_rules() {
        for fate in Fate::ALL {
            assert_eq!(serde_json::to_value(fate).unwrap(), fate.name());
        }
    }

    #[test]
    fn each_reason_is_a_sentence_that_says_what_to_do() {
        let all = [
            Why::LocalUser,
            Why::UsernameDiffers { here: "ada".to_owned(), by: Likeness::Email },
            Why::HiddenLocalUser,
            Why::Repeated { lines: vec![2, 9] },
            Why::InvalidUsername { invalid: Invalid::Empty },
            Why::LastActiveOwner,
            Why::NotListed,
        ];
        for why in all {
            assert!(why.to_string().ends_with('.'), "{why}");
        }
        assert!(Why::Repeated { lines: vec![2, 9] }.to_string().contains("lines 2, 9."));
    }
}
