//! Domains of the organization: proven by a TXT record, they lead a username to the organization's sign-in (R26).

mod create;
mod delete;
mod list;
mod verify;

use api::domains as of;
use store::Domain;

use crate::http::Routes;

/// What the TXT record begins with.
const PREFIX: &str = "rollcall-domain=";
/// Where it is: below the domain, so that it is in nobody's way.
const LABEL: &str = "_rollcall";

/// Binds the operations of `api::domains`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::List, _, _, _>(list::handle)
        .mount::<of::Create, _, _, _>(create::handle)
        .mount::<of::Verify, _, _, _>(verify::handle)
        .mount::<of::Delete, _, _, _>(delete::handle)
}

fn body(row: Domain) -> of::Domain {
    of::Domain {
        record_name: format!("{LABEL}.{}", row.name),
        record_value: format!("{PREFIX}{}", row.token),
        name: row.name,
        verified_at: row.verified_at,
    }
}
