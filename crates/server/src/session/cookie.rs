//! The session cookie (RFC 6265bis): not readable by scripts, not sent along from other sites.

use axum::http::{HeaderMap, HeaderValue, header};

use store::Session;

use crate::config::Config;
use crate::secret::Secret;

/// The name over plain HTTP, which only a developer's own machine should use.
const PLAIN: &str = "rollcall_session";
/// The name over TLS: browsers take it only with `Secure`, `Path=/` and no `Domain`.
const HOST: &str = "__Host-rollcall_session";

const fn name(https: bool) -> &'static str {
    if https { HOST } else { PLAIN }
}

/// `Set-Cookie` that hands out `secret` for as long as the session may last.
#[must_use]
pub fn of(config: &Config, secret: &Secret, session: &Session) -> HeaderValue {
    set(config, secret, session.expires_at.ms_since(session.created_at) / 1_000)
}

/// `Set-Cookie` that hands out `secret` for `seconds`.
///
/// # Panics
/// Never: the parts are plain ASCII.
#[must_use]
pub fn set(config: &Config, secret: &Secret, seconds: i64) -> HeaderValue {
    header_value(config, &secret.to_string(), seconds)
}

/// `Set-Cookie` that takes it back.
#[must_use]
pub fn clear(config: &Config) -> HeaderValue {
    header_value(config, "", 0)
}

fn header_value(config: &Config, value: &str, seconds: i64) -> HeaderValue {
    let https = config.is_https();
    let secure = if https { "; Secure" } else { "" };
    let cookie =
        format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", name(https));
    HeaderValue::from_str(&cookie).expect("hexadecimal digits, base64url and attributes are a header value")
}

/// The secret in the request's cookie, if there is a readable one.
#[must_use]
pub fn read(config: &Config, headers: &HeaderMap) -> Option<Secret> {
    find(headers, name(config.is_https()))?.parse().ok()
}

/// The value of the first cookie of that name.
#[must_use]
pub fn find<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SystemIds;
    use domain::OrgId;

    fn config(url: &str) -> Config {
        Config { public_url: url.to_owned(), ..Config::default() }
    }

    #[test]
    fn over_tls_the_cookie_is_bound_to_the_host() {
        let secret = Secret::new(OrgId(1), 2, &SystemIds::default());
        let text = set(&config("https://rollcall.example"), &secret, 60);
        let text = text.to_str().unwrap();
        assert!(text.starts_with("__Host-rollcall_session="));
        assert!(text.ends_with("; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"));
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let config = config("http://127.0.0.1:8080");
        let secret = Secret::new(OrgId(1), 2, &SystemIds::default());
        let cookies = format!("theme=dark; rollcall_session={secret}; x=y");
        let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(&cookies).unwrap())]);
        assert_eq!(read(&config, &headers), Some(secret));
        assert_eq!(read(&config, &HeaderMap::new()), None);
    }
}
