//! `DELETE /api/v1/views/{id}`

use api::history::Action;
use api::views::Delete;
use domain::{UserId, ViewId};

use super::{failure, own};
use crate::audit::Thing;
use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Deletes a view of one's own.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Delete>) -> Answer<Delete> {
    delete(&Act::of(&call), call.actor.id, call.params.id).await.map_err(failure)?;
    Ok(Reply::empty())
}

async fn delete(act: &Act<'_>, user: UserId, id: ViewId) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let view = own(&tx, user, id).await?;
            tx.views().delete(&view).await?;
            act.record(&tx, Action::ViewDeleted, Thing::view(id, &view.name), Vec::new()).await?;
            Ok(())
        })
        .await
}
