//! RFC 7643 §4.2.

use super::{Attribute, Mutability, Schema};

const MEMBER: &[Attribute] = &[
    Attribute::text("value", "The id of the member.").mutability(Mutability::Immutable),
    Attribute::reference("$ref", &["User", "Group"], "The URL of the member.")
        .mutability(Mutability::Immutable),
    Attribute::text("type", "The kind of the member.")
        .suggests(&["User", "Group"])
        .mutability(Mutability::Immutable),
    Attribute::text("display", "The name of the member."),
];

/// The core schema of groups.
pub static GROUP: Schema = Schema {
    urn: "urn:ietf:params:scim:schemas:core:2.0:Group",
    alias: None,
    extension: false,
    name: "Group",
    description: "A group of people",
    attributes: &[
        Attribute::text("displayName", "The name of the group.").required().unique().mapped(),
        Attribute::complex("members", MEMBER, "The members of the group.").list(),
    ],
};
