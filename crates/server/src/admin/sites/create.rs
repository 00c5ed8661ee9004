//! `POST /api/v1/sites`

use api::history::Action;
use api::sites::{Create, NewSite};
use domain::SiteId;
use store::Site;

use super::form::{Form, changes};
use super::{failure, reply};
use crate::audit::Thing;
use crate::http::{Answer, Call};
use crate::people::{self, Act};

/// Makes a site.
///
/// # Errors
/// `invalid_fields`, also for a name that another site has or had (R11, R14).
pub async fn handle(call: Call<Create>) -> Answer<Create> {
    let id = create(&Act::of(&call), &call.body).await.map_err(failure)?;
    reply(&call.read(), id).await
}

async fn create(act: &Act<'_>, new: &NewSite) -> Result<SiteId, people::Error> {
    let mut site = Site::new(SiteId(act.app.new_id()), "", act.at);
    let mut form = Form::default();
    form.name(&new.name, &mut site.name);
    form.details(new.address.as_ref(), new.time_zone.as_ref(), new.locale.as_ref(), &mut site);
    form.finish()?;
    let site = &site;
    act.write(|tx| async move {
        tx.sites().insert(site).await?;
        let thing = Thing::site(site.id, &site.name);
        act.record(&tx, Action::SiteCreated, thing, changes(None, site)).await?;
        Ok(site.id)
    })
    .await
}
