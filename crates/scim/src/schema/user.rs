//! RFC 7643 §4.1 and §4.3, and the extension with the site. Advertised is exactly what is accepted: no password,
//! for people sign in through the identity provider or set a password of their own.

use super::{Attribute, Kind, Mutability, Schema, TUTORIAL_SITE_URN};

const NAME: &[Attribute] = &[
    Attribute::text("formatted", "The whole name, as it is shown."),
    Attribute::text("familyName", "The last name.").mapped(),
    Attribute::text("givenName", "The first name.").mapped(),
    Attribute::text("middleName", "The middle names."),
    Attribute::text("honorificPrefix", "What stands before the name, such as Dr."),
    Attribute::text("honorificSuffix", "What stands after the name, such as III."),
];

const DISPLAY: Attribute = Attribute::text("display", "A name of the value, for people.");
const PRIMARY: Attribute =
    Attribute::boolean("primary", "Is this the preferred value? True for one at most.");
const HOME_WORK: &[&str] = &["work", "home", "other"];

const EMAIL: &[Attribute] = &[
    Attribute::text("value", "The email address.").mapped(),
    DISPLAY,
    Attribute::text("type", "What the address is for.").suggests(HOME_WORK),
    PRIMARY,
];

const PHONE_NUMBER: &[Attribute] = &[
    Attribute::text("value", "The phone number, kept as it was sent.").mapped(),
    DISPLAY,
    Attribute::text("type", "What the number is for.")
        .suggests(&["work", "home", "mobile", "fax", "pager", "other"]),
    PRIMARY,
];

const IM: &[Attribute] = &[
    Attribute::text("value", "The instant messaging address."),
    DISPLAY,
    Attribute::text("type", "The messaging service."),
    PRIMARY,
];

const PHOTO: &[Attribute] = &[
    Attribute::reference("value", &["external"], "The URL of the photo."),
    DISPLAY,
    Attribute::text("type", "The size of the photo.").suggests(&["photo", "thumbnail"]),
    PRIMARY,
];

const ADDRESS: &[Attribute] = &[
    Attribute::text("formatted", "The whole address, as it is written on a letter."),
    Attribute::text("streetAddress", "The street with the number."),
    Attribute::text("locality", "The city."),
    Attribute::text("region", "The state or region."),
    Attribute::text("postalCode", "The postal code."),
    Attribute::text("country", "The country."),
    Attribute::text("type", "What the address is for.").suggests(HOME_WORK),
    PRIMARY,
];

const GROUP_OF_USER: &[Attribute] = &[
    Attribute::text("value", "The id of the group.").mutability(Mutability::ReadOnly),
    Attribute::reference("$ref", &["Group"], "The URL of the group.").mutability(Mutability::ReadOnly),
    Attribute::text("display", "The name of the group.").mutability(Mutability::ReadOnly),
    Attribute::text("type", "How the membership came about.")
        .suggests(&["direct", "indirect"])
        .mutability(Mutability::ReadOnly),
];

const ENTITLEMENT: &[Attribute] = &[
    Attribute::text("value", "What the person is entitled to."),
    DISPLAY,
    Attribute::text("type", "The kind of entitlement."),
    PRIMARY,
];

const ROLE: &[Attribute] = &[
    Attribute::text("value", "The role. It grants no right here."),
    DISPLAY,
    Attribute::text("type", "The kind of role."),
    PRIMARY,
];

const CERTIFICATE: &[Attribute] = &[
    Attribute::new("value", Kind::Binary, "The certificate: DER in Base64.").case_exact(),
    DISPLAY,
    Attribute::text("type", "What the certificate is for."),
    PRIMARY,
];

/// The core schema of users.
pub static USER: Schema = Schema {
    urn: "urn:ietf:params:scim:schemas:core:2.0:User",
    alias: None,
    extension: false,
    name: "User",
    description: "A person with an account",
    attributes: &[
        Attribute::text("userName", "The name with which the person signs in.").required().unique().mapped(),
        Attribute::complex("name", NAME, "The parts of the person's name."),
        Attribute::text("displayName", "The name that others see."),
        Attribute::text("nickName", "The casual name."),
        Attribute::reference("profileUrl", &["external"], "The URL of a page about the person."),
        Attribute::text("title", "The job title.").mapped(),
        Attribute::text("userType", "How the person relates to the organization."),
        Attribute::text("preferredLanguage", "The languages that the person prefers."),
        Attribute::text("locale", "The language and region, such as en-GB.").mapped(),
        Attribute::text("timezone", "The time zone, such as Europe/London.").mapped(),
        // Every user is active or not; a body may leave it out all the same, which means that nothing changes.
        Attribute::boolean("active", "May the person sign in?").required(),
        Attribute::complex("emails", EMAIL, "Email addresses. The one of type work is the person's.")
            .list_by_type(),
        Attribute::complex("phoneNumbers", PHONE_NUMBER, "Phone numbers.").list_by_type(),
        Attribute::complex("ims", IM, "Instant messaging addresses.").list_by_type(),
        Attribute::complex("photos", PHOTO, "Photos.").list_by_type(),
        Attribute::complex("addresses", ADDRESS, "Postal addresses.").list_by_type(),
        Attribute::complex("groups", GROUP_OF_USER, "The groups that the person is a member of.")
            .list()
            .mutability(Mutability::ReadOnly),
        Attribute::complex("entitlements", ENTITLEMENT, "What the person is entitled to.").list(),
        Attribute::complex("roles", ROLE, "Roles in the organization.").list(),
        Attribute::complex("x509Certificates", CERTIFICATE, "Certificates of the person.").list(),
    ],
};

const MANAGER: &[Attribute] = &[
    Attribute::text("value", "The id of the manager."),
    Attribute::reference("$ref", &["User"], "The URL of the manager."),
    Attribute::text("displayName", "The name of the manager.").mutability(Mutability::ReadOnly),
];

/// The enterprise extension of users (RFC 7643 §4.3).
pub static ENTERPRISE_USER: Schema = Schema {
    urn: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    alias: None,
    extension: true,
    name: "EnterpriseUser",
    description: "What an organization knows of a person",
    attributes: &[
        Attribute::text("employeeNumber", "The employee number."),
        Attribute::text("costCenter", "The cost center."),
        Attribute::text("organization", "The organization."),
        Attribute::text("division", "The division."),
        Attribute::text("department", "The department.").mapped(),
        Attribute::complex("manager", MANAGER, "The manager."),
    ],
};

/// The extension with the site, under the URN that existing apps of identity providers map.
pub static SITE_EXTENSION: Schema = Schema {
    urn: "urn:8x8:scim:schemas:extension:8x8user:2.0:User",
    alias: Some(TUTORIAL_SITE_URN),
    extension: true,
    name: "SiteUser",
    description: "The site of a person",
    attributes: &[Attribute::text(
        "site",
        "The name of the person's site, as it is called here. It is set once and cannot be changed.",
    )
    .mapped()
    .mutability(Mutability::Immutable)],
};
