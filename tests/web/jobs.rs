//! `/jobs`: work on many people, how far it is, and what became of each of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use api::events::Subject;
use api::history::Change;
use api::jobs::{Cancel, Get, Job, JobCounts, JobRow, List, ListRows, RowProblem, Undo};
use api::{Code, Problem};
use domain::validation::Invalid;
use domain::{JobId, JobKind, JobState, RowState, Timestamp, UserId};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, described, page, until};

const PATH: &str = "/jobs/job_00000000000000000000000000000001";

/// A job of three people that is over: one changed, one refused, one as they were.
pub fn job(kind: JobKind, state: JobState) -> Job {
    Job {
        id: JobId(1),
        kind,
        state,
        created_by: UserId(7),
        created_by_name: "Olive Owner".to_owned(),
        total: 3,
        done: 3,
        counts: JobCounts { changed: 1, refused: 1, unchanged: 1, ..JobCounts::default() },
        failure: None,
        import_id: None,
        undoes: None,
        undone_by: None,
        can_undo: false,
        created_at: Timestamp(1_700_000_000_000),
        started_at: None,
        finished_at: None,
    }
}

/// Ada, whose department has changed, and a line that is refused for its site.
pub fn rows() -> Vec<JobRow> {
    let (from, to) = (Some("R&D".to_owned()), Some("Analytics".to_owned()));
    let problem = RowProblem {
        field: Some("site".to_owned()),
        column: Some("Office".to_owned()),
        value: Some("Atlantis".to_owned()),
        invalid: Some(Invalid::NotAChoice),
        ..RowProblem::told("There is no site named “Atlantis”.".to_owned())
    };
    vec![
        JobRow {
            position: 2,
            state: RowState::Changed,
            user_id: Some(UserId(1)),
            name: "Ada Lovelace".to_owned(),
            changes: vec![Change { field: "department".to_owned(), from, to }],
            problems: Vec::new(),
        },
        JobRow {
            position: 9,
            state: RowState::Refused,
            user_id: None,
            name: "bruno@contoso.com".to_owned(),
            changes: Vec::new(),
            problems: vec![problem],
        },
    ]
}

async fn open(job: Job) -> (Arc<Fake>, Stage) {
    let fake = Fake::new();
    fake.answer::<Get>(move |_| Ok(job.clone()));
    fake.answer::<ListRows>(|_| Ok(page(rows())));
    let stage = Stage::open(PATH, &fake).await;
    (fake, stage)
}

#[wasm_bindgen_test]
async fn a_job_says_who_started_it_and_what_became_of_each_person() {
    let (_, stage) = open(job(JobKind::UsersBulk, JobState::Done)).await;
    stage.wait_for(Role::Heading, "Change to many people").await;
    let person = stage.wait_for(Role::Link, "Ada Lovelace").await;
    assert_eq!(person.get_attribute("href").unwrap(), "/users/usr_00000000000000000000000000000001");
    for words in ["Olive Owner", "3 of 3 done", "Department", "R&D", "Analytics"] {
        assert!(stage.says(words), "{words}");
    }
    assert!(stage.says("Office “Atlantis”: There is nothing of this name here."));
    assert!(!stage.says("Line 2"), "a job on people has no lines");
    assert!(stage.find(Role::Button, "Cancel job").is_none());
}

#[wasm_bindgen_test]
async fn the_counts_are_filters_in_the_url_and_the_file_has_the_same() {
    let (fake, stage) = open(job(JobKind::UsersBulk, JobState::Done)).await;
    stage.wait_for(Role::Link, "Refused 1").await.click();
    until("the filter", || {
        fake.sent::<ListRows>().last().filter(|sent| sent.url.ends_with("?state=refused")).map(drop)
    })
    .await;
    let file = stage.find(Role::Link, "Export CSV").unwrap().get_attribute("href").unwrap();
    assert!(file.ends_with("/rows.csv?state=refused"), "{file}");
    assert!(stage.find(Role::Link, "Created 0").is_none(), "nothing leads to nobody");
}

#[wasm_bindgen_test]
async fn the_progress_follows_the_server_and_the_job_can_be_stopped() {
    let fake = Fake::new();
    let done = Arc::new(AtomicU64::new(1));
    let now = Arc::clone(&done);
    fake.answer::<Get>(move |_| {
        let (done, state) = match now.load(Ordering::Relaxed) {
            3 => (3, JobState::Done),
            done => (done, JobState::Running),
        };
        Ok(Job { done, ..job(JobKind::UsersBulk, state) })
    });
    fake.answer::<ListRows>(|_| Ok(page(rows())));
    fake.answer::<Cancel>(|_| Err(Problem::new(Code::Unavailable, "")));
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for_text("1 of 3 done").await;
    stage.wait_for(Role::Button, "Cancel job").await.click();
    stage.wait_for_text("Wait a moment, then try again.").await;
    done.store(2, Ordering::Relaxed);
    stage.announce(Subject::Job, &JobId(1).to_string());
    stage.wait_for_text("2 of 3 done").await;
    done.store(3, Ordering::Relaxed);
    stage.announce(Subject::Job, &JobId(1).to_string());
    stage.wait_without(Role::Button, "Cancel job").await;
    assert!(stage.says("3 of 3 done"));
}

#[wasm_bindgen_test]
async fn an_undo_says_what_stays_and_leads_to_its_own_job() {
    let done = Job { can_undo: true, ..job(JobKind::UsersBulk, JobState::Done) };
    let (fake, stage) = open(done).await;
    fake.answer::<Undo>(|_| Ok(Job { id: JobId(2), ..job(JobKind::UsersUndo, JobState::Queued) }));
    stage.wait_for(Role::Button, "Undo").await.click();
    stage.wait_for(Role::AlertDialog, "Undo this job?").await;
    assert!(stage.says("A value that somebody has changed since is left alone."));
    stage.all(Role::Button).into_iter().rfind(|button| button.inner_text().trim() == "Undo").unwrap().click();
    until("the other job", || fake.sent::<Get>().last().filter(|sent| sent.url.ends_with("02")).map(drop))
        .await;
}

#[wasm_bindgen_test]
async fn r32_an_auditor_sees_the_job_and_why_it_is_not_theirs_to_undo() {
    let fake = Fake::new();
    fake.sign_in(domain::Role::Auditor);
    fake.answer::<Get>(|_| Ok(Job { can_undo: true, ..job(JobKind::UsersBulk, JobState::Done) }));
    fake.answer::<ListRows>(|_| Ok(page(rows())));
    let stage = Stage::open(PATH, &fake).await;
    let undo = stage.wait_for(Role::Button, "Undo").await;
    assert_eq!(undo.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(described(&undo).contains("Your role does not let you change users"));
}

#[wasm_bindgen_test]
async fn a_job_that_could_not_go_on_says_why() {
    let failure = Some("The file is gone. Upload it again.".to_owned());
    let (_, stage) = open(Job { failure, ..job(JobKind::UsersImport, JobState::Failed) }).await;
    stage.wait_for(Role::Alert, "The job could not go on The file is gone. Upload it again.").await;
    stage.wait_for_text("Stopped by an error").await;
    stage.wait_for_text("Line 9").await;
}

#[wasm_bindgen_test]
async fn the_list_has_each_job_with_its_state_and_what_it_came_to() {
    let fake = Fake::new();
    fake.answer::<List>(|_| {
        let running = Job { id: JobId(2), done: 1, ..job(JobKind::UsersImport, JobState::Running) };
        Ok(page(vec![running, job(JobKind::UsersBulk, JobState::Done)]))
    });
    let stage = Stage::open("/jobs", &fake).await;
    let link = stage.wait_for(Role::Link, "Change to many people").await;
    assert_eq!(link.get_attribute("href").unwrap(), PATH);
    assert!(stage.says("Changed 1, Unchanged 1, Refused 1"));
    assert!(stage.says("1 of 3 done"));
    fake.answer::<List>(|_| Ok(page(Vec::new())));
    stage.announce(Subject::Job, "");
    stage.wait_for(Role::Heading, "No jobs yet").await;
}
