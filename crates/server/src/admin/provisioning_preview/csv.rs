//! Reads an exported list of users.

use api::problem::FieldError;
use api::provisioning_preview::PreviewProblem;
use api::{Code, Problem};
use domain::preview::{Listed, MAX_BYTES, MAX_PEOPLE};

use crate::csv::columns::{Columns, active};
use crate::csv::{Parser, Record, delimiter, without_separator_line};
use crate::http::Failure;

/// The people of a list, and the lines that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// The people, in the order of the list.
    pub people: Vec<Listed>,
    /// What is wrong, in the order of the list.
    pub problems: Vec<PreviewProblem>,
}

/// Reads the list. A line that cannot be read is a problem of that line, and the others count.
///
/// # Errors
/// `too_large` over 5 MB or 50,000 people, `invalid_fields` when it is no list of users at all.
pub fn read(text: &str) -> Result<List, Failure> {
    if text.len() > MAX_BYTES {
        return Err(too_large("The list is larger than 5 MB."));
    }
    let text = text.trim_start_matches('\u{FEFF}');
    if text.contains('\0') || text.contains('\u{FFFD}') {
        return Err(refused(
            "The file is not in UTF-8. Save it as “CSV UTF-8”, or export it again, and upload that.",
        ));
    }
    let (before, body) = without_separator_line(text);
    if body.trim().is_empty() {
        return Err(refused("The list is empty. Paste it with the names of the columns in its first line."));
    }
    let (mut parser, mut records) = (Parser::new(delimiter(body)), Vec::new());
    let parsed = parser.push(body.as_bytes(), &mut records).and_then(|()| parser.finish(&mut records));
    parsed.map_err(|unreadable| refused(&unreadable.to_string()))?;
    let mut records = records.into_iter();
    let header = records.next().ok_or_else(|| refused("The first line cannot be read."))?.cells;
    let columns = Columns::find(header.iter().map(String::as_str)).ok_or_else(|| {
        refused(
            "No column holds usernames. The first line has to name the columns: userPrincipalName as Microsoft Entra ID exports it, or login or username as Okta does.",
        )
    })?;
    let mut list = List::default();
    for record in records {
        take(&mut list, &record, before + record.line, &columns, header.len());
        if list.people.len() > MAX_PEOPLE {
            return Err(too_large("The list has more than 50,000 people."));
        }
    }
    if parser.quote_is_open() {
        let line = list.people.last().map_or(1, |person| person.line);
        list.problems.push(problem(
            line,
            "A quotation mark in this line or a later one is never closed, so what follows may be missing.",
        ));
    }
    Ok(list)
}

fn too_large(what: &str) -> Failure {
    Failure::new(
        Code::TooLarge,
        format!("{what} Send at most 5 MB and 50,000 people at once: split the list, and preview the parts."),
    )
}

/// The list as a whole is refused.
fn refused(message: &str) -> Failure {
    let error =
        FieldError { field: "csv".to_owned(), invalid: None, reason: None, message: message.to_owned() };
    Problem { detail: message.to_owned(), ..Problem::fields(vec![error]) }.into()
}

fn problem(line: u64, message: impl Into<String>) -> PreviewProblem {
    PreviewProblem { line, message: message.into() }
}

fn take(list: &mut List, record: &Record, line: u64, columns: &Columns, width: usize) {
    if record.is_blank() {
        return;
    }
    let surplus = record.cells.iter().skip(width).any(|value| !value.trim().is_empty());
    // A value that is missing at the end is an empty one; one too many means that all are in the wrong column.
    if surplus || record.cells.len() <= columns.username {
        let words = format!(
            "This line has {} values, but the first line names {width} columns. It was left out: put values with a comma in quotation marks.",
            record.cells.len()
        );
        list.problems.push(problem(line, words));
        return;
    }
    let value = |at: Option<usize>| at.and_then(|at| record.cells.get(at)).map_or("", |cell| cell.trim());
    let full = format!("{} {}", value(columns.first_name), value(columns.last_name));
    let name = if full.trim().is_empty() { value(columns.display_name) } else { full.trim() };
    list.people.push(Listed {
        line,
        username: value(Some(columns.username)).to_owned(),
        name: name.to_owned(),
        email: value(columns.email).to_owned(),
        active: active(value(columns.active)),
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn usernames(text: &str) -> Vec<String> {
        read(text).unwrap().people.into_iter().map(|person| person.username).collect()
    }

    #[test]
    fn comma_semicolon_and_tab_with_and_without_byte_order_mark_are_read() {
        for separator in [",", ";", "\t"] {
            for start in ["", "\u{FEFF}"] {
                let text = format!("{start}userPrincipalName|mail\r\nada|a@x.com\r\nbob|b@x.com\r\n");
                assert_eq!(usernames(&text.replace('|', separator)), ["ada", "bob"]);
            }
        }
        assert_eq!(usernames("sep=;\nlogin;email\nada;a@x.com"), ["ada"]);
    }

    #[test]
    fn quoted_values_hold_commas_quotation_marks_and_ends_of_lines() {
        let text = "username,displayName,street,mail\nada,\"Lovelace, \"\"Ada\"\"\",\"1\nHigh St\",a@x.com\nbob,,,b@x.com\n";
        let list = read(text).unwrap();
        assert_eq!(list.people[0].name, "Lovelace, \"Ada\"");
        assert_eq!((list.people[1].line, &list.people[1].email[..]), (4, "b@x.com"));
        assert_eq!(list.problems, []);
    }

    #[test]
    fn a_line_with_too_many_values_is_a_problem_and_the_others_count() {
        let list = read("username,mail\nada,a@x.com,oops\n\n,,\nbob\n").unwrap();
        assert_eq!(list.people.len(), 1);
        assert_eq!(list.people[0].username, "bob");
        assert_eq!((list.problems.len(), list.problems[0].line), (1, 2));
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_told() {
        let list = read("username,mail\nada,\"a@x.com\nbob,b@x.com\n").unwrap();
        assert_eq!(list.problems.len(), 1);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_in_words(text in "(username[,;\t]mail\n)?\\PC{0,30}[\"\n,;\u{0}]?\\PC{0,30}") {
            match read(&text) {
                Ok(list) => prop_assert!(list.people.iter().all(|person| person.line > 0)),
                Err(failure) => prop_assert!(failure.0.detail.ends_with('.')),
            }
        }

        #[test]
        fn what_is_written_by_the_rules_of_csv_is_read_back(
            names in prop::collection::vec("[a-z\",;\n]{1,8}", 1..5),
        ) {
            let mut writer = ::csv::Writer::from_writer(Vec::new());
            writer.write_record(["username", "displayName"]).unwrap();
            for name in &names {
                writer.write_record(["ada", name]).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let read: Vec<String> = read(&text).unwrap().people.into_iter().map(|person| person.name).collect();
            let written: Vec<&str> = names.iter().map(|name| name.trim()).collect();
            prop_assert_eq!(read, written);
        }
    }
}
