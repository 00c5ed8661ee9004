//! What a handler gets. Whoever holds a [`Call`] has passed authorization: there is no other way to one, and a
//! handler reaches the data of an organization only through it.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use api::Endpoint;
use axum::body::Body;
use axum::http::HeaderMap;
use domain::{ApiTokenId, OrgId, Role, SessionId, Timestamp, UserId};
use store::{Reader, Tx};

use super::{Failure, IfMatch};
use crate::app::App;
use crate::audit::Origin;

/// By what somebody was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// A browser's session.
    Session {
        /// Its id.
        id: SessionId,
        /// When it ends at the latest.
        expires_at: Timestamp,
    },
    /// An API token, with which a script acts for the person who made it (R32).
    Token {
        /// Its id.
        id: ApiTokenId,
        /// Its name.
        name: String,
    },
    /// The command line of the operator, who is no person of the organization.
    Operator,
}

/// The person who calls, as the session or the API token says.
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
    /// Their role, or that of the token; read from the database in this request.
    pub role: Role,
    /// By what they were let in.
    pub means: Means,
}

impl Actor {
    /// The session; nothing for a script.
    #[must_use]
    pub const fn session_id(&self) -> Option<SessionId> {
        match self.means {
            Means::Session { id, .. } => Some(id),
            Means::Token { .. } | Means::Operator => None,
        }
    }

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
    /// All headers, for the few operations that look at one of their own.
    pub headers: HeaderMap,
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
