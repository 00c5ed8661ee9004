use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::ScimType;

fn parse(text: &str) -> Filter {
    Filter::parse(ResourceType::User, text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn shown(text: &str) -> String {
    parse(text).to_string()
}

fn ada() -> Object {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "AbC", "externalId": "Ext-1", "userName": "Ada@Contoso.com", "active": true, "title": "Engineer",
        "name": {"givenName": "Ada", "familyName": "Lovelace"},
        "emails": [{"value": "ada@contoso.com", "type": "work", "primary": true}, {"value": "ada@home.net", "type": "home"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "R&D", "manager": {"value": "m1"}},
        "urn:8x8:scim:schemas:extension:8x8user:2.0:User": {"site": "London"},
        "meta": {"resourceType": "User", "created": "2026-01-02T03:04:05.000Z", "lastModified": "2026-11-23T14:05:00.000Z"},
    })
    .as_object()
    .cloned()
    .unwrap()
}

fn matches(text: &str) -> bool {
    parse(text).matches(&ada())
}

#[test]
fn what_entra_and_okta_send_is_read() {
    for text in [
        r#"userName eq "ada@contoso.com""#,
        r#"USERNAME EQ "ADA@CONTOSO.COM""#,
        r#"externalId eq "Ext-1""#,
        "externalId eq Ext-1",
        r#"emails[type eq "work"].value eq "ada@contoso.com""#,
        r#"emails[type eq "work"] eq "ada@contoso.com""#,
        r#"id eq "AbC" and manager eq "m1""#,
        "active eq True",
        r#"active eq "true""#,
        r#"not(userName eq "eve")"#,
        r#"not ( active eq false )"#,
        r#"( title pr )and( active eq true )"#,
        r#"emails co "home.net""#,
        r#"emails.value ew "HOME.NET""#,
        r#"schemas eq "urn:ietf:params:scim:schemas:core:2.0:User""#,
        r#"meta.lastModified gt "2026-11-23T15:00:00+01:00""#,
        r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "ada""#,
        r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "r&d""#,
        r#"urn:8x8:scim:schemas:extension:8x8user:2.0:User:site eq "london""#,
        r#"urn:ietf:params:scim:schemas:extension:8x8:1.1:User:site eq "london""#,
        r#"title ne "Manager" and nickName eq null"#,
        r#"emails[type eq "home" and not (primary eq true)]"#,
    ] {
        assert!(matches(text), "{text}");
    }
}

#[test]
fn what_does_not_hold_does_not_match() {
    for text in [
        r#"externalId eq "ext-1""#,
        r#"id eq "abc""#,
        r#"emails[type eq "work"].value eq "ada@home.net""#,
        r#"emails[type eq "home" and primary eq true]"#,
        "nickName pr",
        r#"nickName eq """#,
        r#"favouriteColour eq "blue""#,
        r#"urn:custom:2.0:User:colour pr"#,
        r#"emails[colour eq "blue"]"#,
        r#"emails.value ne "ada@home.net""#,
        r#"meta.lastModified lt "2026-11-23T14:05:00Z""#,
        "active ne true",
    ] {
        assert!(!matches(text), "{text}");
    }
}

#[test]
fn ne_and_not_hold_where_there_is_no_value() {
    assert!(matches(r#"nickName ne "x""#));
    assert!(matches(r#"not (nickName eq "x")"#));
    assert!(matches(r#"not (favouriteColour eq "blue")"#));
}

#[test]
fn and_binds_closer_than_or_and_not_closer_than_and() {
    assert_eq!(shown("title pr or nickName pr and active pr"), "title pr or (nickName pr and active pr)");
    assert_eq!(shown("(title pr or nickName pr) and active pr"), "(title pr or nickName pr) and active pr");
    assert_eq!(shown("not (title pr) and active pr"), "not (title pr) and active pr");
}

#[test]
fn what_cannot_be_read_or_compared_is_an_invalid_filter() {
    let deep = format!("{}title pr{}", "(".repeat(30), ")".repeat(30));
    let long = format!(r#"userName eq "{}""#, "x".repeat(9_000));
    let many = vec!["title pr"; 300].join(" or ");
    for text in [
        "",
        "userName",
        "userName eq",
        r#"userName zz "x""#,
        r#"userName eq "x"#,
        r#"userName eq "x" and"#,
        r#"userName eq "x" userName eq "y""#,
        r#"(userName eq "x""#,
        r#"userName eq "x")"#,
        r#"emails[type eq "work""#,
        "emails[]",
        r#"emails[type eq "work"] zz "x""#,
        r#"name[givenName eq "x"]"#,
        r#"emails.value[type eq "x"]"#,
        r#"name eq "Ada""#,
        "active gt true",
        r#"active co "t""#,
        r#"active eq "maybe""#,
        "active gt null",
        r#"meta.created co "2026""#,
        r#"meta.created gt "yesterday""#,
        r#"x509Certificates.value gt "x""#,
        r#"userName eq "\ud800""#,
        r#"userName eq "\u0000""#,
        r#"userName eq "x"; DROP TABLE users"#,
        "not title pr",
        r#"emails[type eq "work"] . value eq "x""#,
        "1st eq 2",
        &deep,
        &long,
        &many,
    ] {
        let error = Filter::parse(ResourceType::User, text).expect_err(text);
        assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidFilter)), "{text}");
    }
}

#[test]
fn an_injection_is_a_value_like_any_other() {
    let text = r#"userName eq "x\" or active eq true or userName eq \"y""#;
    assert_eq!(
        parse(text),
        Filter::Compare {
            path: AttributePath::parse(ResourceType::User, "userName").unwrap(),
            op: CompareOp::Eq,
            value: CompareValue::Text(r#"x" or active eq true or userName eq "y"#.to_owned()),
        }
    );
}

#[test]
fn groups_are_filtered_by_their_own_attributes() {
    let filter = Filter::parse(ResourceType::Group, r#"displayName eq "Sales""#).unwrap();
    assert!(filter.matches(json!({"displayName": "SALES"}).as_object().unwrap()));
    assert!(Filter::parse(ResourceType::Group, r#"members[value eq "x"]"#).is_ok());
}

fn any_path() -> impl Strategy<Value = AttributePath> {
    let names = [
        "userName",
        "externalId",
        "name.givenName",
        "emails.value",
        "emails.type",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref",
        "urn:8x8:scim:schemas:extension:8x8user:2.0:User:site",
    ];
    prop::sample::select(names.to_vec())
        .prop_map(|name| AttributePath::parse(ResourceType::User, name).unwrap())
}

fn any_op() -> impl Strategy<Value = CompareOp> {
    prop::sample::select(vec![
        CompareOp::Eq,
        CompareOp::Co,
        CompareOp::Sw,
        CompareOp::Ew,
        CompareOp::Gt,
        CompareOp::Ge,
        CompareOp::Lt,
        CompareOp::Le,
    ])
}

fn any_leaf() -> impl Strategy<Value = Filter> {
    prop_oneof![
        (any_path(), any_op(), "[^\\x00]{0,12}").prop_map(|(path, op, text)| Filter::Compare {
            path,
            op,
            value: CompareValue::Text(text)
        }),
        any_path().prop_map(Filter::Present),
        any::<bool>().prop_map(|flag| Filter::Compare {
            path: AttributePath::parse(ResourceType::User, "active").unwrap(),
            op: CompareOp::Eq,
            value: CompareValue::Boolean(flag)
        }),
        (0i64..2_000_000_000_000).prop_map(|ms| Filter::Compare {
            path: AttributePath::parse(ResourceType::User, "meta.created").unwrap(),
            op: CompareOp::Ge,
            value: CompareValue::DateTime(Timestamp(ms))
        }),
        ("[a-z]{1,8}", any::<bool>()).prop_map(|(kind, primary)| {
            let attribute = AttributePath::parse(ResourceType::User, "emails").unwrap();
            let part = |name| attribute.with(attribute.attribute.sub_attribute(name).unwrap());
            let terms = vec![
                Filter::Compare { path: part("type"), op: CompareOp::Eq, value: CompareValue::Text(kind) },
                Filter::Compare {
                    path: part("primary"),
                    op: CompareOp::Eq,
                    value: CompareValue::Boolean(primary),
                },
            ];
            Filter::ValuePath { attribute, filter: Box::new(Filter::And(terms)) }
        }),
    ]
}

/// The grammar flattens `a and (b and c)`; so does this.
fn joined(terms: Vec<Filter>, and: bool) -> Filter {
    let flat = terms.into_iter().flat_map(|term| match term {
        Filter::And(inner) if and => inner,
        Filter::Or(inner) if !and => inner,
        other => vec![other],
    });
    if and { Filter::And(flat.collect()) } else { Filter::Or(flat.collect()) }
}

fn any_filter() -> impl Strategy<Value = Filter> {
    any_leaf().prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (prop::collection::vec(inner.clone(), 2..4), any::<bool>())
                .prop_map(|(terms, and)| joined(terms, and)),
            inner.prop_map(|filter| Filter::Not(Box::new(filter))),
        ]
    })
}

proptest! {
    #[test]
    fn a_filter_reads_back_as_it_is_shown(filter in any_filter()) {
        let text = filter.to_string();
        prop_assert_eq!(Filter::parse(ResourceType::User, &text), Ok(filter), "{}", text);
    }

    #[test]
    fn not_is_the_opposite(filter in any_filter()) {
        let not = Filter::Not(Box::new(filter.clone()));
        prop_assert_eq!(filter.matches(&ada()), !not.matches(&ada()));
    }

    #[test]
    fn any_text_is_a_filter_or_refused_but_never_panics(text in "\\PC{0,100}") {
        let _ = Filter::parse(ResourceType::User, &text);
    }

    #[test]
    fn what_almost_is_a_filter_never_panics(words in prop::collection::vec(prop::sample::select(vec![
        "userName", "emails", "[", "]", "(", ")", "eq", "pr", "and", "or", "not", "\"x\"", "true", ".value", "é", "\"", "$ref",
    ]), 0..14), joint in " ?") {
        let _ = Filter::parse(ResourceType::User, &words.join(&joint));
    }
}
