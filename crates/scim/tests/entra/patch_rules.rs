//! PATCH: what operations mean, and what is refused.

use scim::{IgnoredReason, Leniency, ScimType, patch};
use serde_json::json;

use super::{ada, at, object, patched, post, refused, try_patch};

#[test]
fn null_or_an_empty_text_unassigns() {
    for value in [json!(null), json!(""), json!([])] {
        for operations in [
            json!([{"op": "Replace", "path": "title", "value": value}]),
            json!([{"op": "replace", "value": {"title": value}}]),
        ] {
            assert_eq!(at(&patched(&ada(), &operations), "title"), None, "{operations}");
        }
    }
}

#[test]
fn no_operation_at_all_and_a_repeated_one_change_nothing() {
    assert!(patched(&ada(), &json!([])).changes.is_empty());
    let message = json!({"schemas": [patch::PATCH_OP_URN], "operations": [{"OP": "ADD", "Path": "TITLE", "Value": "Eng"}]});
    assert!(patch::apply(&ada(), &object(&message), Leniency::Lenient).unwrap().changes.is_empty());
    let same = json!([{"op": "add", "path": "emails", "value": [{"primary": true, "type": "work", "value": "ada@contoso.com"}]}]);
    assert!(patched(&ada(), &same).changes.is_empty());
}

#[test]
fn one_bad_operation_spoils_all() {
    let error = refused(
        &ada(),
        &json!([{"op": "Replace", "path": "title", "value": "CTO"}, {"op": "Replace", "path": "active", "value": "perhaps"}]),
    );
    assert_eq!(error.scim_type, Some(ScimType::InvalidValue));
    assert!(error.detail.contains("active") && error.detail.contains("perhaps"));
}

#[test]
fn what_is_no_operation_is_told_by_its_keyword() {
    for (operations, scim_type) in [
        (json!([{"op": "move", "path": "title"}]), ScimType::InvalidSyntax),
        (json!([{"path": "title"}]), ScimType::InvalidSyntax),
        (json!(["x"]), ScimType::InvalidSyntax),
        (json!("x"), ScimType::InvalidSyntax),
        (json!([{"op": "remove"}]), ScimType::NoTarget),
        (json!([{"op": "add", "value": "x"}]), ScimType::InvalidValue),
        (json!([{"op": "add", "path": "title"}]), ScimType::InvalidValue),
        (json!([{"op": "add", "path": "emails"}]), ScimType::InvalidValue),
        (json!([{"op": "add", "path": 7, "value": "x"}]), ScimType::InvalidPath),
        (json!([{"op": "add", "path": "a b", "value": "x"}]), ScimType::InvalidPath),
        (json!([{"op": "add", "path": "emails[type eq \"work\"", "value": "x"}]), ScimType::InvalidPath),
        (json!([{"op": "add", "path": "name[givenName eq \"x\"]", "value": "x"}]), ScimType::InvalidPath),
        (json!([{"op": "remove", "path": "userName"}]), ScimType::Mutability),
        (json!([{"op": "replace", "path": "userName", "value": ""}]), ScimType::InvalidValue),
        (json!([{"op": "replace", "path": "emails[type co \"x\"].value", "value": "x"}]), ScimType::NoTarget),
    ] {
        assert_eq!(refused(&ada(), &operations).scim_type, Some(scim_type), "{operations}");
    }
    assert!(patch::apply(&ada(), &object(&json!({})), Leniency::Lenient).is_err());
}

#[test]
fn the_rfc_to_the_letter_refuses_what_leniency_takes() {
    for (operations, scim_type) in [
        (
            json!([{"op": "replace", "path": "addresses[type eq \"work\"].country", "value": "ML"}]),
            ScimType::NoTarget,
        ),
        (json!([{"op": "replace", "path": "favouriteColour", "value": "x"}]), ScimType::InvalidPath),
        (json!([{"op": "replace", "path": "id", "value": "x"}]), ScimType::Mutability),
        (json!([{"op": "add", "path": "groups", "value": [{"value": "x"}]}]), ScimType::Mutability),
        (json!([]), ScimType::InvalidSyntax),
    ] {
        let error = try_patch(&ada(), &operations, Leniency::Strict).expect_err(&operations.to_string());
        assert_eq!(error.scim_type, Some(scim_type), "{operations}");
        assert!(try_patch(&ada(), &operations, Leniency::Lenient).is_ok(), "{operations}");
    }
    let without_schemas = object(&json!({"Operations": [{"op": "add", "path": "title", "value": "x"}]}));
    assert!(patch::apply(&ada(), &without_schemas, Leniency::Strict).is_err());
    assert!(patch::apply(&ada(), &without_schemas, Leniency::Lenient).is_ok());
}

#[test]
fn unknown_and_read_only_attributes_are_left_aside_and_told_without_their_values() {
    let written = patched(
        &ada(),
        &json!([
            {"op": "Add", "path": "urn:custom:2.0:User:secret", "value": "hush"}, {"op": "replace", "path": "id", "value": "x"},
            {"op": "replace", "value": {"id": "x", "password": "hush", "title": "CTO"}},
        ]),
    );
    assert_eq!(written.changes.len(), 1);
    let ignored: Vec<(&str, IgnoredReason)> =
        written.ignored.iter().map(|i| (i.path.as_str(), i.reason)).collect();
    assert_eq!(
        ignored,
        [
            ("urn:custom:2.0:User:secret", IgnoredReason::Unknown),
            ("id", IgnoredReason::ReadOnly),
            ("password", IgnoredReason::Unknown)
        ]
    );
    assert!(!format!("{:?}", written.ignored).contains("hush"));
}

#[test]
fn a_new_primary_makes_the_others_not_primary() {
    for operation in [
        json!({"op": "add", "path": "emails", "value": [{"type": "home", "value": "h", "primary": true}]}),
        json!({"op": "add", "path": "emails[type eq \"home\"]", "value": {"value": "h", "primary": "True"}}),
    ] {
        let written = patched(&ada(), &json!([operation]));
        assert_eq!(at(&written, "emails/0/primary"), Some(&json!(false)), "{operation}");
        assert_eq!(
            at(&written, "emails/1"),
            Some(&json!({"type": "home", "value": "h", "primary": true})),
            "{operation}"
        );
    }
    let two = patched(
        &ada(),
        &json!([
            {"op": "Add", "path": "emails[type eq \"home\"].value", "value": "h"},
            {"op": "Add", "path": "emails[type eq \"home\"].primary", "value": "True"},
        ]),
    );
    assert_eq!(
        (at(&two, "emails/0/primary"), at(&two, "emails/1/primary")),
        (Some(&json!(false)), Some(&json!(true)))
    );
}

#[test]
fn an_only_email_without_a_type_is_the_work_email() {
    let user = post(&json!({"userName": "a", "emails": [{"value": "old@x.y", "primary": true}]})).resource;
    let written = patched(
        &user,
        &json!([{"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "new@x.y"}]),
    );
    assert_eq!(at(&written, "emails"), Some(&json!([{"value": "new@x.y", "primary": true, "type": "work"}])));
}

#[test]
fn replacing_an_element_keeps_its_type_and_adding_to_one_keeps_the_rest() {
    let path = "emails[type eq \"work\"]";
    let replaced = patched(&ada(), &json!([{"op": "replace", "path": path, "value": {"value": "n"}}]));
    assert_eq!(at(&replaced, "emails"), Some(&json!([{"value": "n", "type": "work"}])));
    let added = patched(&ada(), &json!([{"op": "add", "path": path, "value": {"value": "n"}}]));
    assert_eq!(at(&added, "emails"), Some(&json!([{"value": "n", "type": "work", "primary": true}])));
    let listed =
        patched(&ada(), &json!([{"op": "add", "path": "emails", "value": {"type": "WORK", "value": "n"}}]));
    assert_eq!(at(&listed, "emails"), Some(&json!([{"value": "n", "type": "WORK", "primary": true}])));
}

#[test]
fn the_validators_sequence_on_one_attribute_ends_as_it_says() {
    let written = patched(
        &ada(),
        &json!([
            {"op": "remove", "path": "preferredLanguage"}, {"op": "add", "path": "externalId", "value": "e2"},
            {"op": "replace", "path": "displayName", "value": "one"}, {"op": "replace", "path": "displayName", "value": "two"},
            {"op": "remove", "path": "displayName"}, {"op": "add", "path": "displayName", "value": "three"},
        ]),
    );
    assert_eq!(at(&written, "displayName"), Some(&json!("three")));
    assert_eq!(written.resource.mapped().external_id.as_deref(), Some("e2"));
}

#[test]
fn removing_a_listed_value_takes_only_that_and_an_empty_list_takes_nothing() {
    let roles = json!([{"value": "A", "type": "r"}, {"value": "B", "type": "r"}]);
    let user = post(&json!({"userName": "a", "roles": roles})).resource;
    let of = |value| {
        at(&patched(&user, &json!([{"op": "Remove", "path": "roles", "value": value}])), "roles").cloned()
    };
    assert_eq!(of(json!([{"$ref": null, "value": "A"}])), Some(json!([{"value": "B", "type": "r"}])));
    assert_eq!(of(json!(["B"])), Some(json!([{"value": "A", "type": "r"}])));
    assert_eq!(of(json!([{"value": "A", "type": "other"}])), Some(roles.clone()));
    assert_eq!(of(json!([])), Some(roles));
    assert_eq!(of(json!(null)), None);
}

#[test]
fn a_path_may_name_the_core_schema_before_a_value_filter() {
    let path = "urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \"work\"].value";
    let written = patched(&ada(), &json!([{"op": "Replace", "path": path, "value": "n@x.y"}]));
    assert_eq!(written.resource.mapped().email.as_deref(), Some("n@x.y"));
}

#[test]
fn a_request_cannot_ask_for_endless_work() {
    let many: serde_json::Map<_, _> =
        (0..5_000).map(|at| (format!("emails[type eq \"t{at}\"].value"), json!("x"))).collect();
    for operations in [
        json!([{"op": "add", "value": many}]),
        json!(vec![json!({"op": "add", "path": "title", "value": "x"}); 1_001]),
        json!([{"op": "add", "path": "emails", "value": vec![json!({"value": "x"}); 101]}]),
    ] {
        assert_eq!(refused(&ada(), &operations).status, 400);
    }
}
