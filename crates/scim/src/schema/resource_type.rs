//! The two kinds of resources.

use super::{ENTERPRISE_USER, GROUP, SITE_EXTENSION, Schema, USER};

/// A kind of resource (RFC 7643 §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceType {
    /// A person.
    User,
    /// A group of people.
    Group,
}

impl ResourceType {
    /// Every type, in the order of `/ResourceTypes`.
    pub const ALL: [Self; 2] = [Self::User, Self::Group];

    /// Its name, in `meta.resourceType` and `/ResourceTypes/{name}`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Group => "Group",
        }
    }

    /// Its endpoint, after the base URL.
    #[must_use]
    pub const fn endpoint(self) -> &'static str {
        match self {
            Self::User => "/Users",
            Self::Group => "/Groups",
        }
    }

    /// Its schema, then its extensions.
    #[must_use]
    pub fn schemas(self) -> &'static [&'static Schema] {
        const OF_USER: &[&Schema] = &[&USER, &ENTERPRISE_USER, &SITE_EXTENSION];
        const OF_GROUP: &[&Schema] = &[&GROUP];
        match self {
            Self::User => OF_USER,
            Self::Group => OF_GROUP,
        }
    }

    /// Its core schema.
    #[must_use]
    pub fn core(self) -> &'static Schema {
        self.schemas()[0]
    }
}
