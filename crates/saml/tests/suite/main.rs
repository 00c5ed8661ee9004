//! The service provider as a whole: what it accepts, what it refuses and by which check, and what it sends.
//! The identity provider is one of our own, with keys of its own (`support`), or somebody else's (`makers`).

mod accepted;
mod limits;
mod logout;
mod makers;
mod metadata;
mod properties;
mod refused;
mod requests;
mod shapes;
mod support;
mod wrapped;
