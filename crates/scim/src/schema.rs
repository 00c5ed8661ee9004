//! The one table of attributes: what is read, written, filtered, advertised and returned follows from it.

mod group;
mod resource_type;
mod user;

pub use group::GROUP;
pub use resource_type::ResourceType;
pub use user::{ENTERPRISE_USER, SITE_EXTENSION, USER};

/// The other URN under which identity providers map the site (Microsoft's tutorial for 8x8). Read as
/// [`SITE_EXTENSION`]; written beside it when the organization's identity provider uses it.
pub const TUTORIAL_SITE_URN: &str = "urn:ietf:params:scim:schemas:extension:8x8:1.1:User";

/// The type of an attribute's values (RFC 7643 §2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name is RFC 7643's own")]
pub enum Kind {
    String,
    Boolean,
    DateTime,
    Reference,
    Binary,
    Complex,
}

impl Kind {
    /// The name in `/Schemas`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::DateTime => "dateTime",
            Self::Reference => "reference",
            Self::Binary => "binary",
            Self::Complex => "complex",
        }
    }
}

/// Who may change an attribute, and when (RFC 7643 §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutability {
    /// By the server only; ignored in bodies.
    ReadOnly,
    /// At any time.
    ReadWrite,
    /// Set once (R12), then never changed.
    Immutable,
}

impl Mutability {
    /// The name in `/Schemas`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReadOnly => "readOnly",
            Self::ReadWrite => "readWrite",
            Self::Immutable => "immutable",
        }
    }
}

/// An attribute or sub-attribute (RFC 7643 §7).
#[derive(Debug)]
pub struct Attribute {
    /// Its name in canonical spelling.
    pub name: &'static str,
    /// What it is, for `/Schemas`.
    pub description: &'static str,
    /// The type of its value, or of each element.
    pub kind: Kind,
    /// Does it hold a list?
    pub multi_valued: bool,
    /// Must every resource have it?
    pub required: bool,
    /// Does case matter in comparisons?
    pub case_exact: bool,
    /// Who may change it.
    pub mutability: Mutability,
    /// Is it in every response, whatever `attributes` asks for (`returned: always`)?
    pub always_returned: bool,
    /// Has no other resource of the server the same value (`uniqueness: server`)?
    pub unique: bool,
    /// Suggested values.
    pub canonical_values: &'static [&'static str],
    /// What a reference may lead to.
    pub reference_types: &'static [&'static str],
    /// The parts of a complex value.
    pub sub_attributes: &'static [Self],
    /// Is it one of Rollcall's own fields? Those are short and without hidden characters, for people read them.
    pub mapped: bool,
    /// Is there at most one element of each `type`? Entra addresses these by type, and fails on a second one.
    pub one_per_type: bool,
}

impl Attribute {
    const fn new(name: &'static str, kind: Kind, description: &'static str) -> Self {
        Self {
            name,
            description,
            kind,
            multi_valued: false,
            required: false,
            case_exact: false,
            mutability: Mutability::ReadWrite,
            always_returned: false,
            unique: false,
            canonical_values: &[],
            reference_types: &[],
            sub_attributes: &[],
            mapped: false,
            one_per_type: false,
        }
    }

    const fn text(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::String, description)
    }

    const fn boolean(name: &'static str, description: &'static str) -> Self {
        Self::new(name, Kind::Boolean, description)
    }

    const fn reference(
        name: &'static str,
        types: &'static [&'static str],
        description: &'static str,
    ) -> Self {
        let mut attribute = Self::new(name, Kind::Reference, description);
        attribute.reference_types = types;
        attribute
    }

    const fn complex(name: &'static str, parts: &'static [Self], description: &'static str) -> Self {
        let mut attribute = Self::new(name, Kind::Complex, description);
        attribute.sub_attributes = parts;
        attribute
    }

    const fn list(mut self) -> Self {
        self.multi_valued = true;
        self
    }

    const fn list_by_type(mut self) -> Self {
        self.multi_valued = true;
        self.one_per_type = true;
        self
    }

    const fn mapped(mut self) -> Self {
        self.mapped = true;
        self
    }

    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    const fn case_exact(mut self) -> Self {
        self.case_exact = true;
        self
    }

    const fn always_returned(mut self) -> Self {
        self.always_returned = true;
        self
    }

    const fn mutability(mut self, mutability: Mutability) -> Self {
        self.mutability = mutability;
        self
    }

    const fn suggests(mut self, values: &'static [&'static str]) -> Self {
        self.canonical_values = values;
        self
    }

    /// The sub-attribute of that name, compared without case (RFC 7643 §2.1).
    #[must_use]
    pub fn sub_attribute(&self, name: &str) -> Option<&'static Self> {
        find(self.sub_attributes, name)
    }
}

fn find(attributes: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}

/// A schema: a URN and its attributes (RFC 7643 §7).
#[derive(Debug)]
pub struct Schema {
    /// Its URN in canonical spelling.
    pub urn: &'static str,
    /// Another URN that is read as this one.
    pub alias: Option<&'static str>,
    /// Is it an extension? Its attributes then stand in an object of their own, under the URN (RFC 7643 §3.3).
    pub extension: bool,
    /// Its name, for people.
    pub name: &'static str,
    /// What it is, for people.
    pub description: &'static str,
    /// Its attributes.
    pub attributes: &'static [Attribute],
}

impl Schema {
    /// The attribute of that name, compared without case.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        find(self.attributes, name)
    }
}

impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        self.urn == other.urn
    }
}

const META: &[Attribute] = &[
    Attribute::text("resourceType", "The name of the resource type.")
        .case_exact()
        .mutability(Mutability::ReadOnly),
    Attribute::new("created", Kind::DateTime, "When the resource was made.").mutability(Mutability::ReadOnly),
    Attribute::new("lastModified", Kind::DateTime, "When the resource was last changed.")
        .mutability(Mutability::ReadOnly),
    Attribute::reference("location", &["uri"], "The URL of the resource.").mutability(Mutability::ReadOnly),
    Attribute::text("version", "The version of the resource, equal to its ETag.")
        .case_exact()
        .mutability(Mutability::ReadOnly),
];

/// The attributes that every resource has, though no schema lists them (RFC 7643 §3.1).
pub static COMMON: &[Attribute] = &[
    Attribute::text("id", "The identifier that the server gave.")
        .case_exact()
        .required()
        .unique()
        .always_returned()
        .mutability(Mutability::ReadOnly),
    Attribute::text("externalId", "The identifier that the identity provider gave.").case_exact().mapped(),
    Attribute::complex("meta", META, "What the server knows about the resource.")
        .mutability(Mutability::ReadOnly),
    Attribute::reference("schemas", &["uri"], "The URNs of the schemas of the resource.")
        .list()
        .case_exact()
        .required()
        .always_returned()
        .mutability(Mutability::ReadOnly),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_name_is_unique_over_a_resource_type_so_that_it_may_stand_without_its_urn() {
        for resource_type in ResourceType::ALL {
            let mut names: Vec<String> = resource_type
                .schemas()
                .iter()
                .flat_map(|schema| schema.attributes)
                .chain(COMMON)
                .map(|attribute| attribute.name.to_lowercase())
                .collect();
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "{resource_type:?}");
        }
    }

    #[test]
    fn only_complex_attributes_have_parts_and_no_part_is_complex() {
        for attribute in ResourceType::ALL.iter().flat_map(|t| t.schemas()).flat_map(|s| s.attributes) {
            assert_eq!(
                attribute.kind == Kind::Complex,
                !attribute.sub_attributes.is_empty(),
                "{}",
                attribute.name
            );
            assert!(
                attribute.sub_attributes.iter().all(|part| part.kind != Kind::Complex),
                "{}",
                attribute.name
            );
        }
    }

    #[test]
    fn r12_the_site_is_immutable_under_both_urns() {
        let site = SITE_EXTENSION.attribute("SITE").unwrap();
        assert_eq!(site.mutability, Mutability::Immutable);
        assert_eq!(SITE_EXTENSION.urn, "urn:8x8:scim:schemas:extension:8x8user:2.0:User");
        assert_eq!(SITE_EXTENSION.alias, Some(TUTORIAL_SITE_URN));
    }
}
