//! People from a file: the check, which only compares, and taking it in.

mod check;
mod layout;
mod run;
mod table;

pub use check::{Reading, check};
pub use layout::Layout;
pub use run::run;
pub use table::Table;

use api::users_import::ImportCheck;
use domain::ImportId;
use store::Import;

use super::{Halt, Task};

/// Lines of one batch.
const BATCH: u64 = 250;

/// The file of the job.
async fn file(task: &Task) -> Result<Import, Halt> {
    let id = task.job.import_id.unwrap_or(ImportId(0));
    let import = task.read().imports().get(id).await?;
    import.ok_or_else(|| Halt::Failed("The file is gone. Upload it again.".to_owned()))
}

/// How its lines are read, as the check was told.
fn layout(import: &Import, check: &ImportCheck) -> Layout {
    Layout::new(serde_json::from_str(&import.header).unwrap_or_default(), check)
}
