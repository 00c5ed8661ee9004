//! `POST /api/v1/sites/{id}/drop-former-name`

use api::history::Action;
use api::problem::FieldError;
use api::sites::DropFormerName;
use domain::SiteId;
use domain::fold::fold;
use domain::validation::Invalid;
use store::Change;

use super::{failure, locked, reply};
use crate::audit::Thing;
use crate::http::{Answer, Call};
use crate::people::{self, Act};

/// Drops a former name (R14): from then on provisioning no longer finds the site by it.
///
/// # Errors
/// `not_found`, `invalid_fields` for what is no former name of the site.
pub async fn handle(call: Call<DropFormerName>) -> Answer<DropFormerName> {
    let id = call.params.id;
    drop_name(&Act::of(&call), id, &call.body.name).await.map_err(failure)?;
    reply(&call.read(), id).await
}

async fn drop_name(act: &Act<'_>, id: SiteId, name: &str) -> Result<(), people::Error> {
    act.write(|tx| async move {
        let before = locked(&tx, id).await?;
        let former = tx.sites().summary(id).await?.map(|site| site.former_names).unwrap_or_default();
        let Some(former) = former.into_iter().find(|former| fold(former) == fold(name.trim())) else {
            let error = FieldError::invalid("name", Invalid::NotAChoice);
            return Err(people::Error::Fields(vec![error]));
        };
        tx.sites().drop_former_name(&before, &former, act.at).await?;
        let change = Change { field: "former_name".to_owned(), from: Some(former), to: None };
        let thing = Thing::site(id, &before.name);
        act.record(&tx, Action::SiteFormerNameDropped, thing, vec![change]).await?;
        Ok(())
    })
    .await
}
