//! The attribute mapping: which SCIM attribute is which of Rollcall's fields.

use domain::{Field, FieldSet};
use serde_json::{Value, json};

use crate::path::AttributePath;
use crate::schema::{ENTERPRISE_USER, SITE_EXTENSION};
use crate::{Object, UserResource};

/// What Rollcall keeps in fields of its own, out of a user's attributes. Values are as they were sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MappedAttributes {
    /// `userName`.
    pub user_name: String,
    /// `externalId`; never shown in the console (R21).
    pub external_id: Option<String>,
    /// `active`; `None` when a new user came without it, which means active.
    pub active: Option<bool>,
    /// `name.givenName`.
    pub given_name: Option<String>,
    /// `name.familyName`.
    pub family_name: Option<String>,
    /// The email of type `work`, else the primary one, else the first.
    pub email: Option<String>,
    /// The phone number of type `mobile`: the personal contact number.
    pub mobile_phone: Option<String>,
    /// The phone number of type `work`; never shown in the console (R21).
    pub work_phone: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// `department` of the enterprise extension.
    pub department: Option<String>,
    /// `locale`.
    pub locale: Option<String>,
    /// `timezone`.
    pub timezone: Option<String>,
    /// The name of the site (R13).
    pub site: Option<String>,
}

/// Single-valued attributes that a mapped field holds whole, so that nothing of them is left over.
const CORE_TEXTS: [&str; 5] = ["userName", "externalId", "title", "locale", "timezone"];

fn text(object: &Object, key: &str) -> Option<String> {
    object.get(key).and_then(Value::as_str).map(str::to_owned)
}

pub(crate) fn list<'a>(attributes: &'a Object, name: &str) -> &'a [Value] {
    attributes.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Is the element's `type` that one? Canonical values are compared without case.
pub(crate) fn has_type(element: &Value, kind: &str) -> bool {
    element["type"].as_str().is_some_and(|found| found.eq_ignore_ascii_case(kind))
}

/// Which of the emails is the person's.
pub(crate) fn email_index(emails: &[Value]) -> Option<usize> {
    let work = emails.iter().position(|element| has_type(element, "work"));
    let primary = || emails.iter().position(|element| element["primary"] == true);
    work.or_else(primary).or(if emails.is_empty() { None } else { Some(0) })
}

impl MappedAttributes {
    pub(crate) fn read(attributes: &Object) -> Self {
        let empty = Object::new();
        let part = |key: &str| attributes.get(key).and_then(Value::as_object).unwrap_or(&empty);
        let (name, enterprise, site) = (part("name"), part(ENTERPRISE_USER.urn), part(SITE_EXTENSION.urn));
        let emails = list(attributes, "emails");
        let phone = |kind: &str| {
            let numbers = list(attributes, "phoneNumbers");
            numbers.iter().find(|n| has_type(n, kind)).and_then(|n| n["value"].as_str()).map(str::to_owned)
        };
        Self {
            user_name: text(attributes, "userName").unwrap_or_default(),
            external_id: text(attributes, "externalId"),
            active: attributes.get("active").and_then(Value::as_bool),
            given_name: text(name, "givenName"),
            family_name: text(name, "familyName"),
            email: email_index(emails).and_then(|at| emails[at]["value"].as_str()).map(str::to_owned),
            mobile_phone: phone("mobile"),
            work_phone: phone("work"),
            title: text(attributes, "title"),
            department: text(enterprise, "department"),
            locale: text(attributes, "locale"),
            timezone: text(attributes, "timezone"),
            site: text(site, "site"),
        }
    }
}

fn put(object: &mut Object, key: &str, value: Option<&str>) {
    match value {
        Some(value) => object.insert(key.to_owned(), value.into()),
        None => object.remove(key),
    };
}

fn put_in(attributes: &mut Object, container: &str, key: &str, value: Option<&str>) {
    let mut object = match attributes.remove(container) {
        Some(Value::Object(object)) => object,
        _ => Object::new(),
    };
    put(&mut object, key, value);
    if !object.is_empty() {
        attributes.insert(container.to_owned(), Value::Object(object));
    }
}

/// Makes the element at `at` (or a new one, `made`) of a list hold `value`; with no value, it goes.
fn put_element(attributes: &mut Object, name: &str, at: Option<usize>, made: Value, value: Option<&str>) {
    let mut elements = match attributes.remove(name) {
        Some(Value::Array(elements)) => elements,
        _ => Vec::new(),
    };
    match (at, value) {
        (Some(at), Some(value)) => elements[at]["value"] = value.into(),
        (Some(at), None) if elements[at].get("value").is_some() => drop(elements.remove(at)),
        (None, Some(_)) => elements.push(made),
        (_, None) => {}
    }
    if !elements.is_empty() {
        attributes.insert(name.to_owned(), Value::Array(elements));
    }
}

fn put_email(attributes: &mut Object, value: Option<&str>) {
    let at = email_index(list(attributes, "emails"));
    put_element(attributes, "emails", at, json!({"value": value, "type": "work", "primary": true}), value);
}

fn put_phone(attributes: &mut Object, kind: &str, value: Option<&str>) {
    let at = list(attributes, "phoneNumbers").iter().position(|element| has_type(element, kind));
    put_element(attributes, "phoneNumbers", at, json!({"value": value, "type": kind}), value);
}

impl UserResource {
    /// The attributes of a stored user: the fields rule, and `extra` (from [`UserResource::extra`] of the last
    /// write through SCIM, or empty) gives the rest. A field that was edited in the console since shows in the
    /// element that it came from.
    #[must_use]
    pub fn from_stored(mapped: &MappedAttributes, extra: Object) -> Self {
        let mut attributes = extra;
        let core = [
            Some(&mapped.user_name),
            mapped.external_id.as_ref(),
            mapped.title.as_ref(),
            mapped.locale.as_ref(),
            mapped.timezone.as_ref(),
        ];
        for (key, value) in CORE_TEXTS.into_iter().zip(core) {
            put(&mut attributes, key, value.map(String::as_str));
        }
        if let Some(active) = mapped.active {
            attributes.insert("active".to_owned(), active.into());
        }
        put_in(&mut attributes, "name", "givenName", mapped.given_name.as_deref());
        put_in(&mut attributes, "name", "familyName", mapped.family_name.as_deref());
        put_in(&mut attributes, ENTERPRISE_USER.urn, "department", mapped.department.as_deref());
        put_in(&mut attributes, SITE_EXTENSION.urn, "site", mapped.site.as_deref());
        put_email(&mut attributes, mapped.email.as_deref());
        put_phone(&mut attributes, "mobile", mapped.mobile_phone.as_deref());
        put_phone(&mut attributes, "work", mapped.work_phone.as_deref());
        Self { attributes }
    }

    /// What no field of Rollcall holds whole, to be stored beside the fields: all other attributes, and the lists of
    /// emails and phone numbers with all their elements.
    #[must_use]
    pub fn extra(&self) -> Object {
        let mut extra = self.attributes.clone();
        for key in CORE_TEXTS {
            extra.remove(key);
        }
        extra.remove("active");
        put_in(&mut extra, "name", "givenName", None);
        put_in(&mut extra, "name", "familyName", None);
        put_in(&mut extra, ENTERPRISE_USER.urn, "department", None);
        put_in(&mut extra, SITE_EXTENSION.urn, "site", None);
        extra
    }
}

/// The fields that a write of `path` is about. The personal contact number is one element of `phoneNumbers`, so the
/// editor looks at that itself.
pub(crate) fn fields_of(path: AttributePath) -> FieldSet {
    let field = match path.names() {
        ("userName", _) => Field::Username,
        ("name", None) => return FieldSet::from(vec![Field::FirstName, Field::LastName]),
        ("name", Some("givenName")) => Field::FirstName,
        ("name", Some("familyName")) => Field::LastName,
        ("emails", _) => Field::Email,
        ("active", _) => Field::Status,
        ("title", _) => Field::JobTitle,
        ("department", _) => Field::Department,
        ("locale", _) => Field::Locale,
        ("timezone", _) => Field::TimeZone,
        ("site", _) => Field::Site,
        _ => return FieldSet::EMPTY,
    };
    FieldSet::from(vec![field])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(value: &Value) -> Object {
        value.as_object().cloned().unwrap()
    }

    fn email_of(emails: &Value) -> Option<String> {
        MappedAttributes::read(&attributes(&json!({"emails": emails}))).email
    }

    #[test]
    fn the_email_is_the_work_one_else_the_primary_else_the_first() {
        assert_eq!(
            email_of(
                &json!([{"value": "h", "type": "home", "primary": true}, {"value": "w", "type": "Work"}])
            ),
            Some("w".to_owned())
        );
        assert_eq!(
            email_of(
                &json!([{"value": "a", "type": "home"}, {"value": "b", "type": "other", "primary": true}])
            ),
            Some("b".to_owned())
        );
        assert_eq!(email_of(&json!([{"value": "only"}])), Some("only".to_owned()));
        assert_eq!(email_of(&json!([])), None);
    }

    #[test]
    fn a_stored_user_comes_back_as_it_was_split() {
        let whole = attributes(&json!({
            "userName": "ada", "externalId": "x", "active": false, "title": "Eng", "displayName": "Ada L",
            "name": {"givenName": "Ada", "familyName": "L", "formatted": "Ada L"},
            "emails": [{"value": "h", "type": "home"}, {"display": "no value", "type": "work"}],
            "phoneNumbers": [{"value": "1", "type": "fax"}, {"value": "2", "type": "mobile"}],
            (ENTERPRISE_USER.urn): {"department": "R&D", "costCenter": "7"},
            (SITE_EXTENSION.urn): {"site": "London"},
        }));
        let user = UserResource { attributes: whole.clone() };
        let extra = user.extra();
        assert!(!extra.contains_key("title") && !extra.contains_key(SITE_EXTENSION.urn));
        assert_eq!(UserResource::from_stored(&user.mapped(), extra).attributes, whole);
    }

    #[test]
    fn a_field_edited_in_the_console_shows_in_the_element_that_it_came_from() {
        let extra =
            attributes(&json!({"phoneNumbers": [{"value": "old", "type": "mobile", "display": "d"}]}));
        let mapped = MappedAttributes {
            user_name: "ada".to_owned(),
            email: Some("a@b.c".to_owned()),
            mobile_phone: Some("new".to_owned()),
            ..MappedAttributes::default()
        };
        let user = UserResource::from_stored(&mapped, extra.clone());
        assert_eq!(
            Value::Object(user.attributes),
            json!({
                "userName": "ada",
                "emails": [{"value": "a@b.c", "type": "work", "primary": true}],
                "phoneNumbers": [{"value": "new", "type": "mobile", "display": "d"}],
            })
        );
        let cleared = MappedAttributes { mobile_phone: None, ..mapped };
        assert!(!UserResource::from_stored(&cleared, extra).attributes.contains_key("phoneNumbers"));
    }
}
