//! What an application asks for, by way of the person's browser (OpenID Connect Core §3.1.2.1, RFC 7636 §4.3).

use domain::ApplicationId;
use domain::applications::matches;
use store::Application;

use super::Provider;
use super::error::{Error, ErrorCode};
use super::grant::{has, known_scopes};
use super::parameters::Parameters;
use crate::app::App;

/// Since when the person has to have signed in, in milliseconds since 1970. Ours: it is in the address that leads back from the sign-in
/// page, so that `prompt=login` asks once and not for ever.
pub const SIGNED_IN_SINCE: &str = "signed_in_since";
/// Longest `nonce`.
const MAX_NONCE: usize = 512;
/// Characters of SHA-256 in base64url.
const CHALLENGE: usize = 43;

/// Where the browser may be sent back to: checked, so errors may go there.
pub struct Target {
    /// The application.
    pub application: Application,
    /// The address.
    pub redirect_uri: String,
    /// What it sent to recognize the answer by.
    pub state: Option<String>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The scopes that mean something.
    pub scope: String,
    /// For the ID token.
    pub nonce: Option<String>,
    /// SHA-256 of the verifier, in base64url.
    pub challenge: String,
    /// How the person may be asked.
    pub prompt: Prompt,
    /// How long ago the person may have signed in, in seconds.
    pub max_age: Option<i64>,
}

/// `prompt`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// As it is needed.
    Any,
    /// Not at all.
    None,
    /// In any case.
    Login,
}

/// Finds out where the browser may be sent back to.
///
/// # Errors
/// `invalid_request`, in words for the person: there is no application to tell.
pub async fn target(app: &App, provider: &Provider, parameters: &Parameters) -> Result<Target, Error> {
    let refused = |words: &str| Error::new(ErrorCode::InvalidRequest, words);
    let id = parameters.required("client_id")?.parse::<ApplicationId>().ok();
    let application = match id {
        Some(id) => app.store.read(provider.org).applications().get(id).await?,
        None => None,
    };
    let application = application.ok_or_else(|| refused("No application has this client_id."))?;
    let redirect_uri = parameters.required("redirect_uri")?;
    if !application.redirect_uris.iter().any(|known| matches(known, redirect_uri)) {
        return Err(refused(
            "The application asks to be answered at an address that is not registered for it: the redirect_uri has to be one of its redirect URIs, to the letter.",
        ));
    }
    let state = parameters.get("state").map(ToOwned::to_owned);
    Ok(Target { application, redirect_uri: redirect_uri.to_owned(), state })
}

/// Reads what is asked for.
///
/// # Errors
/// What the specifications name, for the application.
pub fn asked(parameters: &Parameters) -> Result<Asked, Error> {
    let refused = |code, words: &str| Err(Error::new(code, words));
    for (name, code) in [
        ("request", ErrorCode::RequestNotSupported),
        ("request_uri", ErrorCode::RequestUriNotSupported),
        ("registration", ErrorCode::RegistrationNotSupported),
    ] {
        if parameters.get(name).is_some() {
            return refused(code, "Send the parameters themselves.");
        }
    }
    if parameters.required("response_type")? != "code" {
        return refused(ErrorCode::UnsupportedResponseType, "The response_type has to be code.");
    }
    if parameters.get("response_mode").is_some_and(|mode| mode != "query") {
        return refused(ErrorCode::InvalidRequest, "The response_mode has to be query.");
    }
    let scope = parameters.get("scope").unwrap_or_default();
    if !has(scope, "openid") {
        return refused(ErrorCode::InvalidScope, "The scope has to hold openid.");
    }
    let nonce = parameters.get("nonce").map(ToOwned::to_owned);
    if nonce.as_ref().is_some_and(|nonce| nonce.len() > MAX_NONCE) {
        return refused(ErrorCode::InvalidRequest, "The nonce is longer than 512 bytes.");
    }
    Ok(Asked {
        scope: known_scopes(scope),
        nonce,
        challenge: challenge(parameters)?,
        prompt: prompt(parameters.get("prompt").unwrap_or_default())?,
        max_age: max_age(parameters.get("max_age"))?,
    })
}

/// PKCE is asked of every application, and by S256 only: without it a code that is caught on its way could be exchanged.
fn challenge(parameters: &Parameters) -> Result<String, Error> {
    let refused = |words: &str| Err(Error::new(ErrorCode::InvalidRequest, words));
    let Some(challenge) = parameters.get("code_challenge") else {
        return refused("PKCE is required: send code_challenge and code_challenge_method=S256.");
    };
    if parameters.get("code_challenge_method") != Some("S256") {
        return refused("The code_challenge_method has to be S256.");
    }
    let plain = challenge.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if challenge.len() != CHALLENGE || !plain {
        return refused("The code_challenge has to be SHA-256 in base64url: 43 characters.");
    }
    Ok(challenge.to_owned())
}

fn prompt(text: &str) -> Result<Prompt, Error> {
    let refused = |words: &str| Err(Error::new(ErrorCode::InvalidRequest, words));
    let mut prompt = Prompt::Any;
    let values: Vec<&str> = text.split(' ').filter(|value| !value.is_empty()).collect();
    for value in &values {
        match *value {
            "none" if values.len() == 1 => prompt = Prompt::None,
            "none" => return refused("The prompt none goes with no other."),
            "login" | "select_account" => prompt = Prompt::Login,
            // The admin who registered the application has consented for everybody.
            "consent" => {}
            _ => return refused("The prompt has to be none, login, select_account or consent."),
        }
    }
    Ok(prompt)
}

fn max_age(text: Option<&str>) -> Result<Option<i64>, Error> {
    let Some(text) = text else { return Ok(None) };
    let read = text.parse::<u32>().map(i64::from).map(Some);
    read.map_err(|_| Error::new(ErrorCode::InvalidRequest, "The max_age has to be a number of seconds."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: &str = "response_type=code&scope=openid&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn read(query: &str) -> Result<Asked, ErrorCode> {
        asked(&Parameters::read(query.as_bytes()).unwrap()).map_err(|error| error.code)
    }

    #[test]
    fn each_prompt_is_read_and_none_goes_alone() {
        let prompt = |text: &str| read(&format!("{FINE}&prompt={text}")).map(|asked| asked.prompt);
        assert_eq!(prompt("none"), Ok(Prompt::None));
        assert_eq!(prompt("login"), Ok(Prompt::Login));
        assert_eq!(prompt("consent+select_account"), Ok(Prompt::Login));
        assert_eq!(prompt("consent"), Ok(Prompt::Any));
        assert_eq!(prompt("none+login"), Err(ErrorCode::InvalidRequest));
        assert_eq!(prompt("create"), Err(ErrorCode::InvalidRequest));
    }

    #[test]
    fn a_request_is_refused_by_the_name_that_the_specification_gives() {
        assert!(read(FINE).is_ok());
        for (query, code) in [
            (format!("{FINE}&request=eyJ"), ErrorCode::RequestNotSupported),
            (format!("{FINE}&request_uri=https://a"), ErrorCode::RequestUriNotSupported),
            (format!("{FINE}&registration=x"), ErrorCode::RegistrationNotSupported),
            (FINE.replace("=code&", "=token&"), ErrorCode::UnsupportedResponseType),
            (FINE.replace("response_type=code&", ""), ErrorCode::InvalidRequest),
            (FINE.replace("scope=openid", "scope=profile"), ErrorCode::InvalidScope),
            (FINE.replace("S256", "plain"), ErrorCode::InvalidRequest),
            (FINE.replace("code_challenge_method=S256&", ""), ErrorCode::InvalidRequest),
            (FINE.replace("-cM", "-c"), ErrorCode::InvalidRequest),
            (FINE.replace("-cM", "-c="), ErrorCode::InvalidRequest),
            (format!("{FINE}&response_mode=fragment"), ErrorCode::InvalidRequest),
            (format!("{FINE}&max_age=-1"), ErrorCode::InvalidRequest),
            (format!("{FINE}&nonce={}", "n".repeat(513)), ErrorCode::InvalidRequest),
        ] {
            assert_eq!(read(&query), Err(code), "{query}");
        }
    }
}
