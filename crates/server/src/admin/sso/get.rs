//! `GET /api/v1/sso`

use api::sso::Get;

use super::answer;
use crate::http::{Answer, Call};

/// Everything about single sign-on.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<Get>) -> Answer<Get> {
    answer(&call).await
}
