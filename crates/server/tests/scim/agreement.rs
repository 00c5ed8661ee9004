//! A filter has two readers: SQL, and the matcher in memory that a PATCH uses. They agree, on both databases.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use scim::Filter;
use scim::schema::ResourceType;
use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

/// Filters that are tried.
const FILTERS: usize = 400;

/// People in whom few values meet in many ways: other cases, accents, wildcards of LIKE, nothing at all.
fn people() -> Vec<Value> {
    let values = ["ada", "Ada", "ÀDA", "a%a", "a_a", "b\\b", "é", ""];
    let mut all = Vec::new();
    for (at, value) in values.into_iter().enumerate() {
        let mut user = json!({
            "schemas": [USER, ENTERPRISE], "userName": format!("{value}.{at}"), "externalId": format!("X{value}"),
            "active": at % 3 != 0, "name": {"givenName": value, "familyName": values[(at + 3) % 8]},
        });
        if at % 2 == 0 {
            user["title"] = values[(at + 1) % 8].into();
            user["nickName"] = values[(at + 5) % 8].into();
            user["emails"] = json!([{"type": "work", "value": format!("{value}@x.y"), "primary": true}, {"type": "home", "value": "ada"}]);
        }
        if at % 3 == 1 {
            user["phoneNumbers"] =
                json!([{"type": "mobile", "value": values[at]}, {"type": "fax", "value": "a%a"}]);
            user["addresses"] = json!([{"type": "work", "country": values[(at + 2) % 8], "locality": "Ada"}]);
            user[ENTERPRISE] = json!({"department": values[(at + 4) % 8], "costCenter": values[at], "manager": {"value": "ada"}});
        }
        all.push(user);
    }
    all
}

fn comparison(paths: &'static [&'static str]) -> impl Strategy<Value = String> {
    let values = ["ada", "ADA", "àda", "a", "%", "_", "a%a", "\\\\", "é", "É", "x.y", "", "b", "zz", "Xada"];
    let ops = vec!["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];
    let compared =
        (prop::sample::select(paths), prop::sample::select(ops), prop::sample::select(values.to_vec()));
    prop_oneof![
        6 => compared.prop_map(|(path, op, value)| format!("{path} {op} \"{value}\"")),
        1 => prop::sample::select(paths).prop_map(|path| format!("{path} pr")),
    ]
}

const PATHS: &[&str] = &[
    "userName",
    "externalId",
    "title",
    "nickName",
    "displayName",
    "name.givenName",
    "name.familyName",
    "emails",
    "emails.type",
    "phoneNumbers.value",
    "addresses.country",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
    "costCenter",
    "manager.value",
    "roles",
    "shoeSize",
];
const PARTS: &[&str] = &["value", "type", "display"];

fn filter() -> impl Strategy<Value = String> {
    let element = prop_oneof![
        comparison(PARTS),
        (comparison(PARTS), comparison(PARTS)).prop_map(|(a, b)| format!("{a} and {b}")),
        (comparison(PARTS), comparison(PARTS)).prop_map(|(a, b)| format!("not ({a}) or {b}")),
    ];
    let leaf = prop_oneof![
        6 => comparison(PATHS),
        3 => (prop::sample::select(&["emails", "phoneNumbers"][..]), element).prop_map(|(list, inner)| format!("{list}[{inner}]")),
        1 => Just("active eq true".to_owned()),
        1 => Just("active eq \"False\"".to_owned()),
        1 => Just("title eq null".to_owned()),
        1 => Just("meta.created gt \"2011-05-13T04:42:34Z\"".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} and ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} or {b}")),
            inner.prop_map(|a| format!("not ({a})")),
        ]
    })
}

fn ids(resources: &[Value]) -> Vec<&str> {
    let mut ids: Vec<&str> = resources.iter().filter_map(|resource| resource["id"].as_str()).collect();
    ids.sort_unstable();
    ids
}

on_both! {
    async fn sql_finds_whom_the_matcher_finds(w: &World) {
        let entra = Idp::connect(w).await;
        for person in people() {
            entra.post("/Users", person).await.expect(201);
        }
        let everybody = entra.get("/Users").await.expect(200)["Resources"].as_array().unwrap().clone();
        let mut runner = TestRunner::deterministic();
        let (mut answered, mut found_some) = (0, 0);
        for _ in 0..FILTERS {
            let text = filter().new_tree(&mut runner).unwrap().current();
            let parsed = Filter::parse(ResourceType::User, &text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let reply = entra.get(&filtered(&text)).await;
            if reply.status == 400 {
                assert!(reply.body["detail"].as_str().unwrap().contains("cannot filter users by"), "{text}: {}", reply.body);
                continue;
            }
            let found = reply.expect(200)["Resources"].as_array().unwrap().clone();
            let matching: Vec<Value> =
                everybody.iter().filter(|user| parsed.matches(user.as_object().unwrap())).cloned().collect();
            assert_eq!(ids(&found), ids(&matching), "{text}");
            answered += 1;
            found_some += usize::from(!found.is_empty() && found.len() < everybody.len());
        }
        assert!(answered > FILTERS * 9 / 10 && found_some > FILTERS / 3, "{answered} answered, {found_some} told apart");
    }
}
