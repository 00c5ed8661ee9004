//! `POST /api/v1/users/import`

use api::Code;
use api::users_import::{MAX_BYTES, Upload};
use axum::http::header;
use domain::ImportId;
use futures::StreamExt;
use store::Import;

use super::body;
use super::intake::Intake;
use crate::http::{Answer, Call, Failure, Reply};

/// What programs and browsers call such a file.
const MEDIA_TYPES: [&str; 6] = [
    "text/csv",
    "application/csv",
    "text/plain",
    "text/tab-separated-values",
    // What browsers on Windows call it where Excel is installed.
    "application/vnd.ms-excel",
    "application/octet-stream",
];

/// Stores a file of people piece by piece, and tells what is in it. Nobody is changed by it.
///
/// # Errors
/// `unsupported_media_type`, `too_large`, `encoding_needed`, `invalid_fields`: then nothing of it is kept.
pub async fn handle(call: Call<Upload>) -> Answer<Upload> {
    check_media_type(&call)?;
    let import = &Import {
        id: ImportId(call.app.new_id()),
        created_by: call.actor.id,
        created_at: call.now(),
        complete: false,
        encoding: String::new(),
        delimiter: b',',
        header: "[]".to_owned(),
        sample: "[]".to_owned(),
        lines: 0,
        size: 0,
        mapping: None,
        check_job: None,
        run_job: None,
    };
    call.write(|tx| async move { Ok(tx.imports().insert(import).await?) }).await?;
    match take(&call, import).await {
        Ok(import) => Ok(Reply::new(body(&call.read(), import).await?)),
        Err(failure) => {
            call.write(|tx| async move { Ok(tx.imports().delete(import.id).await?) }).await?;
            Err(failure)
        }
    }
}

fn check_media_type(call: &Call<Upload>) -> Result<(), Failure> {
    let given = call.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let given = given.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if MEDIA_TYPES.contains(&given.as_str()) {
        return Ok(());
    }
    let words = "Send the bytes of the file, with the header Content-Type: text/csv.";
    Err(Failure::new(Code::UnsupportedMediaType, words))
}

fn too_large() -> Failure {
    let words = format!(
        "The file is larger than {} MB. Split it, and upload the parts one after the other.",
        MAX_BYTES >> 20
    );
    Failure::new(Code::TooLarge, words)
}

async fn take(call: &Call<Upload>, import: &Import) -> Result<Import, Failure> {
    let announced =
        call.headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BYTES) {
        return Err(too_large());
    }
    let mut intake = Intake::new(call.query.encoding);
    let mut bytes = call.upload.take().into_data_stream();
    let (mut size, mut stored) = (0, 0);
    while let Some(part) = bytes.next().await {
        let part = part.map_err(|_| {
            Failure::new(Code::InvalidRequest, "The file broke off before it was complete. Upload it again.")
        })?;
        size += part.len();
        if size > MAX_BYTES {
            return Err(too_large());
        }
        store(call, import.id, &mut stored, intake.push(&part)?).await?;
    }
    let last = intake.finish()?;
    store(call, import.id, &mut stored, last).await?;
    let whole = intake.describe(import.clone());
    let known = &whole;
    call.write(|tx| async move { Ok(tx.imports().update(known).await?) }).await?;
    Ok(whole)
}

async fn store(
    call: &Call<Upload>,
    id: ImportId,
    stored: &mut u64,
    pieces: Vec<Vec<u8>>,
) -> Result<(), Failure> {
    for piece in &pieces {
        let place = *stored;
        call.write(|tx| async move { Ok(tx.imports().add_chunk(id, place, piece).await?) }).await?;
        *stored += 1;
    }
    Ok(())
}
