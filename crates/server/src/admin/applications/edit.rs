//! `PATCH /api/v1/applications/{id}`

use api::applications::{ApplicationEdit, Edit};
use api::history::Action;
use domain::ApplicationId;
use store::Application;

use super::form::{changes, read};
use super::{existing, failure, find, reply};
use crate::audit::Thing;
use crate::http::{Answer, Call, IfMatch, changed_elsewhere};
use crate::people::{self, Act};

/// Changes an application. Whoever is signed in to it stays so.
///
/// # Errors
/// `not_found`, `changed_elsewhere` with the application as it is now, `invalid_fields`.
pub async fn handle(call: Call<Edit>) -> Answer<Edit> {
    let id = call.params.id;
    match edit(&Act::of(&call), id, call.if_match, &call.body).await {
        Ok(()) => reply(&call.read(), id).await,
        Err(people::Error::Stale) => Err(changed_elsewhere(&find(&call.read(), id).await?)),
        Err(error) => Err(failure(error)),
    }
}

async fn edit(
    act: &Act<'_>,
    id: ApplicationId,
    if_match: IfMatch,
    edit: &ApplicationEdit,
) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let before = existing(&tx, id).await?;
            if !if_match.admits(before.version.unsigned_abs()) {
                return Err(people::Error::Stale);
            }
            let mut after = Application { updated_at: act.at, ..before.clone() };
            let (uris, post_logout) = (edit.redirect_uris.as_ref(), edit.post_logout_redirect_uris.as_ref());
            read(edit.name.as_ref(), uris, post_logout, &mut after)?;
            let changes = changes(Some(&before), &after);
            if changes.is_empty() {
                return Ok(());
            }
            let thing = Thing::application(id, &after.name);
            tx.applications().update(&before, after).await?;
            act.record(&tx, Action::ApplicationEdited, thing, changes).await?;
            Ok(())
        })
        .await
}
