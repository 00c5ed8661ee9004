//! Who is signed in: sessions are rows of the database, so that ending one ends it everywhere (R7).

pub mod api_token;
pub mod attempts;
pub mod cookie;
pub mod device;
pub mod former;
pub mod limit;
pub mod own_password;

use api::Code;
use api::sessions::Identity;
use api::sign_ins::Method;
use axum::http::HeaderMap;
use domain::{OrgId, SessionId, Timestamp, UserId};
use store::{SamlSession, Session, User};

use crate::app::App;
use crate::audit;
use crate::http::{Actor, Client, Failure, Means, observe};
use crate::organization;
use crate::secret::Secret;

/// A session ends this long after signing in, whatever happens, until an admin says otherwise: 12 hours, in milliseconds.
pub const LONGEST_MS: i64 = store::DEFAULT_LIMITS_MS.1;
/// A session ends when nothing is heard for this long, until an admin says otherwise: 2 hours, in milliseconds.
pub const IDLE_MS: i64 = store::DEFAULT_LIMITS_MS.0;
/// `last_seen_at` is written at most this often: once a minute, in milliseconds.
pub const SEEN_EVERY_MS: i64 = 60_000;

pub(crate) fn not_signed_in() -> Failure {
    Failure::new(
        Code::NotSignedIn,
        "Your session has ended, or you have not signed in yet. Sign in to go on.",
    )
}

/// Does the session last at `now`?
#[must_use]
pub fn lasts(session: &Session, now: Timestamp) -> bool {
    now < session.expires_at && now.ms_since(session.last_seen_at) < session.idle_ms
}

/// Whoever calls: a script with an API token or, without one, the person behind the request's cookie.
///
/// # Errors
/// Those of [`api_token::authenticate`] and of [`authenticate`].
pub async fn caller(app: &App, headers: &HeaderMap, client: &Client) -> Result<Actor, Failure> {
    match api_token::authenticate(app, headers, client).await? {
        Some(actor) => Ok(actor),
        None => authenticate(app, headers, client).await,
    }
}

/// The person behind the request's cookie.
///
/// # Errors
/// `not_signed_in`: no cookie, an ended session, a deactivated person. All the same words.
pub async fn authenticate(app: &App, headers: &HeaderMap, client: &Client) -> Result<Actor, Failure> {
    let secret = cookie::read(&app.config, headers).ok_or_else(not_signed_in)?;
    let id = SessionId(secret.id);
    let found = app.store.read(secret.org).sessions().with_user(id).await?;
    let (session, user) = found.ok_or_else(not_signed_in)?;
    let now = app.now();
    if !secret.matches(&session.secret_hash) || !lasts(&session, now) || !user.status.is_active() {
        return Err(not_signed_in());
    }
    if now.ms_since(session.last_seen_at) >= SEEN_EVERY_MS {
        touch(app, secret.org, &session, now, client).await;
    }
    observe::of_organization(secret.org);
    Ok(actor(secret.org, &session, &user))
}

/// A session that has ended meanwhile is not worth failing the request for.
async fn touch(app: &App, org: OrgId, session: &Session, now: Timestamp, client: &Client) {
    let address = Some(client.address.as_str());
    let seen = app.store.write(org, |tx| async move {
        tx.sessions().touch(session.id, now, session.expires_at, address).await
    });
    if let Err(error) = seen.await {
        tracing::warn!(%error, "the last use of a session could not be written");
    }
}

/// The person of `session`.
#[must_use]
pub fn actor(org: OrgId, session: &Session, user: &User) -> Actor {
    Actor {
        org,
        id: user.id,
        username: user.username.clone(),
        name: user.full_name(),
        role: user.role,
        means: Means::Session { id: session.id, expires_at: session.expires_at },
    }
}

/// Does what let `actor` in still last, is the person still active, and of the role with which they came (R32)?
pub async fn is_alive(app: &App, actor: &Actor) -> bool {
    match actor.means {
        Means::Session { id, .. } => session_is_alive(app, actor, id).await,
        Means::Token { id, .. } => api_token::is_alive(app, actor, id, app.now()).await,
        Means::Operator => true,
    }
}

async fn session_is_alive(app: &App, actor: &Actor, id: SessionId) -> bool {
    match app.store.read(actor.org).sessions().with_user(id).await {
        Ok(Some((session, user))) => {
            lasts(&session, app.now()) && user.status.is_active() && user.role == actor.role
        }
        Ok(None) => false,
        // The database is away for a moment: the next check decides.
        Err(_) => true,
    }
}

/// How a session begins.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// How the person signed in.
    pub method: Method,
    /// It ends when nothing is heard for this long, in milliseconds.
    pub idle_ms: i64,
    /// It ends this long after it began, in milliseconds.
    pub longest_ms: i64,
    /// It ends then at the latest: what the identity provider says (SAML 2.0 core, 2.7.2, SessionNotOnOrAfter).
    pub not_after: Option<Timestamp>,
    /// What the identity provider knows it by.
    pub saml: Option<SamlSession>,
}

impl Beginning {
    /// By `method`, within the limits that hold until an admin says otherwise.
    #[must_use]
    pub const fn new(method: Method) -> Self {
        Self { method, idle_ms: IDLE_MS, longest_ms: LONGEST_MS, not_after: None, saml: None }
    }

    /// By `method`, within the limits of the organization.
    ///
    /// # Errors
    /// The database fails.
    pub async fn within_limits(app: &App, org: OrgId, method: Method) -> Result<Self, store::Error> {
        let settings = app.store.read(org).sso().get().await?;
        let usual = Self::new(method);
        Ok(match settings {
            Some(of) => Self { idle_ms: of.idle_ms, longest_ms: of.longest_ms, ..usual },
            None => usual,
        })
    }
}

/// A new session, to be inserted, and the secret for its cookie.
#[must_use]
pub fn start(app: &App, org: OrgId, user: UserId, client: &Client, begin: Beginning) -> (Secret, Session) {
    let now = app.now();
    let longest = now.plus_ms(begin.longest_ms);
    let secret = Secret::new(org, app.new_id(), &*app.ids);
    let session = Session {
        id: SessionId(secret.id),
        user_id: user,
        secret_hash: secret.hash(),
        created_at: now,
        last_seen_at: now,
        expires_at: begin.not_after.map_or(longest, |at| at.min(longest)),
        user_agent: Some(client.user_agent.clone()),
        address: Some(client.address.clone()),
        method: audit::name(begin.method),
        idle_ms: begin.idle_ms,
        saml: begin.saml,
    };
    (secret, session)
}

/// Who is signed in, for the console.
///
/// # Errors
/// The database fails.
pub async fn identity(app: &App, actor: &Actor) -> Result<Identity, Failure> {
    let Means::Session { id: session_id, expires_at } = actor.means else { return Err(not_signed_in()) };
    let organization = app.store.organizations().get(actor.org).await?.ok_or_else(not_signed_in)?;
    Ok(Identity {
        user_id: actor.id,
        username: actor.username.clone(),
        name: actor.name.clone(),
        role: actor.role,
        session_id,
        expires_at,
        can_mail: app.config.mail.is_some(),
        organization: organization::body(organization),
    })
}
