//! What holds for every operation, whatever it does.

mod authorization;
mod cross_site;
mod headers;
mod idempotency;
mod limits;
mod nouns;
mod requests;
mod slow;
