//! The SCIM service provider over HTTP, black box, on both databases.

mod access;
mod addresses;
mod agreement;
mod bad_input;
mod bulk;
pub mod client;
mod compliance;
mod console;
mod discovery;
mod entra;
mod entra_validator;
mod filters;
mod groups;
mod lists;
mod okta;
mod order;
mod patch;
mod retrieval;
mod sites;
mod strict;
mod users;
mod versions;
