//! The frame of the REST API: what happens to every request before and after its handler.
//!
//! A handler is one file an operation, `src/admin/<resource>/<operation>.rs`:
//! ```ignore
//! pub async fn handle(call: Call<sites::Get>) -> Answer<sites::Get> {
//!     let site = call.read().sites().get(call.params.id).await?.ok_or_else(|| Failure::not_found("site"))?;
//!     Ok(Reply::new(site.body()).etag(site.version))
//! }
//! ```
//! and is bound in the resource's `mod.rs`: `routes.mount::<sites::Get, _, _, _>(get::handle)`.

mod call;
pub mod client;
mod failure;
mod idempotency;
mod if_match;
mod input;
mod mount;
pub mod observe;
mod reply;
pub mod request_id;

pub use call::{Actor, Call, Client, Means, PublicCall, Upload};
pub use failure::{Failure, RETRY_AFTER, note_unavailable};
pub use idempotency::InFlight;
pub use if_match::{IfMatch, changed_elsewhere};
pub use mount::{Routes, Success};
pub use reply::{Answer, Download, Reply};
