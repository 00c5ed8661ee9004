//! `GET /api/v1/provisioning/log`

use api::Problem;
use api::problem::FieldError;
use api::provisioning_log::{List, LogQuery};
use domain::validation::{self, Invalid};
use store::{Cursor, LogFilter};

use super::entry;
use crate::admin::page::{self, Numbered};
use crate::http::{Answer, Call, Failure, Reply};

/// What the identity provider asked for, the newest first.
///
/// # Errors
/// `invalid_cursor`, `invalid_fields`.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let list = page::List::of(&filters(&call.query));
    let from: Option<Numbered<Cursor>> =
        call.query.cursor.as_deref().map(|cursor| list.open(cursor)).transpose()?;
    let (filter, limit) = (filter(&call.query)?, page::limit(call.query.limit)?);
    let cursor = from.as_ref().map(|from| &from.cursor);
    let found = call.read().provisioning_log().page(&filter, cursor, limit).await?;
    let offset = from.map_or(0, |from| from.offset);
    Ok(Reply::new(list.numbered(found, offset, limit, |item| entry(&item))))
}

/// Everything of the query that decides which entries are in the list.
fn filters(query: &LogQuery) -> String {
    format!("provisioning log {:?}", LogQuery { cursor: None, limit: None, ..query.clone() })
}

fn filter(query: &LogQuery) -> Result<LogFilter, Failure> {
    let max = validation::MAX_TEXT;
    if query.subject.as_ref().is_some_and(|subject| subject.chars().count() > max) {
        let error = FieldError::invalid("subject", Invalid::TooLong { max });
        return Err(Problem::fields(vec![error]).into());
    }
    Ok(LogFilter {
        outcome: query.outcome,
        operation: query.operation,
        user: query.user,
        subject: query.subject.clone(),
        from: query.from,
        to: query.to,
        hide_reads: query.hide_reads.unwrap_or(false),
    })
}
