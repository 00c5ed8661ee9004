//! `PATCH /api/v1/provisioning`

use api::history::Action;
use api::problem::FieldError;
use api::provisioning::{Edit, ProvisioningEdit};
use domain::guard::PERCENTS;
use domain::validation::Invalid;
use store::{Change, Provisioning};

use super::settings;
use crate::audit::Thing;
use crate::http::{Answer, Call, Failure, IfMatch, Reply, changed_elsewhere};
use crate::people::{self, Act};

/// Changes the provisioning settings. Switching off makes every token useless, and keeps them and the users (R29).
///
/// # Errors
/// `invalid_fields`; `changed_elsewhere` with the settings as they are now.
pub async fn handle(call: Call<Edit>) -> Answer<Edit> {
    let read = call.read();
    match edit(&Act::of(&call), call.if_match, &call.body).await {
        Ok(()) => {
            let settings = settings(&call.app, &read).await?;
            let version = settings.version;
            Ok(Reply::new(settings).etag(version))
        }
        Err(people::Error::Stale) => Err(changed_elsewhere(&settings(&call.app, &read).await?)),
        Err(people::Error::NotFound) => Err(Failure::not_found("organization")),
        Err(error) => Err(error.into()),
    }
}

async fn edit(act: &Act<'_>, if_match: IfMatch, edit: &ProvisioningEdit) -> Result<(), people::Error> {
    check(edit)?;
    act.app
        .store
        .write(act.org, |tx| async move {
            let before = tx.provisioning().get().await?.ok_or(people::Error::NotFound)?;
            if !if_match.admits(before.version.unsigned_abs()) {
                return Err(people::Error::Stale);
            }
            let after = Provisioning {
                enabled: edit.enabled.unwrap_or(before.enabled),
                identity_provider: edit.identity_provider.unwrap_or(before.identity_provider),
                retrieval_scope: edit.retrieval_scope.unwrap_or(before.retrieval_scope),
                strict: edit.strict.unwrap_or(before.strict),
                guard_percent: edit.guard_percent.unwrap_or(before.guard_percent),
                updated_at: act.at,
                ..before.clone()
            };
            let changes = changes(&before, &after);
            if changes.is_empty() {
                return Ok(());
            }
            tx.provisioning().update(&before, after).await?;
            act.record(&tx, Action::ProvisioningEdited, Thing::provisioning(act.org), changes).await?;
            Ok(())
        })
        .await
}

fn check(edit: &ProvisioningEdit) -> Result<(), people::Error> {
    if edit.guard_percent.is_none_or(|percent| PERCENTS.contains(&percent)) {
        return Ok(());
    }
    let range = Invalid::OutOfRange { min: i64::from(*PERCENTS.start()), max: i64::from(*PERCENTS.end()) };
    Err(people::Error::Fields(vec![FieldError::invalid("guard_percent", range)]))
}

/// Every setting that differs.
fn changes(before: &Provisioning, after: &Provisioning) -> Vec<Change> {
    let values = |settings: &Provisioning| {
        [
            ("enabled", settings.enabled.to_string()),
            ("identity_provider", settings.identity_provider.name().to_owned()),
            ("retrieval_scope", settings.retrieval_scope.name().to_owned()),
            ("strict", settings.strict.to_string()),
            ("guard_percent", settings.guard_percent.to_string()),
        ]
    };
    let pairs = values(before).into_iter().zip(values(after));
    let changed = pairs.filter(|((_, from), (_, to))| from != to);
    changed
        .map(|((field, from), (_, to))| Change { field: field.to_owned(), from: Some(from), to: Some(to) })
        .collect()
}
