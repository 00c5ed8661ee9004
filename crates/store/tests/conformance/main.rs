//! What the store promises, on SQLite and on PostgreSQL alike.

mod support;

mod audit;
mod feed;
mod list;
mod migrations;
mod predicates;
mod records;
mod search;
mod sites;
mod statements;
mod tenancy;
mod transactions;
mod users;
