//! `POST /api/v1/views`

use api::history::Action;
use api::views::{Create, NewView};
use domain::{UserId, ViewId, views};
use store::View;

use super::form::{changes, read};
use super::{body, failure};
use crate::audit::Thing;
use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Saves a view for oneself.
///
/// # Errors
/// `invalid_fields`, also for a name that another view of one's own has; `refused` beyond 50.
pub async fn handle(call: Call<Create>) -> Answer<Create> {
    let view = create(&Act::of(&call), call.actor.id, &call.body).await.map_err(failure)?;
    let view = body(view);
    let version = view.version;
    Ok(Reply::new(view).etag(version))
}

async fn create(act: &Act<'_>, user_id: UserId, new: &NewView) -> Result<View, people::Error> {
    let mut view = View {
        id: ViewId(act.app.new_id()),
        user_id,
        name: String::new(),
        query: String::new(),
        columns: Vec::new(),
        created_at: act.at,
        updated_at: act.at,
        version: 1,
    };
    read(Some(&new.name), Some(&new.query), Some(&new.columns), &mut view)?;
    let view = &view;
    act.app
        .store
        .write(act.org, |tx| async move {
            // Two that are saved at once are counted one after the other.
            tx.users().lock(user_id).await?.ok_or(people::Error::NotFound)?;
            views::can_save(tx.views().of_user(user_id).await?.len() as u64)?;
            tx.views().insert(view).await?;
            let thing = Thing::view(view.id, &view.name);
            act.record(&tx, Action::ViewCreated, thing, changes(None, view)).await?;
            Ok(view.clone())
        })
        .await
}
