//! Requests as Entra writes them: addresses, encodings, headers.

use reqwest::Method;
use serde_json::Value;

use super::{Answer, Entra, Form};
use crate::Outcome;

impl Entra {
    /// POST of a user, as it is.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn post(&self, resource: &Value) -> Outcome<Answer> {
        self.send(Method::POST, "/Users", Some(resource)).await
    }

    /// PATCH of a user, as it is.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn patch(&self, id: &str, body: &Value) -> Outcome<Answer> {
        self.send(Method::PATCH, &format!("/Users/{id}"), Some(body)).await
    }

    /// GET of a path below the Tenant URL.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn get(&self, path: &str) -> Outcome<Answer> {
        self.send(Method::GET, path, None).await
    }

    pub(super) async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Outcome<Answer> {
        self.sent.set(self.sent.get() + 1);
        let url = self.address(path);
        let mut request = self
            .http
            .request(method.clone(), &url)
            .header("Accept", "application/scim+json")
            .header("Content-Type", "application/scim+json; charset=utf-8")
            .header("Authorization", format!("Bearer {}", self.token));
        if let Some(body) = body {
            request = request.body(body.to_string());
        }
        let response = request.send().await?;
        let header = |name: &str| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
        let sent = body.map(|body| format!("\n  {body}")).unwrap_or_default();
        Ok(Answer {
            request: format!("{method} {url}{sent}"),
            status: response.status().as_u16(),
            content_type: header("content-type").unwrap_or_default(),
            location: header("location"),
            text: response.text().await?,
        })
    }

    /// With the flag, every address carries it, first and without a value, and two slashes meet.
    fn address(&self, path: &str) -> String {
        match self.form {
            Form::Default => format!("{}{path}", self.base),
            Form::AadOptscim062020 => {
                let (path, query) = path.split_once('?').unwrap_or((path, ""));
                let query = if query.is_empty() { String::new() } else { format!("&{query}") };
                format!("{}/{path}?aadOptscim062020{query}", self.base)
            }
        }
    }
}

/// Percent-encodes as Entra does; spaces stay for the caller.
pub(super) fn encode(text: &str) -> String {
    let escape = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '~' | ' ' => c.to_string(),
        other => {
            let mut bytes = [0; 4];
            other.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")).collect()
        }
    };
    text.chars().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_encoded_as_entra_encodes_it() {
        let filter = encode("emails[type eq \"work\"].value eq \"zoë@contoso.com\"").replace(' ', "+");
        assert_eq!(filter, "emails%5Btype+eq+%22work%22%5D.value+eq+%22zo%C3%AB%40contoso.com%22");
    }

    #[test]
    fn the_flag_stands_in_every_address_before_the_query() {
        let entra = Entra::new("http://h/scim/contoso/v2/?aadOptscim062020", "t", Form::AadOptscim062020);
        assert_eq!(
            entra.address("/Users?filter=x"),
            "http://h/scim/contoso/v2//Users?aadOptscim062020&filter=x"
        );
        assert_eq!(entra.address("/Users/1"), "http://h/scim/contoso/v2//Users/1?aadOptscim062020");
    }
}
