//! `/Users`: a file an operation.

pub mod create;
pub mod delete;
pub mod get;
pub mod list;
mod provided;
mod unmatched;
pub mod write;

use domain::{ManagedBy, RetrievalScope};
use store::User;
use uuid::Uuid;

use super::failure::Failure;
use super::request::Call;

/// The SCIM id in a path; one of another form names nobody.
fn parse_id(id: &str) -> Result<Uuid, Failure> {
    Uuid::try_parse(id).map_err(|_| Failure::no_such_user())
}

/// May the caller see the user (R30)?
fn sees(call: &Call, user: &User) -> bool {
    call.connection.scope == RetrievalScope::AllUsers || user.managed_by == ManagedBy::IdentityProvider
}
