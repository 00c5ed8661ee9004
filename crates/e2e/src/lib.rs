//! End-to-end tests of Rollcall: the real `rollcall` binary, a real browser, and an identity provider that speaks
//! exactly as Microsoft Entra ID does.
//!
//! - [`stage`]: [`play`] runs one test as a scene on a [`Stage`] that starts servers and browsers, and keeps the
//!   evidence when it fails (screenshot, page text, server log in `$CARGO_TARGET_DIR/e2e-failures`).
//! - [`server`]: a `rollcall serve` with a database of its own, and the commands beside it.
//! - [`engine`]: which browser: Chromium, Firefox or WebKitGTK; what differs between them is in a module for each.
//! - [`browser`], [`page`], [`keyboard`]: what a person does. Things are found by role and accessible name, in the
//!   accessibility tree of Chromium itself, so a test sees what assistive technology sees; elsewhere by a script.
//! - [`axe`]: accessibility rules over the page as it is.
//! - [`entra`]: the provisioning client.
//! - [`idp`]: the identity provider that people sign in with.
//! - [`tls`]: what a proxy does before Rollcall in production.
//! - [`api`]: the REST API, for what has to be there before a test begins.
//! - [`relying_party`]: an application that signs people in by npm openid-client.
//!
//! The environment: `ROLLCALL_BIN`, `ROLLCALL_CONSOLE_DIST`, `ROLLCALL_TEST_DATABASE_URL`, `AXE_JS`, `IDP_MODULES`,
//! `OPENID_CLIENT`; `ROLLCALL_E2E_BROWSER`, and `CHROMEDRIVER`, `GECKODRIVER`, `WEBKITWEBDRIVER`, `XVFB`.
//! `cargo xtask test` sets them all.

pub mod act;
pub mod api;
pub mod axe;
pub mod browser;
mod chromium;
pub mod database;
pub mod engine;
pub mod entra;
pub mod failure;
mod firefox;
pub mod idp;
pub mod keyboard;
pub mod node;
pub mod page;
pub mod process;
pub mod relying_party;
pub mod server;
pub mod service;
pub mod stage;
pub mod tls;
mod tree;
pub mod wait;
mod webkit;

pub use api::Api;
pub use browser::{Browser, Theme};
pub use database::Database;
pub use engine::Engine;
pub use failure::{Failure, Outcome};
pub use idp::IdentityProvider;
pub use node::{Name, Node, any, containing};
pub use page::Scope;
pub use server::Server;
pub use stage::{Stage, play};
pub use wait::wait_for;
