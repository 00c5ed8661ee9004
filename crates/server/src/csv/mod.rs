//! Comma-separated values, in both directions: the one way in which the server writes them, and the one in which it reads
//! them.
//!
//! What goes out is UTF-8 with a byte order mark (Excel takes it for something else without), by RFC 4180, and guarded
//! against formulas; the guard is taken off again on the way in.

pub mod columns;
mod decode;
pub mod guard;
mod read;
mod text;
mod write;

pub use decode::{Decoder, NotText};
pub use read::{MAX_COLUMNS, MAX_LINE, Parser, Record, Unreadable};
pub use text::{delimiter, is_separator_line, without_separator_line};
pub use write::{BYTE_ORDER_MARK, Lines};
