//! `/sites` and `/sites/:id`.

use std::sync::{Arc, Mutex};

use api::problem::FieldError;
use api::sites::{
    AddFormerName, Create, DismissUnmatched, Edit, Get, List, ListUnmatched, Site, UnmatchedSite,
};
use api::{Code, NoContent, Problem};
use domain::{Reason, Role as Right, Timestamp};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::support::{Fake, Role, Stage, described, fill, page, site, until};

const LONDON: &str = "sit_00000000000000000000000000000001";

fn unmatched(name: &str) -> UnmatchedSite {
    UnmatchedSite {
        name: name.to_owned(),
        requests: 7,
        first_seen_at: Timestamp(1_700_000_000_000),
        last_seen_at: Timestamp(1_700_000_000_000),
        last_username: "ada@contoso.com".to_owned(),
    }
}

/// A server with London, to which the identity provider sent another name for it.
fn sent() -> (Arc<Fake>, Arc<Mutex<Vec<UnmatchedSite>>>) {
    let (fake, names) = (Fake::new(), Arc::new(Mutex::new(vec![unmatched("Londn")])));
    let read = Arc::clone(&names);
    fake.answer::<List>(|_| Ok(page(vec![site(1, "London")])));
    fake.answer::<ListUnmatched>(move |_| Ok(page(read.lock().unwrap().clone())));
    (fake, names)
}

#[wasm_bindgen_test]
async fn r13_a_name_that_no_site_has_is_mapped_to_one() {
    let (fake, names) = sent();
    fake.answer::<AddFormerName>(move |_| {
        names.lock().unwrap().clear();
        Ok(Site { former_names: vec!["Londn".to_owned()], ..site(1, "London") })
    });
    let stage = Stage::open("/sites", &fake).await;
    stage.wait_for(Role::Heading, "1 unknown name of a site").await;
    let log = stage.find(Role::Link, "ada@contoso.com").unwrap().get_attribute("href").unwrap();
    assert_eq!(log, "/provisioning?outcome=refused&subject=ada%40contoso.com");
    stage.wait_for(Role::Button, "Map to a site… Londn").await.click();
    stage.wait_for_text("“Londn” becomes a former name of the site").await;
    fill(&stage.wait_for(Role::Combobox, "Site").await, LONDON);
    stage.wait_for(Role::Button, "Map to this site").await.click();
    stage.wait_for_text("“Londn” now means London.").await;
    let sent = fake.sent::<AddFormerName>().remove(0);
    assert!(sent.url.contains(LONDON), "{}", sent.url);
    assert_eq!(sent.body, serde_json::json!({ "name": "Londn" }));
    stage.wait_without(Role::Heading, "1 unknown name of a site").await;
    until("the focus", || document().active_element().filter(|e| e.tag_name() == "H1")).await;
}

#[wasm_bindgen_test]
async fn r14_a_name_that_another_site_got_meanwhile_is_refused_at_the_choice() {
    let (fake, _) = sent();
    fake.answer::<AddFormerName>(|_| {
        Err(Problem::fields(vec![FieldError::refused("name", Reason::SiteNameTaken)]))
    });
    let stage = Stage::open("/sites", &fake).await;
    stage.wait_for(Role::Button, "Map to a site… Londn").await.click();
    let choice = stage.wait_for(Role::Combobox, "Site").await;
    stage.wait_for(Role::Button, "Map to this site").await.click();
    until("the missing choice", || described(&choice).contains("Fill this in.").then_some(())).await;
    assert!(fake.sent::<AddFormerName>().is_empty());
    fill(&choice, LONDON);
    stage.wait_for(Role::Button, "Map to this site").await.click();
    until("the refusal", || described(&choice).contains("Another site has this name").then_some(())).await;
}

#[wasm_bindgen_test]
async fn r13_the_site_that_was_sent_is_made_with_its_name_filled_in() {
    let (fake, names) = sent();
    fake.answer::<Create>(move |_| {
        names.lock().unwrap().clear();
        Ok(site(2, "Londn"))
    });
    let stage = Stage::open("/sites", &fake).await;
    stage.wait_for(Role::Button, "Create this site Londn").await.click();
    let name = stage.wait_for(Role::Textbox, "Name").await;
    assert_eq!(name.unchecked_ref::<HtmlInputElement>().value(), "Londn");
    stage.wait_for(Role::Button, "Create site").await.click();
    stage.wait_for_text("Londn was created.").await;
    assert_eq!(fake.sent::<Create>()[0].body["name"], "Londn");
}

#[wasm_bindgen_test]
async fn r13_a_name_can_be_dismissed() {
    let (fake, names) = sent();
    fake.answer::<DismissUnmatched>(move |_| {
        names.lock().unwrap().clear();
        Ok(NoContent {})
    });
    let stage = Stage::open("/sites", &fake).await;
    stage.wait_for(Role::Button, "Dismiss Londn").await.click();
    stage.wait_for_text("The name is no longer listed.").await;
    stage.wait_without(Role::Button, "Dismiss Londn").await;
    assert_eq!(fake.sent::<DismissUnmatched>()[0].body["name"], "Londn");
}

#[wasm_bindgen_test]
async fn r32_an_auditor_sees_unknown_names_and_why_nothing_can_be_done_with_them() {
    let (fake, _) = sent();
    fake.sign_in(Right::Auditor);
    let stage = Stage::open("/sites", &fake).await;
    for act in ["Map to a site… Londn", "Create this site Londn", "Dismiss Londn"] {
        let button = stage.wait_for(Role::Button, act).await;
        assert!(described(&button).contains("Your role does not let you"), "{act}");
    }
}

fn with_details() -> Site {
    Site {
        address: Some("1 Long Lane\nLondon SE1".to_owned()),
        time_zone: Some("Europe/London".to_owned()),
        locale: Some("en-GB".to_owned()),
        ..site(1, "London")
    }
}

#[wasm_bindgen_test]
async fn the_details_of_a_site_are_shown_and_only_what_is_changed_is_sent() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(with_details()));
    fake.answer::<Edit>(|_| Ok(Site { version: 2, ..with_details() }));
    let stage = Stage::open(&["/sites/", LONDON].concat(), &fake).await;
    stage.wait_for_text("Europe/London").await;
    assert!(stage.says("1 Long Lane London SE1"));
    assert!(stage.says("British English (en-GB)"));
    stage.wait_for(Role::Button, "Edit details").await.click();
    fill(&stage.wait_for(Role::Textbox, "Address").await, "2 Long Lane\nLondon");
    fill(&stage.wait_for(Role::Combobox, "Language").await, "");
    stage.wait_for(Role::Button, "Save changes").await.click();
    stage.wait_for_text("London was changed.").await;
    let sent = fake.sent::<Edit>().remove(0);
    let body =
        serde_json::json!({ "keep_former_name": true, "address": "2 Long Lane\nLondon", "locale": "" });
    assert_eq!(sent.body, body);
    assert!(sent.headers.contains(&("If-Match", "\"1\"".to_owned())));
}

#[wasm_bindgen_test]
async fn an_address_that_is_not_accepted_is_said_at_its_field_and_a_quicker_change_too() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(with_details()));
    fake.answer::<Edit>(|_| Err(Problem::new(Code::ChangedElsewhere, "Look at what is different.")));
    let stage = Stage::open(&["/sites/", LONDON].concat(), &fake).await;
    stage.wait_for(Role::Button, "Edit details").await.click();
    let address = stage.wait_for(Role::Textbox, "Address").await;
    let says = |words: &'static str| described(&address).contains(words).then_some(());
    fill(&address, &"line\n".repeat(30));
    stage.wait_for(Role::Button, "Save changes").await.click();
    until("the error", || says("Use at most")).await;
    assert!(fake.sent::<Edit>().is_empty());
    fill(&address, "2 Long Lane");
    stage.wait_for(Role::Button, "Save changes").await.click();
    stage.wait_for_text("Somebody else changed this").await;
    assert_eq!(address.unchecked_ref::<HtmlInputElement>().value(), "2 Long Lane");
}
