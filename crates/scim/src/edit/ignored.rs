//! What a request had no effect with, and why.

/// Why a part of a request was left aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IgnoredReason {
    /// No attribute has that name.
    Unknown,
    /// Only the server writes it.
    ReadOnly,
    /// A second element of one `type`.
    SecondOfItsType,
    /// A user is active or not: `active` cannot be taken away.
    ActiveStays,
    /// Entra changes the username of someone whom it moves to the recycle bin; the person keeps theirs.
    SoftDeleteRename,
}

impl IgnoredReason {
    /// What a person reads about it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unknown => "There is no such attribute here, so it was left aside.",
            Self::ReadOnly => "This is written by the server only, so it was left aside.",
            Self::SecondOfItsType => "There was a second value of the same type; only one was kept.",
            Self::ActiveStays => "A user is active or not, so the state was kept as it was.",
            Self::SoftDeleteRename => {
                "The identity provider changed the username of a person in its recycle bin; the username was kept."
            }
        }
    }
}

/// A part of a request that had no effect, without its value: it may be a secret (R31).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The attribute, as the client named it; at most 200 characters.
    pub path: String,
    /// Why.
    pub reason: IgnoredReason,
}

impl Ignored {
    pub(crate) fn new(path: &str, reason: IgnoredReason) -> Self {
        Self { path: path.chars().take(200).collect(), reason }
    }
}
