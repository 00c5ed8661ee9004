//! `/provisioning/guard`: unusually many deactivations by the identity provider.

use api::home;
use api::provisioning_guard::{Deactivated, Dismiss, Get, Guard, MassChange, Undo, Undone};
use domain::{Role as Right, Timestamp, UserId};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, overview};

fn nothing() -> Guard {
    Guard { percent: 20, minimum: 10, change: None }
}

fn change() -> Guard {
    let ada = Deactivated { id: UserId(1), name: "Ada Lovelace".to_owned() };
    let (from, to) = (Timestamp(1_700_000_000_000), Timestamp(1_700_001_800_000));
    Guard { change: Some(MassChange { from, to, people: 312, share: 26, first: vec![ada] }), ..nothing() }
}

#[wasm_bindgen_test]
async fn home_tells_it_first_and_leads_there() {
    let fake = Fake::new();
    fake.answer::<home::Get>(|_| {
        Ok(home::Home { mass_change: Some(312), users_without_site: 17, ..overview() })
    });
    let stage = Stage::open("/", &fake).await;
    stage.wait_for_text("Your identity provider deactivated 312 people within an hour").await;
    let link = stage.find(Role::Link, "See who it was").unwrap();
    assert_eq!(link.get_attribute("href").unwrap(), "/provisioning/guard");
}

#[wasm_bindgen_test]
async fn the_people_are_reactivated_after_a_question_that_says_what_may_follow() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(change()));
    fake.answer::<Undo>(|_| Ok(Undone { reactivated: 311, refused: 1 }));
    let stage = Stage::open("/provisioning/guard", &fake).await;
    stage.wait_for_text("312 people, 26 % of those it manages").await;
    let ada = stage.find(Role::Link, "Ada Lovelace").unwrap();
    assert_eq!(ada.get_attribute("href").unwrap(), "/users/usr_00000000000000000000000000000001");
    stage.wait_for_text("and 311 more").await;
    stage.wait_for(Role::Button, "Reactivate them").await.click();
    stage.wait_for_text("Their sessions stay ended").await;
    stage.wait_for_text("may deactivate them again in its next cycle").await;
    assert!(fake.sent::<Undo>().is_empty());
    fake.answer::<Get>(|_| Ok(nothing()));
    let buttons = stage.all(Role::Button);
    let confirm = buttons.into_iter().rfind(|b| crate::support::name(b) == "Reactivate them").unwrap();
    confirm.click();
    stage.wait_for_text("311 people are active again. 1 owner can be reactivated by an owner only.").await;
    stage.wait_for(Role::Heading, "No mass deactivation").await;
    assert_eq!(fake.sent::<Undo>().len(), 1);
}

#[wasm_bindgen_test]
async fn what_was_meant_is_dismissed_without_a_question() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(change()));
    fake.answer::<Dismiss>(|_| Ok(api::NoContent {}));
    let stage = Stage::open("/provisioning/guard", &fake).await;
    let meant = stage.wait_for(Role::Button, "It was meant").await;
    fake.answer::<Get>(|_| Ok(nothing()));
    meant.click();
    stage.wait_for(Role::Heading, "No mass deactivation").await;
    stage.wait_for_text("more than 20 % of its people within an hour").await;
    assert_eq!(fake.sent::<Dismiss>().len(), 1);
    assert!(fake.sent::<Undo>().is_empty());
}

#[wasm_bindgen_test]
async fn r32_an_auditor_sees_it_and_can_do_nothing_about_it() {
    let fake = Fake::new();
    fake.sign_in(Right::Auditor);
    fake.answer::<Get>(|_| Ok(change()));
    let stage = Stage::open("/provisioning/guard", &fake).await;
    let undo = stage.wait_for(Role::Button, "Reactivate them").await;
    assert_eq!(undo.get_attribute("aria-disabled").unwrap(), "true");
}
