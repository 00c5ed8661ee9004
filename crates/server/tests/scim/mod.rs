//! The SCIM service provider over HTTP, black box, on both databases.

mod access;
mod addresses;
mod bad_input;
pub mod client;
mod console;
mod discovery;
mod entra;
mod filters;
mod lists;
mod okta;
mod patch;
mod retrieval;
mod sites;
mod users;
mod versions;
