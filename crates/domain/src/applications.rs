//! R34: applications that people sign in to through Rollcall (OpenID Connect): of which kind they are, and where they may be sent back to.

use serde::{Deserialize, Serialize};

use crate::sso::is_web_address;
use crate::validation::Invalid;

/// Can the application keep a secret? (RFC 6749 §2.1)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationKind {
    /// It runs on a server, and proves who it is with a secret.
    #[default]
    Confidential,
    /// It runs in a browser or on a person's machine: PKCE alone.
    Public,
}

impl ApplicationKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Confidential, Self::Public];

    /// Its name in JSON and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confidential => "confidential",
            Self::Public => "public",
        }
    }

    /// The kind of that [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Addresses of one kind that an application may have.
pub const MOST_URIS: usize = 20;
/// Secrets that an application may have at once: the one in use, and its successor.
pub const MOST_SECRETS: u64 = 2;
/// Applications of an organization.
pub const MOST_APPLICATIONS: u64 = 200;

/// The loopback addresses of which any port is accepted (RFC 8252 §7.3): a program on a person's machine takes a free one.
const ANY_PORT: [&str; 2] = ["127.0.0.1", "[::1]"];

/// Where a browser may be sent back to: https, or http on the person's own machine; without a fragment (RFC 6749 §3.1.2).
///
/// # Errors
/// [`Invalid::NotARedirectUri`].
pub fn redirect_uri(text: &str) -> Result<(), Invalid> {
    // The same plain characters and the same length for both schemes.
    let as_https = |rest: &str| is_web_address(&["https://", rest].concat());
    let accepted = match text.strip_prefix("http://") {
        Some(rest) => loopback(rest).is_some() && as_https(rest),
        None => is_web_address(text),
    };
    if accepted && !text.contains(['#', '*']) { Ok(()) } else { Err(Invalid::NotARedirectUri) }
}

/// The host of the person's own machine, and what follows host and port.
fn loopback(rest: &str) -> Option<(&str, &str)> {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = ANY_PORT.into_iter().chain(["localhost"]).find(|host| authority.starts_with(host))?;
    let port = &authority[host.len()..];
    let fine = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    fine.then_some((&authority[..host.len()], path))
}

/// All addresses, without those that are there twice.
///
/// # Errors
/// The first that is not accepted, or [`Invalid::TooManyLines`].
pub fn redirect_uris<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>, Invalid> {
    let mut uris: Vec<String> = Vec::new();
    for text in texts.into_iter().map(str::trim).filter(|text| !text.is_empty()) {
        redirect_uri(text)?;
        if uris.iter().all(|known| known != text) {
            uris.push(text.to_owned());
        }
    }
    if uris.len() > MOST_URIS { Err(Invalid::TooManyLines { max: MOST_URIS }) } else { Ok(uris) }
}

/// Is `asked` the address `registered`, to the letter? Of the loopback addresses in numbers any port is.
#[must_use]
pub fn matches(registered: &str, asked: &str) -> bool {
    let numbered = |uri: &str| {
        let (host, path) = loopback(uri.strip_prefix("http://")?)?;
        ANY_PORT.contains(&host).then(|| (host.to_owned(), path.to_owned()))
    };
    registered == asked || numbered(registered).is_some_and(|known| numbered(asked) == Some(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r34_an_address_is_https_or_on_the_persons_own_machine() {
        for text in [
            "https://app.contoso.com/callback",
            "https://app.contoso.com:8443/callback?tenant=1",
            "http://127.0.0.1/callback",
            "http://127.0.0.1:53682/callback",
            "http://[::1]:8000/",
            "http://localhost:3000/callback",
        ] {
            assert_eq!(redirect_uri(text), Ok(()), "{text}");
        }
        for text in [
            "http://app.contoso.com/callback",
            "http://localhost.evil.com/callback",
            "http://127.0.0.1.evil.com/",
            "http://127.0.0.1@evil.com/",
            "http://127.0.0.1:80@evil.com/",
            "http://localhost:99999/",
            "https://app.contoso.com/#fragment",
            "https://*.contoso.com/callback",
            "https://user@contoso.com/",
            "https://",
            "javascript:alert(1)",
            "com.example.app:/callback",
            "https://app.contoso.com/\\evil",
            "https://app.contoso.com/a b",
            "",
        ] {
            assert_eq!(redirect_uri(text), Err(Invalid::NotARedirectUri), "{text}");
        }
    }

    #[test]
    fn r34_an_address_matches_to_the_letter_and_only_numbered_loopback_with_any_port() {
        let registered = "https://app.contoso.com/callback";
        assert!(matches(registered, registered));
        for other in [
            "https://app.contoso.com/callback/",
            "https://app.contoso.com/callback?x=1",
            "https://APP.contoso.com/callback",
            "https://app.contoso.com:443/callback",
            "http://app.contoso.com/callback",
        ] {
            assert!(!matches(registered, other), "{other}");
        }
        assert!(matches("http://127.0.0.1/cb", "http://127.0.0.1:53682/cb"));
        assert!(matches("http://[::1]:1/cb", "http://[::1]:53682/cb"));
        assert!(!matches("http://127.0.0.1/cb", "http://127.0.0.1:53682/other"));
        assert!(!matches("http://127.0.0.1/cb", "http://[::1]:53682/cb"));
        assert!(!matches("http://localhost:3000/cb", "http://localhost:3001/cb"));
    }

    #[test]
    fn addresses_are_trimmed_and_kept_once() {
        let uris = redirect_uris([" https://a.example/ ", "", "https://a.example/", "https://b.example/"]);
        assert_eq!(uris.unwrap(), ["https://a.example/", "https://b.example/"]);
        let many: Vec<String> = (0..=MOST_URIS).map(|n| format!("https://a.example/{n}")).collect();
        let many = redirect_uris(many.iter().map(String::as_str));
        assert_eq!(many, Err(Invalid::TooManyLines { max: MOST_URIS }));
    }
}
