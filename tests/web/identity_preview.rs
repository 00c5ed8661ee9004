//! The preview before the first synchronization.

use std::sync::Arc;

use api::provisioning_preview::{
    EditUsernames, Preview, PreviewCounts, PreviewProblem, PreviewRow, PreviewSuggestion, Run,
    UsernameResult, UsernameResults,
};
use api::{Code, Problem};
use domain::preview::{Fate, Likeness, Why};
use domain::{ManagedBy, Reason, RetrievalScope, UserId};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, described, fill, until};

const PATH: &str = "/identity/scim/preview";

fn row(why: Why, line: Option<u64>, username: &str) -> PreviewRow {
    let kind = why.fate();
    PreviewRow {
        kind,
        line,
        username: username.to_owned(),
        name: "A Name".to_owned(),
        rule: why.rule().to_owned(),
        message: why.to_string(),
        why,
        user_id: (kind != Fate::Created).then_some(UserId(1)),
    }
}

fn suggestion(id: u128, name: &str, managed_by: ManagedBy) -> PreviewSuggestion {
    PreviewSuggestion {
        user_id: UserId(id),
        name: name.to_owned(),
        username: "old".to_owned(),
        username_there: "new@contoso.com".to_owned(),
        line: 4,
        by: Likeness::Email,
        managed_by,
    }
}

fn found() -> Preview {
    Preview {
        people: 3,
        retrieval_scope: RetrievalScope::AllUsers,
        counts: PreviewCounts {
            linked: 1,
            created: 2_000,
            suggestions: 3,
            problems: 1,
            ..PreviewCounts::default()
        },
        rows: vec![
            row(Why::LocalUser, Some(2), "ada@contoso.com"),
            row(Why::Nobody, Some(3), "nora@contoso.com"),
        ],
        suggestions: vec![
            suggestion(1, "Ada Lovelace", ManagedBy::Local),
            suggestion(2, "Bruno Ruiz", ManagedBy::Local),
            suggestion(3, "Carla Diaz", ManagedBy::IdentityProvider),
        ],
        problems: vec![PreviewProblem { line: 9, message: "This line has 7 values.".to_owned() }],
    }
}

fn fake(preview: Preview) -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<Run>(move |_| Ok(preview.clone()));
    fake
}

async fn compare(stage: &Stage) {
    fill(&stage.wait_for(Role::Textbox, "Content of the file").await, "login\nada");
    stage.wait_for(Role::Button, "Preview").await.click();
    stage.wait_for_any(Role::Table).await;
}

#[wasm_bindgen_test]
async fn a_pasted_list_is_compared_and_shown_by_kind_with_counts() {
    let fake = fake(found());
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for_text("No list yet").await;
    compare(&stage).await;
    assert_eq!(fake.sent::<Run>()[0].body["csv"], "login\nada");
    stage.wait_for_text("3 people were compared.").await;
    stage.wait_for(Role::Link, "Conflict 0").await;
    stage.wait_for(Role::Link, "Will be created 2,000").await.click();
    stage.wait_for(Role::Table, "Will be created").await;
    assert!(stage.says("The first 1,000 of 2,000 are shown."));
    assert!(stage.says("Nobody here has this username, so a new user is created."));
    stage.wait_for(Role::Link, "Unreadable lines 1").await.click();
    stage.wait_for_text("This line has 7 values.").await;
    assert_eq!(fake.sent::<Run>().len(), 1, "another kind is no other request");
}

#[wasm_bindgen_test]
async fn nothing_is_sent_while_there_is_no_list() {
    let fake = fake(found());
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for(Role::Button, "Preview").await.click();
    stage.wait_for_text("Upload a file, or paste a list first.").await;
    let area = stage.wait_for(Role::Textbox, "Content of the file").await;
    assert!(described(&area).contains("Upload a file, or paste a list first."));
    assert!(fake.sent::<Run>().is_empty());
}

#[wasm_bindgen_test]
async fn a_file_that_is_dropped_is_read_and_compared_at_once() {
    let fake = fake(found());
    let stage = Stage::open(PATH, &fake).await;
    let button = stage.wait_for(Role::Button, "Upload a CSV file").await;
    let content = js_sys::Array::of1(&"login\nfrom a file".into());
    let data = web_sys::DataTransfer::new().unwrap();
    let file = web_sys::File::new_with_str_sequence(&content, "users.csv").unwrap();
    data.items().add_with_file(&file).unwrap();
    let init = web_sys::DragEventInit::new();
    init.set_bubbles(true);
    init.set_data_transfer(Some(&data));
    let event = web_sys::DragEvent::new_with_event_init_dict("drop", &init).unwrap();
    button.dispatch_event(&event).unwrap();
    stage.wait_for_any(Role::Table).await;
    assert_eq!(fake.sent::<Run>()[0].body["csv"], "login\nfrom a file");
    assert!(stage.says("users.csv"));
}

#[wasm_bindgen_test]
async fn what_the_server_refuses_is_said_in_its_words() {
    let fake = Fake::new();
    fake.answer::<Run>(|_| Err(Problem::new(Code::InvalidFields, "No column holds usernames.")));
    let stage = Stage::open(PATH, &fake).await;
    fill(&stage.wait_for(Role::Textbox, "Content of the file").await, "nonsense");
    stage.wait_for(Role::Button, "Preview").await.click();
    stage.wait_for_text("No column holds usernames.").await;
}

#[wasm_bindgen_test]
async fn r2_usernames_of_local_users_are_put_right_with_a_result_for_each() {
    let fake = fake(found());
    fake.answer::<EditUsernames>(|_| {
        let result = |id, refused: Option<&str>| UsernameResult {
            user_id: UserId(id),
            refused: refused.map(str::to_owned),
            reason: refused.map(|_| Reason::UsernameTaken),
            invalid: None,
        };
        Ok(UsernameResults {
            results: vec![result(1, None), result(2, Some("Another user has this username."))],
        })
    });
    let stage = Stage::open(&[PATH, "?show=username_differs"].concat(), &fake).await;
    compare(&stage).await;
    assert!(stage.find(Role::Checkbox, "Choose Carla Diaz").is_none(), "managed by the identity provider");
    let button = stage.wait_for(Role::Button, "Put usernames right").await;
    button.click();
    assert!(fake.sent::<EditUsernames>().is_empty());
    stage.wait_for(Role::Checkbox, "Choose all local users").await.click();
    stage.wait_for(Role::Button, "Put 2 usernames right").await.click();
    stage.wait_for_text("1 username was put right, 1 refused").await;
    assert!(stage.says("Another user has this username."));
    let sent = &fake.sent::<EditUsernames>()[0].body["edits"];
    assert_eq!(sent.as_array().unwrap().len(), 2);
    assert_eq!(sent[0]["username"], "new@contoso.com");
    assert!(stage.find(Role::Checkbox, "Choose Ada Lovelace").is_none(), "nothing is left to do for her");
    let again = stage.wait_for(Role::Checkbox, "Choose Bruno Ruiz").await;
    assert!(!again.unchecked_into::<web_sys::HtmlInputElement>().checked());
}

#[wasm_bindgen_test]
async fn r30_while_local_users_are_hidden_no_username_is_put_right() {
    let hidden = Preview { retrieval_scope: RetrievalScope::CreatedByIdentityProvider, ..found() };
    let fake = fake(hidden);
    let stage = Stage::open(PATH, &fake).await;
    compare(&stage).await;
    stage.wait_for_text("Nobody will be linked").await;
    stage.wait_for(Role::Checkbox, "Choose Ada Lovelace").await.click();
    let button = stage.wait_for(Role::Button, "Put 1 username right").await;
    until("the button is off", || button.get_attribute("aria-disabled")).await;
    button.click();
    assert!(fake.sent::<EditUsernames>().is_empty());
}
