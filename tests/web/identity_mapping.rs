//! The attribute mapping.

use std::sync::Arc;

use api::provisioning_mapping::{Get, MappedAttribute, Mapping, MappingPerson, OtherAttribute, ShownIn};
use api::users::List;
use domain::{Field, IdentityProvider, UserId};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, fill, managed, page, user};

const PATH: &str = "/identity/scim/mapping";

fn attribute(scim: &[&str], field: Option<Field>, value: Option<&str>) -> MappedAttribute {
    MappedAttribute {
        entra: "attribute".to_owned(),
        portal: String::new(),
        scim: scim.iter().map(|path| (*path).to_owned()).collect(),
        field,
        shown_in: if field.is_some() { ShownIn::Console } else { ShownIn::Nowhere },
        sent_for: 7,
        sent: true,
        value: value.map(str::to_owned),
    }
}

fn mapping() -> Mapping {
    let site = [
        "urn:8x8:scim:schemas:extension:8x8user:2.0:User:site",
        "urn:ietf:params:scim:schemas:extension:8x8:1.1:User:site",
    ];
    Mapping {
        identity_provider: IdentityProvider::Entra,
        person: Some(MappingPerson {
            id: UserId(1),
            name: "Ada Lovelace".to_owned(),
            username: "ada".to_owned(),
        }),
        managed_users: 9,
        attributes: vec![
            attribute(&["title"], Some(Field::JobTitle), Some("Engineer")),
            attribute(&["externalId"], None, None),
            attribute(&site, Some(Field::Site), None),
        ],
        sampled: 9,
        others: vec![OtherAttribute { scim: "displayName".to_owned(), people: 4 }],
    }
}

fn fake(mapping: Mapping) -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<Get>(move |_| Ok(mapping.clone()));
    fake
}

fn row(stage: &Stage, part: &str) -> String {
    let rows = stage.all(Role::Row);
    let found = rows.iter().find(|row| row.text_content().unwrap_or_default().contains(part));
    found.and_then(|row| row.text_content()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn each_attribute_has_its_field_its_example_and_for_how_many_it_was_sent() {
    let stage = Stage::open(PATH, &fake(mapping())).await;
    stage.wait_for(Role::ColumnHeader, "Values of Ada Lovelace").await;
    assert!(row(&stage, "title").contains("Engineer"));
    assert!(row(&stage, "title").contains("7 of 9"));
    assert!(row(&stage, "8x8user:2.0").contains("urn:ietf:params:scim:schemas:extension:8x8:1.1:User:site"));
    assert!(stage.says("displayName"));
}

#[wasm_bindgen_test]
async fn r21_the_external_id_is_stored_and_not_shown() {
    let stage = Stage::open(PATH, &fake(mapping())).await;
    stage.wait_for_any(Role::Table).await;
    assert!(row(&stage, "externalId").contains("Stored, not shown"));
}

#[wasm_bindgen_test]
async fn another_example_is_found_by_search_and_stands_in_the_url() {
    let fake = fake(mapping());
    fake.answer::<List>(|_| Ok(page(vec![managed(user(5, "Bruno", "Ruiz"))])));
    let stage = Stage::open(PATH, &fake).await;
    fill(&stage.wait_for(Role::SearchBox, "Search for another example").await, "bruno");
    stage.wait_for(Role::Link, "Bruno Ruiz").await.click();
    stage.wait_without(Role::Link, "Bruno Ruiz").await;
    assert!(fake.sent::<List>()[0].url.contains("managed_by=identity_provider"));
    let asked = fake.sent::<Get>().pop().unwrap().url;
    assert!(asked.ends_with(&UserId(5).to_string()), "{asked}");
}

#[wasm_bindgen_test]
async fn before_the_first_person_the_table_is_there_without_an_example() {
    let nobody = Mapping { person: None, managed_users: 0, sampled: 0, others: Vec::new(), ..mapping() };
    let stage = Stage::open(PATH, &fake(nobody)).await;
    stage.wait_for_text("Nobody is managed by the identity provider yet").await;
    assert_eq!(stage.all(Role::Row).len(), 3);
    assert!(stage.find(Role::SearchBox, "Search for another example").is_none());
}
