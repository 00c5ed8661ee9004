//! Secrets that name what they open: `<organization>.<id>.<256 random bits>`.
//!
//! The two ids lead to the one row that can match, in the one organization that it can be in; the random part is
//! stored only as its SHA-256 (it is no password: there is nothing to guess, so a fast digest is enough) and
//! compared in constant time. Session cookies, one-time links and API tokens are all of this form.

use std::fmt;
use std::str::FromStr;

use domain::OrgId;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::ids::Ids;

/// Characters of the random part: 32 bytes in base64url.
const SECRET_CHARACTERS: usize = 43;

/// A secret as it is given out, or as somebody sent it. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// The organization that it belongs to.
    pub org: OrgId,
    /// The id of the session, link or token.
    pub id: u128,
    random: String,
}

impl Secret {
    /// A new one.
    #[must_use]
    pub fn new(org: OrgId, id: u128, ids: &dyn Ids) -> Self {
        Self { org, id, random: ids.secret() }
    }

    /// What is stored.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        digest(self.random.as_bytes())
    }

    /// Is it the one of which `stored` is the hash?
    #[must_use]
    pub fn matches(&self, stored: &[u8]) -> bool {
        self.hash().ct_eq(stored).into()
    }

    /// The last four characters, to tell tokens apart by.
    #[must_use]
    pub fn last_four(&self) -> &str {
        &self.random[self.random.len() - 4..]
    }
}

/// What every SCIM API token starts with, so that scanners for leaked secrets can find one.
pub const TOKEN_PREFIX: &str = "rc_scim_";

/// A SCIM API token as the identity provider gets it (R29).
#[must_use]
pub fn token_text(secret: &Secret) -> String {
    format!("{TOKEN_PREFIX}{secret}")
}

/// The secret in a SCIM API token.
///
/// # Errors
/// The text is none.
pub fn token_secret(text: &str) -> Result<Secret, NotASecret> {
    text.strip_prefix(TOKEN_PREFIX).ok_or(NotASecret)?.parse()
}

/// What is handed out to programs: what it is, for scanners for leaked secrets and for people who find one in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// The secret of an application.
    Client,
    /// An authorization code.
    Code,
    /// An access token.
    Access,
    /// A refresh token.
    Refresh,
    /// An API token.
    Api,
}

impl Prefix {
    const fn text(self) -> &'static str {
        match self {
            Self::Client => "rc_client_",
            Self::Code => "rc_code_",
            Self::Access => "rc_access_",
            Self::Refresh => "rc_refresh_",
            Self::Api => "rc_api_",
        }
    }

    /// `secret`, as it is handed out.
    #[must_use]
    pub fn of(self, secret: &Secret) -> String {
        format!("{}{secret}", self.text())
    }

    /// The secret in such a text.
    ///
    /// # Errors
    /// The text is none.
    pub fn read(self, text: &str) -> Result<Secret, NotASecret> {
        text.strip_prefix(self.text()).ok_or(NotASecret)?.parse()
    }
}

/// SHA-256.
#[must_use]
pub fn digest(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}.{:032x}.{}", self.org.0, self.id, self.random)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}.{:032x}.…", self.org.0, self.id)
    }
}

/// A text is not of the form of a [`Secret`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotASecret;

impl FromStr for Secret {
    type Err = NotASecret;

    fn from_str(text: &str) -> Result<Self, NotASecret> {
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or(NotASecret);
        let (org, id, random) = (hex(next()?)?, hex(next()?)?, next()?);
        let plain = random.len() == SECRET_CHARACTERS
            && random.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !plain || parts.next().is_some() {
            return Err(NotASecret);
        }
        Ok(Self { org: OrgId(org), id, random: random.to_owned() })
    }
}

fn hex(text: &str) -> Result<u128, NotASecret> {
    let canonical = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !canonical {
        return Err(NotASecret);
    }
    u128::from_str_radix(text, 16).map_err(|_| NotASecret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SystemIds;
    use proptest::prelude::*;

    #[test]
    fn a_secret_reads_back_and_matches_its_own_hash_only() {
        let ids = SystemIds::default();
        let (one, other) = (Secret::new(OrgId(7), 9, &ids), Secret::new(OrgId(7), 9, &ids));
        assert_eq!(one.to_string().parse(), Ok(one.clone()));
        assert!(one.matches(&one.hash()));
        assert!(!one.matches(&other.hash()));
        assert!(!one.matches(b""));
    }

    #[test]
    fn a_secret_is_not_in_its_debug_form() {
        let secret = Secret::new(OrgId(7), 9, &SystemIds::default());
        assert!(!format!("{secret:?}").contains(secret.last_four()));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_but_never_panics(text in "\\PC*") {
            let _ = text.parse::<Secret>();
        }
    }
}
