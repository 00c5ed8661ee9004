//! The sentences of the pages under `pages/identity`.

use domain::{IdentityProvider, RetrievalScope};

pub mod mapping;
pub mod preview;
pub mod sso;

pub use super::messages::identity::*;
use crate::text::Message;

/// The URL, as the identity provider's screen calls it, which is not translated.
#[must_use]
pub fn url_label(provider: IdentityProvider) -> Message {
    match provider {
        IdentityProvider::Entra => url_label_entra(),
        IdentityProvider::Okta => url_label_okta(),
        IdentityProvider::Other => url_label_other(),
    }
}

/// The token, as the identity provider's screen calls it, which is not translated.
#[must_use]
pub fn secret_label(provider: IdentityProvider) -> Message {
    match provider {
        IdentityProvider::Entra => secret_label_entra(),
        IdentityProvider::Okta => secret_label_okta(),
        IdentityProvider::Other => secret_label_other(),
    }
}

/// Where the URL goes.
#[must_use]
pub fn url_hint(provider: IdentityProvider) -> Message {
    match provider {
        IdentityProvider::Entra => url_hint_entra(),
        IdentityProvider::Okta => url_hint_okta(),
        IdentityProvider::Other => url_hint_other(),
    }
}

/// A provider to choose.
#[must_use]
pub fn provider_name(provider: IdentityProvider) -> Message {
    super::words::provider(provider).unwrap_or_else(provider_other)
}

/// What to do at the identity provider, in the words of its screens.
#[must_use]
pub fn provider_steps(provider: IdentityProvider) -> Vec<Message> {
    match provider {
        IdentityProvider::Entra => {
            vec![entra_step_1(), entra_step_2(), entra_step_3(), entra_step_4(), entra_step_5()]
        }
        IdentityProvider::Okta => {
            vec![okta_step_1(), okta_step_2(), okta_step_3(), okta_step_4(), okta_step_5()]
        }
        IdentityProvider::Other => vec![other_step_1(), other_step_2(), other_step_3(), other_step_4()],
    }
}

/// Nobody has called yet.
#[must_use]
pub fn waiting(provider: IdentityProvider) -> String {
    super::words::provider(provider).map_or_else(|| waiting_for_other().to_owned(), |name| waiting_for(&name))
}

/// Somebody has.
#[must_use]
pub fn called(provider: IdentityProvider) -> String {
    super::words::provider(provider).map_or_else(|| called_by_other().to_owned(), |name| called_by(&name))
}

/// A way of retrieval.
#[must_use]
pub fn scope_name(scope: RetrievalScope) -> Message {
    match scope {
        RetrievalScope::AllUsers => scope_all(),
        RetrievalScope::CreatedByIdentityProvider => scope_created(),
    }
}

/// What it means.
#[must_use]
pub fn scope_detail(scope: RetrievalScope, local: u64) -> String {
    match (scope, local) {
        (RetrievalScope::AllUsers, 0) => scope_all_detail().to_owned(),
        (RetrievalScope::AllUsers, local) => scope_all_locals(local),
        (RetrievalScope::CreatedByIdentityProvider, _) => scope_created_detail().to_owned(),
    }
}

/// How long a token works; 0 stands for always.
#[must_use]
pub fn token_days(n: u32) -> String {
    match n {
        0 => until_revoked().to_owned(),
        365 => one_year().to_owned(),
        n => days(u64::from(n)),
    }
}

/// A share from which on the guard warns.
#[must_use]
pub fn guard_share(percent: u32) -> String {
    if percent >= 100 { guard_never().to_owned() } else { guard_share_of(u64::from(percent)) }
}
