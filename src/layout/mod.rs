//! The frame around every page.
//!
//! A page is a [`Page`] with a title, and shows what it reads through [`Loaded`], which has the skeleton, the failure
//! and the refusal for it:
//!
//! ```ignore
//! let site = use_query::<sites::Get>(move || (SiteParams { id: id() }, NoQuery {}));
//! view! {
//!     <Page title=text::sites::title() actions=|| view! { <Button label="New site" on_press=create disabled_reason=refusal(Right::EditSites) /> }>
//!         <Loaded query=site let:site>{detail(site)}</Loaded>
//!     </Page>
//! }
//! ```

mod act;
mod deletion;
mod failure;
mod header;
mod listing;
mod page;
mod palette;
mod preferences;
mod public;
mod secret;
mod session;
mod shell;
mod shortcuts;
mod sidebar;
mod url_filter;

pub use act::use_act;
pub use deletion::DeleteCard;
pub use failure::{FailurePanel, Loaded, stale};
pub use listing::{Filters, Listing, Words, use_filters, use_listing};
pub use page::{Announcer, Page, provide_announcer};
pub use preferences::{OwnPreferences, provide_preferences, use_preferences};
pub use public::{FirstPaint, PublicPage};
pub use secret::{Maker, SecretDialog, SecretWords, use_maker};
pub use session::{Session, SessionGate, refusal, use_session};
pub use shell::Shell;
pub use shortcuts::shortcuts_switch;
pub use url_filter::Filter;
