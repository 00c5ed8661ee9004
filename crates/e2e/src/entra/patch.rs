//! PATCH as Entra writes it, in both of its forms.

use serde_json::{Map, Value, json};

/// The schema of a PATCH (RFC 7644 §3.5.2).
pub const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// How a provisioning job writes PATCH.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One operation an attribute, a capital letter before the verb, all values texts.
    Default,
    /// With the flag `aadOptscim062020` in the Tenant URL: small letters, real booleans, and all but value paths
    /// in one operation without a path.
    AadOptscim062020,
}

impl Form {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Default, Self::AadOptscim062020];
}

/// What is to be done with an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Where the job believes that nothing is there yet.
    Add,
    /// Where the job believes that another value is there.
    Replace,
    /// Where the mapping has become empty.
    Remove,
}

/// One change of one attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Op {
    /// What is to be done.
    pub verb: Verb,
    /// The attribute, as in the mapping.
    pub path: String,
    /// The new value; null for a removal.
    pub value: Value,
}

/// Adds a value.
#[must_use]
pub fn add(path: impl Into<String>, value: impl Into<Value>) -> Op {
    Op { verb: Verb::Add, path: path.into(), value: value.into() }
}

/// Replaces a value.
#[must_use]
pub fn replace(path: impl Into<String>, value: impl Into<Value>) -> Op {
    Op { verb: Verb::Replace, path: path.into(), value: value.into() }
}

/// Removes a value.
#[must_use]
pub fn remove(path: impl Into<String>) -> Op {
    Op { verb: Verb::Remove, path: path.into(), value: Value::Null }
}

impl Form {
    /// The body of a PATCH with those changes.
    #[must_use]
    pub fn body(self, ops: &[Op]) -> Value {
        let operations = match self {
            Self::Default => ops.iter().map(default_form).collect(),
            Self::AadOptscim062020 => flag_form(ops),
        };
        json!({ "schemas": [PATCH_OP], "Operations": operations })
    }
}

fn default_form(op: &Op) -> Value {
    let verb = match op.verb {
        Verb::Add => "Add",
        Verb::Replace => "Replace",
        Verb::Remove => return json!({ "op": "Remove", "path": op.path }),
    };
    let value = match &op.value {
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        other => other.clone(),
    };
    json!({ "op": verb, "path": op.path, "value": value })
}

fn flag_form(ops: &[Op]) -> Vec<Value> {
    let mut operations = Vec::new();
    let mut merged = [("add", Map::new()), ("replace", Map::new())];
    for op in ops {
        match op.verb {
            Verb::Remove => operations.push(json!({ "op": "remove", "path": op.path })),
            verb => {
                let (word, members) = &mut merged[usize::from(verb == Verb::Replace)];
                if op.path.contains('[') {
                    operations.push(json!({ "op": *word, "path": op.path, "value": op.value }));
                } else {
                    members.insert(op.path.clone(), op.value.clone());
                }
            }
        }
    }
    let merged = merged.into_iter().filter(|(_, members)| !members.is_empty());
    operations.extend(merged.map(|(word, members)| json!({ "op": word, "value": members })));
    operations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes() -> Vec<Op> {
        vec![
            replace("emails[type eq \"work\"].value", "x@contoso.com"),
            replace("name.givenName", "Kkom"),
            replace("active", false),
            remove("title"),
        ]
    }

    #[test]
    fn the_default_form_has_one_operation_an_attribute_and_texts_alone() {
        assert_eq!(
            Form::Default.body(&changes()),
            json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
                { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "x@contoso.com" },
                { "op": "Replace", "path": "name.givenName", "value": "Kkom" },
                { "op": "Replace", "path": "active", "value": "False" },
                { "op": "Remove", "path": "title" },
            ] })
        );
    }

    #[test]
    fn the_flag_merges_all_but_value_paths_into_one_operation_without_a_path() {
        assert_eq!(
            Form::AadOptscim062020.body(&changes()),
            json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
                { "op": "replace", "path": "emails[type eq \"work\"].value", "value": "x@contoso.com" },
                { "op": "remove", "path": "title" },
                { "op": "replace", "value": { "name.givenName": "Kkom", "active": false } },
            ] })
        );
    }
}
