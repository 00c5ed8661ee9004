//! Comma-separated values, in both directions: the one way in which the server writes them, and the one in which it reads
//! them.
//!
//! What goes out is UTF-8 with a byte order mark (Excel takes it for something else without), by RFC 4180, and guarded
//! against formulas; the guard is taken off again on the way in.

pub mod columns;
pub mod guard;
mod text;
mod write;

pub use text::{delimiter, without_separator_line};
pub use write::{BYTE_ORDER_MARK, Lines};
