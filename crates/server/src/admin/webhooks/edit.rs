//! `PATCH /api/v1/webhooks/{id}`

use api::history::Action;
use api::webhooks::{Edit, WebhookEdit};
use domain::WebhookId;

use super::form::{changes, read};
use super::{existing, failure, find, reply};
use crate::audit::Thing;
use crate::http::{Answer, Call, IfMatch, changed_elsewhere};
use crate::people::{self, Act};

/// Changes where a webhook is told, or of what; pauses it, or goes on with what happens from then on.
///
/// # Errors
/// `not_found`, `changed_elsewhere` with the webhook as it is now, `invalid_fields`.
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
    id: WebhookId,
    if_match: IfMatch,
    edit: &WebhookEdit,
) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let before = existing(&tx, id).await?;
            if !if_match.admits(before.version.unsigned_abs()) {
                return Err(people::Error::Stale);
            }
            let mut after = before.clone();
            read(act.app, edit.url.as_ref(), edit.events.as_ref(), &mut after)?;
            after.active = edit.active.unwrap_or(before.active);
            let resumed = after.active && !before.active;
            after.gone &= !resumed;
            let changes = changes(Some(&before), &after);
            if changes.is_empty() {
                return Ok(());
            }
            tx.webhooks().update(&before, &after).await?;
            if resumed {
                // What happened meanwhile is not told.
                tx.webhooks().skip_to(id, tx.feed().head().await?).await?;
            }
            act.record(&tx, Action::WebhookEdited, Thing::webhook(id, &after.url), changes).await?;
            Ok(())
        })
        .await
}
