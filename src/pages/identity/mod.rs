//! Identity and Security.

mod advanced;
mod connection;
mod mapping;
mod new_token;
mod overview;
mod scim;
mod settings;
mod tokens;

pub use overview::IdentityPage;
pub use scim::ScimPage;
