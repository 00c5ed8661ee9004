//! `/users`: selecting people, and one change to all of them.

use api::users::List;
use api::users_bulk::{BulkReason, BulkReview, BulkRow, Create, Review};
use api::{Page, history::Change, licenses};
use domain::{IdentityProvider, JobKind, JobState, Reason, Role as Right};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::jobs::job;
use crate::support::{Role, Stage, fill, name, page, until};
use crate::users::{ada, bruno, chiara, three};

fn review() -> BulkReview {
    let managed =
        Reason::ManagedByIdentityProvider { field: domain::Field::Status, provider: IdentityProvider::Entra };
    BulkReview {
        total: 2,
        changed: 1,
        unchanged: 0,
        refused: 1,
        reasons: vec![BulkReason { reason: Some(managed), message: managed.to_string(), people: 1 }],
        changed_rows: vec![BulkRow {
            user_id: chiara().id,
            name: "Chiara Conti".to_owned(),
            username: chiara().username,
            changes: vec![Change {
                field: "status".to_owned(),
                from: Some("active".to_owned()),
                to: Some("deactivated".to_owned()),
            }],
            problems: Vec::new(),
        }],
        refused_rows: vec![BulkRow {
            user_id: ada().id,
            name: "Ada Lovelace".to_owned(),
            username: ada().username,
            changes: Vec::new(),
            problems: vec![managed.into()],
        }],
    }
}

async fn select(stage: &Stage, person: &str) {
    stage.wait_for(Role::Checkbox, &format!("Select {person}")).await.click();
}

async fn choose(stage: &Stage, what: &str) {
    stage.wait_for(Role::Button, "Change…").await.click();
    stage.wait_for(Role::MenuItem, what).await.click();
}

#[wasm_bindgen_test]
async fn a_change_to_many_is_looked_at_before_it_becomes_a_job() {
    let fake = three();
    fake.answer::<Review>(|_| Ok(review()));
    fake.answer::<Create>(|_| Ok(job(JobKind::UsersBulk, JobState::Queued)));
    let stage = Stage::open("/users", &fake).await;
    select(&stage, "Ada Lovelace").await;
    select(&stage, "Chiara Conti").await;
    stage.wait_for_text("2 users selected").await;
    choose(&stage, "Deactivate").await;
    stage.wait_for_text("1 person would be changed.").await;
    stage.wait_for_text("1 person: Activation is managed by Microsoft Entra ID.").await;
    assert!(fake.sent::<Create>().is_empty());
    stage.wait_for(Role::Button, "Change 1 person").await.click();
    until("the job", || (!fake.sent::<Create>().is_empty()).then_some(())).await;
    let sent = &fake.sent::<Create>()[0];
    let ids = [ada().id.to_string(), chiara().id.to_string()];
    assert_eq!(sent.body["selection"]["ids"], serde_json::json!(ids));
    assert_eq!(sent.body["change"], serde_json::json!({ "action": "deactivate" }));
    assert!(sent.headers.iter().any(|(name, _)| *name == "Idempotency-Key"));
    let path = || leptos::prelude::window().location().pathname().unwrap();
    until("the page of the job", || path().starts_with("/jobs/").then_some(())).await;
}

#[wasm_bindgen_test]
async fn all_who_match_are_selected_by_their_filters_but_for_those_taken_out() {
    let fake = three();
    fake.answer::<List>(|_| Ok(Page { total: 1_240, ..page(vec![ada(), bruno(), chiara()]) }));
    fake.answer::<Review>(|_| Ok(review()));
    let stage = Stage::open("/users?status=active&sort=site", &fake).await;
    stage.wait_for(Role::Checkbox, "Select all on this page").await.click();
    stage.wait_for_text("3 users selected").await;
    stage.wait_for(Role::Button, "Select all 1,240 that match").await.click();
    stage.wait_for_text("1,240 users selected").await;
    select(&stage, "Bruno Ruiz").await;
    stage.wait_for_text("1,239 users selected").await;
    choose(&stage, "Hide from the company directory").await;
    until("the review", || (!fake.sent::<Review>().is_empty()).then_some(())).await;
    let selection = fake.sent::<Review>()[0].body["selection"].clone();
    assert_eq!(
        selection,
        serde_json::json!({ "filters": { "status": "active" }, "except": [bruno().id.to_string()] })
    );
}

#[wasm_bindgen_test]
async fn other_filters_end_the_selection() {
    let fake = three();
    let stage = Stage::open("/users?status=active", &fake).await;
    select(&stage, "Ada Lovelace").await;
    stage.wait_for_text("1 user selected").await;
    fill(&stage.wait_for(Role::Combobox, "Status").await, "deactivated");
    until("nobody is selected", || (!stage.says("1 user selected")).then_some(())).await;
}

#[wasm_bindgen_test]
async fn a_licence_for_many_is_chosen_before_it_is_looked_at() {
    let fake = three();
    fake.answer::<licenses::List>(|_| Ok(page(vec![crate::licenses::plan(1, "X1", 10, 2)])));
    fake.answer::<Review>(|_| Ok(review()));
    let stage = Stage::open("/users", &fake).await;
    select(&stage, "Chiara Conti").await;
    choose(&stage, "Give a licence…").await;
    let review = stage.wait_for(Role::Button, "Review the change").await;
    assert_eq!(review.get_attribute("aria-disabled").unwrap(), "true");
    let plan = crate::licenses::plan(1, "X1", 10, 2).id.to_string();
    let choice = stage.wait_for(Role::Combobox, "Licence").await;
    until("the plans", || choice.text_content().unwrap().contains("X1").then_some(())).await;
    fill(&choice, &plan);
    until("the button is on", || review.get_attribute("aria-disabled").is_none().then_some(())).await;
    review.click();
    stage.wait_for_text("1 person would be changed.").await;
    assert_eq!(fake.sent::<Review>()[0].body["change"], serde_json::json!({ "edit": { "plan_id": plan } }));
}

#[wasm_bindgen_test]
async fn r32_an_auditor_reads_why_nobody_is_changed() {
    let fake = three();
    fake.sign_in(Right::Auditor);
    let stage = Stage::open("/users", &fake).await;
    select(&stage, "Ada Lovelace").await;
    stage.wait_for(Role::Button, "Change…").await.click();
    let item = until("the item", || {
        stage.all(Role::MenuItem).into_iter().find(|item| name(item).starts_with("Deactivate"))
    })
    .await;
    assert_eq!(item.get_attribute("aria-disabled").unwrap(), "true");
    assert!(name(&item).contains("Your role does not let you change users."));
}
