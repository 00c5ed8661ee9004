//! What an operation is: a method, a path, the right that it needs, and the types that go in and come out.

use domain::Right;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The HTTP method of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each name is the method's own")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// As in a request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may call an operation. There is no default: an operation that names none does not compile (R32).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// Anybody, signed in or not.
    Public,
    /// Anybody signed in, about themselves.
    SignedIn,
    /// Whose role carries the right.
    Right(Right),
}

/// The markers that let the server and the schema generator add bounds of their own.
#[cfg(feature = "openapi")]
pub trait Shape: utoipa::ToSchema {}
#[cfg(feature = "openapi")]
impl<T: utoipa::ToSchema> Shape for T {}
/// See the variant with the feature `openapi`.
#[cfg(not(feature = "openapi"))]
pub trait Shape {}
#[cfg(not(feature = "openapi"))]
impl<T> Shape for T {}

/// Largest body of an operation that names no other, in bytes.
pub const MAX_BODY: usize = 1 << 20;

/// One operation of the API.
pub trait Endpoint: 'static {
    /// The operation's id, `<noun>_<verb>`.
    const NAME: &'static str;
    /// One sentence for `docs/openapi.json`.
    const SUMMARY: &'static str;
    /// The method.
    const METHOD: Method;
    /// The path, with parameters in braces named as the fields of [`Params`](Self::Params).
    const PATH: &'static str;
    /// Who may call it.
    const ACCESS: Access;
    /// What the braces of the path hold.
    type Params: Serialize + DeserializeOwned + Shape + Send + Sync + 'static;
    /// What follows the question mark.
    type Query: Serialize + DeserializeOwned + Default + Shape + Send + Sync + 'static;
    /// The request's JSON; [`Csv`] for a file that is read while it comes.
    type Body: Serialize + DeserializeOwned + Shape + Send + Sync + 'static;
    /// The answer's JSON; [`Csv`] for a file that is sent while it is made.
    type Reply: Serialize + DeserializeOwned + Shape + Send + Sync + 'static;
    /// The status of success.
    const STATUS: u16 = 200;
    /// Does it change something that has a version, and so take `If-Match`?
    const IF_MATCH: bool = false;
    /// Is it about what belongs to a person alone, and so closed to API tokens (R32)?
    const PERSON: bool = false;
    /// Largest body, in bytes.
    const MAX_BODY: usize = MAX_BODY;
}

/// An operation as data, for those that walk [`ALL`](crate::ALL).
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "as in Endpoint")]
pub struct Operation {
    pub name: &'static str,
    pub summary: &'static str,
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    pub status: u16,
    pub if_match: bool,
    pub person: bool,
}

impl Operation {
    /// The data of `E`.
    #[must_use]
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            name: E::NAME,
            summary: E::SUMMARY,
            method: E::METHOD,
            path: E::PATH,
            access: E::ACCESS,
            status: E::STATUS,
            if_match: E::IF_MATCH,
            person: E::PERSON,
        }
    }
}

macro_rules! empty {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {}
    };
}

empty!(
    /// A path without parameters.
    NoParams
);
empty!(
    /// No query.
    NoQuery
);
empty!(
    /// No request body.
    NoBody
);
empty!(
    /// Nothing to say but success: 204.
    NoContent
);

empty!(
    /// Comma-separated values (`text/csv`) in place of JSON, in whichever direction: streamed, and never held whole.
    Csv
);

/// Declares an operation: the one form in which all of this crate are written.
macro_rules! endpoint {
    (
        $(#[doc = $summary:literal])+
        $name:ident = $id:literal, $method:ident $path:literal, $access:expr;
        $($key:ident: $value:ty),* $(,)?
        $(; status $status:literal)? $(; if_match $if_match:literal)?
        $(; person $person:literal)?
        $(; max_body $max_body:expr)?
    ) => {
        $(#[doc = $summary])+
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl $crate::Endpoint for $name {
            const NAME: &'static str = $id;
            const SUMMARY: &'static str = concat!($($summary),+).trim_ascii();
            const METHOD: $crate::Method = $crate::Method::$method;
            const PATH: &'static str = $path;
            const ACCESS: $crate::Access = $access;
            $(type $key = $value;)*
            $(const STATUS: u16 = $status;)?
            $(const IF_MATCH: bool = $if_match;)?
            $(const PERSON: bool = $person;)?
            $(const MAX_BODY: usize = $max_body;)?
        }
    };
}
pub(crate) use endpoint;
