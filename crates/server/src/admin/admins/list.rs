//! `GET /api/v1/admins`

use api::Page;
use api::admins::List;
use domain::Role;

use super::bodies;
use crate::http::{Answer, Call, Reply};

/// More than any organization lets administer it: the list is one page.
const MOST: u64 = 1_000;

/// Everybody with a role above member, owners first, then by name.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let read = call.read();
    let mut users = read.users().with_role_above_member(MOST + 1).await?;
    let more = users.len() as u64 > MOST;
    users.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    let rank = |role: Role| Role::ALL.iter().position(|one| *one == role);
    users.sort_by_cached_key(|user| (rank(user.role), domain::fold::fold(&user.full_name()), user.id));
    let admins = bodies(&read, users).await?;
    Ok(Reply::new(Page { total_is_minimum: more, ..Page::whole(admins) }))
}
