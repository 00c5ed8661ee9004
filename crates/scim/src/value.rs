//! Values: what clients send, brought to the type that the schema says, or refused with the attribute's name.
//! The text itself is kept exactly as it was sent: an identity provider that reads back another one writes it again,
//! for ever.

use std::borrow::Cow;

use domain::validation::{Invalid, MAX_TEXT, storable};
use serde_json::{Value, json};

use crate::edit::{Ignored, IgnoredReason};
use crate::error::Quoted;
use crate::path::AttributePath;
use crate::schema::{Attribute, Kind, Mutability};
use crate::{Object, ScimError, json};

/// Longest text of an attribute that is none of Rollcall's fields, in characters.
pub const MAX_OTHER_TEXT: usize = 2_048;
/// Longest certificate, in characters of Base64.
pub const MAX_BINARY: usize = 16_384;
/// Most elements of a multi-valued attribute.
pub const MAX_ELEMENTS: usize = 100;

fn refuse(path: AttributePath, why: &str) -> ScimError {
    ScimError::value(format!("{path} {why}"))
}

/// Is there nothing in it? `null`, an empty list and an empty text unassign (RFC 7643 §2.5; Entra clears with "").
pub(crate) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_nothing),
        _ => false,
    }
}

/// The value of an attribute that is not complex. `Value::Null` means: unassign.
pub(crate) fn simple(path: AttributePath, value: &Value) -> Result<Value, ScimError> {
    read_simple(path, value).map_err(|error| error.about(path, expected(path), value))
}

/// What an attribute takes, for the provisioning log (R31).
fn expected(path: AttributePath) -> Cow<'static, str> {
    match path.leaf().kind {
        Kind::Boolean => Cow::Borrowed("true or false"),
        _ => Cow::Owned(format!("one text of at most {} characters, without hidden ones", longest(path))),
    }
}

/// Longest text, in characters.
fn longest(path: AttributePath) -> usize {
    let attribute = path.leaf();
    match attribute.kind {
        _ if attribute.mapped => MAX_TEXT,
        Kind::Binary => MAX_BINARY,
        _ => MAX_OTHER_TEXT,
    }
}

fn read_simple(path: AttributePath, value: &Value) -> Result<Value, ScimError> {
    match value {
        value if is_nothing(value) => Ok(Value::Null),
        Value::Array(items) => match items.as_slice() {
            [one] => simple(path, one),
            _ => Err(refuse(path, "takes one value, and several were sent. Send one.")),
        },
        // {"value": "x"} in the place of "x".
        Value::Object(object) => match json::get(object, "value") {
            Some(inner) if object.len() == 1 => simple(path, inner),
            _ => Err(refuse(path, "takes a simple value, and an object was sent. Map it to a text.")),
        },
        value if path.leaf().kind == Kind::Boolean => boolean(path, value),
        Value::String(text) => {
            check_text(path, text)?;
            Ok(value.clone())
        }
        // Entra's default job writes every value as a text; others write employee numbers as numbers.
        other => Ok(Value::String(other.to_string())),
    }
}

fn boolean(path: AttributePath, value: &Value) -> Result<Value, ScimError> {
    match value {
        Value::Bool(_) => Ok(value.clone()),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(Value::Bool(true)),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(Value::Bool(false)),
        Value::String(text) => Err(refuse(
            path,
            &format!("is true or false, and {} was sent. Correct its mapping.", Quoted(text)),
        )),
        _ => Err(refuse(path, "is true or false, and something else was sent. Correct its mapping.")),
    }
}

fn check_text(path: AttributePath, text: &str) -> Result<(), ScimError> {
    let (attribute, max) = (path.leaf(), longest(path));
    let too_long = || refuse(path, &format!("has more than {max} characters. Shorten it."));
    if !attribute.mapped {
        return if text.chars().count() > max { Err(too_long()) } else { Ok(()) };
    }
    storable(text, max).map_err(|invalid| match invalid {
        Invalid::HiddenCharacter => refuse(
            path,
            "holds an invisible control or text-direction character. Remove it where the value comes from.",
        ),
        _ => too_long(),
    })
}

/// The parts of a complex value. A part that is `Value::Null` is to be unassigned; `None` unassigns the whole.
pub(crate) fn complex(
    path: AttributePath,
    value: &Value,
    ignored: &mut Vec<Ignored>,
) -> Result<Option<Object>, ScimError> {
    match value {
        value if is_nothing(value) => Ok(None),
        Value::Object(object) => parts(path, object, ignored).map(Some),
        Value::Array(items) => match items.as_slice() {
            [one] => complex(path, one, ignored),
            _ => Err(refuse(path, "takes one value, and several were sent. Send one.")),
        },
        // Entra writes the manager as a text: {"op":"Add","path":"manager","value":"10263"}.
        simple_value => match path.attribute.sub_attribute("value") {
            Some(sub) => {
                Ok(Some(Object::from_iter([(sub.name.to_owned(), simple(path.with(sub), simple_value)?)])))
            }
            None => Err(refuse(path, "takes an object with its parts, and a simple value was sent.")),
        },
    }
}

fn parts(path: AttributePath, object: &Object, ignored: &mut Vec<Ignored>) -> Result<Object, ScimError> {
    let mut read = Object::new();
    for (key, value) in object {
        match path.attribute.sub_attribute(key) {
            None => ignored.push(Ignored::new(&format!("{path}.{key}"), IgnoredReason::Unknown)),
            Some(sub) if sub.mutability == Mutability::ReadOnly => {}
            Some(sub) => drop(read.insert(sub.name.to_owned(), simple(path.with(sub), value)?)),
        }
    }
    Ok(read)
}

/// The elements that a value of a multi-valued attribute holds: a list of objects, of texts, or just one of either.
pub(crate) fn elements(
    path: AttributePath,
    value: &Value,
    ignored: &mut Vec<Ignored>,
) -> Result<Vec<Object>, ScimError> {
    let mut found = Vec::new();
    let items = match value {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    for item in items {
        match unwrapped(path.attribute, item) {
            Value::Array(inner) => {
                for item in &inner {
                    found.extend(complex(path, item, ignored)?);
                }
            }
            item => found.extend(complex(path, &item, ignored)?),
        }
        if found.len() > MAX_ELEMENTS {
            return Err(too_many(path.attribute));
        }
    }
    for element in &mut found {
        element.retain(|_, value| !value.is_null());
    }
    Ok(found)
}

pub(crate) fn too_many(attribute: &Attribute) -> ScimError {
    ScimError::value(format!("{} has more than {MAX_ELEMENTS} values. Send fewer.", attribute.name))
}

/// Entra's role expressions write each role as JSON within a text, either in place of the element or as its `value`.
fn unwrapped(attribute: &Attribute, item: &Value) -> Value {
    if attribute.name != "roles" {
        return item.clone();
    }
    let text = match item {
        Value::String(text) => Some(text),
        Value::Object(object) => match json::get(object, "value") {
            Some(Value::String(text)) => Some(text),
            _ => None,
        },
        _ => None,
    };
    match text.filter(|text| text.starts_with(['{', '['])).and_then(|text| json::read_text(text)) {
        Some(Value::Array(roles)) => roles.iter().map(role).collect(),
        Some(role_object) => role(&role_object),
        None => item.clone(),
    }
}

/// `{"id": "…", "value": "Admin", "displayName": "Admin"}` as an element of `roles`.
fn role(value: &Value) -> Value {
    let Value::Object(object) = value else { return value.clone() };
    let Some(name) = json::get(object, "displayName") else { return value.clone() };
    json!({"value": json::get(object, "value").unwrap_or(name), "display": name})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::ResourceType;

    fn path(text: &str) -> AttributePath {
        AttributePath::parse(ResourceType::User, text).unwrap()
    }

    #[test]
    fn texts_of_booleans_are_booleans() {
        for (sent, read) in [
            (json!("True"), json!(true)),
            (json!("false"), json!(false)),
            (json!(["False"]), json!(false)),
            (json!(true), json!(true)),
            (json!(""), json!(null)),
        ] {
            assert_eq!(simple(path("active"), &sent), Ok(read), "{sent}");
        }
        for sent in [json!("yes"), json!(1), json!([true, false]), json!({"a": true})] {
            assert_eq!(
                simple(path("active"), &sent).unwrap_err().scim_type,
                Some(crate::ScimType::InvalidValue)
            );
        }
    }

    #[test]
    fn a_text_is_kept_exactly_and_a_number_becomes_one() {
        assert_eq!(simple(path("title"), &json!(" Eng ")), Ok(json!(" Eng ")));
        assert_eq!(simple(path("employeeNumber"), &json!(42)), Ok(json!("42")));
        assert_eq!(simple(path("title"), &json!({"value": "x"})), Ok(json!("x")));
    }

    #[test]
    fn a_field_that_people_read_holds_no_hidden_characters_and_is_short() {
        for (name, value) in [
            ("name.givenName", json!("Ada\u{202E}")),
            ("title", json!("a\nb")),
            ("site", json!("x".repeat(257))),
            ("nickName", json!("x".repeat(2_049))),
        ] {
            let error = simple(path(name), &value).unwrap_err();
            assert!(error.detail.contains(name.rsplit('.').next().unwrap()), "{}", error.detail);
        }
        assert!(simple(path("addresses.streetAddress"), &json!("1 High St\nFlat 2")).is_ok());
    }

    #[test]
    fn a_manager_may_be_a_text_an_object_or_a_list_of_one() {
        for sent in [json!("10263"), json!({"value": "10263"}), json!([{"value": "10263"}]), json!(["10263"])]
        {
            let read = complex(path("manager"), &sent, &mut Vec::new()).unwrap().unwrap();
            assert_eq!(Value::Object(read), json!({"value": "10263"}), "{sent}");
        }
        assert_eq!(complex(path("manager"), &json!(""), &mut Vec::new()), Ok(None));
    }

    #[test]
    fn roles_may_be_json_within_a_text() {
        let role = r#"{"id":"06b0","value":"Admin","displayName":"Administrator"}"#;
        for sent in [json!([role]), json!([{"value": role}]), json!(format!("[{role}]")), json!(role)] {
            let read = elements(path("roles"), &sent, &mut Vec::new()).unwrap();
            assert_eq!(read.len(), 1);
            assert_eq!(
                Value::Object(read[0].clone()),
                json!({"value": "Admin", "display": "Administrator"}),
                "{sent}"
            );
        }
        let read = elements(path("roles"), &json!("{not json"), &mut Vec::new()).unwrap();
        assert_eq!(read[0]["value"], "{not json");
    }
}
