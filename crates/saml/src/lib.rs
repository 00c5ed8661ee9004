//! SAML 2.0 service provider (Web Browser SSO and Single Logout profiles): requests, the verification of what an
//! identity provider posts, certificates, metadata, logout. No I/O, no clock, no randomness of its own: time and ids are
//! parameters.
//!
//! | Step | Function |
//! |---|---|
//! | a person goes to the identity provider | [`sign_in_request`] |
//! | they come back with a form | [`relay_state`], then [`SamlVerifier::verify`] of [`Verifier`] |
//! | they sign out here, or there | [`logout_request`]; [`read_logout`] or [`read_logout_post`], [`logout_response`] |
//! | an admin pastes a certificate | [`Certificate::read`] |
//! | an admin imports metadata, or takes ours away | [`read_metadata`]; [`metadata`] |
//! | our own key | [`Key::generate`], [`Key::from_pem`] |
//!
//! A [`Report`] says of each check what was expected and what was received, in plain text for an admin. To the person who
//! signs in all failures must look the same.
//!
//! What needs a database or a browser stays with the server: is the request ours and unused, was the assertion used
//! before, has it come back in the browser that asked for it, who has this username (R26).

mod certificate;
mod form;
mod gate;
mod key;
mod logout;
mod metadata;
mod party;
mod redirect;
mod report;
mod request;
mod verifier;
mod xml;

pub use certificate::Certificate;
pub use form::{MAX_FORM, relay_state};
pub use key::{Key, KeyFault};
pub use logout::{
    LogoutFault, LogoutMessage, logout_request, logout_response, read_logout, read_logout_post,
};
pub use metadata::{IdpMetadata, MAX_METADATA, metadata, read_metadata};
pub use party::{CLOCK_SKEW_MS, Fault, IdentityProvider, ServiceProvider};
pub use report::{Attribute, Identity, Report, Status, Warning};
pub use request::sign_in_request;
pub use verifier::{Pending, SamlVerifier, Verifier};
