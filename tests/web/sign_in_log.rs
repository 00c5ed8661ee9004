//! `/identity/sign-ins`, the sign-in log (R26, R27).

use std::sync::Arc;

use api::events::Subject;
use api::sign_ins::{Get, List, Method, SignIn, Summary};
use api::{Code, Problem};
use domain::sso::{Check, CheckResult, SsoProvider};
use domain::{Role as Right, SignInId, Timestamp, UserId};
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::support::{Fake, Role, Stage, fill, page, until};

const PATH: &str = "/identity/sign-ins";

fn entry(id: u128) -> Summary {
    Summary {
        id: SignInId(id),
        reference: format!("R7KQ-{id}"),
        at: Timestamp(1_700_000_000_000),
        method: Method::Sso,
        success: true,
        username: Some("ada@contoso.com".to_owned()),
        user_id: Some(UserId(1)),
        failed: None,
        address: "203.0.113.7".to_owned(),
    }
}

fn failed(id: u128) -> Summary {
    let failed = CheckResult {
        check: Check::User,
        passed: false,
        expected: "the username of a user".to_owned(),
        received: "grace@contoso.com".to_owned(),
    };
    let username = Some("grace@contoso.com".to_owned());
    Summary { success: false, username, user_id: None, failed: Some(failed), ..entry(id) }
}

fn passed(check: Check) -> CheckResult {
    CheckResult { check, passed: true, expected: String::new(), received: String::new() }
}

fn detail(summary: Summary) -> SignIn {
    SignIn {
        checks: [Check::Form, Check::Signature]
            .map(passed)
            .into_iter()
            .chain(summary.failed.clone())
            .collect(),
        summary,
        provider: Some(SsoProvider::Entra),
        microsoft_error: None,
        attributes: Vec::new(),
        xml: None,
        user_agent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0".to_owned(),
    }
}

fn path(id: u128) -> String {
    [PATH, "/", &SignInId(id).to_string()].concat()
}

async fn open(path: &str, entries: Vec<Summary>) -> (Arc<Fake>, Stage) {
    let fake = Fake::new();
    fake.answer::<List>(move |_| Ok(page(entries.clone())));
    let stage = Stage::open(path, &fake).await;
    (fake, stage)
}

/// The page of one attempt.
async fn open_one(entry: SignIn) -> Stage {
    let fake = Fake::new();
    let at = path(entry.summary.id.0);
    fake.answer::<Get>(move |_| Ok(entry.clone()));
    Stage::open(&at, &fake).await
}

#[wasm_bindgen_test]
async fn each_attempt_says_who_what_came_of_it_how_and_from_where() {
    let emergency = Summary { method: Method::Emergency, username: None, user_id: None, ..entry(3) };
    let (_, stage) = open(PATH, vec![emergency, failed(2), entry(1)]).await;
    let link = stage.wait_for(Role::Link, "grace@contoso.com").await;
    assert_eq!(link.get_attribute("href").unwrap(), path(2));
    for words in
        ["Failed User", "Successful", "Identity provider", "Emergency access", "203.0.113.7", "R7KQ-2"]
    {
        assert!(stage.says(words), "{words}");
    }
    assert!(stage.find(Role::Link, "Not known").is_some());
    assert!(stage.says("1–3 of 3"));
    let area = stage.find(Role::Link, "Sign-in log").unwrap();
    assert_eq!(area.get_attribute("aria-current").unwrap(), "page");
    let around = stage.find(Role::Link, "Identity and Security").unwrap();
    assert_eq!(around.get_attribute("aria-current"), None, "one area is the present one");
}

#[wasm_bindgen_test]
async fn result_search_and_person_are_in_the_url_and_asked_of_the_server() {
    let (fake, stage) = open(PATH, vec![entry(1)]).await;
    fill(&stage.wait_for(Role::Combobox, "Result").await, "false");
    fill(&stage.wait_for(Role::SearchBox, "Search reference or username").await, "R7KQ");
    until("both filters", || {
        fake.sent::<List>().into_iter().find(|sent| sent.url.ends_with("?search=R7KQ&success=false"))
    })
    .await;
    assert_eq!(window().location().search().unwrap(), "?success=false&search=R7KQ");
    drop(stage);
    let person = UserId(1).to_string();
    let (fake, stage) = open(&[PATH, "?user_id=", &person].concat(), vec![entry(1)]).await;
    stage.wait_for_text("Only one person’s sign-ins are shown.").await;
    assert!(fake.sent::<List>()[0].url.ends_with(&["?user_id=", &person].concat()));
}

#[wasm_bindgen_test]
async fn pages_go_by_cursor() {
    let fake = Fake::new();
    fake.answer::<List>(|_| {
        Ok(api::Page { next_cursor: Some("older".to_owned()), total: 2, ..page(vec![entry(2)]) })
    });
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for(Role::Link, "Next page").await.click();
    until("the next page", || fake.sent::<List>().into_iter().find(|sent| sent.url.contains("cursor=older")))
        .await;
}

#[wasm_bindgen_test]
async fn new_attempts_come_in_by_the_feed() {
    let (fake, stage) = open(PATH, vec![entry(1)]).await;
    stage.wait_for(Role::Link, "ada@contoso.com").await;
    fake.answer::<List>(|_| Ok(page(vec![failed(2), entry(1)])));
    stage.announce(Subject::SignIn, &SignInId(2).to_string());
    stage.wait_for(Role::Link, "grace@contoso.com").await;
}

#[wasm_bindgen_test]
async fn an_empty_log_says_what_will_be_here_and_a_filtered_one_leads_back() {
    let (_, stage) = open(PATH, Vec::new()).await;
    stage.wait_for(Role::Heading, "No sign-ins yet").await;
    drop(stage);
    let (_, stage) = open(&[PATH, "?success=false"].concat(), Vec::new()).await;
    stage.wait_for(Role::Heading, "Nothing matches").await;
    stage.wait_for(Role::Link, "Clear search and filters").await.click();
    stage.wait_for(Role::Heading, "No sign-ins yet").await;
}

#[wasm_bindgen_test]
async fn r32_whoever_may_not_read_it_is_told_who_can_and_is_not_led_here() {
    let fake = Fake::new();
    fake.sign_in(Right::Member);
    fake.answer::<List>(|_| Err(Problem::new(Code::Forbidden, "No.")));
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for(Role::Heading, "Your role does not show this").await;
    assert!(stage.find(Role::Link, "Sign-in log").is_none());
}

#[wasm_bindgen_test]
async fn r26_a_failed_attempt_is_explained_with_where_it_is_mended() {
    let stage = open_one(detail(failed(2))).await;
    stage.wait_for(Role::Heading, "Sign-in").await;
    stage.wait_for_text("Failed: User").await;
    for words in [
        "grace@contoso.com",
        "the username of a user",
        "Nobody here has this username.",
        "Microsoft Entra admin center",
        "Firefox on Windows",
        "203.0.113.7",
    ] {
        stage.wait_for_text(words).await;
    }
    let reference = stage.find(Role::Textbox, "Reference").unwrap();
    assert_eq!(reference.unchecked_ref::<HtmlInputElement>().value(), "R7KQ-2");
    assert!(stage.find(Role::Button, "Copy Reference").is_some());
    assert!(stage.find(Role::Link, "Open the person").is_none(), "nobody has this username");
    assert!(stage.find(Role::Link, "Sign-in log").is_some());
}

#[wasm_bindgen_test]
async fn an_attempt_leads_to_the_person_and_to_all_of_theirs() {
    let stage = open_one(detail(entry(1))).await;
    let person = UserId(1).to_string();
    let href = |link: web_sys::HtmlElement| link.get_attribute("href").unwrap();
    let all = href(stage.wait_for(Role::Link, "Sign-ins of this person").await);
    assert_eq!(all, [PATH, "?user_id=", &person].concat());
    assert_eq!(href(stage.wait_for(Role::Link, "Open the person").await), ["/users/", &person].concat());
    stage.wait_for_text("Successful").await;
}

#[wasm_bindgen_test]
async fn a_wrong_password_has_no_checks_and_says_so() {
    let wrong = Summary { method: Method::Password, failed: None, ..failed(2) };
    let stage = open_one(SignIn { provider: None, checks: Vec::new(), ..detail(wrong) }).await;
    stage.wait_for_text("The username or the password was wrong").await;
    assert!(stage.find(Role::Table, "What was checked").is_none());
}

#[wasm_bindgen_test]
async fn an_id_of_no_attempt_is_not_there_and_the_log_is_a_step_away() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Err(Problem::new(Code::NotFound, "No such sign-in.")));
    let stage = Stage::open(&[PATH, "/nonsense"].concat(), &fake).await;
    stage.wait_for(Role::Heading, "Not found").await;
    let links = stage.all(Role::Link);
    let up = links.iter().filter(|link| link.get_attribute("href").as_deref() == Some(PATH));
    assert_eq!(up.count(), 2, "in the sidebar and above the title");
}
