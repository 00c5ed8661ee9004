//! People.

pub mod activate;
pub mod create;
pub mod create_password_link;
pub mod deactivate;
pub mod delete;
pub mod edit;
pub mod get;
pub mod list;
pub mod list_query;

use api::Endpoint;
use api::users as of;
use store::{Reader, User};

use crate::http::{Answer, Reply, Routes};
use crate::people;

/// Binds the operations of `api::users`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::Get, _, _, _>(get::handle)
        .mount::<of::Create, _, _, _>(create::handle)
        .mount::<of::Edit, _, _, _>(edit::handle)
        .mount::<of::Activate, _, _, _>(activate::handle)
        .mount::<of::Deactivate, _, _, _>(deactivate::handle)
        .mount::<of::Delete, _, _, _>(delete::handle)
        .mount::<of::CreatePasswordLink, _, _, _>(create_password_link::handle)
}

/// A person as the answer, with their version as `ETag`.
async fn reply<E: Endpoint<Reply = of::User>>(read: &Reader, user: User) -> Answer<E> {
    let user = people::view(read, user).await?;
    let version = user.version;
    Ok(Reply::new(user).etag(version))
}
