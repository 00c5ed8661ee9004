//! The REST API of Rollcall as types: one unit struct an operation.
//!
//! The server mounts `E::PATH` and answers with `E::Reply`; the console calls `E::PATH` and reads `E::Reply`.
//! Neither formats a URL or names a field by hand, so the two cannot drift. [`ALL`] lists every operation:
//! tests walk it, and `docs/openapi.json` is generated from it.
//!
//! Conventions (docs/API-DESIGN.md): plural nouns, JSON in snake_case, RFC 3339 times, opaque prefixed ids, cursors,
//! `ETag` and `If-Match`, [`Problem`](problem::Problem) for every error.

pub mod endpoint;
pub mod events;
pub mod history;
pub mod home;
pub mod organization;
pub mod page;
pub mod problem;
pub mod provisioning;
pub mod sessions;
pub mod setup;
pub mod sites;
pub mod users;

pub use endpoint::{Access, Endpoint, Method, NoBody, NoContent, NoParams, NoQuery, Operation};
pub use page::Page;
pub use problem::{Code, Problem};

/// Every operation of the API.
pub const ALL: &[Operation] = &[
    Operation::of::<setup::Check>(),
    Operation::of::<setup::Create>(),
    Operation::of::<sessions::Options>(),
    Operation::of::<sessions::SignIn>(),
    Operation::of::<sessions::SignOut>(),
    Operation::of::<sessions::CheckPasswordLink>(),
    Operation::of::<sessions::SetPassword>(),
    Operation::of::<sessions::Me>(),
    Operation::of::<sessions::ListOwn>(),
    Operation::of::<sessions::EndOwn>(),
    Operation::of::<sessions::List>(),
    Operation::of::<sessions::End>(),
    Operation::of::<sessions::EndAll>(),
    Operation::of::<organization::Get>(),
    Operation::of::<home::Get>(),
    Operation::of::<users::List>(),
    Operation::of::<users::Get>(),
    Operation::of::<users::Create>(),
    Operation::of::<users::Edit>(),
    Operation::of::<users::Activate>(),
    Operation::of::<users::Deactivate>(),
    Operation::of::<users::Delete>(),
    Operation::of::<users::CreatePasswordLink>(),
    Operation::of::<history::List>(),
    Operation::of::<sites::List>(),
    Operation::of::<sites::Get>(),
    Operation::of::<sites::Create>(),
    Operation::of::<sites::Edit>(),
    Operation::of::<sites::Delete>(),
    Operation::of::<sites::DropFormerName>(),
    Operation::of::<provisioning::Get>(),
    Operation::of::<provisioning::Edit>(),
    Operation::of::<provisioning::ListTokens>(),
    Operation::of::<provisioning::CreateToken>(),
    Operation::of::<provisioning::RevokeToken>(),
    Operation::of::<events::Stream>(),
];
