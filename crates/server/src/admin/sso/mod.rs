//! Single sign-on (R23-R28): the switch, revisions of the settings, certificates, metadata, tests, emergency access.

mod accept_metadata;
mod activate;
mod add_emergency;
pub mod body;
mod delete_draft;
mod dismiss_metadata;
mod draft;
mod edit;
mod emergency;
mod get;
mod get_test;
mod held;
mod prove_emergency;
mod put_draft;
mod read_certificate;
mod read_metadata;
mod remove_emergency;
mod start_test;

use api::Endpoint;
use api::sso as of;

use crate::http::{Answer, Call, Failure, Reply, Routes};
use crate::sso::parties;

/// Binds the operations of `api::sso`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::Get, _, _, _>(get::handle)
        .mount::<of::Edit, _, _, _>(edit::handle)
        .mount::<of::PutDraft, _, _, _>(put_draft::handle)
        .mount::<of::DeleteDraft, _, _, _>(delete_draft::handle)
        .mount::<of::ReadCertificate, _, _, _>(read_certificate::handle)
        .mount::<of::ReadMetadata, _, _, _>(read_metadata::handle)
        .mount::<of::AcceptMetadata, _, _, _>(accept_metadata::handle)
        .mount::<of::DismissMetadata, _, _, _>(dismiss_metadata::handle)
        .mount::<of::StartTest, _, _, _>(start_test::handle)
        .mount::<of::GetTest, _, _, _>(get_test::handle)
        .mount::<of::Activate, _, _, _>(activate::handle)
        .mount::<of::AddEmergency, _, _, _>(add_emergency::handle)
        .mount::<of::RemoveEmergency, _, _, _>(remove_emergency::handle)
        .mount::<of::ProveEmergency, _, _, _>(prove_emergency::handle)
}

/// The organization of whoever calls.
async fn organization<E: Endpoint>(call: &Call<E>) -> Result<store::Organization, Failure> {
    let found = call.app.store.organizations().get(call.actor.org).await?;
    found.ok_or_else(|| Failure::not_found("organization"))
}

/// What there is before a change.
async fn before<E: Endpoint>(call: &Call<E>) -> Result<store::SingleSignOn, Failure> {
    parties::settings(&call.app, &organization(call).await?).await
}

/// How everything stands now: what every operation answers with.
async fn answer<E>(call: &Call<E>) -> Answer<E>
where
    E: Endpoint<Reply = of::Sso>,
{
    let sso = body::all(call).await?;
    let version = sso.version;
    Ok(Reply::new(sso).etag(version))
}

/// Somebody else was faster: the answer holds what there is now.
async fn changed<E: Endpoint>(call: &Call<E>) -> Failure {
    match body::all(call).await {
        Ok(sso) => crate::http::changed_elsewhere(&sso),
        Err(failure) => failure,
    }
}

/// The two kinds of failure of a change.
enum Refused {
    /// Somebody else was faster.
    Stale,
    /// Anything else.
    Failure(Failure),
}

impl From<store::Error> for Refused {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Stale => Self::Stale,
            other => Self::Failure(other.into()),
        }
    }
}

impl From<domain::Reason> for Refused {
    fn from(reason: domain::Reason) -> Self {
        Self::Failure(reason.into())
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// The answer to a change.
async fn changed_to<E>(call: &Call<E>, outcome: Result<(), Refused>) -> Answer<E>
where
    E: Endpoint<Reply = of::Sso>,
{
    match outcome {
        Ok(()) => answer(call).await,
        Err(Refused::Stale) => Err(changed(call).await),
        Err(Refused::Failure(failure)) => Err(failure),
    }
}
