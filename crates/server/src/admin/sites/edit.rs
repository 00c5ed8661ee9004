//! `PATCH /api/v1/sites/{id}`

use api::history::Action;
use api::sites::{Edit, SiteEdit};
use domain::SiteId;
use store::Change;

use super::{failure, find, locked, name, reply};
use crate::audit::Thing;
use crate::http::{Answer, Call, IfMatch, changed_elsewhere};
use crate::people::{self, Act};

/// Renames a site, and keeps the former name unless told otherwise (R14).
///
/// # Errors
/// `not_found`, `changed_elsewhere` with the site as it is now, `invalid_fields`.
pub async fn handle(call: Call<Edit>) -> Answer<Edit> {
    let id = call.params.id;
    match rename(&Act::of(&call), id, call.if_match, &call.body).await {
        Ok(()) => reply(&call.read(), id).await,
        Err(people::Error::Stale) => Err(changed_elsewhere(&find(&call.read(), id).await?)),
        Err(error) => Err(failure(error)),
    }
}

async fn rename(act: &Act<'_>, id: SiteId, if_match: IfMatch, edit: &SiteEdit) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let before = locked(&tx, id).await?;
            if !if_match.admits(before.version.unsigned_abs()) {
                return Err(people::Error::Stale);
            }
            let name = name(&edit.name)?;
            if name == before.name {
                return Ok(());
            }
            tx.sites().rename(&before, &name, edit.keep_former_name, act.at).await?;
            let change = Change { field: "name".to_owned(), from: Some(before.name), to: Some(name.clone()) };
            act.record(&tx, Action::SiteRenamed, Thing::site(id, &name), vec![change]).await?;
            Ok(())
        })
        .await
}
