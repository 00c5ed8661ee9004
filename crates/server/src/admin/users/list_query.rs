//! Reads the query of the list of users: everything that is wrong with it comes at once.

use std::str::FromStr;

use api::Problem;
use api::problem::FieldError;
use api::users::{Directory, ListQuery, Order, Sort};
use domain::validation::{self, Invalid};
use domain::{ManagedBy, PlanId, SiteId, Status, Timestamp};
use store::{Choice, Cursor, SignedIn, UserQuery, UserSort};

use crate::admin::page;
use crate::http::Failure;

/// `site=none`: those without one.
const NONE: &str = "none";
/// `license=any`: those with one.
const ANY: &str = "any";

/// Everything of the query that decides which people are in the list, and in what order.
pub fn filters(query: &ListQuery) -> String {
    format!("users {:?}", ListQuery { cursor: None, limit: None, ..query.clone() })
}

/// What the query asks of the store, from `cursor` on.
///
/// # Errors
/// `invalid_fields`.
pub fn read(query: &ListQuery, cursor: Option<Cursor>) -> Result<UserQuery, Failure> {
    let mut wrong = Wrong::default();
    let limit = page::limit(query.limit)?;
    let found = UserQuery {
        search: wrong.text("search", query.search.as_deref()),
        status: wrong.either("status", query.status, query.status_not, other_status),
        managed_by: wrong.either("managed_by", query.managed_by, query.managed_by_not, other_manager),
        site: wrong.choice::<SiteId>("site", query.site.as_deref(), query.site_not.as_deref(), false),
        license: wrong.choice::<PlanId>(
            "license",
            query.license.as_deref(),
            query.license_not.as_deref(),
            true,
        ),
        directory_visible: query.directory.map(|directory| directory == Directory::Shown),
        role: query.role,
        department: wrong.department(query.department.as_deref()),
        last_sign_in: wrong.last_sign_in(query.last_sign_in.as_deref()),
        sort: sort(query.sort.unwrap_or_default()),
        descending: query.order.unwrap_or_default() == Order::Descending,
        cursor,
        limit,
    };
    if wrong.0.is_empty() { Ok(found) } else { Err(Problem::fields(wrong.0).into()) }
}

/// What is wrong with a query.
#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    fn is(&mut self, field: &str, invalid: Invalid) {
        self.0.push(FieldError::invalid(field, invalid));
    }

    fn text(&mut self, field: &str, text: Option<&str>) -> Option<String> {
        let text = text?;
        if text.chars().count() > validation::MAX_TEXT {
            self.is(field, Invalid::TooLong { max: validation::MAX_TEXT });
        }
        Some(text.to_owned())
    }

    fn department(&mut self, text: Option<&str>) -> Option<String> {
        if text?.trim().is_empty() {
            self.is("department", Invalid::Empty);
        }
        self.text("department", text.map(str::trim))
    }

    /// "Is not" of what has two values.
    fn either<T: Copy>(
        &mut self,
        field: &str,
        is: Option<T>,
        is_not: Option<T>,
        other: fn(T) -> T,
    ) -> Option<T> {
        if is.is_some() && is_not.is_some() {
            self.not_both(field);
        }
        is.or_else(|| is_not.map(other))
    }

    fn not_both(&mut self, field: &str) {
        let message = format!("Leave out {field} or {field}_not: the list takes one of them at a time.");
        let error = FieldError::invalid(&format!("{field}_not"), Invalid::NotAChoice);
        self.0.push(FieldError { message, ..error });
    }

    fn choice<T: FromStr>(
        &mut self,
        field: &str,
        is: Option<&str>,
        is_not: Option<&str>,
        any: bool,
    ) -> Option<Choice<T>> {
        if is.is_some() && is_not.is_some() {
            self.not_both(field);
        }
        let read = |text: &str| match text {
            NONE => Some(Choice::None),
            ANY if any => Some(Choice::Any),
            id => id.parse().ok().map(Choice::Is),
        };
        let (name, text, negated) = match (is, is_not) {
            (Some(text), _) => (field.to_owned(), text, false),
            (None, Some(text)) => (format!("{field}_not"), text, true),
            (None, None) => return None,
        };
        let Some(choice) = read(text) else {
            self.is(&name, Invalid::NotAChoice);
            return None;
        };
        Some(match choice {
            Choice::Is(id) if negated => Choice::IsNot(id),
            Choice::None if negated => Choice::Any,
            Choice::Any if negated => Choice::None,
            choice => choice,
        })
    }

    fn last_sign_in(&mut self, text: Option<&str>) -> Option<SignedIn> {
        let text = text?;
        let found = match text.split_once(':') {
            None => (text == "never").then_some(SignedIn::Never),
            Some(("before", date)) => time(date).map(SignedIn::Before),
            Some(("after", date)) => time(date).map(SignedIn::After),
            Some(_) => None,
        };
        if found.is_none() {
            let message = "Write never, before:2026-11-23 or after:2026-11-23.".to_owned();
            self.0.push(FieldError { message, ..FieldError::invalid("last_sign_in", Invalid::NotAChoice) });
        }
        found
    }
}

/// A time, or the beginning of a day in UTC.
fn time(text: &str) -> Option<Timestamp> {
    text.parse().or_else(|_| format!("{text}T00:00:00Z").parse()).ok()
}

const fn other_status(status: Status) -> Status {
    Status::from_active(!status.is_active())
}

const fn other_manager(managed_by: ManagedBy) -> ManagedBy {
    match managed_by {
        ManagedBy::Local => ManagedBy::IdentityProvider,
        ManagedBy::IdentityProvider => ManagedBy::Local,
    }
}

const fn sort(sort: Sort) -> UserSort {
    match sort {
        Sort::Name => UserSort::Name,
        Sort::Username => UserSort::Username,
        Sort::Email => UserSort::Email,
        Sort::Status => UserSort::Status,
        Sort::ManagedBy => UserSort::ManagedBy,
        Sort::Site => UserSort::Site,
        Sort::LastSignIn => UserSort::LastSignIn,
        Sort::Created => UserSort::Created,
        Sort::Updated => UserSort::Updated,
        Sort::License => UserSort::License,
        Sort::Directory => UserSort::Directory,
        Sort::Department => UserSort::Department,
        Sort::JobTitle => UserSort::JobTitle,
        Sort::Role => UserSort::Role,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_utc_and_a_time_is_itself() {
        assert_eq!(time("1970-01-02"), Some(Timestamp(86_400_000)));
        assert_eq!(time("1970-01-01T00:00:01Z"), Some(Timestamp(1_000)));
        assert_eq!(time("yesterday"), None);
    }

    #[test]
    fn everything_that_is_wrong_comes_at_once() {
        let query = ListQuery {
            site: Some("London".to_owned()),
            license_not: Some("X2".to_owned()),
            last_sign_in: Some("before:yesterday".to_owned()),
            status: Some(Status::Active),
            status_not: Some(Status::Active),
            ..ListQuery::default()
        };
        let failure = read(&query, None).unwrap_err();
        let fields: Vec<&str> = failure.0.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["status_not", "site", "license_not", "last_sign_in"]);
    }
}
