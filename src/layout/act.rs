//! Acts that need no more than a message of what came of them: compiled once for all operations.

use crate::backend::{Request, use_client};
use crate::ui::use_toasts;
use crate::view::prelude::*;

/// Sends a write (`Call::into_request`), and says these words when it was done, or else why not.
#[must_use]
pub fn use_act() -> Callback<(Request, String)> {
    let (client, toasts) = (use_client(), use_toasts());
    Callback::new(move |(request, done): (Request, String)| {
        client.tell(request, move |failure| match failure {
            None => toasts.success(done),
            Some(failure) => toasts.failure(failure.detail()),
        });
    })
}
