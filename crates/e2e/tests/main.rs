//! All end-to-end tests: one binary, a module a journey.

mod common;
mod entra;
mod harness;
mod keyboard;
mod sign_in;
mod theme;
mod two_browsers;
mod users;
