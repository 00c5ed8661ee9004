//! `DELETE /api/v1/sites/{id}`

use api::history::Action;
use api::sites::Delete;
use domain::{Reason, SiteId};
use store::Conflict;

use super::{failure, find, locked};
use crate::admin::license_rules;
use crate::audit::Thing;
use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Deletes a site that has no users (R15).
///
/// # Errors
/// `not_found`, `refused` with the number of users.
pub async fn handle(call: Call<Delete>) -> Answer<Delete> {
    let id = call.params.id;
    match delete(&Act::of(&call), id).await {
        Ok(()) => Ok(Reply::empty()),
        // Somebody was put there between the count and the deletion: the database kept the site.
        Err(people::Error::Store(store::Error::Conflict(Conflict::Constraint(_)))) => {
            let users = find(&call.read(), id).await?.users.max(1);
            Err(Reason::SiteHasUsers { users }.into())
        }
        Err(error) => Err(failure(error)),
    }
}

async fn delete(act: &Act<'_>, id: SiteId) -> Result<(), people::Error> {
    act.write(|tx| async move {
        let site = locked(&tx, id).await?;
        // A rule for people of a site that is gone would never apply again.
        license_rules::delete_all(act, &tx, |rule| rule.site_id == Some(id)).await?;
        tx.sites().delete(&site).await?;
        act.record(&tx, Action::SiteDeleted, Thing::site(id, &site.name), Vec::new()).await?;
        Ok(())
    })
    .await
}
