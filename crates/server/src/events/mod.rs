//! Live updates: what the change feed says, to every browser of the organization.
//!
//! Each replica polls the feed of the organizations that somebody watches on it, and fans it out. Nothing is
//! pushed between replicas, so it works the same on SQLite and on any PostgreSQL (architecture: storage rules).

mod hub;
mod page;
mod stream;

use api::events::Stream;
use axum::Json;
use axum::response::{IntoResponse, Response};
pub use hub::{Hub, poll};

use crate::http::{Call, Failure, Routes, Success};

/// A stream, or a page.
pub enum Events {
    /// For browsers.
    Stream(Box<stream::Body>),
    /// For those who poll.
    Page(Box<api::events::Occurrences>),
}

impl IntoResponse for Events {
    fn into_response(self) -> Response {
        match self {
            Self::Stream(stream) => stream.into_response(),
            Self::Page(page) => Json(page).into_response(),
        }
    }
}

impl Success<Stream> for Events {}

/// Opens the stream or, where a cursor is named, reads the page after it.
///
/// # Errors
/// Too many streams of this person are open; `invalid_cursor`.
pub async fn handle(call: Call<Stream>) -> Result<Events, Failure> {
    match &call.query.cursor {
        Some(cursor) => Ok(Events::Page(Box::new(page::read(&call, cursor).await?))),
        None => Ok(Events::Stream(Box::new(stream::open(&call).await?))),
    }
}

/// Binds the operations of `api::events`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes.mount::<Stream, _, _, _>(handle)
}
