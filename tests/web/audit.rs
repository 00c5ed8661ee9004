//! `/audit`: who did what to what.

use api::audit::{AuditEntry, List};
use api::events::Subject;
use api::history::{Action, ActorKind, Change};
use domain::{EventId, Timestamp};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, fill, page, until};

fn entry(id: u128) -> AuditEntry {
    AuditEntry {
        id: EventId(id),
        at: Timestamp(1_700_000_000_000),
        actor: ActorKind::Person,
        actor_id: None,
        actor_name: "Olive Owner".to_owned(),
        action: Action::UserEdited,
        subject: Subject::User,
        subject_id: "usr_00000000000000000000000000000001".to_owned(),
        subject_name: "Ada Lovelace".to_owned(),
        changes: vec![Change { field: "department".to_owned(), from: None, to: Some("R&D".to_owned()) }],
        address: Some("203.0.113.7".to_owned()),
        request_id: None,
    }
}

async fn open(entries: Vec<AuditEntry>) -> (std::sync::Arc<Fake>, Stage) {
    let fake = Fake::new();
    fake.answer::<List>(move |_| Ok(page(entries.clone())));
    let stage = Stage::open("/audit", &fake).await;
    (fake, stage)
}

#[wasm_bindgen_test]
async fn r33_an_entry_says_who_what_and_from_what_to_what() {
    let (_, stage) = open(vec![entry(1)]).await;
    let person = stage.wait_for(Role::Link, "Ada Lovelace").await;
    assert_eq!(person.get_attribute("href").unwrap(), "/users/usr_00000000000000000000000000000001");
    for words in ["Changed the profile", "Olive Owner", "203.0.113.7", "1 value", "Department", "R&D"] {
        assert!(stage.says(words), "{words}");
    }
}

#[wasm_bindgen_test]
async fn filters_are_in_the_url_and_the_file_has_the_same() {
    let (fake, stage) = open(vec![entry(1)]).await;
    stage.wait_for(Role::Link, "Ada Lovelace").await;
    fill(&stage.wait_for(Role::Combobox, "By").await, "identity_provider");
    until("the filter", || {
        fake.sent::<List>().last().filter(|sent| sent.url.contains("actor=identity_provider")).map(drop)
    })
    .await;
    let file = stage.find(Role::Link, "Export CSV").unwrap().get_attribute("href").unwrap();
    assert_eq!(file, "/api/v1/audit/export?actor=identity_provider");
}

#[wasm_bindgen_test]
async fn an_empty_log_says_what_will_be_here() {
    let (_, stage) = open(vec![]).await;
    stage.wait_for(Role::Heading, "Nothing was done yet").await;
}
