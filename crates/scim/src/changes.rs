//! What a write changed, from what to what, for the provisioning log (R31).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Object;
use crate::schema::{ENTERPRISE_USER, SITE_EXTENSION, USER};

/// One changed attribute, or part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path, as a PATCH would name it: `title`, `name.givenName`, `emails[type eq "work"].value`.
    pub path: String,
    /// What it was; `None` when it had no value.
    pub from: Option<Value>,
    /// What it is; `None` when it has no value any more.
    pub to: Option<Value>,
}

/// The changes from one set of attributes to another, by path.
pub(crate) fn between(before: &Object, after: &Object) -> Vec<Change> {
    let (mut before, after) = (leaves(before), leaves(after));
    let mut changes: Vec<Change> = Vec::new();
    for (path, to) in after {
        let from = before.remove(&path);
        if from != Some(to) {
            changes.push(Change { path, from: from.cloned(), to: Some(to.clone()) });
        }
    }
    changes.extend(before.into_iter().map(|(path, from)| Change {
        path,
        from: Some(from.clone()),
        to: None,
    }));
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes
}

fn leaves(attributes: &Object) -> BTreeMap<String, &Value> {
    let mut found = BTreeMap::new();
    for (key, value) in attributes {
        let extension = [&ENTERPRISE_USER, &SITE_EXTENSION].into_iter().any(|schema| schema.urn == key);
        match value {
            Value::Object(object) if extension => {
                for (name, value) in object {
                    add(&mut found, &format!("{key}:{name}"), value);
                }
            }
            value => add(&mut found, key, value),
        }
    }
    found
}

fn add<'a>(found: &mut BTreeMap<String, &'a Value>, path: &str, value: &'a Value) {
    match value {
        Value::Object(parts) => {
            found.extend(parts.iter().map(|(name, value)| (format!("{path}.{name}"), value)));
        }
        Value::Array(elements) => {
            for (at, element) in elements.iter().enumerate() {
                add(found, &format!("{path}[{}]", selector(path, at, element)), element);
            }
        }
        value => {
            found.insert(path.to_owned(), value);
        }
    }
}

/// How an element is named: by its type where there is one of each, else by its value, else by its place.
fn selector(path: &str, at: usize, element: &Value) -> String {
    let by_type = USER.attribute(path).is_some_and(|attribute| attribute.one_per_type);
    match (&element["type"], &element["value"]) {
        (kind @ Value::String(_), _) if by_type => format!("type eq {kind}"),
        (_, value @ Value::String(_)) => format!("value eq {value}"),
        _ => at.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn r31_a_change_names_its_path_and_both_values() {
        let before = json!({"title": "Eng", "emails": [{"type": "work", "value": "a"}], "nickName": "A"});
        let after = json!({
            "title": "CTO", "emails": [{"type": "work", "value": "b"}], "name": {"givenName": "Ada"},
            (ENTERPRISE_USER.urn): {"department": "R&D"},
        });
        let changes = between(before.as_object().unwrap(), after.as_object().unwrap());
        let shown: Vec<(&str, Option<Value>, Option<Value>)> =
            changes.into_iter().map(|c| (String::leak(c.path) as &str, c.from, c.to)).collect();
        assert_eq!(
            shown,
            [
                ("emails[type eq \"work\"].value", Some(json!("a")), Some(json!("b"))),
                ("name.givenName", None, Some(json!("Ada"))),
                ("nickName", Some(json!("A")), None),
                ("title", Some(json!("Eng")), Some(json!("CTO"))),
                (
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                    None,
                    Some(json!("R&D"))
                ),
            ]
        );
    }
}
