//! PUT, and users that come out of storage.

use scim::schema::SITE_EXTENSION;
use scim::{IgnoredReason, Leniency, UserResource};
use serde_json::json;

use super::{ada, at, entra_body, object, patched};

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
