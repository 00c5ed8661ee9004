//! `PUT /api/v1/me/preferences`

use api::history::Action;
use api::preferences::{Preferences, Put};
use api::problem::FieldError;
use domain::{UserId, views};
use store::Change;

use super::body;
use crate::audit::{self, Thing};
use crate::http::{Answer, Call, Reply};
use crate::people::{self, Act};

/// Sets one's own settings, all at once. The same again writes nothing.
///
/// # Errors
/// `invalid_fields`.
pub async fn handle(call: Call<Put>) -> Answer<Put> {
    let to = checked(&call.body)?;
    put(&Act::of(&call), (call.actor.id, &call.actor.name), &to).await?;
    Ok(Reply::new(body(to)))
}

fn checked(new: &Preferences) -> Result<store::Preferences, people::Error> {
    let columns = new.users_columns.as_deref().map_or(Ok(()), views::columns);
    let page_size = new.page_size.map_or(Ok(()), views::page_size);
    let errors: Vec<FieldError> = [("users_columns", columns), ("page_size", page_size)]
        .into_iter()
        .filter_map(|(field, checked)| checked.err().map(|invalid| FieldError::invalid(field, invalid)))
        .collect();
    if !errors.is_empty() {
        return Err(people::Error::Fields(errors));
    }
    Ok(store::Preferences {
        // No column at all is no choice.
        users_columns: new.users_columns.clone().filter(|columns| !columns.is_empty()),
        page_size: new.page_size,
        shortcuts: new.shortcuts,
        language: new.language.map(audit::name),
    })
}

async fn put(
    act: &Act<'_>,
    (user, name): (UserId, &str),
    to: &store::Preferences,
) -> Result<(), people::Error> {
    act.app
        .store
        .write(act.org, |tx| async move {
            let before = tx.preferences().of_user(user).await?;
            if before == *to {
                return Ok(());
            }
            tx.preferences().set(user, to, act.at).await?;
            let thing = Thing::preferences(user, name);
            act.record(&tx, Action::PreferencesEdited, thing, changes(&before, to)).await?;
            Ok(())
        })
        .await
}

fn changes(before: &store::Preferences, after: &store::Preferences) -> Vec<Change> {
    let fields = |of: &store::Preferences| {
        [
            ("users_columns", of.users_columns.as_ref().map(|columns| columns.join(","))),
            ("page_size", of.page_size.map(|rows| rows.to_string())),
            ("shortcuts", Some(of.shortcuts.to_string())),
            ("language", of.language.clone()),
        ]
    };
    audit::differences(Some(fields(before)), fields(after))
}
