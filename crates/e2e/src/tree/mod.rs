//! The accessibility tree: Chromium gives its own away ([`devtools`]), other browsers do not, so that a script works out
//! the same there ([`script`]).

pub(crate) mod devtools;
pub(crate) mod script;
