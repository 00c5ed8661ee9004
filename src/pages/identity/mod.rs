//! Identity and Security.

mod advanced;
mod api_tokens;
mod checks;
mod connection;
mod domains;
mod mapping;
mod new_token;
mod overview;
mod preview;
mod preview_input;
mod preview_result;
mod preview_usernames;
mod scim;
mod session_limits;
mod settings;
mod sign_in;
mod sign_ins;
mod sso;
mod tokens;

pub use api_tokens::ApiTokensPage;
pub use checks::checks;
pub use mapping::MappingPage;
pub use overview::IdentityPage;
pub use preview::PreviewPage;
pub use scim::ScimPage;
pub use sign_in::SignInEntryPage;
pub use sign_ins::{SignInsPage, of_person};
pub use sso::{SsoPage, SsoTestPage};
