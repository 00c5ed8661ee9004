//! What a handler gets. Whoever holds a [`Call`] has passed authorization: there is no other way to one, and a
//! handler reaches the data of an organization only through it.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use api::Endpoint;
use axum::body::Body;
use axum::http::HeaderMap;
use domain::{OrgId, Role, SessionId, Timestamp, UserId};
use store::{Reader, Tx};

use super::{Failure, IfMatch};
use crate::app::App;
use crate::audit::Origin;

/// The person who calls, as the session says.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Their organization: the only one that the call can see.
    pub org: OrgId,
    /// The person.
    pub id: UserId,
    /// Their username.
    pub username: String,
    /// First and last name.
    pub name: String,
    /// Their role, read from the database in this request.
    pub role: Role,
    /// The session.
    pub session_id: SessionId,
    /// When the session ends at the latest.
    pub session_expires_at: Timestamp,
}

impl Actor {
    /// For the rules of `domain::life_cycle`.
    #[must_use]
    pub const fn rules(&self) -> domain::life_cycle::Actor {
        domain::life_cycle::Actor { id: self.id, role: self.role }
    }
}

/// Where a request comes from.
#[derive(Debug, Clone)]
pub struct Client {
    /// The id of the request, in every answer and every line of the log.
    pub request_id: String,
    /// The network address.
    pub address: String,
    /// The browser, as it names itself; at most 256 characters.
    pub user_agent: String,
}

/// The bytes of a file that comes with a call: taken once.
#[derive(Default)]
pub struct Upload(Mutex<Option<Body>>);

impl Upload {
    pub(super) const fn new(body: Body) -> Self {
        Self(Mutex::new(Some(body)))
    }

    /// The bytes, as they come; none for an operation that takes no file.
    pub fn take(&self) -> Body {
        let body = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        body.unwrap_or_default()
    }
}

/// A call of an operation by somebody who is signed in and has the right that `E::ACCESS` names.
pub struct Call<E: Endpoint> {
    /// Who calls.
    pub actor: Actor,
    /// What the path holds.
    pub params: E::Params,
    /// What follows the question mark.
    pub query: E::Query,
    /// The JSON.
    pub body: E::Body,
    /// Which version may be changed.
    pub if_match: IfMatch,
    /// The bytes of a file ([`api::Csv`]), as they come; nothing for all others.
    pub upload: Upload,
    /// All headers, for the few operations that look at one of their own.
    pub headers: HeaderMap,
    /// Where it comes from.
    pub client: Client,
    /// Clock, ids, configuration.
    pub app: Arc<App>,
}

/// A call of an operation that anybody may call: nobody is known to be behind it.
pub struct PublicCall<E: Endpoint> {
    /// What follows the question mark.
    pub query: E::Query,
    /// The JSON.
    pub body: E::Body,
    /// Where it comes from.
    pub client: Client,
    /// Clock, ids, configuration, store.
    pub app: Arc<App>,
}

impl<E: Endpoint> Call<E> {
    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.app.now()
    }

    /// Reads what belongs to the caller's organization.
    #[must_use]
    pub fn read(&self) -> Reader {
        self.app.store.read(self.actor.org)
    }

    /// Writes to the caller's organization, in one transaction: see [`store::Store::write`] for what `change` may do.
    ///
    /// # Errors
    /// What `change` fails with, or the database.
    pub async fn write<T, F, Fut>(&self, change: F) -> Result<T, Failure>
    where
        F: Fn(Tx) -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, Failure>> + Send,
        T: Send,
    {
        self.app.store.write(self.actor.org, change).await
    }

    /// The caller, for the audit log.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin::person(&self.actor, &self.client)
    }
}
