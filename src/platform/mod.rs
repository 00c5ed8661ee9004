//! What the browser offers, in the form that the console needs.

pub mod browser;
pub mod clipboard;
mod effects;
pub mod focus;
pub mod ids;

pub mod storage;
pub mod theme;
pub mod time;
pub mod url;

pub use effects::{effect, effect_after};
