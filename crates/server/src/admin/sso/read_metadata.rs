//! `POST /api/v1/sso/metadata/read`

use api::Problem;
use api::problem::FieldError;
use api::sso::ReadMetadata;
use domain::sso::MetadataFault;
use domain::validation::Invalid;

use super::body;
use crate::http::{Answer, Call, Failure, Reply};
use crate::sso::fetch;

/// Reads metadata of an identity provider, from text or from its address, and stores nothing.
///
/// # Errors
/// `invalid_fields`, with what the metadata is; `too_many_attempts`.
pub async fn handle(call: Call<ReadMetadata>) -> Answer<ReadMetadata> {
    let source = &call.body;
    let url = source.url.as_deref().map(str::trim).filter(|url| !url.is_empty());
    let (field, bytes) = match (url, &source.xml) {
        (Some(url), _) => {
            call.app.attempts.from_address(&call.client.address).await?;
            let fetched = fetch::metadata(url, call.app.config.allow_private_metadata).await;
            ("url", fetched.map_err(|defect| refused("url", defect))?)
        }
        (None, Some(xml)) => ("xml", xml.clone().into_bytes()),
        (None, None) => return Err(Problem::fields(vec![FieldError::invalid("xml", Invalid::Empty)]).into()),
    };
    let read = saml::read_metadata(&bytes, call.now()).map_err(|defect| refused(field, defect))?;
    Ok(Reply::new(body::metadata(&read)))
}

fn refused(field: &str, defect: MetadataFault) -> Failure {
    Problem::fields(vec![FieldError::invalid(field, Invalid::Metadata { defect })]).into()
}
