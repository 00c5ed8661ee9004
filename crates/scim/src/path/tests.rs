use super::*;
use proptest::prelude::*;

fn shown(text: &str) -> Result<String, PathError> {
    Path::parse(ResourceType::User, text).map(|path| match path {
        Path::Schema(schema) => schema.urn.to_owned(),
        Path::Attribute { path, filter: None } => path.to_string(),
        Path::Attribute { path, filter: Some(filter) } => format!("{path} where {filter}"),
    })
}

#[test]
fn a_urn_is_never_split_at_its_dots_and_colons() {
    const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    const SITE: &str = "urn:8x8:scim:schemas:extension:8x8user:2.0:User:site";
    for (text, expected) in [
        (format!("{ENTERPRISE}:department"), format!("{ENTERPRISE}:department")),
        (format!("{ENTERPRISE}.department"), format!("{ENTERPRISE}:department")),
        (format!("{ENTERPRISE}:manager.value"), format!("{ENTERPRISE}:manager.value")),
        (ENTERPRISE.to_uppercase() + ":DEPARTMENT", format!("{ENTERPRISE}:department")),
        (ENTERPRISE.to_owned(), ENTERPRISE.to_owned()),
        (SITE.to_owned(), SITE.to_owned()),
        ("urn:ietf:params:scim:schemas:extension:8x8:1.1:User:site".to_owned(), SITE.to_owned()),
        ("urn:ietf:params:scim:schemas:core:2.0:User:name.givenName".to_owned(), "name.givenName".to_owned()),
        ("urn:ietf:params:scim:schemas:core:2.0:User:externalId".to_owned(), "externalId".to_owned()),
        ("manager".to_owned(), format!("{ENTERPRISE}:manager")),
    ] {
        assert_eq!(shown(&text), Ok(expected), "{text}");
    }
}

#[test]
fn names_are_compared_without_case_and_shown_as_the_rfc_spells_them() {
    assert_eq!(shown("USERNAME"), Ok("userName".to_owned()));
    assert_eq!(shown(" Name.GivenName "), Ok("name.givenName".to_owned()));
    assert_eq!(shown("manager.$REF").unwrap().split(':').next_back(), Some("manager.$ref"));
}

#[test]
fn a_value_filter_is_read_with_brackets_and_quotes_within_it() {
    assert_eq!(
        shown(r#"emails[type eq "work"].value"#),
        Ok(r#"emails.value where emails.type eq "work""#.to_owned())
    );
    assert_eq!(
        shown(r#"emails[value eq "a]\"b"]"#),
        Ok(r#"emails where emails.value eq "a]\"b""#.to_owned())
    );
    assert!(shown(r#"addresses[type eq "work"].country"#).is_ok());
}

#[test]
fn an_unknown_attribute_is_told_apart_from_a_malformed_path() {
    for text in ["favouriteColour", "name.nick", "urn:custom:2.0:User:x", "emails[type eq \"work\"].x"] {
        assert_eq!(shown(text), Err(PathError::Unknown), "{text}");
    }
    for text in [
        "",
        "1st",
        "name.",
        ".x",
        "a b",
        "name.givenName.x",
        "emails[type eq \"work\"",
        "emails[]",
        "emails[type eq \"work\"]value",
        "name[type eq \"work\"]",
        "emails[type zz \"work\"]",
        &"a".repeat(3_000),
    ] {
        assert!(matches!(shown(text), Err(PathError::Malformed(_))), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_path_or_refused_but_never_panics(text in "\\PC{0,80}") {
        let _ = Path::parse(ResourceType::User, &text);
    }

    #[test]
    fn what_almost_is_a_path_never_panics(text in "(urn:ietf:params:scim:schemas:core:2\\.0:User|emails|é)?[\\[\\]\\.:\"a-z \\\\é]{0,30}") {
        let _ = Path::parse(ResourceType::User, &text);
        let _ = Path::parse(ResourceType::Group, &text);
    }

    #[test]
    fn a_path_reads_back_as_it_is_shown(schema in 0usize..3, attribute in 0usize..20, sub in prop::option::of(0usize..6)) {
        let schema = ResourceType::User.schemas()[schema];
        let attribute = &schema.attributes[attribute % schema.attributes.len()];
        let path = AttributePath::new(schema, attribute);
        let path = match sub.and_then(|at| attribute.sub_attributes.get(at)) {
            Some(sub) => path.with(sub),
            None => path,
        };
        prop_assert_eq!(AttributePath::parse(ResourceType::User, &path.to_string()), Some(path));
    }
}
