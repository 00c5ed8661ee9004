//! What the store promises, on SQLite and on PostgreSQL alike.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails; helpers of tests are no #[test] to clippy"
)]

mod support;

mod audit;
mod directory;
mod feed;
mod grants;
mod groups;
mod identity_provider;
mod jobs;
mod licenses;
mod list;
mod migrations;
mod orphans;
mod predicates;
mod provisioning_log;
mod records;
mod scale;
mod search;
mod sites;
mod statements;
mod tenancy;
mod transactions;
mod user_counts;
mod users;
