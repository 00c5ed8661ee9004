//! What every test of the console needs: the console over a fake server, and finding things as a person would.
//!
//! All tests of this binary share one page, one after the other: each has a `<section>` of its own, and the page's URL is
//! set before it begins.
//!
//! ```ignore
//! let fake = Fake::new();
//! fake.answer::<users::List>(|_| Ok(Page::whole(vec![ada()])));
//! let stage = Stage::open("/users", &fake).await;
//! stage.wait_for(Role::Link, "Ada Lovelace").await.click();
//! ```

mod dom;
mod fake;
mod people;
mod stage;

pub use dom::{Role, described, fill, name, press, press_with_control};
pub use fake::Fake;
pub use people::{managed, overview, page, site, user};
pub use stage::{Stage, speak, until};
