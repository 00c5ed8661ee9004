//! Responses: a user as it is returned, and lists (RFC 7644 §3.4.2, §3.9).

use domain::Timestamp;
use serde_json::{Value, json};

use crate::schema::{ResourceType, SITE_EXTENSION, TUTORIAL_SITE_URN};
use crate::selection::Selection;
use crate::{Object, UserResource};

/// The URN of a list message.
pub const LIST_RESPONSE_URN: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// What the server adds to the attributes of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metadata<'a> {
    /// What it is.
    pub resource_type: ResourceType,
    /// The SCIM base URL, without a slash at its end.
    pub base_url: &'a str,
    /// The SCIM id (not the user id of Rollcall: R9).
    pub id: &'a str,
    /// When the user came into SCIM.
    pub created: Timestamp,
    /// When an attribute last changed.
    pub last_modified: Timestamp,
    /// The ETag, such as `W/"7"`.
    pub version: &'a str,
}

impl Metadata<'_> {
    /// The URL of the resource: `meta.location`, and the `Location` of the answer to a POST.
    #[must_use]
    pub fn location(&self) -> String {
        format!("{}{}/{}", self.base_url, self.resource_type.endpoint(), self.id)
    }

    /// `meta` (RFC 7643 §3.1).
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "resourceType": self.resource_type.name(),
            "created": self.created,
            "lastModified": self.last_modified,
            "location": self.location(),
            "version": self.version,
        })
    }
}

/// How users are written in one answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Projection {
    /// What the client asked for.
    pub selection: Selection,
    /// Write the site under [`TUTORIAL_SITE_URN`] as well: the organization's identity provider reads it there.
    pub tutorial_site_urn: bool,
}

impl Projection {
    /// The user as JSON, with the groups that they are in.
    #[must_use]
    pub fn of_user(&self, user: &UserResource, groups: Vec<Value>, metadata: &Metadata<'_>) -> Value {
        let mut whole = user.to_json(metadata);
        if !groups.is_empty() {
            whole.insert("groups".to_owned(), Value::Array(groups));
        }
        let mut body = self.selection.apply(ResourceType::User, whole);
        if self.tutorial_site_urn
            && let Some(site) = body.get(SITE_EXTENSION.urn).cloned()
        {
            body.insert(TUTORIAL_SITE_URN.to_owned(), site);
            if let Some(Value::Array(urns)) = body.get_mut("schemas") {
                urns.push(TUTORIAL_SITE_URN.into());
            }
        }
        Value::Object(body)
    }
}

impl UserResource {
    /// The whole resource, in canonical spelling: what a [`Filter`](crate::Filter) is matched against.
    #[must_use]
    pub fn to_json(&self, metadata: &Metadata<'_>) -> Object {
        let schemas: Vec<&str> = ResourceType::User
            .schemas()
            .iter()
            .filter(|schema| !schema.extension || self.attributes.contains_key(schema.urn))
            .map(|schema| schema.urn)
            .collect();
        let mut body = self.attributes.clone();
        body.insert("schemas".to_owned(), json!(schemas));
        body.insert("id".to_owned(), metadata.id.into());
        body.insert("meta".to_owned(), metadata.to_json());
        body
    }
}

/// A page of a list that is read by cursor (RFC 9865 §2): `next` is absent on the last, `total` may be on any.
#[must_use]
pub fn cursor_response(total: Option<u64>, next: Option<&str>, resources: Vec<Value>) -> Value {
    let mut body = json!({
        "schemas": [LIST_RESPONSE_URN],
        "itemsPerPage": resources.len(),
        "Resources": Value::Array(resources),
    });
    if let Some(total) = total {
        body["totalResults"] = total.into();
    }
    if let Some(next) = next {
        body["nextCursor"] = next.into();
    }
    body
}

/// A ListResponse (RFC 7644 §3.4.2): `total` of all pages, `start_index` as the request had it, and this page.
#[must_use]
pub fn list_response(total: u64, start_index: u64, resources: Vec<Value>) -> Value {
    json!({
        "schemas": [LIST_RESPONSE_URN],
        "totalResults": total,
        "startIndex": start_index,
        "itemsPerPage": resources.len(),
        "Resources": Value::Array(resources),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Leniency, schema::ENTERPRISE_USER};

    const METADATA: Metadata<'_> = Metadata {
        resource_type: ResourceType::User,
        base_url: "https://rollcall.example/scim/contoso/v2",
        id: "u1",
        created: Timestamp(0),
        last_modified: Timestamp(1),
        version: "W/\"7\"",
    };

    fn ada() -> UserResource {
        let body = json!({
            "userName": "ada", "name": {"givenName": "Ada", "familyName": "L"}, "active": true,
            "emails": [{"type": "work", "value": "a@b.c", "primary": true}],
            (ENTERPRISE_USER.urn): {"department": "R&D", "costCenter": "7"},
            (SITE_EXTENSION.urn): {"site": "London"},
        });
        UserResource::from_post(body.as_object().unwrap(), Leniency::Lenient).unwrap().resource
    }

    fn selected(attributes: &[&str], excluded: &[&str]) -> Value {
        let selection = Selection::new(ResourceType::User, attributes, excluded);
        let mut body =
            Projection { selection, tutorial_site_urn: false }.of_user(&ada(), Vec::new(), &METADATA);
        body.as_object_mut().unwrap().remove("schemas").unwrap();
        assert_eq!(body["id"], "u1");
        body.as_object_mut().unwrap().remove("id").unwrap();
        body
    }

    #[test]
    fn a_user_has_its_schemas_its_id_and_its_meta() {
        let body = Projection::default().of_user(&ada(), Vec::new(), &METADATA);
        assert_eq!(
            body["schemas"],
            json!(["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE_USER.urn, SITE_EXTENSION.urn])
        );
        assert_eq!(
            body["meta"],
            json!({
                "resourceType": "User", "created": "1970-01-01T00:00:00.000Z", "lastModified": "1970-01-01T00:00:00.001Z",
                "location": "https://rollcall.example/scim/contoso/v2/Users/u1", "version": "W/\"7\"",
            })
        );
        assert_eq!(body["emails"][0]["value"], "a@b.c");
    }

    #[test]
    fn attributes_select_and_excluded_attributes_take_away() {
        assert_eq!(selected(&["id"], &[]), json!({}));
        assert_eq!(
            selected(&["USERNAME", "name.givenName", "emails.value", "nothing"], &[]),
            json!({"userName": "ada", "name": {"givenName": "Ada"}, "emails": [{"value": "a@b.c"}]})
        );
        assert_eq!(
            selected(&[&format!("{}:department", ENTERPRISE_USER.urn)], &["userName"]),
            json!({(ENTERPRISE_USER.urn): {"department": "R&D"}})
        );
        assert_eq!(
            selected(&[ENTERPRISE_USER.urn], &[]),
            json!({(ENTERPRISE_USER.urn): {"department": "R&D", "costCenter": "7"}})
        );
        let without = selected(
            &[],
            &["id", "schemas", "meta", "emails", "name.familyName", SITE_EXTENSION.urn, "costCenter"],
        );
        assert_eq!(
            without,
            json!({
                "userName": "ada", "active": true, "name": {"givenName": "Ada"},
                (ENTERPRISE_USER.urn): {"department": "R&D"},
            })
        );
    }

    #[test]
    fn the_site_is_written_under_both_urns_for_those_who_read_the_other() {
        let both = Projection { selection: Selection::All, tutorial_site_urn: true };
        let body = both.of_user(&ada(), Vec::new(), &METADATA);
        assert_eq!(body[TUTORIAL_SITE_URN], json!({"site": "London"}));
        assert_eq!(body[SITE_EXTENSION.urn], json!({"site": "London"}));
        assert!(body["schemas"].as_array().unwrap().contains(&json!(TUTORIAL_SITE_URN)));
        let asked = format!("{TUTORIAL_SITE_URN}:site");
        let one = Projection { selection: Selection::new(ResourceType::User, &[&asked], &[]), ..both };
        assert_eq!(one.of_user(&ada(), Vec::new(), &METADATA)[TUTORIAL_SITE_URN], json!({"site": "London"}));
    }

    #[test]
    fn an_empty_list_has_its_resources_and_numbers() {
        assert_eq!(
            list_response(0, 1, Vec::new()),
            json!({"schemas": [LIST_RESPONSE_URN], "totalResults": 0, "startIndex": 1, "itemsPerPage": 0, "Resources": []})
        );
    }
}
