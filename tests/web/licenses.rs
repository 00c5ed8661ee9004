//! `/licenses`: plans with their seats, and the rules that give them.

use std::sync::Arc;

use api::license_rules::{self, LicenseRule};
use api::licenses::{Create, List, Plan, PlanRef};
use domain::{LicenseRuleId, PlanId, Timestamp};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, described, fill, page};

const NOON: Timestamp = Timestamp(1_700_000_000_000);

pub fn plan(id: u128, name: &str, seats: u64, used: u64) -> Plan {
    Plan {
        id: PlanId(id),
        name: name.to_owned(),
        seats,
        used,
        free: seats - used,
        deactivated: 2,
        rules: 0,
        created_at: NOON,
        updated_at: NOON,
        version: 3,
    }
}

fn rule(enabled: bool) -> LicenseRule {
    LicenseRule {
        id: LicenseRuleId(1),
        plan: PlanRef { id: PlanId(1), name: "X4".to_owned() },
        site: None,
        department: Some("R&D".to_owned()),
        enabled,
        position: 1,
        created_at: NOON,
        updated_at: NOON,
        version: 1,
    }
}

async fn open(plans: Vec<Plan>) -> (Arc<Fake>, Stage) {
    let fake = Fake::new();
    fake.answer::<List>(move |_| Ok(page(plans.clone())));
    fake.answer::<license_rules::List>(|_| Ok(page(vec![rule(false)])));
    let stage = Stage::open("/licenses", &fake).await;
    (fake, stage)
}

#[wasm_bindgen_test]
async fn r16_a_plan_shows_its_seats_and_leads_to_who_holds_it() {
    let (_, stage) = open(vec![plan(1, "X4", 50, 48)]).await;
    stage.wait_for(Role::RowHeader, "X4").await;
    let holders = stage.find(Role::Link, "48").unwrap().get_attribute("href").unwrap();
    assert_eq!(holders, "/users?license=pln_00000000000000000000000000000001");
    let reclaimable = stage.find(Role::Link, "2").unwrap().get_attribute("href").unwrap();
    assert_eq!(reclaimable, "/users?license=pln_00000000000000000000000000000001&status=deactivated");
}

#[wasm_bindgen_test]
async fn a_plan_is_made_with_its_seats() {
    let (fake, stage) = open(vec![]).await;
    fake.answer::<Create>(|_| Ok(plan(2, "X2", 25, 0)));
    stage.wait_for(Role::Button, "New plan").await.click();
    fill(&stage.wait_for(Role::Textbox, "Name").await, "X2");
    fill(&stage.wait_for(Role::Textbox, "Seats").await, "25");
    stage.wait_for(Role::Button, "Create plan").await.click();
    stage.wait_for_text("X2 was created.").await;
    assert_eq!(fake.sent::<Create>()[0].body["seats"], 25);
}

#[wasm_bindgen_test]
async fn r16_a_plan_that_people_hold_is_not_deleted_and_the_button_says_why() {
    let (_, stage) = open(vec![plan(1, "X4", 50, 48)]).await;
    stage.wait_for(Role::Button, "Change X4").await.click();
    let delete = stage.wait_for(Role::Button, "Delete plan").await;
    assert_eq!(delete.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(described(&delete).contains("48 people hold this licence"), "{}", described(&delete));
}

#[wasm_bindgen_test]
async fn a_rule_is_off_until_it_is_switched_on() {
    let (fake, stage) = open(vec![plan(1, "X4", 50, 48)]).await;
    fake.answer::<license_rules::Edit>(|_| Ok(rule(true)));
    let switch = stage.wait_for(Role::Switch, "X4 for people of the department R&D").await;
    assert_eq!(switch.get_attribute("aria-checked").as_deref(), Some("false"));
    switch.click();
    crate::support::until("the edit", || fake.sent::<license_rules::Edit>().first().map(|_| ())).await;
}
