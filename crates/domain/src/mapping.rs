//! R2, R3, R21: which attribute of the identity provider is which field. Names are those of Microsoft's and RFC 7643's own
//! screens and schemas, to the letter: admins compare them with the identity provider's table.

use crate::Field;

/// Where an attribute goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Into a field of the user.
    Field(Field),
    /// The external id: stored, never shown in the console (R21).
    ExternalId,
    /// The work phone: stored, never shown in the console; in the company directory (R20, R21).
    WorkPhone,
}

/// One attribute of the mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mapped {
    /// Entra's attribute; empty where it has none of its own.
    pub entra: &'static str,
    /// What Entra's portal calls it.
    pub portal: &'static str,
    /// SCIM's path.
    pub scim: &'static str,
    /// Another path that is read as this one.
    pub also: Option<&'static str>,
    /// Where it goes.
    pub place: Place,
}

const fn field(entra: &'static str, portal: &'static str, scim: &'static str, field: Field) -> Mapped {
    Mapped { entra, portal, scim, also: None, place: Place::Field(field) }
}

/// The attribute mapping (docs/RULES.md).
pub const MAPPED: [Mapped; 13] = [
    field("userPrincipalName", "User name", "userName", Field::Username),
    Mapped { entra: "objectId", portal: "", scim: "externalId", also: None, place: Place::ExternalId },
    field("mail", "", "emails[type eq \"work\"].value", Field::Email),
    field("Not([IsSoftDeleted])", "Block sign in", "active", Field::Status),
    field("givenName", "First name", "name.givenName", Field::FirstName),
    field("surname", "Last name", "name.familyName", Field::LastName),
    field("jobTitle", "Job title", "title", Field::JobTitle),
    field(
        "department",
        "Department",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        Field::Department,
    ),
    field("mobile", "Mobile phone", "phoneNumbers[type eq \"mobile\"].value", Field::PersonalContactNumber),
    Mapped {
        entra: "telephoneNumber",
        portal: "Office phone",
        scim: "phoneNumbers[type eq \"work\"].value",
        also: None,
        place: Place::WorkPhone,
    },
    Mapped {
        also: Some("urn:ietf:params:scim:schemas:extension:8x8:1.1:User:site"),
        ..field(
            "physicalDeliveryOfficeName",
            "Office",
            "urn:8x8:scim:schemas:extension:8x8user:2.0:User:site",
            Field::Site,
        )
    },
    field("preferredLanguage", "", "locale", Field::Locale),
    field("", "a user extension attribute", "timezone", Field::TimeZone),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r2_r3_every_field_that_can_be_locked_is_mapped_once() {
        for field in Field::ALL {
            let mapped = MAPPED.iter().filter(|mapped| mapped.place == Place::Field(field)).count();
            let expected = field.always_locked() || field.locked_once_sent() || field == Field::Site;
            assert_eq!(mapped == 1, expected, "{field:?}");
        }
    }
}
