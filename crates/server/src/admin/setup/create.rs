//! `POST /api/v1/setup`

use api::setup::{Create, NewOrganization};

use super::check;
use crate::http::{Answer, PublicCall, Reply};
use crate::organization::{self, Owner};
use crate::{links, session};

/// Creates the organization and its owner, uses up the link, and signs the owner in.
///
/// # Errors
/// `link_invalid`, `invalid_fields`, or `too_many_attempts` from this address.
pub async fn handle(call: PublicCall<Create>) -> Answer<Create> {
    let app = &call.app;
    app.attempts.from_address(&call.client.address).await?;
    let (no_organization, link) = check::find(app, &call.body.token).await?;
    let NewOrganization { organization_name, slug, username, first_name, last_name, email, password, .. } =
        call.body;
    let owner = Owner { username, first_name, last_name, email, password: Some(password) };
    let new = organization::New::check(&app.passwords, &organization_name, &slug, owner).await?;
    let (id, now) = (link.id, app.now());
    let used =
        app.store.write(no_organization, |tx| async move { tx.one_time_links().use_up(id, now).await });
    used.await.map_err(links::used_up)?;
    let created = organization::create(app, new, Some(&call.client)).await?;
    let (secret, actor) = created.session.expect("a session is started for whoever has a client");
    let cookie = session::cookie::set(&app.config, &secret, session::LONGEST_MS / 1_000);
    let known = session::device::cookie(app, actor.org, &actor.username);
    Ok(Reply::new(session::identity(app, &actor).await?).cookies([cookie]).cookies(known))
}
