//! What an identity provider sends besides the attributes that have a field here.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Object;
use crate::mapping::{email_index, has_type, list};

/// Parts of an element that describe it, and are no value of their own.
const DESCRIBING: [&str; 4] = ["type", "primary", "display", "$ref"];

/// The paths of what `extra` holds (from [`crate::UserResource::extra`]) and no field does, as the identity provider's own
/// table of mappings writes them: `displayName`, `name.formatted`, `addresses[type eq "work"].locality`,
/// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber`.
#[must_use]
pub fn paths(extra: &Object) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for (name, value) in extra {
        match value {
            Value::Object(parts) => {
                let separator = if name.starts_with("urn:") { ':' } else { '.' };
                paths.extend(parts.keys().map(|part| format!("{name}{separator}{part}")));
            }
            Value::Array(elements) => {
                for element in unmapped_elements(extra, name, elements) {
                    element_paths(&mut paths, name, element);
                }
            }
            _ => {
                paths.insert(name.clone());
            }
        }
    }
    paths
}

/// The elements that no field holds.
fn unmapped_elements<'a>(extra: &Object, name: &str, elements: &'a [Value]) -> Vec<&'a Value> {
    let email = email_index(list(extra, "emails"));
    let is_mapped = |(at, element): (usize, &Value)| match name {
        "emails" => email == Some(at),
        "phoneNumbers" => has_type(element, "mobile") || has_type(element, "work"),
        _ => false,
    };
    elements.iter().enumerate().filter(|one| !is_mapped(*one)).map(|(_, element)| element).collect()
}

fn element_paths(paths: &mut BTreeSet<String>, name: &str, element: &Value) {
    let Value::Object(parts) = element else {
        paths.insert(name.to_owned());
        return;
    };
    let filter = match element["type"].as_str() {
        Some(kind) => format!("[type eq \"{kind}\"]"),
        None => String::new(),
    };
    let values = parts.keys().filter(|part| !DESCRIBING.contains(&part.as_str()));
    paths.extend(values.map(|part| format!("{name}{filter}.{part}")));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_has_no_field_is_named_as_mappings_write_it() {
        let extra = json!({
            "displayName": "Ada L",
            "name": {"formatted": "Ada L"},
            "emails": [{"type": "work", "value": "w", "primary": true}, {"type": "home", "value": "h"}],
            "phoneNumbers": [{"type": "mobile", "value": "1"}, {"type": "work", "value": "2"}, {"type": "fax", "value": "3"}],
            "addresses": [{"type": "work", "locality": "London", "country": "GB"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"employeeNumber": "7"},
        });
        let found: Vec<String> = paths(extra.as_object().unwrap()).into_iter().collect();
        assert_eq!(
            found,
            [
                "addresses[type eq \"work\"].country",
                "addresses[type eq \"work\"].locality",
                "displayName",
                "emails[type eq \"home\"].value",
                "name.formatted",
                "phoneNumbers[type eq \"fax\"].value",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
            ]
        );
    }

    #[test]
    fn the_email_that_is_taken_for_want_of_a_work_one_is_mapped() {
        let extra = json!({"emails": [{"type": "home", "value": "h"}]});
        assert!(paths(extra.as_object().unwrap()).is_empty());
    }
}
