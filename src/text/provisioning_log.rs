//! The provisioning log: what the identity provider asked for, in words.

use api::provisioning_log::Entry;
use domain::{Effect, Operation, Outcome, ResourceKind};

pub use super::messages::provisioning_log::*;
use crate::text::Message;

/// What a request came to, in a word.
#[must_use]
pub fn outcome_word(outcome: Outcome) -> Message {
    match outcome {
        Outcome::Changed => changed(),
        Outcome::Unchanged => unchanged(),
        Outcome::Read => read(),
        Outcome::Refused => refused(),
        Outcome::Failed => failed(),
    }
}

/// What a request asked for, in a word.
#[must_use]
pub fn operation_word(operation: Operation) -> Message {
    match operation {
        Operation::Create => create(),
        Operation::Read => read_one(),
        Operation::List => find(),
        Operation::Replace => replace(),
        Operation::Patch => change(),
        Operation::Delete => delete(),
        Operation::Other => other(),
    }
}

/// What a request did; of one that did nothing, why.
#[must_use]
pub fn effect(entry: &Entry) -> String {
    let words = match entry.effect {
        Effect::UserCreated => user_created(),
        Effect::UserLinked => user_linked(),
        Effect::UserRelinked => user_relinked(),
        Effect::UserChanged => user_changed(),
        Effect::UserActivated => user_activated(),
        Effect::UserDeactivated => user_deactivated(),
        Effect::UserDeprovisioned => user_deprovisioned(),
        Effect::GroupCreated => group_created(),
        Effect::GroupChanged => group_changed(),
        Effect::GroupDeleted => group_deleted(),
        Effect::NothingChanged => nothing_changed(),
        Effect::Found => return found(entry.resource, entry.found.unwrap_or_default()),
        Effect::Read => match entry.resource {
            ResourceKind::User => read_user(),
            ResourceKind::Group => read_group(),
            ResourceKind::Service => read_service(),
        },
        Effect::None => entry.cause.map_or_else(refused, super::causes::words),
    };
    words.to_owned()
}

fn found(resource: ResourceKind, n: u64) -> String {
    match resource {
        ResourceKind::Group => found_groups(n),
        ResourceKind::User | ResourceKind::Service => found_users(n),
    }
}
