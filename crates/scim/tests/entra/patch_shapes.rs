//! PATCH: each shape that Entra's two jobs and Okta write.

use serde_json::json;

use super::{ENTERPRISE, ada, at, minimal, patched, post};

#[test]
fn entras_default_job_writes_one_attribute_an_operation() {
    for (op, path, value, pointer, expected) in [
        ("Replace", "displayName", json!("Pvlo"), "displayName", json!("Pvlo")),
        ("Replace", "name.givenName", json!("Gtfd"), "name/givenName", json!("Gtfd")),
        ("Replace", "userName", json!("new@contoso.com"), "userName", json!("new@contoso.com")),
        ("Add", "externalId", json!("Eqpj"), "externalId", json!("Eqpj")),
        ("Add", "nickName", json!("Babs"), "nickName", json!("Babs")),
        (
            "Replace",
            "emails[type eq \"work\"].value",
            json!("x@contoso.com"),
            "emails/0/value",
            json!("x@contoso.com"),
        ),
        (
            "Add",
            "phoneNumbers[type eq \"mobile\"].value",
            json!("+1 2"),
            "phoneNumbers/0",
            json!({"type": "mobile", "value": "+1 2"}),
        ),
        (
            "Replace",
            "addresses[type eq \"work\"].country",
            json!("ML"),
            "addresses/0",
            json!({"type": "work", "country": "ML"}),
        ),
        ("Replace", "urn:ietf:params:scim:schemas:core:2.0:User:title", json!("CTO"), "title", json!("CTO")),
        ("Replace", "active", json!("False"), "active", json!(false)),
        ("Add", "active", json!("False"), "active", json!(false)),
        ("Replace", "active", json!("True"), "active", json!(true)),
        ("Replace", "active", json!(false), "active", json!(false)),
        (
            "replace",
            "roles[primary eq \"True\"].display",
            json!("Boss"),
            "roles/0",
            json!({"primary": true, "display": "Boss"}),
        ),
        ("Replace", "emails[primary eq true].value", json!("p@x.y"), "emails/0/value", json!("p@x.y")),
        (
            "Add",
            "addresses[primary eq true].streetAddress",
            json!("1 High St"),
            "addresses/0",
            json!({"primary": true, "streetAddress": "1 High St"}),
        ),
    ] {
        for user in [ada(), minimal()] {
            let written = patched(&user, &json!([{"op": op, "path": path, "value": value}]));
            assert_eq!(at(&written, pointer), Some(&expected), "{op} {path}");
        }
    }
}

#[test]
fn extension_attributes_are_named_with_a_colon_or_entras_legacy_dot() {
    for path in [
        format!("{ENTERPRISE}:department"),
        format!("{ENTERPRISE}.department"),
        "department".to_owned(),
        format!("{}:Department", ENTERPRISE.to_lowercase()),
    ] {
        let written = patched(&minimal(), &json!([{"op": "Replace", "path": path, "value": "Sales"}]));
        assert_eq!(at(&written, &format!("{ENTERPRISE}/department")), Some(&json!("Sales")), "{path}");
    }
    let written =
        patched(&minimal(), &json!([{"op": "add", "path": ENTERPRISE, "value": {"department": "Sales"}}]));
    assert_eq!(written.resource.mapped().department.as_deref(), Some("Sales"));
    let removed = patched(&ada(), &json!([{"op": "remove", "path": ENTERPRISE}]));
    assert_eq!(at(&removed, ENTERPRISE), None);
}

#[test]
fn a_manager_in_every_shape_is_an_object_with_its_value() {
    let manager = format!("{ENTERPRISE}:manager");
    for (path, value) in [
        ("manager", json!([{"$ref": "http://x/Users/10263", "value": "10263"}])),
        (manager.as_str(), json!("10263")),
        (manager.as_str(), json!({"value": "10263"})),
        (&format!("{manager}.value"), json!("10263")),
    ] {
        for op in ["Add", "Replace"] {
            let written = patched(&ada(), &json!([{"op": op, "path": path, "value": value}]));
            assert_eq!(
                at(&written, &format!("{ENTERPRISE}/manager/value")),
                Some(&json!("10263")),
                "{path} {value}"
            );
        }
    }
    for operation in [
        json!({"op": "Remove", "path": manager}),
        json!({"op": "Replace", "path": manager, "value": ""}),
        json!({"op": "Replace", "path": manager, "value": {"value": ""}}),
        json!({"op": "Replace", "path": format!("{manager}.value"), "value": ""}),
        json!({"op": "Remove", "path": format!("{manager}.value")}),
    ] {
        let written = patched(&ada(), &json!([operation]));
        assert_eq!(at(&written, &format!("{ENTERPRISE}/manager")), None, "{operation}");
    }
}

#[test]
fn another_manager_takes_the_reference_to_the_old_one_with_them() {
    let first = patched(
        &minimal(),
        &json!([{"op": "Add", "path": "manager", "value": [{"$ref": "http://x/Users/1", "value": "1"}]}]),
    );
    let second = patched(&first.resource, &json!([{"op": "Replace", "path": "manager", "value": "2"}]));
    assert_eq!(at(&second, &format!("{ENTERPRISE}/manager")), Some(&json!({"value": "2"})));
}

#[test]
fn removing_a_value_leaves_no_empty_element() {
    let path = r#"phoneNumbers[type eq "mobile"].value"#;
    for operation in [
        json!({"op": "Remove", "path": path}),
        json!({"op": "Remove", "path": path, "value": "+1 425 555 0100"}),
        json!({"op": "Replace", "path": path, "value": ""}),
        json!({"op": "Replace", "path": path, "value": null}),
        json!({"op": "remove", "path": "phoneNumbers[type eq \"mobile\"]"}),
        json!({"op": "Remove", "path": "phoneNumbers", "value": [{"value": "+1 425 555 0100"}]}),
    ] {
        let written = patched(&ada(), &json!([operation]));
        assert_eq!(
            at(&written, "phoneNumbers"),
            Some(&json!([{"type": "work", "value": "+1 425 555 0199"}])),
            "{operation}"
        );
        let gone = patched(&written.resource, &json!([operation]));
        assert!(gone.changes.is_empty(), "removing what is not there is success: {operation}");
    }
    let all = patched(&ada(), &json!([{"op": "Remove", "path": "phoneNumbers"}]));
    assert_eq!(at(&all, "phoneNumbers"), None);
    let display = patched(
        &post(&json!({"userName": "a", "emails": [{"type": "work", "value": "x", "display": "X"}]})).resource,
        &json!([{"op": "Remove", "path": "emails[type eq \"work\"].value"}]),
    );
    assert_eq!(at(&display, "emails"), None);
}

#[test]
fn entras_other_job_merges_everything_into_one_operation_without_a_path() {
    let written = patched(
        &ada(),
        &json!([
            {"op": "replace", "path": "emails[type eq \"work\"].value", "value": "x@contoso.com"},
            {"op": "replace", "value": {
                "displayName": "Bjfe", "name.givenName": "Kkom", "name.familyName": "Unua",
                (format!("{ENTERPRISE}:employeeNumber")): "Aklq", "active": false,
                (format!("{ENTERPRISE}:manager.value")): "9",
                "phoneNumbers[type eq \"mobile\"].value": "7",
            }}
        ]),
    );
    assert_eq!(at(&written, "emails/0/value"), Some(&json!("x@contoso.com")));
    assert_eq!(
        at(&written, "name"),
        Some(&json!({"formatted": "Ada L", "givenName": "Kkom", "familyName": "Unua"}))
    );
    assert_eq!(
        at(&written, ENTERPRISE),
        Some(&json!({"department": "R&D", "manager": {"value": "9"}, "employeeNumber": "Aklq"}))
    );
    assert_eq!(at(&written, "active"), Some(&json!(false)));
    assert_eq!(written.resource.mapped().mobile_phone.as_deref(), Some("7"));
    assert!(written.resource.attributes().keys().all(|key| !key.contains('.') || key.starts_with("urn:")));
}

#[test]
fn oktas_deactivation_changes_nothing_else() {
    let written = patched(&ada(), &json!([{"op": "replace", "value": {"active": false}}]));
    let paths: Vec<&str> = written.changes.iter().map(|change| change.path.as_str()).collect();
    assert_eq!(paths, ["active"]);
}

#[test]
fn an_extension_object_without_a_path_keeps_what_it_does_not_name() {
    let written = patched(&ada(), &json!([{"op": "add", "value": {(ENTERPRISE): {"costCenter": "7"}}}]));
    assert_eq!(written.resource.mapped().department.as_deref(), Some("R&D"));
    assert_eq!(at(&written, &format!("{ENTERPRISE}/costCenter")), Some(&json!("7")));
}
