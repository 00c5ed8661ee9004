//! `Idempotency-Key`: a creation that is sent again, because its answer was lost, is not done again.
//!
//! Keys belong to one person or API token of one organization, and are kept for [`KEPT_MS`]. A repeat waits for the first to
//! end. Answers that hold a secret are never stored: a repeat of such a request is told so.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use api::{Code, Endpoint};
use axum::body::to_bytes;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::OrgId;
use serde::Deserialize;
use store::IdempotencyKey;
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use super::{Actor, Failure, Means, if_match, input};
use crate::app::App;
use crate::secret::digest;

/// The header.
pub const HEADER: &str = "idempotency-key";
/// How long an answer is kept, in milliseconds: a day.
pub const KEPT_MS: i64 = 86_400_000;
/// Longest key, in characters.
const MAX_KEY: usize = 255;
/// Largest answer that is stored, in bytes: no creation answers with more.
const MAX_ANSWER: usize = 1 << 20;

/// Whose key, and which.
type KeyOf = (OrgId, String, String);

/// Requests with a key that are being answered right now.
#[derive(Default)]
pub struct InFlight(Mutex<HashMap<KeyOf, Weak<Turn<()>>>>);

impl InFlight {
    async fn turn(&self, org: OrgId, actor: &str, key: &str) -> OwnedMutexGuard<()> {
        let turn = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.retain(|_, turn| turn.strong_count() > 0);
            let entry = all.entry((org, actor.to_owned(), key.to_owned())).or_default();
            entry.upgrade().unwrap_or_else(|| {
                let turn = Arc::new(Turn::new(()));
                *entry = Arc::downgrade(&turn);
                turn
            })
        };
        turn.lock_owned().await
    }
}

/// What the key of a request comes to.
pub enum Repeat {
    /// No key, or an operation that creates nothing.
    No,
    /// The first time: the answer is to be kept.
    First(Box<Keep>),
    /// Answered before.
    Answered(Response),
}

/// The answer to come.
pub struct Keep {
    org: OrgId,
    row: IdempotencyKey,
    secret: bool,
    _turn: OwnedMutexGuard<()>,
}

/// Looks the key up.
///
/// # Errors
/// `idempotency_mismatch` for a key of another request, `invalid_request` for a key that is none.
pub async fn begin<E: Endpoint>(
    app: &App,
    actor: &Actor,
    parts: &Parts,
    body: &[u8],
) -> Result<Repeat, Failure> {
    // A file that is read while it comes cannot be compared with one before.
    let takes_key = E::STATUS == 201 && !input::is_upload::<E>();
    let Some(key) = parts.headers.get(HEADER).filter(|_| takes_key) else { return Ok(Repeat::No) };
    let key = key.to_str().ok().filter(|key| (1..=MAX_KEY).contains(&key.len())).ok_or_else(|| {
        Failure::new(
            Code::InvalidRequest,
            "An Idempotency-Key is 1 to 255 plain characters. Send another one.",
        )
    })?;
    let actor_id = match actor.means {
        Means::Token { id, .. } => id.to_string(),
        _ => actor.id.to_string(),
    };
    let turn = app.in_flight.turn(actor.org, &actor_id, key).await;
    let request_hash = digest(&[E::NAME.as_bytes(), parts.uri.path().as_bytes(), body].join(&0));
    let fresh_after = app.now().plus_ms(-KEPT_MS);
    let kept = app.store.read(actor.org).idempotency_keys().get(&actor_id, key).await?;
    if let Some(kept) = kept.filter(|kept| kept.created_at > fresh_after) {
        return answer_again(&kept, &request_hash).map(Repeat::Answered);
    }
    let created_at = app.now();
    let row = IdempotencyKey {
        actor_id,
        key: key.to_owned(),
        request_hash,
        status: 0,
        body: String::new(),
        created_at,
    };
    let secret = holds_secret::<E>();
    Ok(Repeat::First(Box::new(Keep { org: actor.org, row, secret, _turn: turn })))
}

/// Is there a secret in the answer, which is shown once?
fn holds_secret<E: Endpoint>() -> bool {
    let reply = std::any::TypeId::of::<E::Reply>();
    reply == std::any::TypeId::of::<api::provisioning::CreatedToken>()
        || reply == std::any::TypeId::of::<api::api_tokens::CreatedApiToken>()
        || reply == std::any::TypeId::of::<api::applications::CreatedSecret>()
        || reply == std::any::TypeId::of::<api::users::PasswordLink>()
        || reply == std::any::TypeId::of::<api::webhooks::CreatedWebhook>()
}

fn answer_again(kept: &IdempotencyKey, request_hash: &[u8]) -> Result<Response, Failure> {
    if kept.request_hash != request_hash {
        return Err(Failure::new(
            Code::IdempotencyMismatch,
            "Its Idempotency-Key was used before, with other values. Send this request with a key of its own.",
        ));
    }
    if kept.status == 0 {
        return Err(Failure::new(
            Code::IdempotencyMismatch,
            "It was carried out the first time, but the server was stopped before it could answer. Look for what was made.",
        ));
    }
    if kept.body.is_empty() {
        return Err(Failure::new(
            Code::IdempotencyMismatch,
            "It was carried out the first time, and its secret was shown then and is not kept. Revoke what was made, and make another.",
        ));
    }
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::CREATED);
    let json = HeaderValue::from_static("application/json");
    let mut response = (status, [(header::CONTENT_TYPE, json)], kept.body.clone()).into_response();
    response.headers_mut().extend(version(&kept.body).map(|version| (header::ETAG, if_match::etag(version))));
    Ok(response)
}

/// What the answer's `ETag` was made of.
fn version(body: &str) -> Option<u64> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u64,
    }
    serde_json::from_str::<Versioned>(body).ok().map(|body| body.version)
}

/// Answers the request, and keeps the answer if it is a success. That it was carried out is noted in the transaction of the change
/// itself: docs/decisions/failover.md.
///
/// # Errors
/// What the handler fails with.
pub async fn answer(
    app: &App,
    repeat: Repeat,
    handler: impl Future<Output = Result<Response, Failure>>,
) -> Result<Response, Failure> {
    let Repeat::First(keep) = repeat else { return handler.await };
    // What is no longer fresh now, and so may be this very key.
    let forget_before = keep.row.created_at.plus_ms(1 - KEPT_MS);
    let (outcome, noted) = store::Store::keyed(keep.org, keep.row.clone(), forget_before, handler).await;
    match outcome {
        Ok(response) => keep_answer(app, *keep, noted, response).await,
        Err(failure) => {
            if noted {
                forget(app, &keep).await;
            }
            Err(failure)
        }
    }
}

/// What was written told of a failure: the request may be sent again.
async fn forget(app: &App, keep: &Keep) {
    let row = &keep.row;
    let deleted =
        app.store.write(keep.org, |tx| async move { tx.idempotency_keys().delete(row).await }).await;
    if let Err(error) = deleted {
        tracing::warn!(%error, "the key of a request that failed could not be forgotten: it cannot be sent again with it");
    }
}

async fn keep_answer(app: &App, keep: Keep, noted: bool, response: Response) -> Result<Response, Failure> {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, MAX_ANSWER).await.map_err(|error| Failure::internal(&error))?;
    let body = if keep.secret { String::new() } else { String::from_utf8_lossy(&bytes).into_owned() };
    let row = &IdempotencyKey { status: parts.status.as_u16(), body, ..keep.row };
    let written = app.store.write(keep.org, |tx| async move {
        let keys = tx.idempotency_keys();
        if noted { keys.answered(row).await } else { keys.insert(row).await }
    });
    if let Err(error) = written.await {
        tracing::warn!(%error, "an answer could not be kept: a repeat of the request gets another one");
    }
    Ok(Response::from_parts(parts, bytes.into()))
}
