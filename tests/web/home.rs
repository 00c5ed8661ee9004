//! `/`, Home.

use api::events::Subject;
use api::home::{Get, Home};
use api::jobs::{Job, JobCounts};
use api::licenses::{self, Plan, PlanRef};
use api::provisioning::{Provisioning, Token};
use api::users_bulk::Create;
use api::{Code, Problem};
use domain::{JobId, JobKind, JobState, PlanId, Role as Right, Timestamp, TokenId, UserId};
use leptos::prelude::window;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, described, name, overview, page, until};

fn plan(seats: u64, used: u64) -> Plan {
    Plan {
        id: PlanId(u128::from(seats)),
        name: "X".to_owned(),
        seats,
        used,
        free: seats - used,
        deactivated: 0,
        rules: 0,
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
        version: 1,
    }
}

fn job() -> Job {
    Job {
        id: JobId(9),
        kind: JobKind::UsersBulk,
        state: JobState::Queued,
        created_by: UserId(1),
        created_by_name: "Olga Owner".to_owned(),
        total: 12,
        done: 0,
        counts: JobCounts::default(),
        failure: None,
        import_id: None,
        undoes: None,
        undone_by: None,
        can_undo: false,
        created_at: Timestamp(0),
        started_at: None,
        finished_at: None,
    }
}

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

fn short_of_seats() -> Home {
    Home {
        users_without_license: Some(38),
        full_plans: vec![PlanRef { id: PlanId(1), name: "X4".to_owned() }],
        deactivated_license_holders: 12,
        ..overview()
    }
}

#[wasm_bindgen_test]
async fn r16_seats_that_are_missing_or_unused_come_with_their_remedy() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(short_of_seats()));
    fake.answer::<licenses::List>(|_| Ok(page(vec![plan(100, 90), plan(20, 20)])));
    let stage = Stage::open("/", &fake).await;
    stage.wait_for_text("110 of 120 seats used").await;
    stage.wait_for_text("All seats of the plan X4 are taken").await;
    let plans = stage.find(Role::Link, "Show the plans").unwrap();
    assert_eq!(plans.get_attribute("href").unwrap(), "/licenses");
    stage.wait_for_text("12 deactivated users hold a licence").await;
    stage.wait_for_text("38 active users have no licence").await;
    let links = stage.all(Role::Link).into_iter().filter(|link| name(link) == "Show these users");
    let hrefs: Vec<String> = links.filter_map(|link| link.get_attribute("href")).collect();
    assert_eq!(hrefs, ["/users?license=any&status=deactivated", "/users?license=none&status=active"]);
}

#[wasm_bindgen_test]
async fn r17_the_seats_of_deactivated_people_are_freed_by_a_job_once_it_was_asked() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(short_of_seats()));
    fake.answer::<Create>(|_| Err(Problem::new(Code::Unavailable, "Try again.")));
    let stage = Stage::open("/", &fake).await;
    stage.wait_for(Role::Button, "Free these seats").await.click();
    stage.wait_for(Role::AlertDialog, "Take the licences from 12 deactivated users?").await;
    let confirm = || stage.all(Role::Button).into_iter().rfind(|button| name(button) == "Free these seats");
    confirm().unwrap().click();
    stage.wait_for_text("Wait a moment, then try again.").await;
    fake.answer::<Create>(|_| Ok(job()));
    confirm().unwrap().click();
    let at = || window().location().pathname().unwrap();
    until("the page of the job", || (at() == ["/jobs/", &JobId(9).to_string()].concat()).then_some(())).await;
    let expected = serde_json::json!({
        "selection": { "filters": { "status": "deactivated", "license": "any" } },
        "change": { "edit": { "plan_id": "" } },
    });
    assert_eq!(fake.sent::<Create>()[1].body, expected);
}

#[wasm_bindgen_test]
async fn r32_an_auditor_reads_why_seats_cannot_be_freed() {
    let fake = Fake::new();
    fake.sign_in(Right::Auditor);
    fake.answer::<Get>(|_| Ok(short_of_seats()));
    let stage = Stage::open("/", &fake).await;
    let free = stage.wait_for(Role::Button, "Free these seats").await;
    assert!(described(&free).contains("Your role"), "{}", described(&free));
    free.click();
    assert!(stage.find(Role::AlertDialog, "Take the licences from 12 deactivated users?").is_none());
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

#[wasm_bindgen_test]
async fn r24_the_end_of_a_certificate_is_told_four_times_and_then_that_it_is_over() {
    let fake = Fake::new();
    for (days, title, tone) in [
        (59, "expires in", "info"),
        (20, "expires in", "warning"),
        (6, "expires in 6 days", "warning"),
        (1, "expires", "bad"),
        (-1, "has expired", "bad"),
    ] {
        let end = console::platform::time::now()
            .plus_ms(days * domain::timestamp::DAY_MS - if days == 1 { 1_000 } else { -1_000 });
        fake.answer::<Get>(move |_| Ok(Home { sso_certificate_ends: Some(end), ..overview() }));
        let stage = Stage::open("/", &fake).await;
        stage.wait_for(Role::Heading, "Needs attention").await;
        let notice = leptos::prelude::document().query_selector(".attention .notice").unwrap().unwrap();
        assert_eq!(notice.get_attribute("data-tone").unwrap(), tone, "{days}");
        let said = notice.text_content().unwrap();
        let title = ["The certificate of single sign-on ", title].concat();
        assert!(said.contains(&title), "{days}: {said}");
        let settings = stage.find(Role::Link, "Open the settings").unwrap();
        assert_eq!(settings.get_attribute("href").unwrap(), "/identity/sso");
    }
}

#[wasm_bindgen_test]
async fn r27_failed_sign_ins_and_changed_metadata_need_attention() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| {
        Ok(Home { failed_sign_ins_today: 3, sso_metadata_changed: true, sso_enabled: true, ..overview() })
    });
    let stage = Stage::open("/", &fake).await;
    stage.wait_for_text("3 sign-ins with the identity provider failed today").await;
    let log = stage.wait_for(Role::Link, "Show failed sign-ins").await;
    assert_eq!(log.get_attribute("href").unwrap(), "/identity/sign-ins?success=false");
    stage.wait_for_text("The metadata of your identity provider has changed").await;
    stage.wait_for_text("Single sign-on is on").await;
    stage.wait_for_text("Provisioning is on").await;
}

#[wasm_bindgen_test]
async fn r23_single_sign_on_and_provisioning_are_told_apart() {
    let fake = Fake::new();
    fake.answer::<Get>(|_| Ok(overview()));
    let stage = Stage::open("/", &fake).await;
    stage.wait_for_text("Single sign-on is off").await;
    stage.wait_for_text("Provisioning is on").await;
}
