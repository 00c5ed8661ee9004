//! Tests of the server over HTTP, by resource. They run on SQLite and on PostgreSQL (`ROLLCALL_TEST_DATABASE_URL`).

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod admins;
mod api_tokens;
mod applications;
mod assets;
mod audit;
mod backups;
mod cli;
mod corpus;
mod directory;
mod domains;
mod events;
mod groups;
mod history;
mod home;
mod http;
mod jobs;
mod license_rules;
mod licenses;
mod observability;
mod oidc;
mod openapi;
mod organization;
mod preferences;
mod provisioning;
mod provisioning_guard;
mod provisioning_log;
mod provisioning_mapping;
mod provisioning_preview;
mod scim;
mod sessions;
mod setup;
mod sign_ins;
mod sites;
mod sso;
mod support;
mod users;
mod users_bulk;
mod users_export;
mod users_import;
mod views;
mod webhooks;
