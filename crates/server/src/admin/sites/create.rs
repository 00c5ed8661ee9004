//! `POST /api/v1/sites`

use api::history::Action;
use api::sites::Create;
use domain::SiteId;
use store::{Change, Site};

use super::{failure, name, reply};
use crate::audit::Thing;
use crate::http::{Answer, Call};
use crate::people::{self, Act};

/// Makes a site.
///
/// # Errors
/// `invalid_fields`, also for a name that another site has or had (R11, R14).
pub async fn handle(call: Call<Create>) -> Answer<Create> {
    let id = create(&Act::of(&call), &call.body.name).await.map_err(failure)?;
    reply(&call.read(), id).await
}

async fn create(act: &Act<'_>, text: &str) -> Result<SiteId, people::Error> {
    let site = &Site {
        id: SiteId(act.app.new_id()),
        name: name(text)?,
        created_at: act.at,
        updated_at: act.at,
        version: 1,
    };
    act.app
        .store
        .write(act.org, |tx| async move {
            tx.sites().insert(site).await?;
            let to = Some(site.name.clone());
            let changes = vec![Change { field: "name".to_owned(), from: None, to }];
            act.record(&tx, Action::SiteCreated, Thing::site(site.id, &site.name), changes).await?;
            Ok(site.id)
        })
        .await
}
