//! `PATCH /api/v1/sites/{id}`

use api::history::Action;
use api::sites::{Edit, SiteEdit};
use domain::SiteId;

use super::form::{Form, changes};
use super::{failure, find, locked, reply};
use crate::audit::Thing;
use crate::http::{Answer, Call, IfMatch, changed_elsewhere};
use crate::people::{self, Act};

/// Changes a site. A new name keeps the former one unless told otherwise (R14).
///
/// # Errors
/// `not_found`, `changed_elsewhere` with the site as it is now, `invalid_fields`.
pub async fn handle(call: Call<Edit>) -> Answer<Edit> {
    let id = call.params.id;
    match edit(&Act::of(&call), id, call.if_match, &call.body).await {
        Ok(()) => reply(&call.read(), id).await,
        Err(people::Error::Stale) => Err(changed_elsewhere(&find(&call.read(), id).await?)),
        Err(error) => Err(failure(error)),
    }
}

async fn edit(act: &Act<'_>, id: SiteId, if_match: IfMatch, edit: &SiteEdit) -> Result<(), people::Error> {
    act.write(|tx| async move {
        let before = locked(&tx, id).await?;
        if !if_match.admits(before.version.unsigned_abs()) {
            return Err(people::Error::Stale);
        }
        let (mut after, mut form) = (before.clone(), Form::default());
        if let Some(name) = &edit.name {
            form.name(name, &mut after.name);
        }
        form.details(edit.address.as_ref(), edit.time_zone.as_ref(), edit.locale.as_ref(), &mut after);
        form.finish()?;
        let changes = changes(Some(&before), &after);
        if changes.is_empty() {
            return Ok(());
        }
        tx.sites().update(&before, &after, edit.keep_former_name, act.at).await?;
        let renamed = before.name != after.name;
        let action = if renamed { Action::SiteRenamed } else { Action::SiteEdited };
        act.record(&tx, action, Thing::site(id, &after.name), changes).await?;
        Ok(())
    })
    .await
}
