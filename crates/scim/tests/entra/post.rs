//! POST: what Entra and Okta create people with.

use domain::{Field, FieldSet};
use scim::{IgnoredReason, Leniency, ScimType, UserResource};
use serde_json::{Value, json};

use super::{ENTERPRISE, ada, at, entra_body, object, patched, post};

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
