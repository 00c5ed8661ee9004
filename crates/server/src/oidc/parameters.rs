//! Parameters of a query or a form, as OAuth 2.0 reads them (RFC 6749 §3.1, §3.2).

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, header};

use super::error::{Error, ErrorCode};

/// Largest form, in bytes: an ID token as a hint is the longest value.
const MAX_FORM: usize = 64 << 10;

/// Parameters by name: none twice, and none that is empty.
#[derive(Debug, Clone, Default)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads what follows the question mark, or a form. An empty value counts as missing.
    ///
    /// # Errors
    /// `invalid_request`: a parameter is there twice.
    pub fn read(text: &[u8]) -> Result<Self, Error> {
        let mut all: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(text).filter(|(_, value)| !value.is_empty()) {
            if all.iter().any(|(known, _)| *known == name) {
                let words = format!("The parameter {} is there more than once.", shown(&name));
                return Err(Error::new(ErrorCode::InvalidRequest, words));
            }
            all.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self(all))
    }

    /// Reads the form that is the body of a request.
    ///
    /// # Errors
    /// `invalid_request`: no form, too large, or a parameter twice.
    pub async fn of_form(headers: &HeaderMap, body: Body) -> Result<Self, Error> {
        let media =
            headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim();
        if !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            let words = "The body must be a form. Send it as application/x-www-form-urlencoded.";
            return Err(Error::new(ErrorCode::InvalidRequest, words));
        }
        let bytes = to_bytes(body, MAX_FORM).await;
        let bytes = bytes.map_err(|_| {
            Error::new(ErrorCode::InvalidRequest, "The form is larger than 64 KB, or broke off.")
        })?;
        Self::read(&bytes)
    }

    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter that has to be there.
    ///
    /// # Errors
    /// `invalid_request`.
    pub fn required(&self, name: &str) -> Result<&str, Error> {
        let missing = || Error::new(ErrorCode::InvalidRequest, format!("The parameter {name} is missing."));
        self.get(name).ok_or_else(missing)
    }

    /// All, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// As a query, without those that `without` names.
    #[must_use]
    pub fn query(&self, without: &[&str]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.iter().filter(|(name, _)| !without.contains(name)));
        query.finish()
    }
}

/// `uri` with more parameters at the end of its query.
#[must_use]
pub fn with_query<'a>(uri: &str, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    let query = query.finish();
    match (query.as_str(), uri.contains('?')) {
        ("", _) => uri.to_owned(),
        (query, true) => format!("{uri}&{query}"),
        (query, false) => format!("{uri}?{query}"),
    }
}

/// A name from outside, as far as an error of OAuth 2.0 can hold it (RFC 6749 §5.2: plain characters, no quotes).
fn shown(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || "_-.".contains(*c)).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_parameter_is_missing_and_one_that_is_there_twice_is_refused() {
        let read = Parameters::read(b"client_id=app&state=&scope=openid+email").unwrap();
        assert_eq!(read.get("scope"), Some("openid email"));
        assert_eq!(read.get("state"), None);
        assert_eq!(Parameters::read(b"a=1&a=2").unwrap_err().code, ErrorCode::InvalidRequest);
    }

    #[test]
    fn parameters_are_added_to_an_address_with_and_without_a_query() {
        assert_eq!(with_query("https://a/cb", [("code", "x y")]), "https://a/cb?code=x+y");
        assert_eq!(with_query("https://a/cb?t=1", [("code", "x&y")]), "https://a/cb?t=1&code=x%26y");
        assert_eq!(with_query("https://a/cb", []), "https://a/cb");
    }
}
