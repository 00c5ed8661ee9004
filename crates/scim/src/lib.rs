//! SCIM 2.0 (RFC 7643, RFC 7644) for a service provider: bytes in, values out. No database, no HTTP.
//!
//! One lenient reader for every client, one strict writer:
//!
//! | Step | Function |
//! |---|---|
//! | a body | [`json::read_object`] |
//! | POST, PUT, PATCH | [`UserResource::from_post`], [`UserResource::from_put`], [`patch::apply`], each to a [`Written`] |
//! | to and from storage | [`UserResource::mapped`] and [`UserResource::extra`], [`UserResource::from_stored`] |
//! | a query, `.search` | [`list::ListQuery`], with a [`Filter`] whose attributes are resolved |
//! | a response | [`projection::Projection`], [`projection::list_response`] |
//! | discovery | [`discovery`] |
//! | a refusal | [`ScimError`] |
//!
//! What the rules of Rollcall need a database for stays with the server: is the `userName` taken, which site does the
//! name mean (R13), is it another one than the one set (R12).
//!
//! ```
//! use scim::{Leniency, UserResource, json, patch};
//!
//! let body = br#"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "ada@contoso.com"}"#;
//! let created = UserResource::from_post(&json::read_object(body, json::Limits::default())?, Leniency::Lenient)?;
//!
//! let body = br#"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [
//!     {"op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+44 20 7946 0000"},
//!     {"op": "Replace", "path": "active", "value": "False"}
//! ]}"#;
//! let message = json::read_object(body, json::Limits::default())?;
//! let patched = patch::apply(&created.resource, &message, Leniency::Lenient)?;
//! assert_eq!(patched.resource.mapped().mobile_phone.as_deref(), Some("+44 20 7946 0000"));
//! assert_eq!(patched.resource.mapped().active, Some(false));
//! # Ok::<(), scim::ScimError>(())
//! ```

mod changes;
pub mod discovery;
mod edit;
pub mod error;
pub mod filter;
mod group;
pub mod json;
pub mod list;
mod mapping;
pub mod patch;
pub mod path;
pub mod projection;
mod resource;
pub mod schema;
mod selection;
pub mod soft_delete;
pub mod unmapped;
mod value;

pub use changes::Change;
pub use edit::{Ignored, IgnoredReason, Leniency};
pub use error::{Mismatch, ScimError, ScimType};
pub use filter::Filter;
pub use group::{GroupWrite, MAX_MEMBERS, MemberRef, MemberStep, to_json as group_to_json};
pub use mapping::MappedAttributes;
pub use resource::{UserResource, Written};
pub use selection::Selection;
pub use value::{MAX_BINARY, MAX_ELEMENTS, MAX_OTHER_TEXT};

/// A JSON object.
pub type Object = serde_json::Map<String, serde_json::Value>;

/// The media type of every request and response (RFC 7644 §8.1).
pub const MEDIA_TYPE: &str = "application/scim+json";
