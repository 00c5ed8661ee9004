//! `GET /api/v1/users/{id}/groups`

use api::Page;
use api::groups::{Group, List};
use domain::GroupId;

use crate::http::{Answer, Call, Failure, Reply};

/// The groups that a person is in, by name.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let (read, id) = (call.read(), call.params.id);
    read.users().get(id).await?.ok_or_else(|| Failure::not_found("user"))?;
    let groups = read.groups().of_users(&[id]).await?.remove(&id).unwrap_or_default();
    let group = |group: store::Group| Group { id: GroupId(group.id.as_u128()), name: group.display_name };
    Ok(Reply::new(Page::whole(groups.into_iter().map(group).collect())))
}
