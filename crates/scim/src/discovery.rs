//! What the service says of itself (RFC 7644 §4): generated from the schema table, so that it advertises what it does.

use serde_json::{Value, json};

use crate::Object;
use crate::projection::list_response;
use crate::schema::{Attribute, ResourceType, SITE_EXTENSION, Schema};

const SPC_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
const RESOURCE_TYPE_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const SCHEMA_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";

/// What the server does, beyond what this crate does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities<'a> {
    /// Most resources on a page.
    pub max_results: u64,
    /// Resources on a page when the client does not say.
    pub default_results: u64,
    /// How long a cursor is good for (RFC 9865).
    pub cursor_seconds: i64,
    /// Most operations of one bulk.
    pub max_operations: usize,
    /// Largest body, in bytes.
    pub max_payload: usize,
    /// Where a person can read about it.
    pub documentation_uri: Option<&'a str>,
}

/// `/ServiceProviderConfig`. `base_url` is the SCIM base URL, without a slash at its end.
#[must_use]
pub fn service_provider_config(base_url: &str, capabilities: &Capabilities<'_>) -> Value {
    let mut config = json!({
        "schemas": [SPC_URN],
        "patch": {"supported": true},
        // Clients such as authentik take missing numbers for a server without PATCH and filters.
        "bulk": {
            "supported": true,
            "maxOperations": capabilities.max_operations,
            "maxPayloadSize": capabilities.max_payload,
        },
        "filter": {"supported": true, "maxResults": capabilities.max_results},
        "changePassword": {"supported": false},
        "sort": {"supported": true},
        "etag": {"supported": true},
        // Index paging stays the default: it is what Entra and Okta speak.
        "pagination": {
            "cursor": true,
            "index": true,
            "defaultPaginationMethod": "index",
            "defaultPageSize": capabilities.default_results,
            "maxPageSize": capabilities.max_results,
            "cursorTimeout": capabilities.cursor_seconds,
        },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "OAuth Bearer Token",
            "description": "The API token from the provisioning settings of Rollcall, sent as a bearer token",
            "specUri": "https://www.rfc-editor.org/info/rfc6750",
            "primary": true,
        }],
        "meta": {"resourceType": "ServiceProviderConfig", "location": format!("{base_url}/ServiceProviderConfig")},
    });
    if let Some(uri) = capabilities.documentation_uri {
        config["documentationUri"] = uri.into();
    }
    config
}

/// The sites of the organization, as far as discovery speaks of them. Where there are none, no site could be set: the
/// extension with it is then not advertised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sites<'a> {
    /// None.
    None,
    /// These, to choose from.
    Few(&'a [String]),
    /// Too many to choose from.
    Many,
}

impl Sites<'_> {
    fn advertise(self, schema: &Schema) -> bool {
        schema.urn != SITE_EXTENSION.urn || self != Self::None
    }
}

/// `/ResourceTypes`.
#[must_use]
pub fn resource_types(base_url: &str, sites: Sites<'_>) -> Value {
    let all: Vec<Value> =
        ResourceType::ALL.into_iter().map(|kind| resource_type_json(base_url, kind, sites)).collect();
    list_response(all.len() as u64, 1, all)
}

/// `/ResourceTypes/{name}`; `None` is a 404.
#[must_use]
pub fn resource_type(base_url: &str, name: &str, sites: Sites<'_>) -> Option<Value> {
    let kind = ResourceType::ALL.into_iter().find(|kind| kind.name() == name)?;
    Some(resource_type_json(base_url, kind, sites))
}

fn resource_type_json(base_url: &str, kind: ResourceType, sites: Sites<'_>) -> Value {
    let extensions: Vec<Value> = kind
        .schemas()
        .iter()
        .skip(1)
        .filter(|schema| sites.advertise(schema))
        .map(|schema| json!({"schema": schema.urn, "required": false}))
        .collect();
    json!({
        "schemas": [RESOURCE_TYPE_URN],
        "id": kind.name(),
        "name": kind.name(),
        "endpoint": kind.endpoint(),
        "description": kind.core().description,
        "schema": kind.core().urn,
        "schemaExtensions": extensions,
        "meta": {"resourceType": "ResourceType", "location": format!("{base_url}/ResourceTypes/{}", kind.name())},
    })
}

/// `/Schemas`.
#[must_use]
pub fn schemas(base_url: &str, sites: Sites<'_>) -> Value {
    let advertised = every_schema().filter(|schema| sites.advertise(schema));
    let all: Vec<Value> = advertised.map(|schema| schema_json(base_url, schema, sites)).collect();
    list_response(all.len() as u64, 1, all)
}

/// `/Schemas/{urn}`; `None` is a 404.
#[must_use]
pub fn schema(base_url: &str, urn: &str, sites: Sites<'_>) -> Option<Value> {
    let schema = every_schema().find(|schema| schema.urn.eq_ignore_ascii_case(urn))?;
    sites.advertise(schema).then(|| schema_json(base_url, schema, sites))
}

fn every_schema() -> impl Iterator<Item = &'static Schema> {
    ResourceType::ALL.into_iter().flat_map(|kind| kind.schemas().iter().copied())
}

fn schema_json(base_url: &str, schema: &Schema, sites: Sites<'_>) -> Value {
    let mut attributes: Vec<Value> = schema.attributes.iter().map(attribute_json).collect();
    if let (true, Sites::Few(names)) = (schema.urn == SITE_EXTENSION.urn, sites) {
        attributes[0]["canonicalValues"] = json!(names);
    }
    json!({
        "schemas": [SCHEMA_URN],
        "id": schema.urn,
        "name": schema.name,
        "description": schema.description,
        "attributes": attributes,
        "meta": {"resourceType": "Schema", "location": format!("{base_url}/Schemas/{}", schema.urn)},
    })
}

/// All characteristics of an attribute (RFC 7643 §7); never a null, for Entra reads none.
fn attribute_json(attribute: &Attribute) -> Value {
    let mut object = Object::new();
    let mut set = |name: &str, value: Value| drop(object.insert(name.to_owned(), value));
    set("name", attribute.name.into());
    set("type", attribute.kind.name().into());
    set("multiValued", attribute.multi_valued.into());
    set("description", attribute.description.into());
    set("required", attribute.required.into());
    set("mutability", attribute.mutability.name().into());
    set("returned", if attribute.always_returned { "always" } else { "default" }.into());
    if attribute.sub_attributes.is_empty() {
        set("caseExact", attribute.case_exact.into());
    } else {
        set("subAttributes", attribute.sub_attributes.iter().map(attribute_json).collect());
    }
    set("uniqueness", if attribute.unique { "server" } else { "none" }.into());
    if !attribute.canonical_values.is_empty() {
        set("canonicalValues", json!(attribute.canonical_values));
    }
    if !attribute.reference_types.is_empty() {
        set("referenceTypes", json!(attribute.reference_types));
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://rollcall.example/scim/contoso/v2";

    fn holds_null(value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::Array(items) => items.iter().any(holds_null),
            Value::Object(object) => object.values().any(holds_null),
            _ => false,
        }
    }

    #[test]
    fn the_configuration_has_every_part_that_the_rfc_requires() {
        let capabilities = Capabilities {
            max_results: 1_000,
            default_results: 100,
            cursor_seconds: 3_600,
            max_operations: 1_000,
            max_payload: 1_048_576,
            documentation_uri: None,
        };
        let config = service_provider_config(BASE, &capabilities);
        assert_eq!(
            config["bulk"],
            json!({"supported": true, "maxOperations": 1_000, "maxPayloadSize": 1_048_576})
        );
        assert_eq!(config["filter"], json!({"supported": true, "maxResults": 1_000}));
        assert_eq!(
            config["meta"]["location"],
            "https://rollcall.example/scim/contoso/v2/ServiceProviderConfig"
        );
        assert!(!holds_null(&config));
    }

    #[test]
    fn every_schema_that_a_resource_type_names_can_be_read() {
        let types = resource_types(BASE, Sites::Many);
        assert_eq!(types["totalResults"], 2);
        for kind in types["Resources"].as_array().unwrap() {
            let extensions = kind["schemaExtensions"].as_array().unwrap().iter().map(|e| &e["schema"]);
            for urn in extensions.chain([&kind["schema"]]) {
                let schema = schema(BASE, urn.as_str().unwrap(), Sites::Many).unwrap();
                assert_eq!(&schema["id"], urn);
                assert!(!holds_null(&schema));
            }
            assert_eq!(resource_type(BASE, kind["name"].as_str().unwrap(), Sites::Many).as_ref(), Some(kind));
        }
        assert_eq!(schemas(BASE, Sites::Many)["totalResults"], 4);
        assert_eq!(resource_type(BASE, "Device", Sites::Many), None);
        assert_eq!(schema(BASE, "urn:nothing", Sites::Many), None);
    }

    #[test]
    fn r12_the_site_is_advertised_as_immutable_with_the_names_to_choose_from() {
        let site =
            schema(BASE, SITE_EXTENSION.urn, Sites::Few(&["London".to_owned()])).unwrap()["attributes"][0]
                .clone();
        assert_eq!(site["mutability"], "immutable");
        assert_eq!(site["required"], false);
        assert_eq!(site["canonicalValues"], json!(["London"]));
    }

    #[test]
    fn without_sites_there_is_no_site_to_advertise() {
        assert_eq!(schemas(BASE, Sites::None)["totalResults"], 3);
        assert_eq!(schema(BASE, SITE_EXTENSION.urn, Sites::None), None);
        assert!(!resource_types(BASE, Sites::None).to_string().contains(SITE_EXTENSION.urn));
    }

    #[test]
    fn no_password_is_advertised_for_none_is_taken() {
        assert!(!schemas(BASE, Sites::Many).to_string().contains("\"password\""));
    }
}
