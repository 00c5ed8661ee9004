//! Metadata of the identity provider that was found to have changed, and waits for a decision.

use api::Endpoint;
use api::history::Action;
use api::sso::MetadataChange;
use store::SingleSignOn;

use super::{Refused, before};
use crate::audit::{self, Thing};
use crate::http::{Call, Failure};

/// What is held.
pub(super) fn held(before: &SingleSignOn) -> Result<MetadataChange, Failure> {
    let change = before.metadata_change.as_deref().and_then(|text| serde_json::from_str(text).ok());
    change.ok_or_else(|| Failure::not_found("changed metadata"))
}

/// Nothing is held any more; what was dismissed is not held again.
pub(super) async fn decide<E: Endpoint>(call: &Call<E>, dismissed: Option<String>) -> Result<(), Refused> {
    let before = &before(call).await?;
    let after = &SingleSignOn {
        metadata_change: None,
        metadata_dismissed: dismissed,
        updated_at: call.now(),
        ..before.clone()
    };
    let entry =
        &call.origin().entry(&call.app, Action::SsoMetadataDecided, Thing::sso(call.actor.org), Vec::new());
    call.app
        .store
        .write(call.actor.org, |tx| async move {
            tx.sso().update(before, after.clone()).await?;
            audit::record(&tx, entry, api::events::Subject::Sso).await.map_err(Refused::from)
        })
        .await
}
