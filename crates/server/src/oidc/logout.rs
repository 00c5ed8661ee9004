//! `GET` and `POST /oidc/{org}/logout` (OpenID Connect RP-Initiated Logout 1.0): an application signs the person out of Rollcall.

use api::events::Subject;
use api::history::Action;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ApplicationId;
use domain::applications::matches;
use store::{Application, Offline};

use super::authorize::see_other;
use super::claims::{self, Hint};
use super::error::{Error, ErrorCode};
use super::parameters::{Parameters, with_query};
use super::{Provider, logout_page, page};
use crate::admin::sessions;
use crate::app::{App, AppState};
use crate::audit::{self, Origin, Thing};
use crate::http::{Actor, Client, Failure, client};
use crate::session::{self, cookie};

/// The field of the page that asks.
pub(super) const CONFIRMED: &str = "confirmed";

/// A request to sign out, as far as it is checked.
struct Leaving {
    hint: Option<Hint>,
    /// Where to go afterwards: registered for the application.
    target: Option<String>,
}

/// Signs out, asks the person first, or says why neither is done.
///
/// # Errors
/// `not_found`, or the database fails.
pub async fn handle(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, _) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let parameters = Parameters::read(query.as_bytes());
    leave(&app, &slug, &parts, parameters, false).await
}

/// The same by a form. The one of our own page counts as the person's yes; one from another site brings no cookie along, and is opened as
/// a page.
///
/// # Errors
/// As [`handle`].
pub async fn handle_form(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    let (parts, body) = request.into_parts();
    let parameters = Parameters::of_form(&parts.headers, body).await;
    let confirmed = parameters.as_ref().is_ok_and(|parameters| parameters.get(CONFIRMED).is_some());
    if confirmed && is_own(&app, &parts) {
        return leave(&app, &slug, &parts, parameters, true).await;
    }
    let provider = Provider::find(&app, &slug).await?;
    match parameters {
        Ok(parameters) => {
            Ok(see_other(&format!("{}?{}", provider.at("logout"), parameters.query(&[CONFIRMED]))))
        }
        Err(error) => not_done(&app, &error, &client::of(&parts, &app.config)),
    }
}

/// Does the form come from a page of ours? Browsers say so with every form.
fn is_own(app: &App, parts: &Parts) -> bool {
    let origin = parts.headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    origin == Some(app.config.public_url.as_str())
}

fn not_done(app: &App, error: &Error, client: &Client) -> Result<Response, Failure> {
    app.attempts.from_address(&client.address)?;
    let title = "You were not signed out";
    let detail = format!("{} Tell whoever runs the application.", error.description);
    Ok(page::error(StatusCode::BAD_REQUEST, title, &detail, client))
}

async fn leave(
    app: &App,
    slug: &str,
    parts: &Parts,
    parameters: Result<Parameters, Error>,
    confirmed: bool,
) -> Result<Response, Failure> {
    let client = client::of(parts, &app.config);
    app.attempts.by_program(&client.address)?;
    let provider = Provider::find(app, slug).await?;
    let checked = match &parameters {
        Ok(parameters) => check(app, &provider, parameters).await,
        Err(error) => Err(error.clone()),
    };
    let (leaving, parameters) = match (checked, parameters) {
        (Ok(leaving), Ok(parameters)) => (leaving, parameters),
        (Err(error), _) | (_, Err(error)) => return not_done(app, &error, &client),
    };
    let actor = session::authenticate(app, &parts.headers, &client).await.ok();
    let Some(actor) = actor.filter(|actor| actor.org == provider.org) else {
        return Ok(see_other(&afterwards(app, &leaving, &parameters)));
    };
    if !confirmed && !leaving.hint.as_ref().is_some_and(|hint| means(hint, &actor)) {
        return Ok(logout_page::ask(&actor, &parameters, leaving.target.as_deref(), &parts.headers));
    }
    end(app, &actor, &client).await?;
    let mut response = see_other(&afterwards(app, &leaving, &parameters)).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie::clear(&app.config));
    Ok(response)
}

/// Is it this very session?
fn means(hint: &Hint, actor: &Actor) -> bool {
    hint.sub == actor.id.to_string() && actor.session_id().is_some_and(|id| hint.sid == id.to_string())
}

async fn check(app: &App, provider: &Provider, parameters: &Parameters) -> Result<Leaving, Error> {
    let refused = |words: &str| Error::new(ErrorCode::InvalidRequest, words);
    let hint = match parameters.get("id_token_hint") {
        Some(token) => {
            let hint = claims::hint(app, provider, token).await?;
            Some(hint.ok_or_else(|| refused("The id_token_hint is no ID token of this provider."))?)
        }
        None => None,
    };
    let hinted = hint.as_ref().and_then(Hint::application);
    let named = parameters.get("client_id").map(|id| id.parse::<ApplicationId>().ok());
    if let (Some(_), Some(named)) = (&hint, named)
        && named != hinted
    {
        return Err(refused("The client_id names another application than the id_token_hint."));
    }
    let target = match parameters.get("post_logout_redirect_uri") {
        Some(uri) => {
            let application = application(app, provider, named.flatten().or(hinted)).await?;
            let known = application.is_some_and(|application| {
                application.post_logout_redirect_uris.iter().any(|known| matches(known, uri))
            });
            if !known {
                return Err(refused(
                    "The application asks to be gone back to at an address that is not registered for it: the post_logout_redirect_uri has to be one of its addresses after signing out, to the letter.",
                ));
            }
            Some(uri.to_owned())
        }
        None => None,
    };
    Ok(Leaving { hint, target })
}

async fn application(
    app: &App,
    provider: &Provider,
    id: Option<ApplicationId>,
) -> Result<Option<Application>, store::Error> {
    match id {
        Some(id) => app.store.read(provider.org).applications().get(id).await,
        None => Ok(None),
    }
}

/// Where to go once nobody is signed in.
fn afterwards(app: &App, leaving: &Leaving, parameters: &Parameters) -> String {
    match &leaving.target {
        Some(target) => with_query(target, parameters.get("state").map(|state| ("state", state))),
        None => [&app.config.public_url, "/sign-in?signed-out=yes"].concat(),
    }
}

/// Ends the session as signing out in the console does.
async fn end(app: &App, actor: &Actor, client: &Client) -> Result<(), Failure> {
    let Some(session) = actor.session_id() else { return Ok(()) };
    let thing = Thing::user(actor.id, &actor.name);
    let entry = &Origin::person(actor, client).entry(app, Action::SessionsEnded, thing, Vec::new());
    let ended = app.store.write(actor.org, |tx| async move {
        sessions::delete(&tx, session, Offline::Keep).await?;
        Ok::<_, Failure>(audit::record(&tx, entry, Subject::Session).await?)
    });
    match ended.await {
        // Ended meanwhile, which is what was wanted.
        Err(failure) if failure.0.code == api::Code::NotFound => Ok(()),
        other => other,
    }
}
