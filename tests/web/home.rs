//! `/`, Home.

use api::events::Subject;
use api::home::{Get, Home};
use api::provisioning::{Provisioning, Token};
use api::{Code, Problem};
use domain::{Role as Right, Timestamp, TokenId};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, overview};

#[wasm_bindgen_test]
async fn a_new_organization_is_led_through_its_first_steps() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| {
        let provisioning = Provisioning { enabled: false, last_call_at: None, ..overview().provisioning };
        Ok(Home { sites: 0, managed_users: 0, provisioning, ..overview() })
    });
    let stage = Stage::open("/", &fake).await;
    stage.wait_for(Role::Heading, "Getting started").await;
    for step in ["Create a site", "Switch user provisioning on", "Receive the first user"] {
        assert!(stage.find(Role::Heading, step).is_some(), "{step}");
    }
    let link = stage.find(Role::Link, "Create a site").unwrap();
    assert_eq!(link.get_attribute("href").unwrap(), "/sites");
}

#[wasm_bindgen_test]
async fn once_all_steps_are_done_they_are_gone_and_nothing_needs_attention() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(overview()));
    let stage = Stage::open("/", &fake).await;
    stage.wait_for(Role::Link, "Users").await;
    assert!(stage.find(Role::Heading, "Getting started").is_none());
    assert!(stage.find(Role::Heading, "Needs attention").is_none());
    stage.wait_for_text("1,240").await;
}

#[wasm_bindgen_test]
async fn r29_what_needs_attention_comes_with_its_remedy() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| {
        let token = |name: &str, expires_at: Timestamp| Token {
            id: TokenId(1),
            name: name.to_owned(),
            last_four: "a9f2".to_owned(),
            created_at: Timestamp(0),
            created_by: "Olga Owner".to_owned(),
            expires_at: Some(expires_at),
            last_used_at: None,
            last_used_address: None,
        };
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
        let now = Timestamp(js_sys::Date::now() as i64);
        let hours = |hours: i64| now.plus_ms(hours * 3_600_000);
        let tokens = [("entra", hours(-1)), ("okta", hours(6 * 24 + 1)), ("spare", hours(20 * 24 + 1))];
        let expiring_tokens = tokens.map(|(name, at)| token(name, at)).into();
        Ok(Home { users_without_site: 17, expiring_tokens, ..overview() })
    });
    let stage = Stage::open("/", &fake).await;
    stage.wait_for(Role::Heading, "Needs attention").await;
    stage.wait_for_text("The provisioning token “entra” has expired").await;
    stage.wait_for_text("The provisioning token “okta” stops working in 6 days").await;
    stage.wait_for_text("The provisioning token “spare” stops working in 20 days").await;
    stage.wait_for_text("17 active users have no site").await;
    let remedy = stage.find(Role::Link, "Show these users").unwrap();
    assert_eq!(remedy.get_attribute("href").unwrap(), "/users?status=active&site=none");
}

#[wasm_bindgen_test]
async fn r13_unknown_names_of_sites_need_attention_and_lead_to_the_sites() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(Home { unmatched_sites: 2, ..overview() }));
    let stage = Stage::open("/", &fake).await;
    stage.wait_for_text("Your identity provider sends 2 unknown names of sites").await;
    let remedy = stage.find(Role::Link, "Show these names").unwrap();
    assert_eq!(remedy.get_attribute("href").unwrap(), "/sites");
}

#[wasm_bindgen_test]
async fn figures_follow_live_events() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(overview()));
    let stage = Stage::open("/", &fake).await;
    stage.wait_for_text("1,240").await;
    fake.answer::<Get>(|_| Ok(Home { users: 1_241, ..overview() }));
    stage.announce(Subject::User, "usr_00000000000000000000000000000001");
    stage.wait_for_text("1,241").await;
}

#[wasm_bindgen_test]
async fn a_failure_says_what_happened_and_can_be_tried_again() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| {
        let problem = Problem::new(Code::Internal, "The error was logged.");
        Err(Problem { request_id: "req_7".to_owned(), ..problem })
    });
    let stage = Stage::open("/", &fake).await;
    stage.wait_for_text("Something went wrong on our side").await;
    stage.wait_for_text("Reference for support: req_7").await;
    fake.answer::<Get>(|_| Ok(overview()));
    stage.wait_for(Role::Button, "Try again").await.click();
    stage.wait_for_text("1,240").await;
}

#[wasm_bindgen_test]
async fn r32_a_member_is_offered_their_own_profile_and_no_other_area() {
    let fake = Fake::new();
    fake.sign_in(Right::Member);
    let stage = Stage::open("/", &fake).await;
    stage.wait_for(Role::Link, "My profile").await;
    for area in ["Users", "Sites", "Identity and Security"] {
        assert!(stage.find(Role::Link, area).is_none(), "{area}");
    }
    assert!(fake.sent::<Get>().is_empty());
}
