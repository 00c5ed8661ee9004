//! The people of the organization: the list, a person's page, and making a user.
//!
//! | File | What |
//! |---|---|
//! | `list*.rs`, [`list_query`] | the table at `/users`, its columns, filters and saved views, and its state in the URL |
//! | `selection.rs`, `bulk.rs` | who is selected in it, and one change to all of them |
//! | `detail*.rs` | the frame of a person's page: head, tabs, banners |
//! | `profile*.rs`, [`draft`], `conflict.rs`, `listed.rs` | the forms of the first three tabs, their locks, and what happens when two edit at once |
//! | `groups.rs`, `sessions.rs`, `history.rs` | the other tabs |
//! | `new.rs` | making a local user |
//! | `import/` | people from a file |
//! | [`choices`] | languages and time zones |
//! | [`acts`], `act_items.rs`, `act_dialogs.rs` | what can be done with a person, wherever they are shown |

mod act_dialogs;
mod act_items;
pub mod acts;
mod bulk;
pub mod choices;
mod conflict;
mod detail;
mod detail_head;
pub mod draft;
mod fresh;
mod groups;
mod history;
mod import;
mod list;
mod list_columns;
mod list_filters;
pub mod list_query;
mod list_row;
mod list_table;
mod list_views;
mod listed;
mod new;
mod profile;
mod profile_aside;
mod profile_fields;
mod profile_state;
mod selection;
mod sessions;
mod status;

pub use detail::UserPage;
pub use history::changes;
pub use import::{ImportFilePage, ImportPage};
pub use list::UsersPage;
pub use new::NewUserPage;
pub use status::status_badge;
