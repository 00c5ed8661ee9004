//! Every sentence that a person reads, as functions: a sentence that is missing does not compile. One folder a language.

mod en;

pub use en::*;
