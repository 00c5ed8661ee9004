//! The provisioning log (R31): the list, one entry, and whether the identity provider calls.

mod entry;
mod filters;
mod guard;
mod health;
mod log;
mod outcome;
mod query;
mod table;

pub use entry::ProvisioningEntryPage;
pub use guard::MassChangePage;
pub use log::ProvisioningLogPage;
pub use query::{of_person, since, spans};
