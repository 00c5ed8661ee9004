//! What Microsoft Entra ID and Okta send, word for word, and what it makes of a user.

use domain::{Field, FieldSet};
use scim::schema::{ENTERPRISE_USER, SITE_EXTENSION, TUTORIAL_SITE_URN};
use scim::{IgnoredReason, Leniency, Object, ScimError, ScimType, UserResource, Written, patch};
use serde_json::{Value, json};

const ENTERPRISE: &str = ENTERPRISE_USER.urn;

fn object(value: &Value) -> Object {
    value.as_object().cloned().expect("a test writes an object")
}

fn post(body: &Value) -> Written {
    UserResource::from_post(&object(body), Leniency::Lenient).unwrap()
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

// POST

#[test]
fn entras_post_fills_every_mapped_field() {
    let written = post(&entra_body());
    let mapped = written.resource.mapped();
    assert_eq!(mapped.user_name, "ada@contoso.com");
    assert_eq!(mapped.external_id.as_deref(), Some("0a21f0f2-a5e0-4ea2-bb2a-b6ef9d3c1f10"));
    assert_eq!(mapped.active, Some(true));
    assert_eq!((mapped.given_name.as_deref(), mapped.family_name.as_deref()), (Some("Ada"), Some("L")));
    assert_eq!(mapped.email.as_deref(), Some("ada@contoso.com"));
    assert_eq!(mapped.mobile_phone.as_deref(), Some("+1 425 555 0100"));
    assert_eq!(mapped.work_phone.as_deref(), Some("+1 425 555 0199"));
    assert_eq!((mapped.title.as_deref(), mapped.department.as_deref()), (Some("Eng"), Some("R&D")));
    assert_eq!(mapped.site.as_deref(), Some("London"));
    assert_eq!(at(&written, &format!("{ENTERPRISE}/manager")), Some(&json!({"value": "26118915"})));
    assert!(!written.tutorial_site_urn);
    assert!(written.ignored.is_empty(), "{:?}", written.ignored);
}

#[test]
fn r3_the_fields_that_a_request_mentions_are_told_also_when_it_clears_them() {
    let fields = |body: &Value| post(body).fields.iter().collect::<Vec<_>>();
    assert_eq!(
        fields(&entra_body()),
        [
            Field::Username,
            Field::FirstName,
            Field::LastName,
            Field::Email,
            Field::Status,
            Field::JobTitle,
            Field::Department,
            Field::PersonalContactNumber,
            Field::Site
        ]
    );
    let work_only = json!({"userName": "a", "phoneNumbers": [{"type": "work", "value": "1"}]});
    assert_eq!(fields(&work_only), [Field::Username]);
    let nulls = json!({"userName": "a", "title": null, "locale": "", "timezone": null});
    assert_eq!(fields(&nulls), [Field::Username, Field::JobTitle, Field::Locale, Field::TimeZone]);

    let of = |operation: Value| patched(&ada(), &json!([operation])).fields;
    let one = |field| FieldSet::from(vec![field]);
    assert_eq!(of(json!({"op": "Remove", "path": "title"})), one(Field::JobTitle));
    let mobile = r#"phoneNumbers[type eq "mobile"].value"#;
    assert_eq!(of(json!({"op": "Remove", "path": mobile})), one(Field::PersonalContactNumber));
    assert_eq!(of(json!({"op": "Remove", "path": "phoneNumbers"})), one(Field::PersonalContactNumber));
    let work = r#"phoneNumbers[type eq "work"].value"#;
    assert_eq!(of(json!({"op": "Replace", "path": work, "value": "1"})), FieldSet::EMPTY);
    assert_eq!(
        of(json!({"op": "replace", "path": "phoneNumbers", "value": [{"type": "work", "value": "1"}]})),
        one(Field::PersonalContactNumber),
        "replacing the list takes the mobile number away"
    );
    assert_eq!(
        of(json!({"op": "Replace", "path": format!("{ENTERPRISE}:department"), "value": "R&D"})),
        one(Field::Department)
    );
}

#[test]
fn what_entra_and_okta_add_to_a_body_is_taken() {
    let written = post(&json!({
        "schemas": ["urn:ietf:params:scim:schemas:extension:enterprise:2.0User", "urn:nothing"],
        "id": "mine", "meta": {"created": "never"}, "userName": "ada", "active": "True",
        "addresses": null, "phoneNumbers": null, "title": null, "manager": null, "groups": [], "password": "1mz050nq",
        "roles": [{"primary": "True", "type": "WindowsAzureActiveDirectoryRole", "value": "Admin", "display": "Admin"}],
        "DISPLAYNAME": "Ada L", "urn:custom:2.0:User": {"x": 1},
    }));
    assert_eq!(
        Value::Object(written.resource.attributes().clone()),
        json!({
            "userName": "ada", "active": true, "displayName": "Ada L",
            "roles": [{"primary": true, "type": "WindowsAzureActiveDirectoryRole", "value": "Admin", "display": "Admin"}],
        })
    );
    let ignored: Vec<&str> = written.ignored.iter().map(|ignored| ignored.path.as_str()).collect();
    assert_eq!(ignored, ["password", "urn:custom:2.0:User"]);
}

#[test]
fn a_post_without_schemas_is_taken() {
    let written = post(&json!({
        "userName": "jdoe", "name": {"givenName": "J", "familyName": "Doe"}, "active": true, "locale": "en-US",
        "emails": [{"value": "jdoe@example.com"}],
    }));
    assert_eq!(written.resource.mapped().email.as_deref(), Some("jdoe@example.com"));
    assert_eq!(written.resource.mapped().locale.as_deref(), Some("en-US"));
}

#[test]
fn a_post_without_a_user_name_is_an_invalid_value() {
    for body in [json!({}), json!({"userName": ""}), json!({"userName": "  "}), json!({"userName": null})] {
        let error = UserResource::from_post(&object(&body), Leniency::Lenient).unwrap_err();
        assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidValue)), "{body}");
    }
}

#[test]
fn values_are_kept_exactly_as_they_were_sent() {
    let written = post(&json!({
        "userName": "Ada@Contoso.COM", "title": " Eng ", "locale": "RJWNTUNNOHNZ",
        "phoneNumbers": [{"type": "fax", "value": "56-357-7743"}, {"type": "work", "value": "(020) 7946"}],
        "addresses": [{"type": "work", "country": "Sierra Leone", "streetAddress": "1 High St\nFlat 2"}],
    }));
    assert_eq!(written.resource.mapped().user_name, "Ada@Contoso.COM");
    assert_eq!(at(&written, "phoneNumbers/0/value"), Some(&json!("56-357-7743")));
    assert_eq!(at(&written, "title"), Some(&json!(" Eng ")));
    assert_eq!(at(&written, "addresses/0/country"), Some(&json!("Sierra Leone")));
}

#[test]
fn hidden_characters_and_long_values_are_refused_with_the_name_of_the_attribute() {
    for (body, name) in [
        (json!({"userName": "ada\u{202E}"}), "userName"),
        (json!({"userName": "a", "name": {"givenName": "A\u{7}"}}), "name.givenName"),
        (json!({"userName": "a", (ENTERPRISE): {"department": "x".repeat(257)}}), "department"),
        (json!({"userName": "a", "emails": [{"type": "work", "value": "a\u{200B}"}]}), "emails.value"),
        (json!({"userName": "a", "nickName": "x".repeat(2_049)}), "nickName"),
        (json!({"userName": "a", "entitlements": vec![json!({"value": "x"}); 101]}), "entitlements"),
        (json!({"userName": "a", "title": ["a", "b"]}), "title"),
        (json!({"userName": "a", "name": "Ada"}), "name"),
    ] {
        let error = UserResource::from_post(&object(&body), Leniency::Lenient).unwrap_err();
        assert_eq!(error.scim_type, Some(ScimType::InvalidValue), "{name}");
        assert!(error.detail.contains(name), "{}", error.detail);
    }
}

#[test]
fn there_are_no_two_elements_of_one_type_and_one_primary_at_most() {
    let written = post(&json!({
        "userName": "a",
        "emails": [
            {"type": "work", "value": "first"}, {"type": "home", "value": "h", "primary": true},
            {"type": "Work", "value": "second", "primary": true}, {"type": "other"},
        ],
        "roles": [{"type": "r", "value": "A"}, {"type": "r", "value": "B"}, {"type": "r", "value": "A"}],
    }));
    assert_eq!(
        at(&written, "emails"),
        Some(
            &json!([{"type": "Work", "value": "second", "primary": false}, {"type": "home", "value": "h", "primary": true}])
        )
    );
    assert_eq!(
        at(&written, "roles"),
        Some(&json!([{"type": "r", "value": "A"}, {"type": "r", "value": "B"}]))
    );
    assert_eq!(written.ignored[0].reason, IgnoredReason::SecondOfItsType);
}

// PATCH: each shape of Entra's default job, one operation per attribute, values as texts

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

// Sites

#[test]
fn r13_the_site_is_read_under_both_urns_and_first_set_by_add_or_replace() {
    for urn in [SITE_EXTENSION.urn, TUTORIAL_SITE_URN] {
        for operations in [
            json!([{"op": "Add", "path": format!("{urn}:site"), "value": "London"}]),
            json!([{"op": "Replace", "path": format!("{urn}:site"), "value": "London"}]),
            json!([{"op": "replace", "value": {(format!("{urn}:site")): "London"}}]),
            json!([{"op": "add", "value": {(urn): {"site": "London"}}}]),
        ] {
            let written = patched(&minimal(), &operations);
            assert_eq!(written.resource.mapped().site.as_deref(), Some("London"), "{operations}");
            assert_eq!(written.tutorial_site_urn, urn == TUTORIAL_SITE_URN);
            assert!(written.fields.contains(Field::Site));
        }
    }
}

#[test]
fn r12_a_site_that_is_set_cannot_be_taken_away() {
    let path = format!("{}:site", SITE_EXTENSION.urn);
    for operations in [
        json!([{"op": "Remove", "path": path}]),
        json!([{"op": "Replace", "path": path, "value": ""}]),
        json!([{"op": "remove", "path": SITE_EXTENSION.urn}]),
    ] {
        assert_eq!(refused(&ada(), &operations).scim_type, Some(ScimType::Mutability), "{operations}");
        assert!(patched(&minimal(), &operations).changes.is_empty());
    }
}

// Soft delete

#[test]
fn the_recycle_bins_rename_is_undone_and_a_restore_finds_the_username() {
    let mangled = "0a21f0f2a5e04ea2bb2ab6ef9d3c1f10ada@contoso.com";
    for operations in [
        json!([{"op": "Replace", "path": "active", "value": "False"}, {"op": "Replace", "path": "userName", "value": mangled}]),
        json!([{"op": "Replace", "path": "userName", "value": mangled}, {"op": "Replace", "path": "active", "value": "False"}]),
        json!([{"op": "replace", "value": {"userName": mangled, "active": false}}]),
    ] {
        let written = patched(&ada(), &operations);
        assert_eq!(written.resource.mapped().user_name, "ada@contoso.com");
        assert_eq!(written.resource.mapped().active, Some(false));
        assert_eq!(written.ignored[0].reason, IgnoredReason::SoftDeleteRename);
        let again =
            patched(&written.resource, &json!([{"op": "Replace", "path": "userName", "value": mangled}]));
        assert!(again.changes.is_empty(), "the rename may come after the deactivation");
    }
    let active = patched(&ada(), &json!([{"op": "Replace", "path": "userName", "value": mangled}]));
    assert_eq!(active.resource.mapped().user_name, mangled, "a rename of someone active is a rename");
}

// PUT

#[test]
fn oktas_put_of_what_it_got_changes_nothing() {
    let mut body = object(&entra_body());
    body.insert("id".to_owned(), json!("u1"));
    body.insert("groups".to_owned(), json!([]));
    body.insert("meta".to_owned(), json!({"version": "W/\"1\""}));
    let written = UserResource::from_put(&body, &ada(), Leniency::Lenient).unwrap();
    assert!(written.changes.is_empty(), "{:?}", written.changes);
    assert_eq!(written.resource, ada());
}

#[test]
fn a_put_clears_what_it_leaves_out_but_for_active_and_the_site() {
    let inactive = patched(&ada(), &json!([{"op": "replace", "path": "active", "value": false}])).resource;
    for body in [
        json!({"userName": "ada@contoso.com", "name": {"givenName": "Ada"}}),
        json!({"userName": "ada@contoso.com", "name": {"givenName": "Ada", "familyName": null}, "active": null, (SITE_EXTENSION.urn): {"site": ""}, "title": null}),
    ] {
        let written = UserResource::from_put(&object(&body), &inactive, Leniency::Lenient).unwrap();
        let mapped = written.resource.mapped();
        assert_eq!((mapped.active, mapped.site.as_deref()), (Some(false), Some("London")));
        assert_eq!(
            (mapped.title, mapped.email, mapped.family_name, mapped.external_id),
            (None, None, None, None)
        );
        assert_eq!(mapped.given_name.as_deref(), Some("Ada"));
    }
    assert!(UserResource::from_put(&object(&json!({"title": "x"})), &ada(), Leniency::Lenient).is_err());
}

#[test]
fn taking_active_away_keeps_it_as_it_was() {
    let written = patched(&ada(), &json!([{"op": "remove", "path": "active"}]));
    assert!(written.changes.is_empty());
    assert_eq!(written.ignored[0].reason, IgnoredReason::ActiveStays);
}

// Storage

#[test]
fn a_patch_of_a_stored_user_keeps_what_no_field_holds() {
    let user = patched(
        &ada(),
        &json!([{"op": "add", "value": {"nickName": "Countess", "ims": [{"value": "x", "type": "y"}]}}]),
    )
    .resource;
    let stored = UserResource::from_stored(&user.mapped(), user.extra());
    assert_eq!(stored, user);
    let written = patched(&stored, &json!([{"op": "Replace", "path": "title", "value": "CTO"}]));
    assert_eq!(at(&written, "nickName"), Some(&json!("Countess")));
    assert_eq!(at(&written, "ims/0/value"), Some(&json!("x")));
    assert_eq!(written.changes.len(), 1);
}
