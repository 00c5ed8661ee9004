//! The sentences of the pages under `pages/sites`.

use domain::IdentityProvider;

pub use super::messages::sites::*;

/// R14: what a rename means for those whom the identity provider manages.
#[must_use]
pub fn rename_warning(n: u64, provider: IdentityProvider, name: &str) -> String {
    rename_warning_by(n, &super::words::by(provider), name)
}
