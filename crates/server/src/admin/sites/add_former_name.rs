//! `POST /api/v1/sites/{id}/add-former-name`

use api::history::Action;
use api::sites::AddFormerName;
use domain::{SiteId, validation};
use store::Change;

use super::{failure, locked, reply};
use crate::audit::Thing;
use crate::http::{Answer, Call};
use crate::people::{self, Act};

/// Lets provisioning find the site by another name, too (R14), and forgets that no site had it.
///
/// # Errors
/// `not_found`, `invalid_fields` for a name that another site has or had.
pub async fn handle(call: Call<AddFormerName>) -> Answer<AddFormerName> {
    let id = call.params.id;
    add_name(&Act::of(&call), id, &call.body.name).await.map_err(failure)?;
    reply(&call.read(), id).await
}

async fn add_name(act: &Act<'_>, id: SiteId, text: &str) -> Result<(), people::Error> {
    let name = validation::label(text)
        .map_err(|invalid| people::Error::Fields(vec![api::problem::FieldError::invalid("name", invalid)]))?;
    let name = name.as_str();
    act.app
        .store
        .write(act.org, |tx| async move {
            let before = locked(&tx, id).await?;
            if tx.sites().resolve(name).await?.is_some_and(|site| site.id == id) {
                // It is found by that name already.
                tx.sites().forget_unmatched(name).await?;
                return Ok(());
            }
            tx.sites().add_former_name(&before, name, act.at).await?;
            let change = Change { field: "former_name".to_owned(), from: None, to: Some(name.to_owned()) };
            let thing = Thing::site(id, &before.name);
            act.record(&tx, Action::SiteFormerNameAdded, thing, vec![change]).await?;
            Ok(())
        })
        .await
}
