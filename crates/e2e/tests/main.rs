//! All end-to-end tests: one binary, a module a journey.

mod accessibility;
mod applications;
mod common;
mod entra;
mod harness;
mod keyboard;
mod language;
mod live;
mod main_job;
mod pictures;
mod provisioning_log;
mod sign_in;
mod single_sign_on;
mod stopped;
mod theme;
mod two_browsers;
mod users;
mod users_import;
mod webhooks;
