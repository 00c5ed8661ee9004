//! `DELETE /api/v1/applications/{id}`

use api::applications::Delete;
use api::history::Action;
use domain::ApplicationId;

use super::{existing, failure};
use crate::audit::Thing;
use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Deletes an application: nobody signs in to it any more, and all its tokens end at once.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Delete>) -> Answer<Delete> {
    delete(&Act::of(&call), call.params.id).await.map_err(failure)?;
    Ok(Reply::empty())
}

async fn delete(act: &Act<'_>, id: ApplicationId) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let application = existing(&tx, id).await?;
            tx.applications().delete(&application).await?;
            let thing = Thing::application(id, &application.name);
            act.record(&tx, Action::ApplicationDeleted, thing, Vec::new()).await?;
            Ok(())
        })
        .await
}
