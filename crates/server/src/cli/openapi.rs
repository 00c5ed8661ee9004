//! `rollcall openapi`

use super::print;
use crate::{admin, openapi};

/// Prints `docs/openapi.json`.
pub(super) fn run() {
    let (_, document) = admin::routes().finish();
    print(openapi::to_json(&document.finish()).trim_end());
}
