//! `POST /api/v1/sso/tests`: a real sign-in, with the draft, that signs nobody in.

use api::sso::{StartTest, StartedTest};
use domain::{Reason, SignInId};

use super::{before, organization};
use crate::http::{Answer, Call, Reply};
use crate::sso::requests::{Ask, begin};

/// Begins a test. The answer binds the test to the browser that asked, so it opens the address.
///
/// # Errors
/// `refused` (R23) while nothing has been saved.
pub async fn handle(call: Call<StartTest>) -> Answer<StartTest> {
    let settings = before(&call).await?;
    let revision = settings.draft.or(settings.active).ok_or(Reason::SsoNotSetUp)?;
    let organization = organization(&call).await?;
    let id = SignInId(call.app.new_id());
    let ask = Ask { way_back: "/".to_owned(), test: Some(id), forced: false, username: None };
    let (url, cookie) = begin(&call.app, &organization, revision, &call.headers, ask).await?;
    Ok(Reply::new(StartedTest { id, url }).cookies([cookie]))
}
