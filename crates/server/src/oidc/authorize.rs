//! `GET` and `POST /oidc/{org}/authorize` (OpenID Connect Core §3.1.2): signs in with Rollcall's session, and sends the browser back.

use api::events::Subject;
use api::history::Action;
use api::sign_ins::Method;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Timestamp;
use domain::sso::way_back;
use store::{Change, Grant, GrantToken, Session, TokenKind, User};
use uuid::Uuid;

use super::authorize_request::{Asked, EXPECTED_SUB, Prompt, SIGNED_IN_SINCE, Target, asked, target};
use super::error::{Error, ErrorCode};
use super::grant::has;
use super::parameters::{Parameters, with_query};
use super::{CODE_MS, Provider, claims, page};
use crate::app::{App, AppState};
use crate::audit::{self, Origin, Thing};
use crate::http::{Actor, Client, Failure, client};
use crate::people::display_name;
use crate::secret::{Prefix, Secret};
use crate::session;

/// How long the address that leads back from the sign-in page says that the person has just signed in, in milliseconds: ten minutes.
const FRESH_MS: i64 = 600_000;

/// What leads on from here.
enum Step {
    /// Back to the application, with a code.
    Code(String),
    /// To the sign-in page first.
    SignIn {
        /// It matters when the person signs in: coming back from there is enough then, however old it is to be.
        again: bool,
        /// Who is to sign in.
        expected: Option<String>,
    },
}

/// Sends the browser to the sign-in page, or back to the application with a code or an error.
///
/// # Errors
/// `not_found`, or the database fails. All others are the application's, or, where none is known, a page.
pub async fn handle(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, _) = request.into_parts();
    let client = client::of(&parts, &app.config);
    app.attempts.by_program(&client.address)?;
    let provider = Provider::find(&app, &slug).await?;
    let query = parts.uri.query().unwrap_or_default();
    let found = match Parameters::read(query.as_bytes()) {
        Ok(parameters) => target(&app, &provider, &parameters).await.map(|target| (parameters, target)),
        Err(error) => Err(error),
    };
    let (parameters, target) = match found {
        Ok(found) => found,
        Err(error) => return not_answerable(&app, &error, &client),
    };
    let actor = session::authenticate(&app, &parts.headers, &client).await.ok();
    let asking = Asking { app: &app, provider: &provider, target: &target, client: &client };
    let outcome = match asked(&parameters) {
        Ok(asked) => asking.step(&asked, &parameters, actor.as_ref()).await,
        Err(error) => Err(error),
    };
    let answer = match outcome {
        Ok(Step::Code(code)) => Ok(asking.back(&[("code", &code)])),
        Ok(Step::SignIn { again, expected }) => {
            asking.sign_in(&parameters, again, expected.as_deref()).map(|page| see_other(&page))
        }
        Err(error) => Err(error),
    };
    Ok(answer.unwrap_or_else(|error| {
        asking.back(&[("error", &error.name()), ("error_description", &error.description)])
    }))
}

/// A form from another site brings no cookie along: the same once more, as a page that is opened.
///
/// # Errors
/// `not_found`, or a form that cannot be read.
pub async fn handle_form(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, body) = request.into_parts();
    let client = client::of(&parts, &app.config);
    let provider = Provider::find(&app, &slug).await?;
    match Parameters::of_form(&parts.headers, body).await {
        Ok(parameters) => {
            let path = format!("/oidc/{}/authorize?{}", provider.slug, parameters.query(&[]));
            Ok(see_other(&[&app.config.public_url, path.as_str()].concat()))
        }
        Err(error) => not_answerable(&app, &error, &client),
    }
}

/// `303`: whatever the browser has sent is not sent again.
pub(super) fn see_other(location: &str) -> Response {
    let Ok(value) = HeaderValue::from_str(location) else {
        return Failure::internal(&"an address to send the browser to is no header value").into_response();
    };
    let store = HeaderValue::from_static("no-store");
    (StatusCode::SEE_OTHER, [(header::LOCATION, value), (header::CACHE_CONTROL, store)]).into_response()
}

/// Does the way back from the sign-in page lead to an application that wants a fresh proof of who the person is? Then the identity provider is
/// asked for one as well: for `prompt=login`, and for a `max_age` of less than ten minutes.
#[must_use]
pub fn wants_fresh(way_back: &str) -> bool {
    let Some(query) = way_back.strip_prefix("/oidc/").and_then(|rest| rest.split_once('?')) else {
        return false;
    };
    let Ok(parameters) = Parameters::read(query.1.as_bytes()) else { return false };
    let login =
        parameters.get("prompt").is_some_and(|prompt| has(prompt, "login") || has(prompt, "select_account"));
    let short = parameters.get("max_age").and_then(|age| age.parse::<i64>().ok());
    login || short.is_some_and(|age| age * 1_000 < FRESH_MS)
}

/// Nothing is sent to an address that is not registered. Such a request counts as an attempt: so addresses are not tried out.
fn not_answerable(app: &App, error: &Error, client: &Client) -> Result<Response, Failure> {
    app.attempts.from_address(&client.address)?;
    let title = "The application's request cannot be answered";
    let detail = format!("{} Tell whoever runs the application.", error.description);
    Ok(page::error(StatusCode::BAD_REQUEST, title, &detail, client))
}

/// How the person signed in (RFC 8176); nothing, where only the identity provider knows.
fn methods(session: &Session) -> &'static str {
    match audit::named(&session.method) {
        Some(Method::Password | Method::Emergency) => "pwd",
        _ => "",
    }
}

struct Asking<'a> {
    app: &'a App,
    provider: &'a Provider,
    target: &'a Target,
    client: &'a Client,
}

impl Asking<'_> {
    /// Back to the application: with what it sent to recognize the answer by, and with the issuer (RFC 9207).
    fn back(&self, answer: &[(&str, &str)]) -> Response {
        let state = self.target.state.as_deref().map(|state| ("state", state));
        let all = answer.iter().copied().chain(state).chain([("iss", self.provider.issuer.as_str())]);
        see_other(&with_query(&self.target.redirect_uri, all))
    }

    /// The sign-in page of this organization, which leads back here.
    ///
    /// # Errors
    /// `invalid_request`: the request is too long to be kept in an address meanwhile.
    fn sign_in(&self, parameters: &Parameters, again: bool, expected: Option<&str>) -> Result<String, Error> {
        let since = self.app.now().0.to_string();
        let replaced = ["id_token_hint", SIGNED_IN_SINCE, EXPECTED_SUB];
        let kept = parameters.iter().filter(|(name, _)| !replaced.contains(name));
        let since = again.then_some((SIGNED_IN_SINCE, since.as_str()));
        let all = kept.chain(since).chain(expected.map(|sub| (EXPECTED_SUB, sub)));
        let next = with_query(&format!("/oidc/{}/authorize", self.provider.slug), all);
        if way_back(Some(&next)) != next {
            return Err(Error::new(
                ErrorCode::InvalidRequest,
                "The request is too long. Send a shorter state.",
            ));
        }
        let hint = parameters.get("login_hint").map(|hint| ("username", hint));
        let organization = [("organization", self.provider.slug.as_str())];
        let all = organization.into_iter().chain(hint).chain([("next", next.as_str())]);
        Ok(with_query(&[&self.app.config.public_url, "/sign-in"].concat(), all))
    }

    async fn step(
        &self,
        asked: &Asked,
        parameters: &Parameters,
        actor: Option<&Actor>,
    ) -> Result<Step, Error> {
        let expected = match parameters.get("id_token_hint") {
            Some(token) => Some(self.hinted(token).await?),
            None => parameters.get(EXPECTED_SUB).map(ToOwned::to_owned),
        };
        // Somebody of another organization, or somebody else than the application means, is nobody here.
        let fits = |actor: &&Actor| {
            actor.org == self.provider.org && expected.as_ref().is_none_or(|sub| *sub == actor.id.to_string())
        };
        let silent = asked.prompt == Prompt::None;
        let again = asked.prompt == Prompt::Login || asked.max_age.is_some();
        let to_sign_in = || match silent {
            true => Err(Error::new(ErrorCode::LoginRequired, "The person has to sign in.")),
            false => Ok(Step::SignIn { again, expected: expected.clone() }),
        };
        let Some(actor) = actor.filter(fits) else { return to_sign_in() };
        let Some(id) = actor.session_id() else { return to_sign_in() };
        let session = self.app.store.read(self.provider.org).sessions().get(id).await?;
        let Some(session) = session else { return to_sign_in() };
        if self.is_stale(asked, parameters, &session) {
            return to_sign_in();
        }
        match self.grant(asked, &session).await? {
            Some(code) => Ok(Step::Code(code)),
            None => to_sign_in(),
        }
    }

    /// Whom the application means.
    async fn hinted(&self, token: &str) -> Result<String, Error> {
        let hint = claims::hint(self.app, self.provider, token).await?;
        let hint = hint.filter(|hint| hint.application() == Some(self.target.application.id));
        let none = || {
            Error::new(
                ErrorCode::InvalidRequest,
                "The id_token_hint is none that this provider gave the application.",
            )
        };
        hint.map(|hint| hint.sub).ok_or_else(none)
    }

    /// Has the person to sign in once more? Not when they have just come from there for this request.
    fn is_stale(&self, asked: &Asked, parameters: &Parameters, session: &Session) -> bool {
        let now = self.app.now();
        let since = parameters.get(SIGNED_IN_SINCE).and_then(|since| since.parse().ok()).map(Timestamp);
        let just = since
            .is_some_and(|since| (0..FRESH_MS).contains(&now.ms_since(since)) && session.created_at >= since);
        let too_old = asked.max_age.is_some_and(|age| now.ms_since(session.created_at) > age * 1_000);
        !just && (asked.prompt == Prompt::Login || too_old)
    }

    /// Grants it, and gives a code; nothing, when person or session have ended meanwhile.
    async fn grant(&self, asked: &Asked, session: &Session) -> Result<Option<String>, Error> {
        let (app, now, id) = (self.app, self.app.now(), Uuid::from_u128(self.app.new_id()));
        let secret = Secret::new(self.provider.org, app.new_id(), &*app.ids);
        let until = now.plus_ms(CODE_MS);
        let grant = &Grant {
            id,
            application_id: self.target.application.id,
            user_id: session.user_id,
            session_id: session.id,
            offline: has(&asked.scope, "offline_access"),
            scope: asked.scope.clone(),
            nonce: asked.nonce.clone(),
            auth_time: session.created_at,
            methods: methods(session).to_owned(),
            created_at: now,
            // Until the code is exchanged; then for longer.
            expires_at: until,
        };
        let code = &GrantToken {
            id: Uuid::from_u128(secret.id),
            grant_id: id,
            kind: TokenKind::Code,
            secret_hash: secret.hash(),
            scope: None,
            redirect_uri: Some(self.target.redirect_uri.clone()),
            challenge: Some(asked.challenge.clone()),
            created_at: now,
            expires_at: until,
            used_at: None,
        };
        let granted = app.store.write(self.provider.org, |tx| async move {
            // R7: whoever was deactivated or signed out since grants nothing that outlives it.
            let user = tx.users().lock(grant.user_id).await?.filter(|user| user.status.is_active());
            let Some(user) = user else { return Ok(false) };
            if tx.sessions().lock(grant.session_id).await?.is_none() {
                return Ok(false);
            }
            tx.grants().insert(grant).await?;
            tx.grants().insert_token(code).await?;
            audit::record(&tx, &self.entry(&user), Subject::Session).await?;
            Ok::<_, store::Error>(true)
        });
        Ok(granted.await?.then(|| Prefix::Code.of(&secret)))
    }

    /// For the history of the person.
    fn entry(&self, user: &User) -> store::AuditEntry {
        let name = display_name(user);
        let application = &self.target.application;
        let change =
            Change { field: "application".to_owned(), from: None, to: Some(application.name.clone()) };
        let origin = Origin::stranger(user.id, &name, self.client);
        origin.entry(self.app, Action::ApplicationSignedIn, Thing::user(user.id, &name), vec![change])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_application_that_says_so_wants_a_fresh_proof() {
        let at = |query: &str| wants_fresh(&format!("/oidc/contoso/authorize?client_id=app_1{query}"));
        assert!(at("&prompt=login") && at("&prompt=consent+login") && at("&max_age=0"));
        assert!(!at("") && !at("&prompt=consent") && !at("&max_age=28800") && !at("&max_age=soon"));
        assert!(!wants_fresh("/users?prompt=login"));
    }
}
