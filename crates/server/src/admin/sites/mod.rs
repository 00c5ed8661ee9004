//! Sites (R11-R15).

pub mod add_former_name;
pub mod create;
pub mod delete;
pub mod dismiss_unmatched;
pub mod drop_former_name;
pub mod edit;
mod form;
pub mod get;
pub mod list;
pub mod list_unmatched;

use api::Endpoint;
use api::problem::FieldError;
use api::sites as of;
use domain::{Reason, SiteId};
use store::{Reader, SiteSummary, Tx};

use crate::http::{Answer, Failure, Reply, Routes};
use crate::people;

/// Binds the operations of `api::sites`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::Get, _, _, _>(get::handle)
        .mount::<of::Create, _, _, _>(create::handle)
        .mount::<of::Edit, _, _, _>(edit::handle)
        .mount::<of::Delete, _, _, _>(delete::handle)
        .mount::<of::AddFormerName, _, _, _>(add_former_name::handle)
        .mount::<of::DropFormerName, _, _, _>(drop_former_name::handle)
        .mount::<of::ListUnmatched, _, _, _>(list_unmatched::handle)
        .mount::<of::DismissUnmatched, _, _, _>(dismiss_unmatched::handle)
}

fn body(summary: SiteSummary) -> of::Site {
    let SiteSummary { site, former_names, users, managed_users } = summary;
    of::Site {
        id: site.id,
        name: site.name,
        address: site.address,
        time_zone: site.time_zone,
        locale: site.locale,
        former_names,
        users,
        managed_users,
        created_at: site.created_at,
        version: site.version.unsigned_abs(),
    }
}

/// The site as it is now.
async fn find(read: &Reader, id: SiteId) -> Result<of::Site, Failure> {
    let found = read.sites().summary(id).await?;
    found.map(body).ok_or_else(|| Failure::not_found("site"))
}

/// The site as it is now, as the answer, with its version as `ETag`.
async fn reply<E: Endpoint<Reply = of::Site>>(read: &Reader, id: SiteId) -> Answer<E> {
    let site = find(read, id).await?;
    let version = site.version;
    Ok(Reply::new(site).etag(version))
}

/// The site, inside of a transaction.
async fn locked(tx: &Tx, id: SiteId) -> Result<store::Site, people::Error> {
    tx.sites().get(id).await?.ok_or(people::Error::NotFound)
}

/// Refusals that belong to the field of the name.
fn failure(error: people::Error) -> Failure {
    match error {
        people::Error::NotFound => Failure::not_found("site"),
        people::Error::Refused(reason @ Reason::SiteNameTaken) => {
            people::Error::Fields(vec![FieldError::refused("name", reason)]).into()
        }
        other => other.into(),
    }
}
