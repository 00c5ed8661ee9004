//! `POST /api/v1/sso/certificates/read`

use api::Problem;
use api::problem::FieldError;
use api::sso::ReadCertificate;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::sso::CertificateFault;
use domain::validation::Invalid;

use super::body;
use crate::http::{Answer, Call, Reply};

/// Reads a certificate, and stores nothing.
///
/// # Errors
/// `invalid_fields`, with what the file is (R24).
pub async fn handle(call: Call<ReadCertificate>) -> Answer<ReadCertificate> {
    let file =
        STANDARD.decode(&call.body.content).map_err(|_| refused("content", CertificateFault::Unreadable))?;
    let read = saml::Certificate::read(&file, call.now()).map_err(|fault| refused("content", fault))?;
    Ok(Reply::new(body::certificate(&read)))
}

fn refused(field: &str, fault: CertificateFault) -> Problem {
    Problem::fields(vec![FieldError::invalid(field, Invalid::Certificate { fault })])
}
