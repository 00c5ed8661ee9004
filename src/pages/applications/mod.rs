//! Applications that people sign in to through Rollcall (R34).

mod detail;
mod fields;
mod list;
mod new;
mod secrets;
mod values;

pub use detail::ApplicationPage;
pub use list::ApplicationsPage;
pub use new::NewApplicationPage;

use crate::text::{applications as text, identity};
use crate::ui::Crumb;

/// The list.
pub const PATH: &str = "/identity/applications";

/// The pages above one application.
fn crumbs() -> Vec<Crumb> {
    vec![Crumb::new(identity::title(), "/identity"), Crumb::new(text::title(), PATH)]
}
