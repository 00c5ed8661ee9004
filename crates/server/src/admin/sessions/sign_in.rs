//! `POST /api/v1/sessions`

use std::sync::Arc;

use api::Code;
use api::events::Subject;
use api::history::Action;
use api::sessions::{Credentials, SignIn};
use api::sign_ins::Method;
use axum::http::HeaderMap;
use domain::{OrgId, Role, UserId};
use store::{Credential, User};

use crate::app::App;
use crate::audit::{self, Origin, Thing};
use crate::http::{Answer, Client, Failure, PublicCall, Reply, observe};
use crate::session::device::{self, Device};
use crate::session::{self, Beginning, former};
use crate::sso::record;

/// Longest username that is looked for, in bytes: four times the characters that one may have.
const MAX_USERNAME: usize = 1_024;

/// Signs in with a password. Whatever is wrong (the organization, the username, the password, the person being
/// deactivated or having no password), the answer is the same, and takes the same time.
///
/// # Errors
/// `sign_in_failed`, `too_many_attempts`.
pub async fn handle(call: PublicCall<SignIn>) -> Answer<SignIn> {
    let app = &call.app;
    let Credentials { organization, username, password } = call.body;
    app.attempts.from_address(&call.client.address).await?;
    // No name is so long: it is not worth being folded.
    if username.len() > MAX_USERNAME {
        return Err(sign_in_failed());
    }
    let org = organization_id(app, organization.as_deref()).await?;
    observe::of_organization(org);
    let device = Device::read(app, &call.headers, org, &username).await?;
    app.attempts.begin(org, &username, device.as_ref()).await?;
    let found = find(app, org, &username).await?;
    let hash = found.as_ref().map(|(_, credential)| credential.password_hash.as_str());
    let right = app.passwords.verify(&password, hash).await;
    let method = method(app, org, found.as_ref().map(|(user, _)| user)).await?;
    let (user, known) = found.map(|(user, credential)| (user, credential.password_hash)).unzip();
    let admitted = user.as_ref().filter(|user| right && user.status.is_active()).zip(method);
    let Some((user, method)) = admitted else {
        app.metrics.sign_in(&audit::name(Method::Password), false);
        remember_failure(app, org, (user, username), call.client);
        return Err(sign_in_failed());
    };
    app.attempts.succeeded(org, &username, device.as_ref()).await?;
    let action = if method == Method::Emergency { Action::EmergencyAccessUsed } else { Action::SignedIn };
    begin(app, org, user, (&call.client, &call.headers), (action, method, known.as_deref())).await
}

/// How that person may sign in with a password: while people sign in with the identity provider, only by emergency access (R27).
/// Asks the same of the database for everybody.
///
/// # Errors
/// The database fails.
pub(super) async fn method(app: &App, org: OrgId, user: Option<&User>) -> Result<Option<Method>, Failure> {
    let read = app.store.read(org);
    let off = read.sso().get().await?.is_some_and(|settings| settings.enabled);
    let id = user.map_or(UserId(0), |user| user.id);
    let named = read.emergency_access().get(id).await?.is_some();
    let emergency = named && user.is_some_and(|user| user.role == Role::Owner);
    Ok(match (off, emergency) {
        (false, _) => Some(Method::Password),
        (true, true) => Some(Method::Emergency),
        (true, false) => None,
    })
}

fn sign_in_failed() -> Failure {
    Failure::new(
        Code::SignInFailed,
        "The username or the password is wrong, or this person may not sign in. Check both; if you have forgotten the password, ask an admin for a password link.",
    )
}

/// The organization of that slug; without one, the only one there is. An unknown one gets an id that nothing has.
async fn organization_id(app: &App, slug: Option<&str>) -> Result<OrgId, Failure> {
    let organizations = app.store.organizations();
    let found = match slug {
        Some(slug) => organizations.by_slug(slug.trim()).await?,
        None => {
            let mut all = organizations.list().await?;
            if all.len() == 1 { all.pop() } else { None }
        }
    };
    Ok(found.map_or(store::NO_ORGANIZATION, |organization| organization.id))
}

async fn find(app: &App, org: OrgId, username: &str) -> Result<Option<(User, Credential)>, Failure> {
    let reader = app.store.read(org);
    let Some(user) = reader.users().by_username(username.trim()).await? else { return Ok(None) };
    let credential = reader.credentials().get(user.id).await?;
    Ok(credential.map(|credential| (user, credential)))
}

/// Into the logs, beside the answer: writing takes time that a stranger's username would not take.
fn remember_failure(app: &Arc<App>, org: OrgId, (user, username): (Option<User>, String), client: Client) {
    let app = app.clone();
    if org == store::NO_ORGANIZATION {
        return;
    }
    let remembered = async move {
        let attempt = record::attempt(&app, Method::Password, &client);
        let attempt = record::named(attempt, &username, user.as_ref().map(|user| user.id), false);
        record::add_alone(&app, org, &attempt).await;
        let Some(user) = user else { return };
        let name = user.full_name();
        let origin = Origin::stranger(user.id, &name, &client);
        let entry = &origin.entry(&app, Action::SignInFailed, Thing::user(user.id, &name), Vec::new());
        let written =
            app.store.write(org, |tx| async move { audit::record(&tx, entry, Subject::Session).await });
        if let Err(error) = written.await {
            tracing::warn!(%error, "a failed sign-in could not be written to the audit log");
        }
    };
    observe::spawn(remembered);
}

/// Starts a session for `user` in place of the one that the browser has, and answers with it; `known` is the hash of the password
/// that was checked, if one was.
///
/// # Errors
/// The database fails.
pub(super) async fn begin<E>(
    app: &App,
    org: OrgId,
    user: &User,
    (client, headers): (&Client, &HeaderMap),
    (action, method, known): (Action, Method, Option<&str>),
) -> Answer<E>
where
    E: api::Endpoint<Reply = api::sessions::Identity>,
{
    let (secret, row) =
        session::start(app, org, user.id, client, Beginning::within_limits(app, org, method).await?);
    let name = user.full_name();
    let entry =
        Origin::stranger(user.id, &name, client).entry(app, action, Thing::user(user.id, &name), Vec::new());
    let attempt = record::named(record::attempt(app, method, client), &user.username, Some(user.id), true);
    let former = former::read(app, headers).await?;
    let (session, entry, attempt, now) = (&row, &entry, &attempt, app.now());
    let proves = method != Method::Link;
    app.store
        .write(org, |tx| async move {
            // R7: whoever was deactivated since the password was checked gets no session that outlives it.
            let current = tx.users().lock(user.id).await?;
            if !current.is_some_and(|user| user.status.is_active()) {
                return Err(sign_in_failed());
            }
            // Nor does a password that was replaced since: whoever set the new one has ended all sessions.
            if known.is_some() {
                let present = tx.credentials().get(user.id).await?;
                if present.as_ref().map(|credential| credential.password_hash.as_str()) != known {
                    return Err(sign_in_failed());
                }
            }
            tx.sessions().insert(session).await?;
            tx.users().record_sign_in(user.id, now).await?;
            if proves && tx.emergency_access().get(user.id).await?.is_some() {
                tx.emergency_access().prove(user.id, now, method == Method::Emergency).await?;
            }
            record::add(&tx, attempt).await?;
            Ok(audit::record(&tx, entry, Subject::Session).await?)
        })
        .await?;
    app.metrics.sign_in(&row.method, true);
    former::end(app, former, (org, session), client).await;
    let identity = session::identity(app, &session::actor(org, session, user)).await?;
    let cookie = session::cookie::of(&app.config, &secret, session);
    Ok(Reply::new(identity).cookies([cookie]).cookies(device::cookie(app, org, &user.username)))
}
