//! R12 and R13, and the guard for people whom Entra moves to its recycle bin.

use domain::Field;
use scim::schema::{SITE_EXTENSION, TUTORIAL_SITE_URN};
use scim::{IgnoredReason, ScimType};
use serde_json::json;

use super::{ada, minimal, patched, refused};

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
