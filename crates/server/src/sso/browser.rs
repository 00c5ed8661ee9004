//! The cookie that binds a sign-in to the browser in which it began: without it, an answer that somebody else has got could be
//! slipped into a browser (login CSRF).
//!
//! The answer comes as a POST from the identity provider's site, so over TLS the cookie is `SameSite=None`. It opens nothing by itself.

use axum::http::{HeaderMap, HeaderValue};
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::secret::digest;
use crate::session::cookie;

const PLAIN: &str = "rollcall_sso";
const HOST: &str = "__Host-rollcall_sso";
/// Characters of the secret: 32 bytes in base64url.
const CHARACTERS: usize = 43;
/// How long a browser keeps it, in seconds: as long as a request may take.
const SECONDS: i64 = super::requests::LASTS_MS / 1_000;

const fn name(https: bool) -> &'static str {
    if https { HOST } else { PLAIN }
}

/// The secret of a browser.
pub struct Browser(String);

impl Browser {
    /// That of the cookie.
    pub fn read(app: &App, headers: &HeaderMap) -> Option<Self> {
        let secret = cookie::find(headers, name(app.config.is_https()))?;
        let plain = secret.len() == CHARACTERS
            && secret.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        plain.then(|| Self(secret.to_owned()))
    }

    /// That of the cookie, or a new one: two sign-ins in one browser share it.
    pub fn read_or_new(app: &App, headers: &HeaderMap) -> Self {
        Self::read(app, headers).unwrap_or_else(|| Self(app.ids.secret()))
    }

    /// What is stored.
    pub fn hash(&self) -> Vec<u8> {
        digest(self.0.as_bytes())
    }

    /// Is it the one of which `stored` is the hash?
    pub fn matches(&self, stored: &[u8]) -> bool {
        self.hash().ct_eq(stored).into()
    }

    /// `Set-Cookie`.
    ///
    /// # Panics
    /// Never: the parts are plain ASCII.
    pub fn cookie(&self, app: &App) -> HeaderValue {
        let https = app.config.is_https();
        let site = if https { "None; Secure" } else { "Lax" };
        let (name, secret) = (name(https), &self.0);
        let cookie = format!("{name}={secret}; Path=/; Max-Age={SECONDS}; HttpOnly; SameSite={site}");
        HeaderValue::from_str(&cookie).expect("base64url and attributes are a header value")
    }
}
