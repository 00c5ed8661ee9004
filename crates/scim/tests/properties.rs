//! What holds of every request.

use proptest::prelude::*;
use scim::{Leniency, Object, UserResource, json as body, patch};
use serde_json::{Value, json};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn user() -> UserResource {
    let body = json!({
        "userName": "ada@contoso.com", "active": true, "title": "Eng",
        "emails": [{"type": "work", "value": "ada@contoso.com", "primary": true}],
        (ENTERPRISE): {"department": "R&D", "manager": {"value": "1", "$ref": "../Users/1"}},
    });
    let body = body.as_object().cloned().unwrap_or_default();
    UserResource::from_post(&body, Leniency::Lenient).expect("the body is a good one").resource
}

fn message(operations: &Value) -> Object {
    let message = json!({"schemas": [patch::PATCH_OP_URN], "Operations": operations});
    message.as_object().cloned().expect("it is an object")
}

/// An attribute as both of Entra's jobs name it, and a value of its type.
fn any_write() -> impl Strategy<Value = (String, Value)> {
    let texts = prop::sample::select(vec![
        "displayName".to_owned(),
        "title".to_owned(),
        "externalId".to_owned(),
        "locale".to_owned(),
        "timezone".to_owned(),
        "name.givenName".to_owned(),
        "name.familyName".to_owned(),
        "nickName".to_owned(),
        "emails[type eq \"work\"].value".to_owned(),
        "emails[type eq \"home\"].value".to_owned(),
        "phoneNumbers[type eq \"mobile\"].value".to_owned(),
        "addresses[type eq \"work\"].country".to_owned(),
        format!("{ENTERPRISE}:department"),
        format!("{ENTERPRISE}:manager"),
        "urn:8x8:scim:schemas:extension:8x8user:2.0:User:site".to_owned(),
    ]);
    prop_oneof![
        5 => (texts, "[A-Za-z0-9 @.+-]{1,12}").prop_map(|(path, text)| (path, Value::String(text))),
        1 => any::<bool>().prop_map(|flag| ("active".to_owned(), Value::Bool(flag))),
    ]
}

/// Each attribute once: which of two writes of one attribute wins is a question of their order.
fn any_writes() -> impl Strategy<Value = std::collections::BTreeMap<String, Value>> {
    prop::collection::vec(any_write(), 0..8).prop_map(|writes| writes.into_iter().collect())
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::String),
        prop::sample::select(vec!["True", "work", "", "{\"value\":\"x\"}", "[]"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        let keys = prop::sample::select(vec![
            "userName",
            "active",
            "emails",
            "roles",
            "name",
            "givenName",
            "type",
            "value",
            "display",
            "primary",
            "manager",
            "path",
            "op",
            "Operations",
            "site",
            "phoneNumbers",
            "addresses",
            "country",
            "externalId",
            "x",
            ENTERPRISE,
            "emails[type eq \"work\"].value",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((keys, inner), 0..4).prop_map(|pairs| {
                Value::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
}

fn any_path() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "userName",
            "active",
            "emails",
            "roles",
            "name",
            "manager",
            "emails.value",
            "emails[type eq \"work\"]",
            "emails[primary eq true].type",
            "roles[value eq \"x\"].display",
            ENTERPRISE,
            "phoneNumbers[not (type pr)]",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,20}",
    ]
}

/// What must hold of any user that a request made.
fn is_sound(user: &UserResource) -> Result<(), TestCaseError> {
    prop_assert!(!user.mapped().user_name.trim().is_empty());
    for (name, value) in user.attributes() {
        prop_assert!(!value.is_null(), "{}", name);
        if let Value::Array(elements) = value {
            prop_assert!(!elements.is_empty() && elements.iter().all(Value::is_object), "{}", name);
            prop_assert!(
                elements.iter().filter(|element| element["primary"] == true).count() <= 1,
                "{}",
                name
            );
        }
    }
    prop_assert_eq!(&UserResource::from_stored(&user.mapped(), user.extra()), user);
    Ok(())
}

proptest! {
    #[test]
    fn both_forms_of_a_patch_give_the_same_user(writes in any_writes()) {
        let default: Vec<Value> = writes
            .iter()
            .map(|(path, value)| {
                let text = match value {
                    Value::Bool(flag) => Value::from(if *flag { "True" } else { "False" }),
                    other => other.clone(),
                };
                json!({"op": "Replace", "path": path, "value": text})
            })
            .collect();
        let (paths, merged): (Object, Object) =
            writes.clone().into_iter().partition(|(path, _)| path.contains('['));
        let mut flagged: Vec<Value> =
            paths.iter().map(|(path, value)| json!({"op": "replace", "path": path, "value": value})).collect();
        flagged.push(json!({"op": "replace", "value": merged}));
        let one = patch::apply(&user(), &message(&Value::Array(default)), Leniency::Lenient);
        let other = patch::apply(&user(), &message(&Value::Array(flagged)), Leniency::Lenient);
        prop_assert_eq!(one.as_ref().map(|w| (&w.resource, w.fields)), other.as_ref().map(|w| (&w.resource, w.fields)));
        prop_assert!(one.is_ok());
    }

    #[test]
    fn a_patch_repeated_changes_nothing_more(writes in any_writes()) {
        let operations: Vec<Value> =
            writes.iter().map(|(path, value)| json!({"op": "Add", "path": path, "value": value})).collect();
        let message = message(&Value::Array(operations));
        let once = patch::apply(&user(), &message, Leniency::Lenient).expect("each write is a good one");
        let twice = patch::apply(&once.resource, &message, Leniency::Lenient).expect("each write is a good one");
        prop_assert_eq!(twice.changes, vec![]);
        prop_assert_eq!(twice.resource, once.resource);
    }

    #[test]
    fn a_put_of_what_is_there_changes_nothing(writes in any_writes()) {
        let operations = json!([{"op": "add", "value": writes}]);
        let user = patch::apply(&user(), &message(&operations), Leniency::Lenient).expect("each write is a good one").resource;
        let again = UserResource::from_put(user.attributes(), &user, Leniency::Lenient).expect("it was taken before");
        prop_assert_eq!(again.changes, vec![]);
    }

    #[test]
    fn any_patch_makes_a_sound_user_or_is_refused(
        operations in prop::collection::vec((prop::sample::select(vec!["Add", "replace", "REMOVE"]), prop::option::of(any_path()), any_json()), 0..5),
        strict: bool,
    ) {
        let operations: Vec<Value> =
            operations.into_iter().map(|(op, path, value)| json!({"op": op, "path": path, "value": value})).collect();
        let leniency = if strict { Leniency::Strict } else { Leniency::Lenient };
        if let Ok(written) = patch::apply(&user(), &message(&Value::Array(operations)), leniency) {
            is_sound(&written.resource)?;
            prop_assert_eq!(written.changes.is_empty(), written.resource == user());
        }
    }

    #[test]
    fn any_body_makes_a_sound_user_or_is_refused(value in any_json(), put: bool) {
        let Value::Object(body) = value else { return Ok(()) };
        let current = user();
        let written = if put {
            UserResource::from_put(&body, &current, Leniency::Lenient)
        } else {
            UserResource::from_post(&body, Leniency::Lenient)
        };
        if let Ok(written) = written {
            is_sound(&written.resource)?;
        }
        let _ = patch::apply(&current, &body, Leniency::Lenient);
    }

    #[test]
    fn any_bytes_are_a_request_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
        if let Ok(body) = body::read_object(&bytes, body::Limits::default()) {
            let _ = UserResource::from_post(&body, Leniency::Lenient);
        }
    }
}
