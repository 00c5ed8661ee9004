//! `/directory`: what everybody of the organization sees of each other.

use api::directory::{DirectoryEntry, List};
use domain::UserId;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, page};

#[wasm_bindgen_test]
async fn r20_people_are_shown_with_numbers_to_call() {
    let fake = Fake::new();
    let ada = DirectoryEntry {
        id: UserId(1),
        name: "Ada Lovelace".to_owned(),
        job_title: Some("Engineer".to_owned()),
        department: Some("R&D".to_owned()),
        site: Some("London".to_owned()),
        extension: Some("204".to_owned()),
        personal_contact_number: None,
        work_contact_number: Some("+44 20 7946 0000".to_owned()),
    };
    fake.answer::<List>(move |_| Ok(page(vec![ada.clone()])));
    let stage = Stage::open("/directory", &fake).await;
    let call = stage.wait_for(Role::Link, "+44 20 7946 0000").await;
    assert_eq!(call.get_attribute("href").unwrap(), "tel:+442079460000");
    for words in ["Ada Lovelace", "Engineer", "R&D", "London", "204", "work"] {
        assert!(stage.says(words), "{words}");
    }
}

#[wasm_bindgen_test]
async fn r19_an_empty_directory_says_who_shows_people() {
    let fake = Fake::new();
    fake.answer::<List>(|_| Ok(page(vec![])));
    let stage = Stage::open("/directory", &fake).await;
    stage.wait_for(Role::Heading, "Nobody is listed yet").await;
}
