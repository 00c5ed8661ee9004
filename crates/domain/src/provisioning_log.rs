//! R31: the words of which an entry of the provisioning log is made. Each has one name, the same in JSON and in the
//! database.

use serde::{Deserialize, Serialize};

/// An enum of names.
macro_rules! names {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// All, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its name in JSON and in the database.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
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
pub(crate) use names;

names! {
    /// What a request came to.
    Outcome {
        /// Something was changed.
        Changed = "changed",
        /// It was a write, and everything was like that already.
        Unchanged = "unchanged",
        /// It only read.
        Read = "read",
        /// It was refused, with a reason.
        Refused = "refused",
        /// It failed on Rollcall's side.
        Failed = "failed",
    }
}

names! {
    /// What a request asked for.
    Operation {
        /// POST: make one.
        Create = "create",
        /// GET of one thing.
        Read = "read",
        /// GET of a list, or a search.
        List = "list",
        /// PUT: replace one.
        Replace = "replace",
        /// PATCH: change one.
        Patch = "patch",
        /// DELETE.
        Delete = "delete",
        /// Anything else.
        Other = "other",
    }
}

names! {
    /// What kind of thing a request was about.
    ResourceKind {
        /// People.
        User = "user",
        /// Groups.
        Group = "group",
        /// The service itself: what it offers, and addresses that it does not have.
        Service = "service",
    }
}

names! {
    /// What a request did, for a sentence.
    Effect {
        /// A person was made.
        UserCreated = "user_created",
        /// A local person is managed by the identity provider from now on (R5).
        UserLinked = "user_linked",
        /// A person of an earlier DELETE is back (R9).
        UserRelinked = "user_relinked",
        /// Fields of a person were changed.
        UserChanged = "user_changed",
        /// A person may sign in again.
        UserActivated = "user_activated",
        /// A person may no longer sign in (R7).
        UserDeactivated = "user_deactivated",
        /// A person was deactivated by a DELETE, and stays (R9).
        UserDeprovisioned = "user_deprovisioned",
        /// A group was made.
        GroupCreated = "group_created",
        /// A group or its members were changed.
        GroupChanged = "group_changed",
        /// A group was deleted.
        GroupDeleted = "group_deleted",
        /// Everything was like that already.
        NothingChanged = "nothing_changed",
        /// A list was answered.
        Found = "found",
        /// One thing was answered.
        Read = "read",
        /// Nothing was done, because the request was refused or failed.
        None = "none",
    }
}

impl Outcome {
    /// Does it need somebody's attention?
    #[must_use]
    pub const fn needs_attention(self) -> bool {
        matches!(self, Self::Refused | Self::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r31_names_in_json_and_in_the_database_are_the_same() {
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.name());
            assert_eq!(Outcome::from_name(outcome.name()), Some(*outcome));
        }
        for effect in Effect::ALL {
            assert_eq!(serde_json::to_value(effect).unwrap(), effect.name());
        }
        assert_eq!(Operation::from_name("merge"), None);
    }
}
