//! `PATCH /api/v1/views/{id}`

use api::history::Action;
use api::views::{Edit, ViewEdit};
use domain::{UserId, ViewId};
use store::View;

use super::form::{changes, read};
use super::{body, failure, own};
use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, IfMatch, Reply, changed_elsewhere};
use crate::people::{self, Act};

/// Changes a view of one's own.
///
/// # Errors
/// `not_found`, `changed_elsewhere` with the view as it is now, `invalid_fields`.
pub async fn handle(call: Call<Edit>) -> Answer<Edit> {
    let (user, id) = (call.actor.id, call.params.id);
    match edit(&Act::of(&call), (user, id), call.if_match, &call.body).await {
        Ok(view) => {
            let view = body(view);
            let version = view.version;
            Ok(Reply::new(view).etag(version))
        }
        Err(people::Error::Stale) => {
            let now = call.read().views().get(user, id).await?;
            Err(changed_elsewhere(&body(now.ok_or_else(|| Failure::not_found("view"))?)))
        }
        Err(error) => Err(failure(error)),
    }
}

async fn edit(
    act: &Act<'_>,
    (user, id): (UserId, ViewId),
    if_match: IfMatch,
    edit: &ViewEdit,
) -> Result<View, people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let before = own(&tx, user, id).await?;
            if !if_match.admits(before.version.unsigned_abs()) {
                return Err(people::Error::Stale);
            }
            let mut after = View { updated_at: act.at, ..before.clone() };
            read(edit.name.as_ref(), edit.query.as_ref(), edit.columns.as_ref(), &mut after)?;
            let changes = changes(Some(&before), &after);
            if changes.is_empty() {
                return Ok(before);
            }
            let view = tx.views().update(&before, after).await?;
            act.record(&tx, Action::ViewEdited, Thing::view(id, &view.name), changes).await?;
            Ok(view)
        })
        .await
}
