//! `POST /api/v1/applications`

use api::Code;
use api::applications::{Create, NewApplication};
use api::history::Action;
use domain::ApplicationId;
use domain::applications::MOST_APPLICATIONS;
use store::Application;

use super::form::{changes, read};
use super::{failure, reply};
use crate::audit::Thing;
use crate::http::{Answer, Call, Failure};
use crate::oidc::keys;
use crate::people::{self, Act};

/// Makes an application. With the first one come the keys that sign: they are published before anybody signs in.
///
/// # Errors
/// `invalid_fields`; `refused` beyond 200.
pub async fn handle(call: Call<Create>) -> Answer<Create> {
    if call.read().applications().count().await? >= MOST_APPLICATIONS {
        return Err(Failure::new(
            Code::Refused,
            "Your organization has 200 applications, which is as many as can be kept. Delete one first.",
        ));
    }
    let id = create(&Act::of(&call), &call.body).await.map_err(failure)?;
    keys::ensured(&call.app, call.actor.org).await?;
    reply(&call.read(), id).await
}

async fn create(act: &Act<'_>, new: &NewApplication) -> Result<ApplicationId, people::Error> {
    let mut application = Application {
        id: ApplicationId(act.app.new_id()),
        name: String::new(),
        kind: new.kind,
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        created_at: act.at,
        updated_at: act.at,
        last_used_at: None,
        version: 1,
    };
    let post_logout = Some(&new.post_logout_redirect_uris);
    read(Some(&new.name), Some(&new.redirect_uris), post_logout, &mut application)?;
    let application = &application;
    act.app
        .store
        .write(act.org, |tx| async move {
            tx.applications().insert(application).await?;
            let thing = Thing::application(application.id, &application.name);
            act.record(&tx, Action::ApplicationCreated, thing, changes(None, application)).await?;
            Ok(application.id)
        })
        .await
}
