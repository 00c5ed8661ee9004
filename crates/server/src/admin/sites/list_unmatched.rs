//! `GET /api/v1/sites/unmatched`

use api::Page;
use api::sites::{ListUnmatched, UnmatchedSite};

use crate::http::{Answer, Call, Reply};

/// Names that the identity provider sent, and that no site has, the last sent first.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<ListUnmatched>) -> Answer<ListUnmatched> {
    let found = call.read().sites().unmatched().await?;
    let body = |site: store::UnmatchedSite| UnmatchedSite {
        name: site.name,
        requests: site.requests,
        first_seen_at: site.first_seen_at,
        last_seen_at: site.last_seen_at,
        last_username: site.last_username,
    };
    Ok(Reply::new(Page::whole(found.into_iter().map(body).collect())))
}
