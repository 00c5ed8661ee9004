//! The preview before the first synchronization: what will become of each person (R5, R30), and putting usernames right.

use domain::preview::{Fate, Likeness, Why};
use domain::validation::Invalid;
use domain::{ManagedBy, Reason, RetrievalScope, Right, UserId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoParams, NoQuery};

/// Rows of each kind, suggestions and problems in an answer; their totals say how many there are.
pub const MAX_ROWS: usize = 1_000;
/// JSON writes a quotation mark and the end of a line as two characters each: 5 MB of CSV can be more than twice that.
const MAX_BODY: usize = 12 << 20;

/// The identity provider's list of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewList {
    /// CSV with the names of the columns in its first line, as Microsoft Entra ID and Okta export it; by comma, semicolon or
    /// tab. At most 5 MB and 50,000 people.
    pub csv: String,
}

/// How many people of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewCounts {
    /// Will be refused.
    pub conflict: u64,
    /// Will be linked (R5).
    pub linked: u64,
    /// Will be created.
    pub created: u64,
    /// Managed already.
    pub managed: u64,
    /// Local users who are not in the list.
    pub local_only: u64,
    /// Will be created, but are probably somebody here under another username.
    pub suggestions: u64,
    /// Lines that could not be read.
    pub problems: u64,
}

impl PreviewCounts {
    /// Those of one kind.
    #[must_use]
    pub const fn of(&self, kind: Fate) -> u64 {
        match kind {
            Fate::Conflict => self.conflict,
            Fate::Linked => self.linked,
            Fate::Created => self.created,
            Fate::Managed => self.managed,
            Fate::LocalOnly => self.local_only,
        }
    }
}

/// One person, and what becomes of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewRow {
    /// What: `conflict`, `linked`, `created`, `managed` or `local_only`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub kind: Fate,
    /// The line of the list; absent for those who are not in it.
    pub line: Option<u64>,
    /// The username.
    pub username: String,
    /// First and last name, or the displayed one; may be empty.
    pub name: String,
    /// The rule that decides, as in `R5`.
    pub rule: String,
    /// Why; the console words it in the reader's language.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub why: Why,
    /// Why, and what to do, in English.
    pub message: String,
    /// The user who has the username here.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub user_id: Option<UserId>,
}

/// A person who would be created, and a user who is probably the same person under another username.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewSuggestion {
    /// The user.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their username here.
    pub username: String,
    /// The username in the list.
    pub username_there: String,
    /// The line of the list.
    pub line: u64,
    /// By what they seem to be the same: `email` or `name`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub by: Likeness,
    /// Who manages them: only the usernames of local users can be put right here (R2).
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub managed_by: ManagedBy,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewProblem {
    /// Which.
    pub line: u64,
    /// What is wrong with it.
    pub message: String,
}

/// What the first synchronization will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview {
    /// People in the list.
    pub people: u64,
    /// The retrieval scope by which it was judged (R30).
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub retrieval_scope: RetrievalScope,
    /// How many of each kind.
    pub counts: PreviewCounts,
    /// The first 1,000 of each kind, in the order of the list; local users by name.
    pub rows: Vec<PreviewRow>,
    /// The first 1,000 suggestions.
    pub suggestions: Vec<PreviewSuggestion>,
    /// The first 1,000 lines that could not be read.
    pub problems: Vec<PreviewProblem>,
}

/// A username to be put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsernameEdit {
    /// Whose.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub user_id: UserId,
    /// The new one.
    pub username: String,
}

/// Usernames to be put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsernameEdits {
    /// 1 to 500, each user once.
    pub edits: Vec<UsernameEdit>,
}

/// What became of one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsernameResult {
    /// Whose.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub user_id: UserId,
    /// Why it was not changed, in English; absent: it is the new one now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub refused: Option<String>,
    /// The rule that refuses it, where it is one.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<Reason>,
    /// What is wrong with it, where that is it.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub invalid: Option<Invalid>,
}

/// What became of all, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UsernameResults {
    /// One for each edit.
    pub results: Vec<UsernameResult>,
}

endpoint! {
    /// Compares a list of the identity provider with the users who are here. Nothing is written, and the list is not kept.
    Run = "provisioning_preview_run", Post "/api/v1/provisioning/preview", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: PreviewList, Reply: Preview; max_body MAX_BODY
}
endpoint! {
    /// Puts usernames of local users right, each by the same rules as an edit, and with a result of its own.
    EditUsernames = "provisioning_preview_usernames_edit", Post "/api/v1/provisioning/preview/usernames", Access::Right(Right::EditUsers);
    Params: NoParams, Query: NoQuery, Body: UsernameEdits, Reply: UsernameResults
}
