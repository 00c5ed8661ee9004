//! Which column is which field: what is proposed, what is accepted, and what is remembered for the next file.

use std::collections::HashMap;

use api::problem::FieldError;
use api::users_import::{FIELDS, MappedColumn};
use domain::Field;

use crate::csv::columns::{field_of, plain};

/// By the names of the columns: as it was said for the organization's last file, or else as the names suggest. Each field once.
pub fn proposed(header: &[String], remembered: Option<&str>) -> Vec<MappedColumn> {
    let remembered: HashMap<String, Field> =
        remembered.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let mut mapping: Vec<MappedColumn> = Vec::new();
    // What was said by a person goes before what a name suggests.
    let said = |name: &String| remembered.get(&plain(name)).copied();
    let suggested = |name: &String| field_of(name);
    for find in [&said as &dyn Fn(&String) -> Option<Field>, &suggested] {
        for (column, name) in (0..).zip(header) {
            let Some(field) = find(name) else { continue };
            if mapping.iter().all(|mapped| mapped.field != field && mapped.column != column) {
                mapping.push(MappedColumn { column, field });
            }
        }
    }
    mapping.sort_by_key(|mapped| mapped.column);
    mapping
}

/// What is remembered of a mapping for the next file.
pub fn to_remember(header: &[String], mapping: &[MappedColumn]) -> String {
    let named = |mapped: &MappedColumn| {
        let name = header.get(usize::try_from(mapped.column).ok()?)?;
        Some((plain(name), mapped.field))
    };
    let named: HashMap<String, Field> = mapping.iter().filter_map(named).collect();
    serde_json::to_string(&named).unwrap_or_default()
}

/// Everything that is wrong with a mapping.
pub fn errors(header: &[String], mapping: &[MappedColumn]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut tell = |message: String| {
        errors.push(FieldError { field: "mapping".to_owned(), invalid: None, reason: None, message });
    };
    for (at, mapped) in mapping.iter().enumerate() {
        let field = mapped.field;
        if !FIELDS.contains(&field) {
            tell(format!("The {} is not taken from a file. Leave its column out.", field.words()));
        }
        if usize::try_from(mapped.column).map_or(true, |column| column >= header.len()) {
            tell(format!("The file has {} columns: there is no column {}.", header.len(), mapped.column));
        }
        let before = &mapping[..at];
        if before.iter().any(|earlier| earlier.field == field) {
            tell(format!("Two columns are the {}. Choose one of them.", field.words()));
        }
        if before.iter().any(|earlier| earlier.column == mapped.column) {
            tell(format!("Column {} is two fields. Choose one of them.", mapped.column));
        }
    }
    if mapping.iter().all(|mapped| mapped.field != Field::Username) {
        tell("No column is the username, by which people are known. Choose one.".to_owned());
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn what_was_said_last_goes_before_what_a_name_suggests() {
        let header = header("Login,Mail,Kostenstelle,E-Mail");
        let of = |column, field| MappedColumn { column, field };
        assert_eq!(proposed(&header, None), [of(0, Field::Username), of(1, Field::Email)]);
        let remembered = to_remember(&header, &[of(3, Field::Email), of(2, Field::Department)]);
        assert_eq!(
            proposed(&header, Some(&remembered)),
            [of(0, Field::Username), of(2, Field::Department), of(3, Field::Email)]
        );
    }

    #[test]
    fn everything_that_is_wrong_with_a_mapping_is_told() {
        let of = |column, field| MappedColumn { column, field };
        let wrong = [of(0, Field::Email), of(0, Field::Role), of(9, Field::Email)];
        assert_eq!(errors(&header("a,b"), &wrong).len(), 5);
        assert_eq!(errors(&header("a,b"), &[of(1, Field::Username)]), []);
    }
}
