//! The console in a real browser, over a fake server: a module a page. All share one page, so each test has its own
//! `<section>` (`support::Stage`).

#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

mod new_user;
mod support;
mod user;
mod users;

wasm_bindgen_test_configure!(run_in_browser);
