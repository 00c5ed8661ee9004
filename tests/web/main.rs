//! The console in a real browser, over a fake server: a module a page. All share one page, so each test has its own
//! `<section>` (`support::Stage`).

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test stops where something is missing; clippy only knows #[test]")]
#![expect(clippy::result_large_err, reason = "the fake answers with the API's own problems")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

mod admins;
mod api_tokens;
mod applications;
mod audit;
mod directory;
mod home;
mod identity;
mod identity_mapping;
mod identity_preview;
mod jobs;
mod json;
mod licenses;
mod me;
mod new_user;
mod palette;
mod preferences;
mod provisioning_guard;
mod provisioning_log;
mod router;
mod set_password;
mod setup;
mod shell;
mod sign_in;
mod sign_in_log;
mod sites;
mod sso;
mod support;
mod texts;
mod user;
mod user_parts;
mod users;
mod users_acts;
mod users_bulk;
mod users_import;
mod users_views;
mod view;
mod webhooks;

wasm_bindgen_test_configure!(run_in_browser);
