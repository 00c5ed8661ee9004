//! Reads what was typed of an application, and collects everything that is wrong with it at once.

use api::problem::FieldError;
use domain::applications::redirect_uris;
use domain::validation::{self, Invalid};
use store::{Application, Change};

use crate::{audit, people};

/// Sets the fields of `application` that are given.
///
/// # Errors
/// Everything that is wrong.
pub(super) fn read(
    name: Option<&String>,
    uris: Option<&Vec<String>>,
    post_logout: Option<&Vec<String>>,
    application: &mut Application,
) -> Result<(), people::Error> {
    let mut errors = Vec::new();
    if let Some(name) = name {
        match validation::label(name) {
            Ok(name) => application.name = name,
            Err(invalid) => errors.push(FieldError::invalid("name", invalid)),
        }
    }
    let read = |uris: &Vec<String>| redirect_uris(uris.iter().map(String::as_str));
    let some = |uris: Vec<String>| if uris.is_empty() { Err(Invalid::Empty) } else { Ok(uris) };
    match uris.map(|uris| read(uris).and_then(some)) {
        Some(Ok(uris)) => application.redirect_uris = uris,
        Some(Err(invalid)) => errors.push(FieldError::invalid("redirect_uris", invalid)),
        None => {}
    }
    match post_logout.map(read) {
        Some(Ok(uris)) => application.post_logout_redirect_uris = uris,
        Some(Err(invalid)) => errors.push(FieldError::invalid("post_logout_redirect_uris", invalid)),
        None => {}
    }
    if errors.is_empty() { Ok(()) } else { Err(people::Error::Fields(errors)) }
}

/// Every field that differs, for the audit log; before there is an application, there is nothing.
pub(super) fn changes(before: Option<&Application>, after: &Application) -> Vec<Change> {
    let fields = |application: &Application| {
        [
            ("name", Some(application.name.clone())),
            ("kind", Some(application.kind.name().to_owned())),
            ("redirect_uris", Some(application.redirect_uris.join("\n"))),
            ("post_logout_redirect_uris", Some(application.post_logout_redirect_uris.join("\n"))),
        ]
    };
    audit::differences(before.map(fields), fields(after))
}
