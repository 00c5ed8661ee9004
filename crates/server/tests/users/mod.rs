//! People over REST, on both databases.

mod bad_input;
mod create;
mod edit;
mod life_cycle;
mod list;
mod mail;
mod password_link;
mod provider;
pub mod world;
