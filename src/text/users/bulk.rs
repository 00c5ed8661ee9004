//! One change to many.

pub use crate::text::messages::users::bulk::*;
