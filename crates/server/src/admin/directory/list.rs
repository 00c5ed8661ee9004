//! `GET /api/v1/directory`

use std::collections::HashMap;

use api::Problem;
use api::directory::{DirectoryEntry, List};
use api::problem::FieldError;
use domain::SiteId;
use domain::validation::{Invalid, MAX_TEXT};
use store::{Cursor, User};

use crate::admin::page::{self, Numbered};
use crate::http::{Answer, Call, Reply};

/// The people of the organization by name.
///
/// # Errors
/// `invalid_cursor`, `invalid_fields`.
pub async fn handle(call: Call<List>) -> Answer<List> {
    let search = call.query.search.as_deref();
    if search.is_some_and(|search| search.chars().count() > MAX_TEXT) {
        let error = FieldError::invalid("search", Invalid::TooLong { max: MAX_TEXT });
        return Err(Problem::fields(vec![error]).into());
    }
    let list = page::List::of(&format!("directory {search:?}"));
    let from: Option<Numbered<Cursor>> =
        call.query.cursor.as_deref().map(|cursor| list.open(cursor)).transpose()?;
    let limit = page::limit(call.query.limit)?;
    let read = call.read();
    let found = read.users().directory(search, from.as_ref().map(|from| &from.cursor), limit).await?;
    let sites = read.sites().names(found.items.iter().filter_map(|user| user.site_id)).await?;
    let offset = match (&found.previous, &from) {
        (Some(_), Some(from)) => from.offset,
        _ => 0,
    };
    Ok(Reply::new(list.numbered(found, offset, limit, |user| entry(user, &sites))))
}

/// What R20 shows, and nothing else.
fn entry(user: User, sites: &HashMap<SiteId, String>) -> DirectoryEntry {
    DirectoryEntry {
        id: user.id,
        name: user.full_name(),
        job_title: user.job_title,
        department: user.department,
        site: user.site_id.and_then(|id| sites.get(&id).cloned()),
        extension: user.extension,
        personal_contact_number: user.personal_phone,
        work_contact_number: user.work_phone,
    }
}
