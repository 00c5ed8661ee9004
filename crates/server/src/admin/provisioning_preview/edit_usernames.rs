//! `POST /api/v1/provisioning/preview/usernames`

use std::collections::HashSet;

use api::Problem;
use api::problem::FieldError;
use api::provisioning_preview::{EditUsernames, UsernameEdit, UsernameResult, UsernameResults};
use api::users::UserEdit;
use domain::UserId;
use domain::preview::MAX_USERNAMES;
use domain::validation::Invalid;

use crate::http::{Answer, Call, Failure, IfMatch, Reply};
use crate::people::{self, Act};

/// Puts usernames right, one after the other, each in a transaction of its own and by the same rules as an edit: a user whom
/// the identity provider manages is locked (R2). One that is refused stops none of the others.
///
/// # Errors
/// `invalid_fields` when there are none or more than 500, or a user is named twice: nothing is changed then. The database
/// fails: those before are changed, and the call can be sent again.
pub async fn handle(call: Call<EditUsernames>) -> Answer<EditUsernames> {
    check(&call.body.edits)?;
    let act = Act::of(&call);
    let mut results = Vec::with_capacity(call.body.edits.len());
    for edit in &call.body.edits {
        let body = UserEdit { username: Some(edit.username.clone()), ..UserEdit::default() };
        results.push(match people::edit(&act, edit.user_id, IfMatch::Any, &body).await {
            Ok(_) => UsernameResult { user_id: edit.user_id, refused: None, reason: None, invalid: None },
            Err(people::Error::Store(error)) => return Err(error.into()),
            Err(error) => refused(edit.user_id, error),
        });
    }
    Ok(Reply::new(UsernameResults { results }))
}

/// Why one of them is not changed: what is wrong with its username comes first.
fn refused(user_id: UserId, error: people::Error) -> UsernameResult {
    let problem = Failure::from(error).0;
    let (message, reason, invalid) = match problem.errors.into_iter().next() {
        Some(error) => (error.message, error.reason, error.invalid),
        None => (problem.detail, problem.reason, None),
    };
    UsernameResult { user_id, refused: Some(message), reason, invalid }
}

fn check(edits: &[UsernameEdit]) -> Result<(), Failure> {
    let mut seen = HashSet::new();
    let invalid = if !(1..=MAX_USERNAMES).contains(&edits.len()) {
        let max = i64::try_from(MAX_USERNAMES).unwrap_or(i64::MAX);
        let range = Invalid::OutOfRange { min: 1, max };
        FieldError {
            message: format!("Put 1 to {MAX_USERNAMES} usernames right at once."),
            ..FieldError::invalid("edits", range)
        }
    } else if edits.iter().all(|edit| seen.insert(edit.user_id)) {
        return Ok(());
    } else {
        FieldError {
            field: "edits".to_owned(),
            invalid: None,
            reason: None,
            message: "The same user is named twice. Name each once.".to_owned(),
        }
    };
    Err(Problem::fields(vec![invalid]).into())
}
