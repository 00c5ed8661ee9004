//! `DELETE /api/v1/license-rules/{id}`

use api::license_rules::Delete;
use domain::LicenseRuleId;

use super::{delete_one, failure};
use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Deletes a rule; whoever it gave a licence keeps it.
///
/// # Errors
/// `not_found`.
pub async fn handle(call: Call<Delete>) -> Answer<Delete> {
    delete(&Act::of(&call), call.params.id).await.map_err(failure)?;
    Ok(Reply::empty())
}

async fn delete(act: &Act<'_>, id: LicenseRuleId) -> Result<(), people::Error> {
    act.write(|tx| async move {
        let rule = tx.license_rules().get(id).await?.ok_or(people::Error::NotFound)?;
        delete_one(act, &tx, &rule).await
    })
    .await
}
