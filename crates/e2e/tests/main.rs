//! All end-to-end tests: one binary, a module a journey.

mod entra;
mod harness;
