//! The router: which page a path is, and what Back does.

use std::cell::Cell;
use std::rc::Rc;

use console::router::ParamsMap;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Fake, Role, Stage, fill, managed, page, until, user};

fn path() -> String {
    window().location().pathname().unwrap()
}

#[wasm_bindgen_test]
fn a_query_reads_back_as_it_was_written() {
    let mut query = ParamsMap::new();
    query.insert("search", "R&D = 1 + 1 ü".to_owned());
    query.insert("site", "none".to_owned());
    let text = query.to_query_string();
    assert_eq!(text, "?search=R%26D%20%3D%201%20%2B%201%20%C3%BC&site=none");
    assert_eq!(ParamsMap::of_query(&text), query);
    assert_eq!(ParamsMap::of_query("a+b=%zz&&c").get("a b").as_deref(), Some("%zz"));
    assert_eq!(ParamsMap::new().to_query_string(), "");
}

#[wasm_bindgen_test]
fn a_value_is_replaced_where_it_stood() {
    let mut query = ParamsMap::of_query("?a=1&b=2");
    query.replace("a", "3".to_owned());
    query.replace("c", "4".to_owned());
    query.remove("b");
    assert_eq!(query.to_query_string(), "?a=3&c=4");
}

/// The list, and in it the page of Ada.
async fn at_ada() -> (std::sync::Arc<Fake>, Stage, String) {
    let ada = user(1, "Ada", "Lovelace");
    let fake = Fake::new();
    let listed = ada.clone();
    fake.answer::<api::users::List>(move |_| {
        Ok(page(vec![listed.clone(), managed(user(2, "Bruno", "Ruiz"))]))
    });
    let id = ada.id.to_string();
    fake.answer::<api::users::Get>(move |_| Ok(ada.clone()));
    let stage = Stage::open("/users", &fake).await;
    stage.wait_for(Role::Link, "Ada Lovelace").await.click();
    stage.wait_for(Role::Textbox, "Job title").await;
    (fake, stage, id)
}

/// Goes back (-1) or forward (1) in the browser's history, as whoever presses the button: again when nothing happens, because
/// Chromium now and then drops a move that a page asks for.
async fn travel(steps: i32) {
    let moved = Rc::new(Cell::new(false));
    let heard = Rc::clone(&moved);
    let listener = Closure::<dyn FnMut()>::new(move || heard.set(true));
    let hear = listener.as_ref().unchecked_ref();
    window().add_event_listener_with_callback("popstate", hear).unwrap();
    let mut looked = 0;
    until("a move in the history", || {
        if looked % 200 == 0 {
            window().history().unwrap().go_with_delta(steps).unwrap();
        }
        looked += 1;
        moved.get().then_some(())
    })
    .await;
    window().remove_event_listener_with_callback("popstate", hear).unwrap();
}

/// The browser is brought back to where it was while the question is shown already: it moves in its own time.
async fn back_at(address: &str) {
    until("the address as it was", || (path() == address).then_some(())).await;
}

#[wasm_bindgen_test]
async fn back_and_forward_lead_through_the_pages() {
    let (_fake, stage, id) = at_ada().await;
    assert_eq!(path(), ["/users/", &id].concat());
    travel(-1).await;
    stage.wait_for(Role::Link, "Bruno Ruiz").await;
    assert_eq!(path(), "/users");
    travel(1).await;
    stage.wait_for(Role::Textbox, "Job title").await;
    assert_eq!(path(), ["/users/", &id].concat());
}

#[wasm_bindgen_test]
async fn back_asks_first_when_something_would_be_lost() {
    let (fake, stage, id) = at_ada().await;
    fill(&stage.wait_for(Role::Textbox, "Job title").await, "Director");
    stage.wait_for_text("1 field changed, not saved yet").await;
    travel(-1).await;
    stage.wait_for(Role::AlertDialog, "Discard your changes?").await;
    back_at(&["/users/", &id].concat()).await;
    stage.wait_for(Role::Button, "Keep editing").await.click();
    stage.wait_without(Role::AlertDialog, "Discard your changes?").await;
    assert!(stage.says("1 field changed, not saved yet"));
    travel(-1).await;
    stage.wait_for(Role::Button, "Discard changes").await;
    back_at(&["/users/", &id].concat()).await;
    let dialog = stage.wait_for(Role::AlertDialog, "Discard your changes?").await;
    let discard = stage
        .all(Role::Button)
        .into_iter()
        .find(|button| dialog.contains(Some(button)) && crate::support::name(button) == "Discard changes");
    discard.unwrap().click();
    stage.wait_for(Role::Link, "Bruno Ruiz").await;
    assert_eq!(path(), "/users");
    assert!(fake.sent::<api::users::Edit>().is_empty());
}
