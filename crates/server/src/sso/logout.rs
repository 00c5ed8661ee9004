//! Single logout (SAML 2.0 profiles, 4.4). The session here always ends first; what the identity provider says to it changes nothing.

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::Timestamp;
use saml::{IdentityProvider, LogoutFault, LogoutMessage, ServiceProvider};
use store::Organization;
use uuid::Uuid;

use super::parties::{self, identity_provider, service_provider};
use super::requests::saml_id;
use super::{organization, see_other};
use crate::app::{App, AppState};
use crate::audit;
use crate::http::Failure;
use crate::metrics::SessionEnd;
use crate::secret::digest;
use crate::session::cookie;

/// How long the id of a logout request is remembered, in milliseconds: longer than one is valid.
const REMEMBERED_MS: i64 = 3_600_000;

/// By the redirect binding: the query as it came, because the signature is over those very bytes.
pub(super) async fn redirected(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let message = Message::Query(query.unwrap_or_default());
    answer(&app, &slug, &headers, message).await.unwrap_or_else(IntoResponse::into_response)
}

/// By the POST binding.
pub(super) async fn posted(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(form) = axum::body::to_bytes(body, saml::MAX_FORM).await else {
        return Failure::new(api::Code::TooLarge, "The logout message is too large.").into_response();
    };
    answer(&app, &slug, &parts.headers, Message::Form(form)).await.unwrap_or_else(IntoResponse::into_response)
}

/// A logout message as it came.
enum Message {
    /// The raw query.
    Query(String),
    /// The body of a form.
    Form(Bytes),
}

impl Message {
    fn read(
        &self,
        sp: &ServiceProvider,
        idp: &IdentityProvider,
        now: Timestamp,
    ) -> Result<LogoutMessage, LogoutFault> {
        match self {
            Self::Query(query) => saml::read_logout(sp, idp, query, now),
            Self::Form(form) => saml::read_logout_post(sp, idp, form, now),
        }
    }
}

async fn answer(app: &App, slug: &str, headers: &HeaderMap, message: Message) -> Result<Response, Failure> {
    let organization = organization(app, slug).await?;
    let settings = parties::settings(app, &organization).await?;
    let signed_out = format!("{}/sign-in?signed-out&organization={slug}", app.config.public_url);
    let Some(active) = settings.active else { return Ok(see_other(&signed_out, Vec::new())) };
    let idp = identity_provider(&parties::revision(app, &organization, active).await?);
    let sp = service_provider(app, &organization).await?;
    match message.read(&sp, &idp, app.now()) {
        Ok(LogoutMessage::Response { .. }) => Ok(see_other(&signed_out, Vec::new())),
        Ok(LogoutMessage::Request { id, name_id, session_indexes, relay_state }) => {
            end(app, &organization, &idp, &id, (&name_id, &session_indexes)).await?;
            let ours = saml_id(Uuid::from_u128(app.new_id()));
            let answer = saml::logout_response(&sp, &idp, &ours, &id, app.now(), relay_state.as_deref());
            let clear = cookie::read(&app.config, headers).map(|_| cookie::clear(&app.config));
            Ok(see_other(&answer.unwrap_or(signed_out), clear.into_iter().collect()))
        }
        Err(fault) => {
            tracing::warn!(%fault, org = %organization.id, "a logout message was refused");
            Err(Failure::new(
                api::Code::InvalidRequest,
                "This logout message is not accepted, and nobody was signed out by it. Sign out in Rollcall itself; an admin finds why in the server's log, under the request id.",
            ))
        }
    }
}

/// Ends the sessions that it names. A request that comes again ends nothing.
async fn end(
    app: &App,
    organization: &Organization,
    idp: &IdentityProvider,
    id: &str,
    (name_id, indexes): (&str, &[String]),
) -> Result<(), Failure> {
    let (now, issuer) = (app.now(), idp.entity_id.as_str());
    let used = &hex::encode(digest(format!("logout\n{issuer}\n{id}").as_bytes()));
    let ended = app.store.write(organization.id, |tx| async move {
        if !tx.saml_requests().use_assertion(used, now.plus_ms(REMEMBERED_MS)).await? {
            return Ok(0);
        }
        let ended = tx.sessions().delete_of_saml(issuer, name_id, indexes).await?;
        tx.announce(&audit::name(api::events::Subject::Session), "", now);
        Ok::<_, store::Error>(ended)
    });
    let ended = ended.await?;
    app.metrics.sessions_ended(SessionEnd::IdentityProvider, ended);
    tracing::info!(ended, org = %organization.id, "sessions ended by the identity provider");
    Ok(())
}

/// Where a browser goes on after its session has ended here, so that it ends at the identity provider, too.
///
/// # Errors
/// The database fails.
pub async fn after(
    app: &App,
    organization: &Organization,
    session: &store::Session,
) -> Result<Option<String>, Failure> {
    let Some(saml_session) = &session.saml else { return Ok(None) };
    let settings = parties::settings(app, organization).await?;
    let Some(active) = settings.active else { return Ok(None) };
    let entered = parties::revision(app, organization, active).await?;
    if !entered.saml_logout || entered.logout_url.is_none() || entered.issuer != saml_session.issuer {
        return Ok(entered.sign_out_url);
    }
    let sp = service_provider(app, organization).await?;
    let id = saml_id(Uuid::from_u128(app.new_id()));
    let (name_id, index) = (&saml_session.name_id, saml_session.session_index.as_deref());
    let idp = identity_provider(&entered);
    let url = saml::logout_request(&sp, &idp, &id, app.now(), name_id, None, index, None);
    Ok(url.ok().or(entered.sign_out_url))
}
