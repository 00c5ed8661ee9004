//! The values of multi-valued SCIM attributes, one row an element, for filters (`user_values`). Derived from the
//! user, wholly and always by the same rules, so that a filter and the resource cannot disagree.
//!
//! Names are lower case. An element of `emails` is a row `emails`; a sub-attribute besides `value`, `type`,
//! `display` and `primary` is a row of its own at the same position (`addresses.country`). A single value is a row
//! at position 0: `nickname`, `name.middlename`, `urn:…:enterprise:2.0:user:employeenumber`, `….manager.value`.

use domain::{OrgId, UserId};
use serde_json::{Map, Value};

use super::User;
use crate::entities::user_values::Model;
use crate::keys::{key, key_of, stored, uuid};

/// One element, or one single value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserValue {
    pub attribute: String,
    pub position: i32,
    pub kind: Option<String>,
    pub value: Option<String>,
    pub display: Option<String>,
    pub is_primary: bool,
}

impl UserValue {
    /// The row of it.
    pub fn row(self, org: OrgId, user: UserId) -> Model {
        Model {
            org_id: uuid(org.0),
            user_id: uuid(user.0),
            attribute: key(&self.attribute),
            position: self.position,
            type_key: key_of(self.kind.as_deref()),
            value_key: key_of(self.value.as_deref()),
            value: self.value.as_deref().map(stored),
            display_key: key_of(self.display.as_deref()),
            is_primary: self.is_primary,
        }
    }
}

/// All values of a user. What `scim_extra` holds of `emails` and `phoneNumbers` is the whole truth of them; without
/// it, they follow from the fields.
pub fn values_of(user: &User) -> Vec<UserValue> {
    let mut values = Vec::new();
    for (name, value) in &user.scim_extra {
        collect(&mut values, &name.to_lowercase(), name.starts_with("urn:"), value);
    }
    let has = |name: &str| user.scim_extra.keys().any(|key| key.eq_ignore_ascii_case(name));
    if !has("emails")
        && let Some(email) = &user.email
    {
        values.push(element("emails", 0, "work", email, true));
    }
    if !has("phoneNumbers") {
        let numbers = [("mobile", &user.personal_phone, true), ("work", &user.work_phone, false)];
        let set = numbers.into_iter().filter_map(|(kind, number, main)| Some((kind, number.as_ref()?, main)));
        for (position, (kind, number, main)) in (0..).zip(set) {
            values.push(element("phonenumbers", position, kind, number, main));
        }
    }
    for (name, value) in [("locale", &user.locale), ("timezone", &user.time_zone)] {
        if let Some(value) = value {
            values.push(single(name, value));
        }
    }
    // A client may spell one attribute in two ways: the first one counts.
    let mut seen = std::collections::HashSet::new();
    values.retain(|value| seen.insert((value.attribute.clone(), value.position)));
    values
}

fn element(attribute: &str, position: i32, kind: &str, value: &str, is_primary: bool) -> UserValue {
    UserValue { position, kind: Some(kind.to_owned()), is_primary, ..single(attribute, value) }
}

fn single(attribute: &str, value: &str) -> UserValue {
    UserValue { attribute: attribute.to_owned(), value: Some(value.to_owned()), ..UserValue::default() }
}

fn collect(values: &mut Vec<UserValue>, name: &str, is_extension: bool, value: &Value) {
    match value {
        Value::Array(elements) => {
            for (position, item) in (0..).zip(elements) {
                collect_element(values, name, position, item);
            }
        }
        Value::Object(attributes) => {
            let separator = if is_extension { ':' } else { '.' };
            for (child, value) in attributes {
                collect(values, &format!("{name}{separator}{}", child.to_lowercase()), false, value);
            }
        }
        scalar => values.extend(text(scalar).map(|text| single(name, &text))),
    }
}

fn collect_element(values: &mut Vec<UserValue>, name: &str, position: i32, item: &Value) {
    let Value::Object(attributes) = item else {
        values.extend(text(item).map(|text| UserValue { position, ..single(name, &text) }));
        return;
    };
    let base = UserValue {
        attribute: name.to_owned(),
        position,
        kind: named(attributes, "type"),
        value: named(attributes, "value"),
        display: named(attributes, "display"),
        is_primary: named(attributes, "primary").is_some_and(|text| text.eq_ignore_ascii_case("true")),
    };
    for (child, value) in attributes {
        let child = child.to_lowercase();
        let is_own = !["type", "value", "display", "primary"].contains(&child.as_str());
        if let (true, Some(value)) = (is_own, text(value)) {
            values.push(UserValue {
                attribute: format!("{name}.{child}"),
                value: Some(value),
                ..base.clone()
            });
        }
    }
    values.push(base);
}

fn named(attributes: &Map<String, Value>, name: &str) -> Option<String> {
    attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).and_then(|(_, value)| text(value))
}

/// Scalars as text; nothing for null, and for what is nested deeper than SCIM allows.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
