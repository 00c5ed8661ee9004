//! A test sign-in: a real one, with the draft, that signs nobody in.

use api::sso::{GetTest, StartTest, StartedTest, Test};
use domain::{Reason, SignInId};

use super::{before, organization};
use crate::admin::sign_ins;
use crate::http::{Answer, Call, Reply};
use crate::sso::requests::{Ask, begin};

/// `POST /api/v1/sso/tests`: the answer binds the test to the browser that asked, so it opens the address.
///
/// # Errors
/// `refused` (R23) while nothing has been saved.
pub(super) async fn start(call: Call<StartTest>) -> Answer<StartTest> {
    let settings = before(&call).await?;
    let revision = settings.draft.or(settings.active).ok_or(Reason::SsoNotSetUp)?;
    let organization = organization(&call).await?;
    let id = SignInId(call.app.new_id());
    let ask = Ask { way_back: "/".to_owned(), test: Some(id), forced: false, username: None };
    let (url, cookie) = begin(&call.app, &organization, revision, &call.headers, ask).await?;
    Ok(Reply::new(StartedTest { id, url }).cookie(cookie))
}

/// `GET /api/v1/sso/tests/{id}`
///
/// # Errors
/// The database fails.
pub(super) async fn get(call: Call<GetTest>) -> Answer<GetTest> {
    let found = call.read().sign_ins().get(call.params.id).await?;
    Ok(Reply::new(Test { sign_in: found.map(sign_ins::body) }))
}
