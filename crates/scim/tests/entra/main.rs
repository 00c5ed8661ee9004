//! What Microsoft Entra ID and Okta send, word for word, and what it makes of a user.

mod patch_rules;
mod patch_shapes;
mod post;
mod put;
mod site_and_recycle_bin;

use scim::schema::{ENTERPRISE_USER, SITE_EXTENSION};
use scim::{Leniency, Object, ScimError, UserResource, Written, patch};
use serde_json::{Value, json};

const ENTERPRISE: &str = ENTERPRISE_USER.urn;

fn object(value: &Value) -> Object {
    value.as_object().cloned().expect("a test writes an object")
}

fn post(body: &Value) -> Written {
    UserResource::from_post(&object(body), Leniency::Lenient)
        .unwrap_or_else(|error| panic!("{body}: {error}"))
}

fn try_patch(user: &UserResource, operations: &Value, leniency: Leniency) -> Result<Written, ScimError> {
    let message = json!({"schemas": [patch::PATCH_OP_URN], "Operations": operations});
    patch::apply(user, &object(&message), leniency)
}

fn patched(user: &UserResource, operations: &Value) -> Written {
    try_patch(user, operations, Leniency::Lenient).unwrap_or_else(|error| panic!("{operations}: {error}"))
}

fn refused(user: &UserResource, operations: &Value) -> ScimError {
    try_patch(user, operations, Leniency::Lenient).expect_err(&operations.to_string())
}

fn at<'a>(written: &'a Written, pointer: &str) -> Option<&'a Value> {
    let mut value = written.resource.attributes().get(pointer.split('/').next()?)?;
    for step in pointer.split('/').skip(1) {
        value = match step.parse::<usize>() {
            Ok(at) => value.get(at)?,
            Err(_) => value.get(step)?,
        };
    }
    Some(value)
}

/// The POST of Entra's documentation.
fn entra_body() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "externalId": "0a21f0f2-a5e0-4ea2-bb2a-b6ef9d3c1f10", "userName": "ada@contoso.com", "active": true,
        "emails": [{"primary": true, "type": "work", "value": "ada@contoso.com"}],
        "phoneNumbers": [{"type": "mobile", "value": "+1 425 555 0100"}, {"type": "work", "value": "+1 425 555 0199"}],
        "meta": {"resourceType": "User"},
        "name": {"formatted": "Ada L", "familyName": "L", "givenName": "Ada"}, "title": "Eng", "roles": [],
        (ENTERPRISE): {"department": "R&D", "manager": "26118915"},
        (SITE_EXTENSION.urn): {"site": "London"},
    })
}

fn ada() -> UserResource {
    post(&entra_body()).resource
}

fn minimal() -> UserResource {
    post(&json!({"userName": "ada@contoso.com"})).resource
}
