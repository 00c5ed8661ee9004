//! Applications that people sign in to through Rollcall (R34).

mod delete;
mod detail;
mod fields;
mod list;
mod new;
mod provider;
mod secrets;

pub use detail::ApplicationPage;
pub use list::ApplicationsPage;
pub use new::NewApplicationPage;

/// The list.
pub const PATH: &str = "/identity/applications";
