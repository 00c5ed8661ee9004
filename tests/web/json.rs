//! What the console reads and writes is what serde_json would: the same values. What has another shape stops the program (see
//! `json::Malformed`), which no test of this binary outlives: e2e's `stopped` shows what a person then sees.

use api::users::{ListQuery, Order, Sort, User, UserEdit};
use api::{Code, Problem};
use console::backend::{self, json};
use domain::{Reason, Right, Status};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{managed, user};

#[wasm_bindgen_test]
fn a_user_reads_as_serde_json_reads_it() {
    let ada = managed(user(1, "Ada", "Lovelace"));
    let text = serde_json::to_string(&ada).unwrap();
    assert_eq!(json::read::<User>(&text), Some(ada.clone()));
    assert_eq!(serde_json::from_str::<User>(&json::write(&ada)).unwrap(), ada);
}

#[wasm_bindgen_test]
fn an_absent_option_is_none_and_an_unknown_field_is_left_alone() {
    let mut value = serde_json::to_value(user(1, "Ada", "Lovelace")).unwrap();
    value.as_object_mut().unwrap().remove("job_title");
    value["newer"] = serde_json::json!({ "than": ["this", "console"] });
    assert_eq!(json::read::<User>(&value.to_string()).unwrap().job_title, None);
}

#[wasm_bindgen_test]
fn what_is_no_json_is_refused() {
    for text in ["", "{", "<html>"] {
        assert_eq!(json::read::<User>(text), None, "{text}");
    }
}

#[wasm_bindgen_test]
fn a_refusal_reads_with_its_reason_and_its_current_state() {
    let problem = Problem {
        current: Some(serde_json::json!({ "a": [1, -2, 0.5, true, null, "x"] })),
        retry_after: Some(30),
        ..Problem::refused(Reason::RightMissing { right: Right::EditUsers })
    };
    let read = json::read::<backend::Problem>(&serde_json::to_string(&problem).unwrap()).unwrap();
    assert_eq!((read.code, &read.detail), (Code::Forbidden, &problem.detail));
    assert_eq!((read.reason, read.retry_after), (problem.reason, problem.retry_after));
    assert_eq!((read.errors, read.request_id), (problem.errors, problem.request_id));
    let current = read.current.map(|current| serde_json::from_str::<serde_json::Value>(&current.0).unwrap());
    assert_eq!(current, problem.current);
}

#[wasm_bindgen_test]
fn what_is_sent_is_what_serde_json_would_send() {
    let edit = UserEdit { department: Some("R&D \"x\" ü\u{1F600}".to_owned()), ..UserEdit::default() };
    let sent: serde_json::Value = serde_json::from_str(&json::write(&edit)).unwrap();
    assert_eq!(sent, serde_json::to_value(&edit).unwrap());
}

#[wasm_bindgen_test]
fn a_query_is_names_and_values_without_the_absent_ones() {
    let query = ListQuery {
        search: Some("a b".to_owned()),
        status: Some(Status::Deactivated),
        sort: Some(Sort::LastSignIn),
        order: Some(Order::Descending),
        limit: Some(25),
        ..ListQuery::default()
    };
    let pairs = json::pairs(&query);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let expected = [
        ("search", "a b"),
        ("status", "deactivated"),
        ("sort", "last_sign_in"),
        ("order", "descending"),
        ("limit", "25"),
    ];
    assert_eq!(pairs, expected);
}

#[wasm_bindgen_test]
fn names_of_values_go_both_ways() {
    assert_eq!(json::name_of(Some(Status::Deactivated)), "deactivated");
    assert_eq!(json::name_of(None::<Status>), "");
    assert_eq!(json::from_name::<Status>("active"), Some(Status::Active));
    assert_eq!(json::from_name::<Status>("asleep"), None);
}
