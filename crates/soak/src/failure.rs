//! Why a scenario ended early.

/// What every step returns; the failure is a sentence for the person at the terminal.
pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;
