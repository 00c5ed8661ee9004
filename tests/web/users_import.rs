//! `/users/import`: people from a file.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use api::jobs::{self, Job, JobCounts, ListRows};
use api::users_import::{Check, Encoding, Get, Import, MappedColumn, Run, Upload};
use api::{Code, Problem};
use domain::{Field, ImportId, JobId, JobKind, JobState, Timestamp};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::jobs::{job, rows};
use crate::support::{Fake, Role, Stage, described, fill, page, until};

const PATH: &str = "/users/import/imp_00000000000000000000000000000005";

fn import() -> Import {
    let texts = |texts: [&str; 3]| texts.map(str::to_owned).to_vec();
    Import {
        id: ImportId(5),
        created_at: Timestamp(1_700_000_000_000),
        encoding: Encoding::Utf8,
        delimiter: ",".to_owned(),
        size: 90,
        lines: 3,
        header: texts(["login", "Office", "Cost centre"]),
        sample: vec![texts(["ada@contoso.com", "London", "4711"])],
        mapping: vec![
            MappedColumn { column: 0, field: Field::Username },
            MappedColumn { column: 1, field: Field::Site },
        ],
        check_job: None,
        run_job: None,
    }
}

fn check(state: JobState) -> Job {
    let counts = JobCounts { created: 1, changed: 1, refused: 1, ..JobCounts::default() };
    Job { import_id: Some(ImportId(5)), counts, ..job(JobKind::UsersImportCheck, state) }
}

fn file() -> web_sys::File {
    let content = js_sys::Array::of1(&"login\nada@contoso.com".into());
    web_sys::File::new_with_str_sequence(&content, "people.csv").unwrap()
}

fn drop_on(element: &web_sys::HtmlElement) {
    let data = web_sys::DataTransfer::new().unwrap();
    data.items().add_with_file(&file()).unwrap();
    let init = web_sys::DragEventInit::new();
    init.set_bubbles(true);
    init.set_data_transfer(Some(&data));
    let event = web_sys::DragEvent::new_with_event_init_dict("drop", &init).unwrap();
    element.dispatch_event(&event).unwrap();
}

#[wasm_bindgen_test]
async fn a_file_is_uploaded_as_it_is_and_its_columns_are_shown() {
    let fake = Fake::new();
    fake.answer::<Upload>(|_| Ok(import()));
    fake.answer::<Get>(|_| Ok(import()));
    let stage = Stage::open("/users/import", &fake).await;
    drop_on(&stage.wait_for(Role::Button, "Choose a CSV file").await);
    stage.wait_for(Role::RowHeader, "Cost centre").await;
    let sent = &fake.sent::<Upload>()[0];
    assert_eq!((sent.file, sent.url.as_str()), (Some(21.0), "/api/v1/users/import"));
    assert!(stage.says("4711"));
}

#[wasm_bindgen_test]
async fn an_encoding_that_is_not_known_is_asked_for_and_the_file_sent_again() {
    let fake = Fake::new();
    fake.answer::<Upload>(|sent| {
        let known = sent.url.ends_with("?encoding=windows-1252");
        known.then(import).ok_or_else(|| Problem::new(Code::EncodingNeeded, "Line 2 is not in UTF-8."))
    });
    fake.answer::<Get>(|_| Ok(import()));
    let stage = Stage::open("/users/import", &fake).await;
    drop_on(&stage.wait_for(Role::Button, "Choose a CSV file").await);
    stage.wait_for(Role::Combobox, "Encoding of the file").await;
    stage.wait_for(Role::Button, "Upload with this encoding").await.click();
    stage.wait_for(Role::RowHeader, "login").await;
    assert_eq!(fake.sent::<Upload>().len(), 2);
}

#[wasm_bindgen_test]
async fn a_file_that_is_refused_says_why() {
    let fake = Fake::new();
    fake.answer::<Upload>(|_| Err(Problem::new(Code::InvalidFields, "The file is empty.")));
    let stage = Stage::open("/users/import", &fake).await;
    drop_on(&stage.wait_for(Role::Button, "Choose a CSV file").await);
    stage.wait_for(Role::Alert, "The file is empty.").await;
}

#[wasm_bindgen_test]
async fn r32_an_auditor_is_told_why_no_file_is_taken() {
    let fake = Fake::new();
    fake.sign_in(domain::Role::Auditor);
    let stage = Stage::open("/users/import", &fake).await;
    let choose = stage.wait_for(Role::Button, "Choose a CSV file").await;
    assert!(described(&choose).contains("Your role does not let you change users"));
    drop_on(&choose);
    assert!(fake.sent::<Upload>().is_empty());
}

#[wasm_bindgen_test]
async fn the_columns_are_matched_before_the_check() {
    let fake = Fake::new();
    let started = Arc::new(AtomicBool::new(false));
    let known = Arc::clone(&started);
    fake.answer::<Get>(move |_| {
        let check_job = known.load(Ordering::Relaxed).then_some(JobId(1));
        Ok(Import { check_job, ..import() })
    });
    fake.answer::<Check>(move |_| {
        started.store(true, Ordering::Relaxed);
        Ok(check(JobState::Queued))
    });
    fake.answer::<jobs::Get>(|_| Ok(check(JobState::Running)));
    fake.answer::<ListRows>(|_| Ok(page(Vec::new())));
    let stage = Stage::open(PATH, &fake).await;
    let login = stage.wait_for(Role::Combobox, "Field of login").await;
    fill(&login, "");
    let button = stage.wait_for(Role::Button, "Check").await;
    until("the reason", || described(&button).contains("holds the username").then_some(())).await;
    fill(&login, "username");
    fill(&stage.find(Role::Combobox, "Field of Cost centre").unwrap(), "site");
    until("the reason", || described(&button).contains("Two columns are Site").then_some(())).await;
    fill(&stage.find(Role::Combobox, "Field of Cost centre").unwrap(), "department");
    stage.find(Role::Checkbox, "An empty cell clears the field").unwrap().click();
    button.click();
    stage.wait_for(Role::Heading, "What would happen").await;
    let sent = &fake.sent::<Check>()[0].body;
    assert_eq!(sent["mapping"][2], serde_json::json!({ "column": 2, "field": "department" }));
    assert_eq!(sent["clear_empty"], true);
    let import = stage.wait_for(Role::Button, "Import 2 rows").await;
    assert!(described(&import).contains("The check is not over yet."));
}

#[wasm_bindgen_test]
async fn the_check_shows_what_would_happen_and_the_good_rows_are_taken_in() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(Import { check_job: Some(JobId(1)), ..import() }));
    fake.answer::<jobs::Get>(|_| Ok(check(JobState::Done)));
    fake.answer::<ListRows>(|_| Ok(page(rows())));
    fake.answer::<Run>(|_| Ok(Job { id: JobId(3), ..job(JobKind::UsersImport, JobState::Queued) }));
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for(Role::Link, "To be created 1").await;
    stage.wait_for_text("Office “Atlantis”: There is nothing of this name here.").await;
    assert!(stage.says("Line 9"));
    let mend = stage.find(Role::Link, "Download the rows to mend").unwrap().get_attribute("href").unwrap();
    assert!(mend.ends_with("/failed.csv"), "{mend}");
    stage.wait_for(Role::Button, "Import 2 rows").await.click();
    until("the job", || fake.sent::<jobs::Get>().last().filter(|sent| sent.url.ends_with("03")).map(drop))
        .await;
}

#[wasm_bindgen_test]
async fn a_file_that_was_taken_in_leads_to_its_job_and_is_not_taken_in_twice() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(Import { check_job: Some(JobId(1)), run_job: Some(JobId(3)), ..import() }));
    fake.answer::<jobs::Get>(|sent| match sent.url.ends_with("03") {
        true => Ok(Job { id: JobId(3), ..job(JobKind::UsersImport, JobState::Done) }),
        false => Ok(check(JobState::Done)),
    });
    fake.answer::<ListRows>(|_| Ok(page(rows())));
    let stage = Stage::open(PATH, &fake).await;
    let to = stage.wait_for(Role::Link, "Show the import").await;
    assert_eq!(to.get_attribute("href").unwrap(), "/jobs/job_00000000000000000000000000000003");
    let button = stage.wait_for(Role::Button, "Import 2 rows").await;
    assert!(described(&button).contains("This file was imported already."));
    assert!(stage.find(Role::Button, "Check").is_none());
}
