//! Which application asks: `client_secret_basic`, `client_secret_post` or `none` (RFC 6749 §2.3, OpenID Connect Core §9).

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::{ApplicationId, ApplicationKind};
use store::{Application, ApplicationSecret};

use super::Provider;
use super::error::{Error, ErrorCode};
use super::parameters::Parameters;
use crate::app::App;
use crate::secret::Prefix;

/// `last_used_at` is written at most this often: once a minute, in milliseconds.
pub const USED_EVERY_MS: i64 = 60_000;

/// What an application sends to prove who it is.
struct Credentials {
    id: String,
    secret: Option<String>,
    /// By the header `Authorization`.
    basic: bool,
}

/// An application that has proved who it is.
pub struct Client {
    /// The application.
    pub application: Application,
    /// The secret that it has shown.
    pub secret: Option<ApplicationSecret>,
}

/// The application that sends the request.
///
/// # Errors
/// `invalid_client`, in the same words for an application that does not exist and for a wrong secret; `invalid_request` for two proofs.
pub async fn authenticate(
    app: &App,
    provider: &Provider,
    headers: &HeaderMap,
    parameters: &Parameters,
) -> Result<Client, Error> {
    let credentials = credentials(headers, parameters)?;
    let basic = credentials.basic;
    let found = check(app, provider, &credentials).await?;
    found.ok_or_else(|| {
        let words =
            "The application is unknown, or has not proved who it is. Check client_id and client_secret.";
        let error = Error::new(ErrorCode::InvalidClient, words);
        if basic { error.challenging("Basic") } else { error }
    })
}

fn credentials(headers: &HeaderMap, parameters: &Parameters) -> Result<Credentials, Error> {
    let (id, secret) = (parameters.get("client_id"), parameters.get("client_secret"));
    let Some(header) = headers.get(header::AUTHORIZATION) else {
        let id = id.map(ToOwned::to_owned).unwrap_or_default();
        return Ok(Credentials { id, secret: secret.map(ToOwned::to_owned), basic: false });
    };
    let refused = |words: &str| Error::new(ErrorCode::InvalidRequest, words);
    if secret.is_some() {
        return Err(refused("The application proves who it is in two ways at once. Choose one."));
    }
    let (user, password) = header.to_str().ok().and_then(basic).unwrap_or_default();
    if id.is_some_and(|id| id != user) {
        return Err(refused(
            "The parameter client_id names another application than the header Authorization.",
        ));
    }
    Ok(Credentials { id: user, secret: Some(password), basic: true })
}

/// Name and password, each encoded as a form is (RFC 6749 §2.3.1).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, text) = header.split_once(' ')?;
    let text = STANDARD.decode(text.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let text = String::from_utf8(text).ok()?;
    let (user, password) = text.split_once(':')?;
    let plain = |text: &str| {
        let pair = [b"=", text.as_bytes()].concat();
        form_urlencoded::parse(&pair).next().map(|(_, value)| value.into_owned())
    };
    Some((plain(user)?, plain(password).unwrap_or_default()))
}

async fn check(app: &App, provider: &Provider, given: &Credentials) -> Result<Option<Client>, Error> {
    let Ok(id) = given.id.parse::<ApplicationId>() else { return Ok(None) };
    let reader = app.store.read(provider.org);
    let Some(application) = reader.applications().get(id).await? else { return Ok(None) };
    match (application.kind, given.secret.as_deref()) {
        (ApplicationKind::Public, None) => Ok(Some(Client { application, secret: None })),
        (ApplicationKind::Confidential, Some(text)) => {
            let Ok(shown) = Prefix::Client.read(text) else { return Ok(None) };
            let secrets = reader.applications().secrets(Some(id)).await?;
            let right = |secret: &ApplicationSecret| {
                shown.org == provider.org && secret.id.0 == shown.id && shown.matches(&secret.secret_hash)
            };
            let secret = secrets.into_iter().find(right);
            Ok(secret.map(|secret| Client { application, secret: Some(secret) }))
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_password_of_the_header_are_decoded_as_a_form() {
        let header = format!("Basic {}", STANDARD.encode("app%5F1:a%2Bb+c"));
        assert_eq!(basic(&header), Some(("app_1".to_owned(), "a+b c".to_owned())));
        assert_eq!(basic("Bearer abc"), None);
        assert_eq!(basic("Basic !"), None);
    }
}
