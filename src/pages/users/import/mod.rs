//! People from a file: uploaded, its columns matched, checked, and then taken in as a job.

mod check;
mod columns;
mod upload;

use domain::ImportId;

pub use check::ImportFilePage;
pub use upload::ImportPage;

/// Where a file is uploaded.
const PATH: &str = "/users/import";

/// The page of a file that was uploaded.
fn href(id: ImportId) -> String {
    [PATH, "/", &id.to_string()].concat()
}
