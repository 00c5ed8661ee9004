//! The tables, as SeaORM entities: private to this crate, which speaks to others in records of `domain` types.

pub mod audit;
pub mod change_feed;
pub mod credentials;
pub mod directory_entries;
pub mod feed_heads;
pub mod idempotency_keys;
pub mod license_rules;
pub mod one_time_links;
pub mod organizations;
pub mod plans;
pub mod preferences;
pub mod provisioning;
pub mod provisioning_days;
pub mod provisioning_log;
pub mod scim_group_members;
pub mod scim_groups;
pub mod scim_tokens;
pub mod sessions;
pub mod site_names;
pub mod sites;
pub mod unmatched_sites;
pub mod user_counts;
pub mod user_values;
pub mod users;
pub mod views;
