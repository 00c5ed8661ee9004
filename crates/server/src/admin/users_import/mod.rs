//! People from a file.

pub mod check;
pub mod export_failed;
pub mod get;
mod intake;
mod mapping;
pub mod run;
pub mod upload;

use api::users_import as of;
use domain::ImportId;
use store::{Import, Reader};

use crate::http::{Failure, Routes};

/// Binds the operations of `api::users_import`.
#[must_use]
pub fn mount(routes: Routes) -> Routes {
    routes
        .mount::<of::Upload, _, _, _>(upload::handle)
        .mount::<of::Get, _, _, _>(get::handle)
        .mount::<of::Check, _, _, _>(check::handle)
        .mount::<of::Run, _, _, _>(run::handle)
        .mount::<of::ExportFailed, _, _, _>(export_failed::handle)
}

/// The file as the API shows it, with the mapping that is proposed for it, or that its check was told.
async fn body(read: &Reader, import: Import) -> Result<of::Import, Failure> {
    let header: Vec<String> = serde_json::from_str(&import.header).unwrap_or_default();
    let mapping = match &import.mapping {
        Some(mapping) => serde_json::from_str(mapping).unwrap_or_default(),
        None => mapping::proposed(&header, read.imports().last_mapping().await?.as_deref()),
    };
    Ok(of::Import {
        id: import.id,
        created_at: import.created_at,
        encoding: serde_json::from_value(import.encoding.into()).unwrap_or(of::Encoding::Utf8),
        delimiter: char::from(import.delimiter).to_string(),
        size: import.size,
        lines: import.lines,
        header,
        sample: serde_json::from_str(&import.sample).unwrap_or_default(),
        mapping,
        check_job: import.check_job,
        run_job: import.run_job,
    })
}

/// A file that is here as a whole.
async fn find(read: &Reader, id: ImportId) -> Result<Import, Failure> {
    let import = read.imports().get(id).await?;
    import.filter(|import| import.complete).ok_or_else(|| Failure::not_found("file"))
}
