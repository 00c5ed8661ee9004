//! `DELETE /api/v1/sso/draft`

use api::history::Action;
use api::sso::DeleteDraft;
use store::SingleSignOn;

use super::{Refused, before, changed_to};
use crate::audit::{self, Thing};
use crate::http::{Answer, Call};

/// Discards the draft. The revision itself stays, for the tests that were made with it.
///
/// # Errors
/// The database fails.
pub async fn handle(call: Call<DeleteDraft>) -> Answer<DeleteDraft> {
    let before = &before(&call).await?;
    if before.draft.is_none() {
        return super::answer(&call).await;
    }
    let after = &SingleSignOn { draft: None, updated_at: call.now(), ..before.clone() };
    let entry =
        &call.origin().entry(&call.app, Action::SsoDraftDiscarded, Thing::sso(call.actor.org), Vec::new());
    let outcome = call.app.store.write(call.actor.org, |tx| async move {
        tx.sso().update(before, after.clone()).await?;
        audit::record(&tx, entry, api::events::Subject::Sso).await.map_err(Refused::from)
    });
    changed_to(&call, outcome.await).await
}
