//! `/identity`: how long sessions last, and the domains of the organization (R26).

use std::sync::{Arc, Mutex};

use api::domains::{self, Domain, NewDomain};
use api::sessions::{EditLimits, GetLimits, SessionLimits, SessionLimitsEdit};
use api::{Code, NoContent, Problem, provisioning};
use domain::validation::Invalid;
use domain::{Reason, Role as Right, Timestamp};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::support::{Fake, Role, Stage, described, fill, overview, page, until};

fn limits(idle_minutes: u32) -> SessionLimits {
    SessionLimits { idle_minutes, longest_minutes: 720, version: 3 }
}

fn contoso(verified: bool) -> Domain {
    Domain {
        name: "contoso.com".to_owned(),
        record_name: "_rollcall.contoso.com".to_owned(),
        record_value: "rollcall=7f3a".to_owned(),
        verified_at: verified.then_some(Timestamp(1_700_000_000_000)),
    }
}

fn server(known: Vec<Domain>) -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<provisioning::Get>(|_| Ok(overview().provisioning));
    fake.answer::<GetLimits>(|_| Ok(limits(60)));
    fake.answer::<domains::List>(move |_| Ok(page(known.clone())));
    fake
}

#[wasm_bindgen_test]
async fn the_limits_of_sessions_are_changed_for_the_version_that_was_seen() {
    let fake = server(Vec::new());
    let now = Arc::new(Mutex::new(limits(60)));
    let (read, written) = (Arc::clone(&now), Arc::clone(&now));
    fake.answer::<GetLimits>(move |_| Ok(*read.lock().unwrap()));
    fake.answer::<EditLimits>(move |_| {
        *written.lock().unwrap() = limits(30);
        Ok(limits(30))
    });
    let stage = Stage::open("/identity", &fake).await;
    let idle = stage.wait_for(Role::Spinbutton, "Minutes without a request").await;
    until("what is", || (idle.unchecked_ref::<HtmlInputElement>().value() == "60").then_some(())).await;
    stage.wait_for_text("The limits hold for open sessions, too").await;
    fill(&idle, "30");
    stage.wait_for(Role::Button, "Save changes").await.click();
    stage.wait_for_text("Saved").await;
    let sent = fake.sent::<EditLimits>().remove(0);
    let body: SessionLimitsEdit = serde_json::from_value(sent.body).unwrap();
    assert_eq!(body, SessionLimitsEdit { idle_minutes: Some(30), longest_minutes: Some(720) });
    assert!(sent.headers.contains(&("If-Match", "\"3\"".to_owned())), "{:?}", sent.headers);
    assert_eq!(idle.unchecked_ref::<HtmlInputElement>().value(), "30");
}

#[wasm_bindgen_test]
async fn limits_that_are_not_saved_are_asked_about_before_they_are_lost() {
    let stage = Stage::open("/identity", &server(Vec::new())).await;
    fill(&stage.wait_for(Role::Spinbutton, "Minutes without a request").await, "30");
    stage.wait_for(Role::Link, "Home").await.click();
    stage.wait_for(Role::AlertDialog, "Discard your changes?").await;
}

#[wasm_bindgen_test]
async fn limits_outside_of_the_range_are_said_at_the_field_and_not_sent() {
    let fake = server(Vec::new());
    let stage = Stage::open("/identity", &fake).await;
    let longest = stage.wait_for(Role::Spinbutton, "Minutes at the longest").await;
    for wrong in ["14", "10081", ""] {
        fill(&longest, wrong);
        stage.wait_for(Role::Button, "Save changes").await.click();
        until("the error", || described(&longest).contains("Take a number from 15 to").then_some(())).await;
    }
    assert!(fake.sent::<EditLimits>().is_empty());
}

#[wasm_bindgen_test]
async fn limits_that_somebody_else_has_changed_are_not_overwritten() {
    let fake = server(Vec::new());
    fake.answer::<EditLimits>(|_| Err(Problem::new(Code::ChangedElsewhere, "Changed.")));
    let stage = Stage::open("/identity", &fake).await;
    fill(&stage.wait_for(Role::Spinbutton, "Minutes without a request").await, "30");
    stage.wait_for(Role::Button, "Save changes").await.click();
    stage.wait_for_text("Somebody else changed this").await;
}

#[wasm_bindgen_test]
async fn a_domain_is_added_with_the_record_to_copy() {
    let fake = server(Vec::new());
    let known = Arc::new(Mutex::new(Vec::new()));
    let (read, written) = (Arc::clone(&known), Arc::clone(&known));
    fake.answer::<domains::List>(move |_| Ok(page(read.lock().unwrap().clone())));
    fake.answer::<domains::Create>(move |sent| {
        let body: NewDomain = serde_json::from_value(sent.body.clone()).unwrap();
        if body.name != "contoso.com" {
            let mut problem = Problem::new(Code::InvalidFields, "No.");
            problem.errors.push(api::problem::FieldError::invalid("name", Invalid::NotADomain));
            return Err(problem);
        }
        written.lock().unwrap().push(contoso(false));
        Ok(contoso(false))
    });
    let stage = Stage::open("/identity", &fake).await;
    stage.wait_for(Role::Heading, "No domains yet").await;
    let name = stage.wait_for(Role::Textbox, "Domain").await;
    let add = stage.wait_for(Role::Button, "Add domain").await;
    fill(&name, "contoso");
    add.click();
    until("the error", || described(&name).contains("Write a domain, such as example.com.").then_some(()))
        .await;
    fill(&name, " contoso.com ");
    add.click();
    stage.wait_for_text("contoso.com was added. Set its TXT record now.").await;
    stage.wait_for_text("_rollcall.contoso.com").await;
    assert!(stage.says("rollcall=7f3a"));
    assert!(stage.says("Waiting for the record"));
    assert!(stage.find(Role::Button, "Copy Name of the TXT record").is_some());
    assert!(stage.find(Role::Button, "Copy Value of the TXT record").is_some());
}

#[wasm_bindgen_test]
async fn r26_a_domain_is_proven_by_its_record_and_says_what_to_do_while_that_is_not_found() {
    let fake = server(vec![contoso(false)]);
    let problem =
        Problem { reason: Some(Reason::DomainNotProven), ..Problem::new(Code::Refused, "Not there.") };
    fake.answer::<domains::Verify>(move |_| Err(problem.clone()));
    let stage = Stage::open("/identity", &fake).await;
    let check = stage.wait_for(Role::Button, "Check now: contoso.com").await;
    check.click();
    stage.wait_for_text("It can take an hour until a new record is seen everywhere").await;
    fake.answer::<domains::Verify>(|_| Ok(contoso(true)));
    fake.answer::<domains::List>(|_| Ok(page(vec![contoso(true)])));
    check.click();
    stage.wait_for_text("contoso.com is proven.").await;
    stage.wait_without(Role::Button, "Check now: contoso.com").await;
    assert!(fake.sent::<domains::Verify>()[0].url.ends_with("/domains/contoso.com/verify"));
}

#[wasm_bindgen_test]
async fn a_domain_is_removed_only_after_a_question() {
    let fake = server(vec![contoso(true)]);
    fake.answer::<domains::Delete>(|_| Ok(NoContent {}));
    let stage = Stage::open("/identity", &fake).await;
    stage.wait_for(Role::Button, "Remove contoso.com").await.click();
    stage.wait_for(Role::AlertDialog, "Remove the domain contoso.com?").await;
    assert!(fake.sent::<domains::Delete>().is_empty());
    fake.answer::<domains::List>(|_| Ok(page(Vec::new())));
    stage.wait_for(Role::Button, "Remove").await.click();
    stage.wait_for_text("contoso.com was removed.").await;
    stage.wait_for(Role::Heading, "No domains yet").await;
}

#[wasm_bindgen_test]
async fn r32_an_auditor_sees_limits_and_domains_and_changes_neither() {
    let fake = server(vec![contoso(false)]);
    fake.sign_in(Right::Auditor);
    let stage = Stage::open("/identity", &fake).await;
    stage.wait_for(Role::Spinbutton, "Minutes without a request").await;
    for name in ["Save changes", "Add domain", "Check now: contoso.com", "Remove contoso.com"] {
        let button = stage.wait_for(Role::Button, name).await;
        assert_eq!(button.get_attribute("aria-disabled").as_deref(), Some("true"), "{name}");
        assert!(!described(&button).is_empty(), "{name}");
    }
}

#[wasm_bindgen_test]
async fn what_cannot_be_read_does_not_take_the_rest_of_the_page_away() {
    let fake = server(Vec::new());
    fake.answer::<GetLimits>(|_| Err(Problem::new(Code::Internal, "The error was logged.")));
    let stage = Stage::open("/identity", &fake).await;
    stage.wait_for_text("Something went wrong on our side").await;
    stage.wait_for(Role::Heading, "No domains yet").await;
    let log = stage.all(Role::Link).into_iter().filter(|link| crate::support::name(link) == "Sign-in log");
    assert_eq!(log.count(), 2, "in the sidebar and on the page");
}
