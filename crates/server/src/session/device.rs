//! The cookie of a browser in which somebody has signed in before (OWASP calls it a device cookie): what is tried there is counted apart
//! from what strangers try, who otherwise could keep a person out by guessing. It opens nothing by itself.

use axum::http::{HeaderMap, HeaderValue};
use domain::timestamp::DAY_MS;
use domain::{OrgId, Timestamp};

use super::attempts::key;
use super::cookie;
use crate::app::App;
use crate::http::Failure;

/// The names over plain HTTP, and over TLS.
const NAMES: [&str; 2] = ["rollcall_device", "__Host-rollcall_device"];
/// How long a browser is known after a sign-in, in milliseconds.
pub const LASTS_MS: i64 = 180 * DAY_MS;

/// A browser that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device(String);

impl Device {
    /// That of the request's cookie, if it was given to that username of that organization, is not too old, and their password is still the
    /// one of then: who once had the password, and no longer has it, is a stranger.
    ///
    /// The database is asked only for whoever has such a cookie, so that the time says nothing to others.
    ///
    /// # Errors
    /// The database fails.
    pub async fn read(
        app: &App,
        headers: &HeaderMap,
        org: OrgId,
        username: &str,
    ) -> Result<Option<Self>, Failure> {
        let sealed = cookie::find(headers, name(app));
        let Some((since, id)) = sealed.and_then(|sealed| open(app, sealed, org, username)) else {
            return Ok(None);
        };
        if app.now().ms_since(since) >= LASTS_MS {
            return Ok(None);
        }
        let read = app.store.read(org);
        let Some(user) = read.users().by_username(username.trim()).await? else { return Ok(None) };
        let credential = read.credentials().get(user.id).await?;
        Ok(credential.filter(|credential| credential.updated_at <= since).map(|_| Self(id)))
    }

    /// What its attempts are counted by. No username is hashed to it.
    #[must_use]
    pub fn counted_as(&self) -> String {
        format!("device:{}", self.0)
    }
}

/// When it was given out, and the id of the browser. Whatever cannot be opened is no cookie of ours: then one is a stranger.
fn open(app: &App, sealed: &str, org: OrgId, username: &str) -> Option<(Timestamp, String)> {
    let text = String::from_utf8(app.vault.open(&context(org, username), sealed).ok()?).ok()?;
    let (since, id) = text.split_once('.')?;
    Some((Timestamp(since.parse().ok()?), id.to_owned()))
}

/// `Set-Cookie` that makes a browser known to `username`; nothing where the server has no key.
///
/// # Panics
/// Never: what is sealed is plain ASCII.
#[must_use]
pub fn cookie(app: &App, org: OrgId, username: &str) -> Option<HeaderValue> {
    let text = format!("{}.{:032x}", app.now().0, app.new_id());
    let sealed = app.vault.seal(&*app.ids, &context(org, username), text.as_bytes()).ok()?;
    // The console itself asks for a session: no other site has to send it along.
    let secure = if app.config.is_https() { "; Secure" } else { "" };
    let (name, seconds) = (name(app), LASTS_MS / 1_000);
    let cookie = format!("{name}={sealed}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    Some(HeaderValue::from_str(&cookie).expect("base64url, digits and attributes are a header value"))
}

fn name(app: &App) -> &'static str {
    NAMES[usize::from(app.config.is_https())]
}

/// Where it opens: nowhere else, and for nobody else.
fn context(org: OrgId, username: &str) -> String {
    format!("device/{org}/{}", key(username))
}
