//! `/users`: the list.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use api::events::Subject;
use api::users::{List, User};
use api::{Code, Page, Problem, sites};
use domain::{Role as Right, Status, Timestamp};
use leptos::prelude::window;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::support::{Fake, Role, Stage, fill, managed, name, page, site, until, user};

pub fn ada() -> User {
    managed(user(1, "Ada", "Lovelace"))
}

pub fn bruno() -> User {
    User { status: Status::Deactivated, ..user(2, "Bruno", "Ruiz") }
}

pub fn chiara() -> User {
    User { last_sign_in_at: Some(Timestamp(1_700_000_000_000)), ..user(3, "Chiara", "Conti") }
}

/// A server with three people.
pub fn three() -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<List>(|_| Ok(page(vec![ada(), bruno(), chiara()])));
    fake.answer::<sites::List>(|_| Ok(page(vec![site(1, "London")])));
    fake
}

fn last_url(fake: &Fake) -> String {
    fake.sent::<List>().last().map(|sent| sent.url.clone()).unwrap_or_default()
}

async fn add_filter(stage: &Stage, name: &str) {
    stage.wait_for(Role::Button, "Add filter").await.click();
    stage.wait_for(Role::MenuItem, name).await.click();
}

fn search() -> String {
    window().location().search().unwrap()
}

pub fn row(stage: &Stage, person: &str) -> HtmlElement {
    stage.all(Role::Row).into_iter().find(|row| row.text_content().unwrap().contains(person)).expect(person)
}

#[wasm_bindgen_test]
async fn the_name_is_a_link_and_the_row_header() {
    let stage = Stage::open("/users", &three()).await;
    let link = stage.wait_for(Role::Link, "Ada Lovelace").await;
    assert_eq!(link.get_attribute("href").unwrap(), format!("/users/{}", ada().id));
    assert!(link.closest("th[scope=row]").unwrap().is_some());
    assert_eq!(stage.all(Role::RowHeader).len(), 3);
    assert_eq!(name(&stage.all(Role::Table)[0]), "Users");
}

#[wasm_bindgen_test]
async fn r6_a_deactivated_user_stays_in_the_list_with_the_word_and_an_icon() {
    let stage = Stage::open("/users", &three()).await;
    stage.wait_for(Role::Link, "Bruno Ruiz").await;
    let row = row(&stage, "Bruno");
    assert_eq!(row.get_attribute("data-status").unwrap(), "deactivated");
    let status = row.query_selector("td[data-column=status]").unwrap().unwrap();
    assert_eq!(status.text_content().unwrap(), "Deactivated");
    assert!(status.query_selector("svg").unwrap().is_some());
}

#[wasm_bindgen_test]
async fn r1_who_manages_a_user_is_said_in_the_row() {
    let stage = Stage::open("/users", &three()).await;
    stage.wait_for(Role::Link, "Ada Lovelace").await;
    let manager = |person| {
        row(&stage, person)
            .query_selector("td[data-column=managed_by]")
            .unwrap()
            .unwrap()
            .text_content()
            .unwrap()
    };
    assert_eq!(manager("Ada"), "Microsoft Entra ID");
    assert_eq!(manager("Chiara"), "Rollcall");
}

#[wasm_bindgen_test]
async fn what_the_url_says_is_what_is_asked_for_and_shown() {
    let fake = three();
    let stage = Stage::open("/users?search=ada&status=deactivated&sort=site&order=descending", &fake).await;
    stage.wait_for(Role::Link, "Ada Lovelace").await;
    assert_eq!(last_url(&fake), "/api/v1/users?search=ada&status=deactivated&sort=site&order=descending");
    let value =
        |element: HtmlElement| js_sys::Reflect::get(&element, &"value".into()).unwrap().as_string().unwrap();
    assert_eq!(value(stage.all(Role::SearchBox).remove(0)), "ada");
    assert_eq!(value(stage.find(Role::Combobox, "Status").unwrap()), "deactivated");
    let sorted = stage.find(Role::ColumnHeader, "Site").unwrap();
    assert_eq!(sorted.get_attribute("aria-sort").unwrap(), "descending");
}

#[wasm_bindgen_test]
async fn the_filters_are_a_group_and_the_table_a_region_that_takes_the_focus() {
    let stage = Stage::open("/users", &three()).await;
    stage.wait_for(Role::Group, "Search and filters").await;
    let region = stage.wait_for(Role::Region, "Users").await;
    assert_eq!(region.get_attribute("tabindex").unwrap(), "0");
}

#[wasm_bindgen_test]
async fn a_filter_goes_into_the_url_and_drops_the_cursor() {
    let fake = three();
    let stage = Stage::open("/users?cursor=abc", &fake).await;
    add_filter(&stage, "Managed by").await;
    fill(&stage.wait_for(Role::Combobox, "Managed by").await, "identity_provider");
    until("the filter in the URL", || (search() == "?managed_by=identity_provider").then_some(())).await;
    until("the filtered list", || last_url(&fake).ends_with("?managed_by=identity_provider").then_some(()))
        .await;
}

#[wasm_bindgen_test]
async fn the_site_filter_offers_the_sites_and_nobody_s() {
    let fake = three();
    let stage = Stage::open("/users", &fake).await;
    add_filter(&stage, "Site").await;
    let filter = stage.wait_for(Role::Combobox, "Site").await;
    until("the sites", || filter.text_content().unwrap().contains("London").then_some(())).await;
    fill(&filter, "none");
    until("those without a site", || last_url(&fake).ends_with("?site=none").then_some(())).await;
}

#[wasm_bindgen_test]
async fn a_header_sorts_and_sorts_back() {
    let fake = three();
    let stage = Stage::open("/users", &fake).await;
    let sorted = || {
        let headers = stage.all(Role::ColumnHeader);
        headers
            .into_iter()
            .filter_map(|h| Some((name(&h), h.get_attribute("aria-sort")?)))
            .collect::<Vec<_>>()
    };
    stage.wait_for(Role::Button, "Status").await.click();
    until("sorted by status", || (sorted() == [("Status".to_owned(), "ascending".to_owned())]).then_some(()))
        .await;
    stage.wait_for(Role::Button, "Status").await.click();
    until("the other way", || (sorted() == [("Status".to_owned(), "descending".to_owned())]).then_some(()))
        .await;
    assert_eq!(search(), "?sort=status&order=descending");
}

#[wasm_bindgen_test]
async fn the_last_sign_in_sorts_the_newest_first() {
    let fake = three();
    let stage = Stage::open("/users", &fake).await;
    stage.wait_for(Role::Button, "Last sign-in").await.click();
    until("newest first", || last_url(&fake).ends_with("?sort=last_sign_in&order=descending").then_some(()))
        .await;
}

#[wasm_bindgen_test]
async fn a_search_that_was_not_counted_to_the_end_says_so() {
    let fake = Fake::new();
    fake.answer::<List>(|_| {
        let more = Some("c2".to_owned());
        Ok(Page { total: 2_000, total_is_minimum: true, next_cursor: more, ..page(vec![ada()]) })
    });
    let stage = Stage::open("/users?search=an", &fake).await;
    stage.wait_for_text("1–1 of more than 2,000").await;
    stage.wait_for_text("More than 2,000 users match").await;
}

#[wasm_bindgen_test]
async fn the_pages_are_links_and_say_which_rows_are_shown() {
    let fake = Fake::new();
    fake.answer::<List>(|_| {
        Ok(Page {
            total: 1_240,
            offset: None,
            next_cursor: Some("c2".to_owned()),
            previous_cursor: Some("c0".to_owned()),
            ..page(vec![ada()])
        })
    });
    let stage = Stage::open("/users?status=active&cursor=c1&from=50", &fake).await;
    stage.wait_for_text("51–51 of 1,240").await;
    let href = |label| stage.find(Role::Link, label).unwrap().get_attribute("href").unwrap();
    assert_eq!(href("Next page"), "/users?status=active&cursor=c2&from=51");
    assert_eq!(href("Previous page"), "/users?status=active&cursor=c0&from=0");
}

#[wasm_bindgen_test]
async fn nobody_yet_and_nobody_found_are_told_apart() {
    let fake = Fake::new();
    fake.answer::<List>(|_| Ok(page(Vec::new())));
    let stage = Stage::open("/users", &fake).await;
    stage.wait_for(Role::Heading, "No users yet").await;
    assert!(stage.find(Role::Link, "Set up provisioning").is_some());
    drop(stage);
    let stage = Stage::open("/users?search=zzz", &fake).await;
    stage.wait_for(Role::Heading, "No user matches").await;
    stage.wait_for(Role::Link, "Clear search and filters").await.click();
    until("no search", || search().is_empty().then_some(())).await;
}

#[wasm_bindgen_test]
async fn how_many_were_found_is_announced() {
    let fake = three();
    let stage = Stage::open("/users?search=a", &fake).await;
    let said =
        || stage.all(Role::Status).iter().any(|status| status.text_content().unwrap() == "3 users match");
    until("the count", || said().then_some(())).await;
}

#[wasm_bindgen_test]
async fn a_failure_says_what_happened_and_can_be_tried_again() {
    let fake = three();
    let broken = Arc::new(AtomicBool::new(true));
    let still = Arc::clone(&broken);
    fake.answer::<List>(move |_| match still.load(Ordering::Relaxed) {
        true => Err(Problem {
            request_id: "req-7".to_owned(),
            ..Problem::new(Code::Internal, "Try again later.")
        }),
        false => Ok(page(vec![ada()])),
    });
    let stage = Stage::open("/users", &fake).await;
    stage.wait_for(Role::Heading, "Something went wrong on our side").await;
    assert!(stage.says("Reference for support: req-7"));
    broken.store(false, Ordering::Relaxed);
    stage.wait_for(Role::Button, "Try again").await.click();
    stage.wait_for(Role::Link, "Ada Lovelace").await;
}

#[wasm_bindgen_test]
async fn a_page_that_is_gone_leads_to_the_first_one() {
    let fake = three();
    fake.answer::<List>(|sent| match sent.url.contains("cursor") {
        true => Err(Problem::new(Code::InvalidCursor, "Start at the first page.")),
        false => Ok(page(vec![ada()])),
    });
    let stage = Stage::open("/users?cursor=old&status=active", &fake).await;
    let link = stage.wait_for(Role::Link, "Go to the first page").await;
    assert_eq!(link.get_attribute("href").unwrap(), "/users?status=active");
}

#[wasm_bindgen_test]
async fn r32_who_may_not_see_users_is_told_so() {
    let fake = Fake::new();
    fake.sign_in(Right::Member);
    fake.answer::<List>(|_| {
        Err(Problem::refused(domain::Reason::RightMissing { right: domain::Right::ReadUsers }))
    });
    let stage = Stage::open("/users", &fake).await;
    stage.wait_for_text("Your role does not let you see users").await;
}

#[wasm_bindgen_test]
async fn a_change_on_the_server_appears_without_a_reload_and_is_lit() {
    let fake = three();
    let stage = Stage::open("/users", &fake).await;
    stage.wait_for(Role::Link, "Ada Lovelace").await;
    fake.answer::<List>(|_| {
        Ok(page(vec![User { status: Status::Deactivated, version: 2, ..ada() }, bruno(), chiara()]))
    });
    stage.announce(Subject::User, &ada().id.to_string());
    let is = |name: &str, value| row(&stage, "Ada").get_attribute(name).as_deref() == Some(value);
    until("greyed out", || is("data-status", "deactivated").then_some(())).await;
    assert!(is("data-fresh", "true"));
    assert!(row(&stage, "Chiara").get_attribute("data-fresh").is_none());
}

#[wasm_bindgen_test]
async fn r32_an_auditor_reads_why_the_new_user_button_is_off() {
    let fake = three();
    fake.sign_in(Right::Auditor);
    let stage = Stage::open("/users", &fake).await;
    let button = stage.wait_for(Role::Button, "New user").await;
    assert_eq!(button.get_attribute("aria-disabled").unwrap(), "true");
    assert!(crate::support::described(&button).contains("Your role does not let you change users."));
}
