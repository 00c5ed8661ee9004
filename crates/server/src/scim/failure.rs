//! Refusals in SCIM's shape (RFC 7644 §3.12), worded for the admin of the identity provider, who reads them in the
//! provisioning log there.

use ::scim::{Mismatch, ScimError, ScimType};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{Cause, Reason};

use super::reply;
use crate::http::{RETRY_AFTER, note_unavailable};
use crate::limits::Refused;
use crate::people;

/// A [`ScimError`] on its way out.
#[derive(Debug)]
pub struct Failure {
    /// What the client is told.
    pub error: ScimError,
    /// Why, for the provisioning log (R31).
    pub cause: Cause,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Failure {
    /// 401. The same words for every token that does not open this organization, and for every organization.
    pub fn unauthorized() -> Self {
        let error = ScimError::new(
            401,
            "The API token is missing, mistyped, expired or revoked, is for another organization, or provisioning is switched off. \
             Create a new token in Rollcall under Identity and Security, and paste it as the secret token.",
        );
        let challenge = HeaderValue::from_static("Bearer realm=\"Rollcall SCIM\"");
        let cause = Cause::TokenUnknown;
        Self { error, cause, header: Some((header::WWW_AUTHENTICATE, challenge)) }
    }

    /// 429.
    pub fn too_often(wait_ms: i64) -> Self {
        let seconds = wait_ms.max(1).unsigned_abs().div_ceil(1_000);
        let error = ScimError::new(
            429,
            format!(
                "Your organization asks more often than Rollcall answers. Wait {seconds} s, and send it again. Nothing was saved."
            ),
        );
        let header = Some((header::RETRY_AFTER, HeaderValue::from(seconds)));
        Self { error, cause: Cause::TooOften, header }
    }

    /// 404 for an address.
    pub fn no_such_address() -> Self {
        let detail = "There is no such address. The SCIM base URL ends in /v2; below it are Users, Groups, \
                      ServiceProviderConfig, ResourceTypes and Schemas.";
        Self::because(Cause::NoSuchAddress, ScimError::new(404, detail))
    }

    /// The same words for whoever calls, and a finer cause for the log.
    pub fn with_cause(self, cause: Cause) -> Self {
        Self { cause, ..self }
    }

    const fn because(cause: Cause, error: ScimError) -> Self {
        Self { error, cause, header: None }
    }

    /// 404 for a user.
    pub fn no_such_user() -> Self {
        ScimError::new(404, "There is no user with this id. It may have been deleted.").into()
    }

    /// 405.
    pub fn method_not_allowed(allowed: &'static str) -> Self {
        let error = ScimError::new(405, format!("This address takes only {allowed}."));
        let header = Some((header::ALLOW, HeaderValue::from_static(allowed)));
        Self { error, cause: Cause::WrongMethod, header }
    }

    /// 412.
    pub fn changed_elsewhere() -> Self {
        ScimError::new(
            412,
            "The user was changed since the version that If-Match names. Read the user again.",
        )
        .into()
    }

    /// 501.
    pub fn not_implemented(what: &str) -> Self {
        ScimError::new(501, format!("Rollcall does not offer {what}.")).into()
    }

    /// 503, to be sent again: the database is away for now, or too busy.
    pub fn unavailable() -> Self {
        let error =
            ScimError::new(503, "Rollcall's database cannot be reached right now. Send the request again.");
        let header = Some((header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER)));
        Self { header, ..Self::because(Cause::Internal, error) }
    }

    /// 500: `error` goes to the log only.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a SCIM request failed inside");
        let error =
            ScimError::new(500, "Something went wrong on Rollcall's side. Nothing was saved; try again.");
        Self::because(Cause::Internal, error)
    }
}

impl From<ScimError> for Failure {
    fn from(error: ScimError) -> Self {
        Self::because(cause(&error), error)
    }
}

/// What the protocol's refusal means to an admin.
fn cause(error: &ScimError) -> Cause {
    let attribute = error.mismatch.as_ref().map(|mismatch| mismatch.attribute.as_str());
    match (error.status, error.scim_type) {
        (_, Some(ScimType::InvalidFilter | ScimType::TooMany | ScimType::Sensitive)) | (403, _) => {
            Cause::Filter
        }
        (_, Some(ScimType::InvalidSyntax)) => Cause::Syntax,
        (_, Some(ScimType::InvalidPath | ScimType::NoTarget)) => Cause::Path,
        (_, Some(ScimType::Uniqueness)) => Cause::UsernameTaken,
        (_, Some(ScimType::Mutability)) if attribute == Some("site") => Cause::OtherSite,
        (_, Some(ScimType::Mutability)) => Cause::Mutability,
        (_, Some(ScimType::InvalidValue)) if attribute == Some("userName") && is_missing(error) => {
            Cause::UsernameMissing
        }
        (404, _) => Cause::NotFound,
        (405, _) => Cause::WrongMethod,
        (409 | 412, _) => Cause::Stale,
        (413, _) => Cause::TooLarge,
        (415, _) => Cause::MediaType,
        (501, _) => Cause::NotOffered,
        (500.., _) => Cause::Internal,
        _ => Cause::BadValue,
    }
}

fn is_missing(error: &ScimError) -> bool {
    error.mismatch.as_ref().is_some_and(|mismatch| mismatch.received.is_empty())
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        people::Error::from(error).into()
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::TooOften(wait_ms) => Self::too_often(wait_ms),
            Refused::Store(error) => error.into(),
        }
    }
}

impl From<people::Error> for Failure {
    fn from(error: people::Error) -> Self {
        match error {
            people::Error::NotFound => Self::no_such_user(),
            people::Error::Refused(reason) => Self::because(cause_of(reason), refused(reason)),
            people::Error::UnknownSite { ref name } => {
                let mut refusal = ScimError::of(ScimType::InvalidValue, error.to_string());
                refusal.mismatch = Some(Box::new(Mismatch {
                    attribute: "site".to_owned(),
                    expected: "the name of a site here, or a former one".into(),
                    received: name.clone(),
                }));
                Self::because(Cause::UnknownSite, refusal)
            }
            people::Error::Fields(errors) => {
                let texts: Vec<String> =
                    errors.iter().map(|e| format!("{}: {}", e.field, e.message)).collect();
                ScimError::of(ScimType::InvalidValue, texts.join(" ")).into()
            }
            people::Error::Stale => {
                ScimError::new(409, "The user was changed at the same moment. Nothing was saved; try again.")
                    .into()
            }
            people::Error::Store(error) if error.is_unavailable() => {
                note_unavailable(&error);
                Self::unavailable()
            }
            people::Error::Store(error) => Self::internal(&error),
        }
    }
}

/// R10, R12, R30 in SCIM's words. Never 401 or 403: those would make Entra put the whole job into quarantine.
fn refused(reason: Reason) -> ScimError {
    match reason {
        Reason::UsernameTaken => ScimError::of(
            ScimType::Uniqueness,
            "Another user of this organization has this userName. If it is the same person and a filter by userName \
             does not find them, choose \"All users\" as user retrieval in Rollcall's provisioning settings.",
        ),
        Reason::SiteAlreadySet => ScimError::of(
            ScimType::Mutability,
            "The user has another site already. A site is set once and cannot be changed: send the site that is set, or none.",
        ),
        other => ScimError::of(ScimType::Mutability, other.to_string()),
    }
}

const fn cause_of(reason: Reason) -> Cause {
    match reason {
        Reason::UsernameTaken => Cause::UsernameTaken,
        Reason::SiteAlreadySet => Cause::OtherSite,
        Reason::LastActiveOwner | Reason::EmergencyAccessLast => Cause::LastOwner,
        _ => Cause::Mutability,
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = reply::json(status, &self.error.to_json());
        response.headers_mut().extend(self.header);
        response
    }
}
