//! Kills what Rollcall consists of, under load, and then looks for every write that was acknowledged.
//!
//! Writers make what they write by names of their own, and repeat each with the same name and `Idempotency-Key` until it is
//! acknowledged ([`load`]); the [`ledger`] notes it; [`verify`] looks for it through the API. Each of the [`scenarios`] is a
//! function with a number of rounds: few as a test, many as `cargo xtask soak`.

pub mod failure;
pub mod figures;
pub mod http;
pub mod ledger;
pub mod load;
pub mod proxy;
pub mod rollcall;
pub mod scenarios;
pub mod verify;
mod wait;

pub use failure::Result;
pub use figures::Figures;
pub use rollcall::Programs;
pub use scenarios::Scenario;
