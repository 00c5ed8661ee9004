//! Saved views of the table of users: each person's own.

pub mod create;
pub mod delete;
pub mod edit;
mod form;
pub mod list;

use api::problem::FieldError;
use api::views as of;
use domain::{Reason, UserId, ViewId};
use store::{Tx, View};

use crate::http::{Failure, Routes};
use crate::people;

/// Binds the operations of `api::views`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::Create, _, _, _>(create::handle)
        .mount::<of::Edit, _, _, _>(edit::handle)
        .mount::<of::Delete, _, _, _>(delete::handle)
}

fn body(view: View) -> of::View {
    of::View {
        id: view.id,
        name: view.name,
        query: view.query,
        columns: view.columns,
        created_at: view.created_at,
        version: view.version.unsigned_abs(),
    }
}

/// The view of that person, inside of a transaction. Somebody else's is not found.
async fn own(tx: &Tx, user: UserId, id: ViewId) -> Result<View, people::Error> {
    tx.views().get(user, id).await?.ok_or(people::Error::NotFound)
}

/// Refusals that belong to the field of the name.
fn failure(error: people::Error) -> Failure {
    match error {
        people::Error::NotFound => Failure::not_found("view"),
        people::Error::Refused(reason @ Reason::ViewNameTaken) => {
            people::Error::Fields(vec![FieldError::refused("name", reason)]).into()
        }
        other => other.into(),
    }
}
