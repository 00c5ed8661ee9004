//! Binds handlers to the operations of `api`: path, method, right, status and document come from the type, so that
//! none of them is written twice.

use std::future::Future;
use std::sync::Arc;

use api::{Access, Code, Endpoint, Operation};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};

use super::{
    Actor, Call, Client, Download, Failure, IfMatch, PublicCall, Reply, Upload, client, idempotency, input,
    observe,
};
use crate::app::{App, AppState};
use crate::openapi::Document;
use crate::session;

/// What a handler of `E` may succeed with: [`Reply`], or a stream that stands for it.
pub trait Success<E: Endpoint>: IntoResponse {}

impl<E: Endpoint> Success<E> for Reply<E> {}
impl<E: Endpoint<Reply = api::Csv>> Success<E> for Download {}

/// The router that grows by [`mount`](Self::mount), and the list of what is in it.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    mounted: Vec<Operation>,
    document: Document,
}

impl Routes {
    /// Serves `E` by `handler`, to whoever is signed in and has the right.
    #[must_use]
    pub fn mount<E, H, F, S>(self, handler: H) -> Self
    where
        E: Endpoint,
        H: Fn(Call<E>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<S, Failure>> + Send + 'static,
        S: Success<E>,
    {
        const { assert!(!matches!(E::ACCESS, Access::Public), "mount_public is for those that anybody may call") };
        self.route::<E, _, _>(move |app, request| {
            let handler = handler.clone();
            async move { authorized::<E, H, F, S>(app, request, handler).await.into_response() }
        })
    }

    /// Serves `E` by `handler`, to anybody.
    #[must_use]
    pub fn mount_public<E, H, F, S>(self, handler: H) -> Self
    where
        E: Endpoint,
        H: Fn(PublicCall<E>) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<S, Failure>> + Send + 'static,
        S: Success<E>,
    {
        const { assert!(matches!(E::ACCESS, Access::Public), "this operation needs a session: mount it") };
        self.route::<E, _, _>(move |app, request| {
            let handler = handler.clone();
            async move { public::<E, H, F, S>(app, request, handler).await.into_response() }
        })
    }

    fn route<E, H, F>(mut self, serve: H) -> Self
    where
        E: Endpoint,
        H: Fn(AppState, Request) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Response> + Send + 'static,
    {
        let serve = move |State(app): State<AppState>, request: Request| serve(app, request);
        self.router = self.router.route(E::PATH, on(filter(E::METHOD), serve));
        self.mounted.push(Operation::of::<E>());
        self.document.add::<E>();
        self
    }

    /// What has been mounted, in that order.
    #[must_use]
    pub fn mounted(&self) -> &[Operation] {
        &self.mounted
    }

    /// The router, and the document of what is in it.
    pub fn finish(self) -> (Router<AppState>, Document) {
        (self.router, self.document)
    }
}

const fn filter(method: api::Method) -> MethodFilter {
    match method {
        api::Method::Get => MethodFilter::GET,
        api::Method::Post => MethodFilter::POST,
        api::Method::Put => MethodFilter::PUT,
        api::Method::Patch => MethodFilter::PATCH,
        api::Method::Delete => MethodFilter::DELETE,
    }
}

/// Session or API token, right, precondition, then path, query and body, and only then the handler.
async fn authorized<E, H, F, S>(app: Arc<App>, request: Request, handler: H) -> Result<Response, Failure>
where
    E: Endpoint,
    H: Fn(Call<E>) -> F,
    F: Future<Output = Result<S, Failure>>,
    S: Success<E>,
{
    let (mut parts, body) = request.into_parts();
    let client = client::of(&parts, &app.config);
    let method = observe::known(&parts.method);
    // Only a command in this process can name who calls: `rollcall apply`.
    let caller = match parts.extensions.remove::<Actor>() {
        Some(operator) => Ok(operator),
        None => session::caller(&app, &parts.headers, &client).await,
    };
    let who = caller.as_ref().ok().map(|actor| actor.id.to_string());
    let address = client.address.clone();
    let answer = match caller {
        Ok(actor) => admitted(app.clone(), actor, client, (parts, body), handler).await,
        Err(failure) => Err(failure),
    };
    if let Err(Failure(problem)) = &answer
        && problem.status == StatusCode::FORBIDDEN.as_u16()
        && app.refusals.may_be_logged(who.as_deref().unwrap_or(&address))
    {
        // The span of the request has the route and the organization.
        tracing::info!(user = who, method, address, "may not do that, and was refused");
    }
    answer
}

/// What [`authorized`] does once it knows who calls.
async fn admitted<E, H, F, S>(
    app: Arc<App>,
    actor: Actor,
    client: Client,
    (mut parts, body): (Parts, Body),
    handler: H,
) -> Result<Response, Failure>
where
    E: Endpoint,
    H: Fn(Call<E>) -> F,
    F: Future<Output = Result<S, Failure>>,
    S: Success<E>,
{
    allow::<E>(&actor)?;
    let if_match = IfMatch::from_headers(&parts.headers, E::IF_MATCH)?;
    let params = input::params::<E>(&mut parts).await?;
    let query = input::query::<E>(&parts)?;
    let (body, upload) =
        if input::is_upload::<E>() { (Body::empty(), Upload::new(body)) } else { (body, Upload::default()) };
    let (body, bytes) = input::body::<E>(&parts.headers, body).await?;
    let repeat = idempotency::begin::<E>(&app, &actor, &parts, &bytes).await?;
    if let idempotency::Repeat::Answered(response) = repeat {
        return Ok(response);
    }
    let call = Call {
        actor,
        params,
        query,
        body,
        if_match,
        upload,
        headers: parts.headers,
        client,
        app: app.clone(),
    };
    let answer = async { handler(call).await.map(IntoResponse::into_response) };
    idempotency::answer(&app, repeat, answer).await
}

/// R32: the right that the operation names.
fn allow<E: Endpoint>(actor: &Actor) -> Result<(), Failure> {
    if E::PERSON && actor.session_id().is_none() {
        return Err(Failure::new(
            Code::Forbidden,
            "This belongs to a person who is signed in: no API token has a way to it. Do it in the console.",
        ));
    }
    match E::ACCESS {
        Access::Public | Access::SignedIn => Ok(()),
        Access::Right(right) => Ok(actor.role.require(right)?),
    }
}

async fn public<E, H, F, S>(app: Arc<App>, request: Request, handler: H) -> Result<Response, Failure>
where
    E: Endpoint,
    H: Fn(PublicCall<E>) -> F,
    F: Future<Output = Result<S, Failure>>,
    S: Success<E>,
{
    let (parts, body) = request.into_parts();
    let client: Client = client::of(&parts, &app.config);
    let query = input::query::<E>(&parts)?;
    let (body, _) = input::body::<E>(&parts.headers, body).await?;
    handler(PublicCall { query, body, headers: parts.headers, client, app })
        .await
        .map(IntoResponse::into_response)
}
