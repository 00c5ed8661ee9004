//! The Rollcall admin console: Leptos, client-side rendered, compiled to WebAssembly.
//!
//! | Module | What |
//! |---|---|
//! | [`view`] | the markup: elements and what follows signals |
//! | [`router`] | which page the URL names |
//! | [`backend`] | the only door to the network: client, queries, live events |
//! | [`layout`] | the frame around every page |
//! | [`ui`] | widgets that know nothing of users or routes |
//! | [`forms`] | form state, binding, field errors |
//! | [`platform`] | what the browser offers: clipboard, storage, time, theme |
//! | [`text`] | every sentence that a person reads |
//! | [`pages`] | one folder a page |

#![expect(clippy::needless_pass_by_value, reason = "components own their properties")]

/// `view!` names this crate from outside, as the tests of it need.
extern crate self as console;

pub mod app;
pub mod backend;
pub mod forms;
pub mod layout;
pub mod pages;
pub mod platform;
pub mod router;
pub mod routes;
pub mod text;
pub mod ui;
pub mod view;
