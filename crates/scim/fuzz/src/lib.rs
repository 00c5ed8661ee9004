//! What must hold of any bytes that a client sends: the bodies of the fuzz targets. `crates/scim/tests/corpus.rs`
//! includes this file too, and runs every file of the corpus through the same functions.

use std::sync::LazyLock;

use scim::filter::MAX_FILTER;
use scim::path::{AttributePath, Path};
use scim::schema::ResourceType;
use scim::{
    Filter, GroupWrite, Leniency, MAX_ELEMENTS, MAX_MEMBERS, MAX_OTHER_TEXT, MemberStep, Object,
    UserResource, json, patch,
};
use serde_json::{Value, json};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const SITE: &str = "urn:8x8:scim:schemas:extension:8x8user:2.0:User";
const BOTH: [Leniency; 2] = [Leniency::Lenient, Leniency::Strict];
/// What a PATCH with a path of the fuzzer's writes there.
const VALUES: &str =
    r#"["x", "True", true, null, {"value": "x", "type": "work"}, [{"value": "x"}, {"value": "y"}]]"#;
/// An ignored path is cut to this many characters.
const MAX_IGNORED: usize = 200;
/// The id of a member is this many characters long at most.
const MAX_MEMBER: usize = 256;

/// A filter is read or refused. One that is read is shown as a text that is read as the same filter.
///
/// # Panics
/// When that does not hold, as of all functions here.
pub fn filter(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for resource_type in [ResourceType::User, ResourceType::Group] {
        let Ok(filter) = Filter::parse(resource_type, text) else { continue };
        let shown = filter.to_string();
        // Names are shown in full, so a filter of a length within the limit may be shown longer.
        if shown.len() <= MAX_FILTER {
            assert_eq!(
                Filter::parse(resource_type, &shown).as_ref(),
                Ok(&filter),
                "{text:?} is shown as {shown:?}"
            );
        }
        let opposite = Filter::Not(Box::new(filter.clone()));
        assert_ne!(filter.matches(USER.attributes()), opposite.matches(USER.attributes()), "{text:?}");
    }
}

/// A path is read or refused. One that is read is shown as a path that is read as the same, and a PATCH takes it,
/// whatever the operation.
pub fn patch_path(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for resource_type in [ResourceType::User, ResourceType::Group] {
        if let Ok(path) = Path::parse(resource_type, text) {
            let shown = shown(&path);
            assert_eq!(Path::parse(resource_type, &shown), Ok(path), "{text:?} is shown as {shown:?}");
        }
    }
    let values: Vec<Value> = serde_json::from_str(VALUES).expect("the values are JSON");
    for op in ["add", "Replace", "remove"] {
        for value in &values {
            patched(&message(&json!([{"op": op, "path": text, "value": value}])));
        }
    }
}

/// A PATCH is applied as a whole or refused; one that only replaces changes nothing when it is sent again.
pub fn patch_body(bytes: &[u8]) {
    if let Ok(body) = json::read_object(bytes, json::Limits::default()) {
        patched(&body);
    }
}

/// A POST makes a user or is refused, and so does a PUT; a PUT of what is there changes nothing.
pub fn resource_body(bytes: &[u8]) {
    let Ok(body) = json::read_object(bytes, json::Limits::default()) else { return };
    for leniency in BOTH {
        [GroupWrite::from_post(&body, leniency), GroupWrite::from_put(&body, leniency)]
            .iter()
            .flatten()
            .for_each(is_sound_group);
        if let Ok(created) = UserResource::from_post(&body, leniency) {
            is_sound(&created.resource);
            let again = put(created.resource.attributes(), &created.resource, leniency);
            assert_eq!(again, created.resource, "a PUT of what a POST made");
        }
        if let Ok(written) = UserResource::from_put(&body, &USER, leniency) {
            is_sound(&written.resource);
            assert_eq!(put(&body, &written.resource, leniency), written.resource, "the same PUT again");
        }
    }
}

fn put(body: &Object, current: &UserResource, leniency: Leniency) -> UserResource {
    let written = UserResource::from_put(body, current, leniency).expect("the same body was taken before");
    assert_eq!(written.changes.is_empty(), written.resource == *current);
    written.resource
}

/// The user to whom everything happens.
static USER: LazyLock<UserResource> = LazyLock::new(user);

fn user() -> UserResource {
    let body = json!({
        "userName": "ada@contoso.com", "externalId": "x1", "active": true, "title": "Eng",
        "name": {"givenName": "Ada", "familyName": "Lovelace"},
        "emails": [{"type": "work", "value": "ada@contoso.com", "primary": true}],
        "phoneNumbers": [{"type": "work", "value": "1"}, {"type": "fax", "value": "2"}],
        "roles": [{"value": "admin", "primary": true}, {"value": "agent"}],
        (ENTERPRISE): {"department": "R&D", "manager": {"value": "1", "$ref": "../Users/1"}},
        (SITE): {"site": "London"},
    });
    let Value::Object(body) = body else { return UserResource::default() };
    UserResource::from_post(&body, Leniency::Strict).expect("the body is a good one").resource
}

fn message(operations: &Value) -> Object {
    let urn = Value::from(patch::PATCH_OP_URN);
    Object::from_iter([("schemas".to_owned(), json!([urn])), ("Operations".to_owned(), operations.clone())])
}

fn patched(body: &Object) {
    for leniency in BOTH {
        GroupWrite::from_patch(body, leniency).iter().for_each(is_sound_group);
        let Ok(written) = patch::apply(&USER, body, leniency) else { continue };
        is_sound(&written.resource);
        assert_eq!(written.changes.is_empty(), written.resource == *USER, "changes are those of the user");
        assert!(written.ignored.iter().all(|ignored| ignored.path.chars().count() <= MAX_IGNORED));
        if only_replaces(body) {
            let again = patch::apply(&written.resource, body, leniency).expect("it was taken before");
            assert_eq!(again.resource, written.resource, "the same PATCH again");
            assert_eq!(again.changes, [], "the same PATCH again");
        }
    }
}

/// What must hold of any user that a request made.
fn is_sound(user: &UserResource) {
    assert!(!user.mapped().user_name.trim().is_empty());
    assert!(user.attributes().values().all(holds), "{:?}", user.attributes());
    for list in user.attributes().values().filter_map(Value::as_array) {
        assert!(list.len() <= MAX_ELEMENTS && list.iter().all(Value::is_object), "{list:?}");
        assert!(list.iter().filter(|element| element["primary"] == true).count() <= 1, "{list:?}");
    }
    assert_eq!(&UserResource::from_stored(&user.mapped(), user.extra()), user, "stored and read back");
}

/// What must hold of anything that a request asks of a group.
fn is_sound_group(write: &GroupWrite) {
    assert!(write.display_name.as_ref().is_none_or(|name| !name.trim().is_empty()));
    let mut members = 0;
    for step in &write.members {
        match step {
            MemberStep::Remove(ids) => members += ids.len(),
            MemberStep::Add(list) | MemberStep::Replace(list) => {
                let is_id = |id: &str| (1..=MAX_MEMBER).contains(&id.chars().count());
                assert!(list.iter().all(|member| is_id(&member.value)), "{list:?}");
                members += list.len();
            }
        }
    }
    assert!(members <= MAX_MEMBERS, "{members} members");
}

/// Is there something in it, within the limits? A user holds no null, no empty list and no endless text.
fn holds(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => text.chars().count() <= MAX_OTHER_TEXT.max(scim::MAX_BINARY),
        Value::Array(list) => !list.is_empty() && list.iter().all(holds),
        Value::Object(object) => !object.is_empty() && object.values().all(holds),
    }
}

fn shown(path: &Path) -> String {
    match path {
        Path::Schema(schema) => schema.urn.to_owned(),
        Path::Attribute { path, filter: None } => path.to_string(),
        Path::Attribute { path, filter: Some(filter) } => {
            let attribute = AttributePath { sub_attribute: None, ..*path };
            let elements = Filter::ValuePath { attribute, filter: Box::new(filter.clone()) };
            path.sub_attribute
                .map_or_else(|| elements.to_string(), |part| format!("{elements}.{}", part.name))
        }
    }
}

/// Does the message replace each attribute at most once, and never what its own filter looks at? Only then is the
/// second time like the first.
fn only_replaces(body: &Object) -> bool {
    let key = |object: &Object, name: &str| {
        object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    };
    let Some(Value::Array(operations)) = key(body, "Operations") else { return false };
    let mut targets = Vec::new();
    for operation in operations.iter().filter_map(Value::as_object) {
        let replaces = |op: Value| op.as_str().is_some_and(|op| op.eq_ignore_ascii_case("replace"));
        if !key(operation, "op").is_some_and(replaces) {
            return false;
        }
        match (key(operation, "path"), key(operation, "value")) {
            (Some(Value::String(path)), value) if !path.trim().is_empty() => {
                targets.extend(targets_of(&path, value.as_ref()));
            }
            (_, Some(Value::Object(values))) => {
                targets.extend(values.iter().flat_map(|(path, value)| targets_of(path, Some(value))));
            }
            _ => {}
        }
    }
    let once = |(at, target): (usize, &Target)| target.is_some() && !targets[..at].contains(target);
    targets.iter().enumerate().all(once)
}

/// The attribute that a path leads to; `None` when a filter may select something else the second time.
type Target = Option<(&'static str, &'static str)>;

fn targets_of(text: &str, value: Option<&Value>) -> Vec<Target> {
    match Path::parse(ResourceType::User, text) {
        Ok(Path::Schema(schema)) => {
            let keys = value.and_then(Value::as_object).into_iter().flatten();
            let text =
                |key: &str| if key.contains(':') { key.to_owned() } else { format!("{}:{key}", schema.urn) };
            keys.flat_map(|(key, value)| targets_of(&text(key), Some(value))).collect()
        }
        Ok(Path::Attribute { path, filter }) => {
            let steady = filter.is_none_or(|filter| match filter {
                Filter::Compare { path: by, .. } => {
                    by.leaf().name == "type" && path.sub_attribute.is_some_and(|part| part.name != "type")
                }
                _ => false,
            });
            vec![steady.then_some((path.schema.urn, path.attribute.name))]
        }
        Err(_) => Vec::new(),
    }
}
