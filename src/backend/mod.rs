//! The only door to the network.
//!
//! A page reads with [`use_query`] and writes with [`use_mutation`]; neither knows of URLs or of `fetch`:
//!
//! ```ignore
//! let people = use_query::<users::List>(move || (NoParams {}, list_query()));
//! let save = use_mutation::<users::Edit>(move |outcome| match outcome {
//!     Ok(user) => toasts.success(text::users::saved(&user.name())),
//!     Err(failure) => form.refuse(&failure),
//! });
//! save.run(Call::new(UserParams { id }).body(edit).if_match(version));
//! ```
//!
//! Reads are repeated by themselves when the server says that something changed (`events`), and when a write of the
//! console's own has succeeded: a page never has to ask for it.

mod changes;
mod client;
mod events;
mod failure;
pub mod json;
mod mutation;
mod query;
mod transport;

pub use changes::{Change, Changes};
pub use client::{Call, Client, provide_client, use_client};
pub use events::{Live, provide_live, use_live};
pub use failure::{Failure, Problem};
pub use mutation::{Mutation, Write, use_mutation, use_write};
pub use query::{Course, Query, provide_answers, use_query};
pub use transport::{Fetch, Request, Response, Sending, Transport, Unreachable};
