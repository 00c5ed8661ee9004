//! `POST /api/v1/sessions`

use std::sync::Arc;

use api::Code;
use api::events::Subject;
use api::history::Action;
use api::sessions::{Credentials, SignIn};
use api::sign_ins::Method;
use domain::OrgId;
use store::{Credential, User};

use crate::app::App;
use crate::audit::{self, Origin, Thing};
use crate::http::{Answer, Client, Failure, PublicCall, Reply};
use crate::session::{self, Beginning};

/// Signs in with a password. Whatever is wrong (the organization, the username, the password, the person being
/// deactivated or having no password), the answer is the same, and takes the same time.
///
/// # Errors
/// `sign_in_failed`, `too_many_attempts`.
pub async fn handle(call: PublicCall<SignIn>) -> Answer<SignIn> {
    let app = &call.app;
    let Credentials { organization, username, password } = call.body;
    app.attempts.from_address(&call.client.address)?;
    let org = organization_id(app, organization.as_deref()).await?;
    app.attempts.may_try(org, &username)?;
    let found = find(app, org, &username).await?;
    let hash = found.as_ref().map(|(_, credential)| credential.password_hash.as_str());
    let right = app.passwords.verify(&password, hash).await;
    let Some((user, _)) = found.as_ref().filter(|(user, _)| right && user.status.is_active()) else {
        app.attempts.failed(org, &username);
        if let Some((user, _)) = found {
            remember_failure(app, org, user, call.client);
        }
        return Err(sign_in_failed());
    };
    app.attempts.succeeded(org, &username);
    begin(app, org, user, &call.client, (Action::SignedIn, Method::Password)).await
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

/// Into the audit log, beside the answer: writing takes time that a stranger's username would not take.
fn remember_failure(app: &Arc<App>, org: OrgId, user: User, client: Client) {
    let app = app.clone();
    tokio::spawn(async move {
        let name = user.full_name();
        let origin = Origin::stranger(user.id, &name, &client);
        let entry = &origin.entry(&app, Action::SignInFailed, Thing::user(user.id, &name), Vec::new());
        let written =
            app.store.write(org, |tx| async move { audit::record(&tx, entry, Subject::Session).await });
        if let Err(error) = written.await {
            tracing::warn!(%error, "a failed sign-in could not be written to the audit log");
        }
    });
}

/// Starts a session for `user`, and answers with it.
///
/// # Errors
/// The database fails.
pub(super) async fn begin<E>(
    app: &App,
    org: OrgId,
    user: &User,
    client: &Client,
    (action, method): (Action, Method),
) -> Answer<E>
where
    E: api::Endpoint<Reply = api::sessions::Identity>,
{
    let (secret, row) =
        session::start(app, org, user.id, client, Beginning::within_limits(app, org, method).await?);
    let name = user.full_name();
    let entry =
        Origin::stranger(user.id, &name, client).entry(app, action, Thing::user(user.id, &name), Vec::new());
    let (session, entry, now) = (&row, &entry, app.now());
    app.store
        .write(org, |tx| async move {
            // R7: whoever was deactivated since the password was checked gets no session that outlives it.
            let current = tx.users().lock(user.id).await?;
            if !current.is_some_and(|user| user.status.is_active()) {
                return Err(sign_in_failed());
            }
            tx.sessions().insert(session).await?;
            tx.users().record_sign_in(user.id, now).await?;
            Ok(audit::record(&tx, entry, Subject::Session).await?)
        })
        .await?;
    let identity = session::identity(app, &session::actor(org, session, user)).await?;
    Ok(Reply::new(identity).cookie(session::cookie::of(&app.config, &secret, session)))
}
