//! Sites (R11-R15).

mod detail;
mod details;
mod former_names;
mod list;
mod new;
mod rename;
mod unmatched;

pub use detail::SitePage;
pub use list::SitesPage;

/// The list's path.
const PATH: &str = "/sites";
