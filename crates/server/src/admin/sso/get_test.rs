//! `GET /api/v1/sso/tests/{id}`

use api::sso::{GetTest, Test};

use crate::admin::sign_ins;
use crate::http::{Answer, Call, Reply};

/// What became of a test; nothing yet while nothing has come back.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<GetTest>) -> Answer<GetTest> {
    let found = call.read().sign_ins().get(call.params.id).await?;
    Ok(Reply::new(Test { sign_in: found.map(sign_ins::body) }))
}
