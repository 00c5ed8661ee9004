//! `/provisioning`, the provisioning log (R31).

use api::events::Subject;
use api::provisioning_log::{
    Day, Entry, EntryDetail, Get, GetHealth, Health, IgnoredPart, List, PathChange, RawRequest,
};
use api::{Code, Problem};
use domain::{Cause, Effect, IdentityProvider, LogId, Operation, Outcome, ResourceKind, Timestamp, UserId};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, fill, managed, page, user};

fn entry(id: u128) -> Entry {
    Entry {
        id: LogId(id),
        at: Timestamp(1_700_000_000_000),
        operation: Operation::Patch,
        resource: ResourceKind::User,
        outcome: Outcome::Changed,
        status: 200,
        effect: Effect::UserChanged,
        found: None,
        cause: None,
        reason: None,
        user_id: Some(UserId(1)),
        subject: "Ada Lovelace".to_owned(),
        changed: vec!["title".to_owned()],
        token_name: Some("entra".to_owned()),
    }
}

fn refused(id: u128) -> Entry {
    Entry {
        operation: Operation::Create,
        outcome: Outcome::Refused,
        status: 400,
        effect: Effect::None,
        cause: Some(Cause::UnknownSite),
        reason: Some(Cause::UnknownSite.words().to_owned()),
        user_id: None,
        subject: "grace.hopper@contoso.com".to_owned(),
        changed: Vec::new(),
        ..entry(id)
    }
}

fn detail(entry: Entry) -> EntryDetail {
    EntryDetail {
        entry,
        identity_provider: IdentityProvider::Entra,
        scim_type: None,
        detail: None,
        expected: None,
        received: None,
        place: None,
        advice: None,
        changes: Vec::new(),
        ignored: Vec::new(),
        address: "192.0.2.1".to_owned(),
        request_id: "req_7".to_owned(),
        duration_ms: 12,
        request: RawRequest {
            method: "PATCH".to_owned(),
            path: "/scim/contoso/v2/Users/1".to_owned(),
            body: "{\n  \"password\": \"•••\"\n}".to_owned(),
        },
    }
}

fn health() -> Health {
    let day = |at| Day { day: Timestamp(at), calls: 40, changed: 3, refused: 2 };
    Health {
        enabled: true,
        identity_provider: IdentityProvider::Entra,
        last_call_at: Some(Timestamp(1_700_000_000_000)),
        next_expected_at: Some(Timestamp(4_102_444_800_000)),
        days: (0..30).map(day).collect(),
    }
}

/// The log with those entries.
async fn open(path: &str, entries: Vec<Entry>) -> (std::sync::Arc<Fake>, Stage) {
    let fake = Fake::new();
    fake.answer::<GetHealth>(|_| Ok(health()));
    fake.answer::<List>(move |_| Ok(page(entries.clone())));
    let stage = Stage::open(path, &fake).await;
    (fake, stage)
}

#[wasm_bindgen_test]
async fn r31_an_entry_says_its_effect_and_leads_to_the_person_and_to_its_own_page() {
    let (_, stage) = open("/provisioning", vec![refused(2), entry(1)]).await;
    let link = stage.wait_for(Role::Link, "Changed the user").await;
    assert_eq!(link.get_attribute("href").unwrap(), "/provisioning/log_00000000000000000000000000000001");
    let person = stage.find(Role::Link, "Ada Lovelace").unwrap();
    assert_eq!(person.get_attribute("href").unwrap(), "/users/usr_00000000000000000000000000000001");
    assert!(stage.find(Role::Link, "No site has this name").is_some());
    assert!(stage.says("1–2 of 2"));
}

#[wasm_bindgen_test]
async fn r31_health_tells_the_next_call_and_what_was_refused_today() {
    let (_, stage) = open("/provisioning", vec![entry(1)]).await;
    stage.wait_for_text("expected before").await;
    stage.wait_for_text("40 calls, 3 changed something, 2 refused").await;
}

#[wasm_bindgen_test]
async fn reads_are_hidden_until_they_are_asked_for_and_filters_are_in_the_url() {
    let (fake, stage) = open("/provisioning", vec![entry(1)]).await;
    stage.wait_for(Role::Link, "Ada Lovelace").await;
    assert!(fake.sent::<List>()[0].url.contains("hide_reads=true"));
    fill(&stage.wait_for(Role::Combobox, "Reads").await, "shown");
    fill(&stage.wait_for(Role::Combobox, "Outcome").await, "refused");
    let asked = crate::support::until("both filters", || {
        fake.sent::<List>().last().map(|sent| sent.url.clone()).filter(|url| url.contains("outcome=refused"))
    })
    .await;
    assert!(!asked.contains("hide_reads"), "{asked}");
    let search = leptos::prelude::window().location().search().unwrap();
    assert_eq!(search, "?reads=shown&outcome=refused");
    assert!(stage.find(Role::Link, "Clear search and filters").is_some());
}

#[wasm_bindgen_test]
async fn new_entries_come_in_by_the_feed_and_are_announced_together() {
    let (fake, stage) = open("/provisioning", vec![entry(1)]).await;
    stage.wait_for(Role::Link, "Changed the user").await;
    fake.answer::<List>(|_| Ok(page(vec![refused(3), refused(2), entry(1)])));
    stage.announce(Subject::ProvisioningLog, "log_00000000000000000000000000000003");
    stage.wait_for_text("2 new entries").await;
    assert_eq!(stage.all(Role::Row).len(), 3);
}

#[wasm_bindgen_test]
async fn while_paused_the_entries_stay_and_new_ones_wait() {
    let (fake, stage) = open("/provisioning", vec![entry(1)]).await;
    stage.wait_for(Role::Link, "Changed the user").await;
    stage.wait_for(Role::Button, "Pause").await.click();
    stage.wait_for(Role::Button, "Resume").await;
    fake.answer::<List>(|_| Ok(page(vec![refused(2), entry(1)])));
    stage.announce(Subject::ProvisioningLog, "log_00000000000000000000000000000002");
    stage.wait_for_text("1 new entry").await;
    assert_eq!(stage.all(Role::Row).len(), 1);
    stage.find(Role::Button, "Resume").unwrap().click();
    stage.wait_for(Role::Link, "No site has this name").await;
}

#[wasm_bindgen_test]
async fn r31_a_refusal_is_explained_with_where_to_mend_it() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| {
        Ok(EntryDetail {
            scim_type: Some("invalidValue".to_owned()),
            detail: Some("There is no site named \"Atlantis\".".to_owned()),
            expected: Some("the name of a site: London".to_owned()),
            received: Some("Atlantis".to_owned()),
            place: Some(Cause::UnknownSite.place(IdentityProvider::Entra).to_owned()),
            advice: Some(Cause::UnknownSite.advice().to_owned()),
            ..detail(refused(2))
        })
    });
    let stage = Stage::open("/provisioning/log_00000000000000000000000000000002", &fake).await;
    stage.wait_for(Role::Heading, "No site has this name").await;
    for words in [
        "the name of a site: London",
        "Atlantis",
        "Enterprise applications › your app › Provisioning › Attribute mapping",
        "400 invalidValue",
        "req_7",
    ] {
        stage.wait_for_text(words).await;
    }
    assert!(stage.find(Role::Link, "Open the person").is_none());
}

#[wasm_bindgen_test]
async fn r31_changes_are_a_table_and_the_request_is_behind_a_disclosure() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| {
        let change = |path: &str, from: Option<&str>, to: &str| PathChange {
            path: path.to_owned(),
            from: from.map(str::to_owned),
            to: Some(to.to_owned()),
        };
        Ok(EntryDetail {
            changes: vec![change("title", Some("Analyst"), "Lead"), change("locale", None, "en-GB")],
            ignored: vec![IgnoredPart { path: "favouriteColour".to_owned(), why: "Left aside.".to_owned() }],
            ..detail(entry(1))
        })
    });
    let stage = Stage::open("/provisioning/log_00000000000000000000000000000001", &fake).await;
    stage.wait_for(Role::Heading, "Changed the user").await;
    stage.wait_for(Role::RowHeader, "title").await;
    stage.wait_for_text("favouriteColour").await;
    let log = stage.wait_for(Role::Link, "All requests about this person").await;
    assert_eq!(log.get_attribute("href").unwrap(), "/provisioning?user=usr_00000000000000000000000000000001");
    assert!(leptos::prelude::document().query_selector("details[open]").unwrap().is_none());
}

#[wasm_bindgen_test]
async fn an_empty_log_leads_to_the_settings_and_a_filtered_one_back() {
    let (_, stage) = open("/provisioning", Vec::new()).await;
    stage.wait_for(Role::Heading, "No requests yet").await;
    assert!(stage.find(Role::Link, "Set up provisioning").is_some());
    drop(stage);
    let (_, stage) = open("/provisioning?outcome=failed", Vec::new()).await;
    stage.wait_for(Role::Heading, "Nothing matches").await;
    stage.wait_for(Role::Link, "Clear search and filters").await.click();
    stage.wait_for(Role::Heading, "No requests yet").await;
}

#[wasm_bindgen_test]
async fn a_failure_says_what_happened_and_can_be_tried_again() {
    let (fake, stage) = {
        let fake = Fake::new();
        fake.answer::<GetHealth>(|_| Ok(health()));
        fake.answer::<List>(|_| Err(Problem::new(Code::Internal, "The error was logged.")));
        let stage = Stage::open("/provisioning", &fake).await;
        (fake, stage)
    };
    stage.wait_for_text("Something went wrong on our side").await;
    fake.answer::<List>(|_| Ok(page(vec![entry(1)])));
    stage.wait_for(Role::Button, "Try again").await.click();
    stage.wait_for(Role::Link, "Changed the user").await;
}

#[wasm_bindgen_test]
async fn whoever_the_identity_provider_manages_leads_to_their_requests() {
    let fake = Fake::new();
    fake.answer::<api::users::Get>(|_| Ok(managed(user(1, "Ada", "Lovelace"))));
    let stage = Stage::open("/users/usr_00000000000000000000000000000001", &fake).await;
    stage.wait_for_text("Ada Lovelace").await;
    let href = "/provisioning?user=usr_00000000000000000000000000000001";
    crate::support::until("the link to the log", || {
        let links = stage.all(Role::Link);
        links.into_iter().find(|link| link.get_attribute("href").as_deref() == Some(href))
    })
    .await;
}
