//! What Entra demands of an answer: it aborts or quarantines where one of these does not hold.

use serde_json::Value;

use crate::{Failure, Outcome};

/// The schema of a list (RFC 7644 §3.4.2).
pub const LIST_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// The schema of an error (RFC 7644 §3.12).
pub const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// An answer, as it came.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The request line.
    pub request: String,
    /// The HTTP status.
    pub status: u16,
    /// `Content-Type`, empty when there is none.
    pub content_type: String,
    /// `Location`, when there is one.
    pub location: Option<String>,
    /// The body; empty for none.
    pub text: String,
}

impl Answer {
    /// A failure in those words, with the whole answer.
    ///
    /// # Errors
    /// Always.
    pub fn refuse<T>(&self, words: &str) -> Outcome<T> {
        let Self { request, status, content_type, text, .. } = self;
        Failure::because(format!("{words}\n  {request}\n  {status} {content_type}\n  {text}"))
    }

    /// Demands a status.
    ///
    /// # Errors
    /// When it is another.
    pub fn with_status(self, status: u16) -> Outcome<Self> {
        if self.status == status { Ok(self) } else { self.refuse(&format!("Entra expects status {status}.")) }
    }

    /// Demands a JSON body of the media type `application/scim+json`: Entra's validator aborts on `application/json`.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn json(&self) -> Outcome<Value> {
        if !self.content_type.starts_with("application/scim+json") {
            return self.refuse("Entra expects application/scim+json.");
        }
        match serde_json::from_str(&self.text) {
            Ok(body) => Ok(body),
            Err(error) => self.refuse(&format!("Entra expects JSON: {error}.")),
        }
    }

    /// Demands a `ListResponse` with `Resources` (even if empty) and counts that are numbers; gives the resources.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn list(&self) -> Outcome<Vec<Value>> {
        let body = self.json()?;
        let counts = ["totalResults", "startIndex", "itemsPerPage"];
        if self.status != 200 || !names_schema(&body, LIST_RESPONSE) {
            return self.refuse("Entra expects a ListResponse.");
        }
        if let Some(count) = counts.into_iter().find(|count| !body[*count].is_u64()) {
            return self.refuse(&format!("Entra expects {count} to be a number."));
        }
        match body["Resources"].as_array() {
            Some(resources) if body["totalResults"] == resources.len() => Ok(resources.clone()),
            Some(_) => self.refuse("Entra expects totalResults to count the Resources."),
            None => self.refuse("Entra expects Resources, even if empty."),
        }
    }

    /// Demands a user with an id, its schemas and its `meta`, and no attribute twice for one type.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn user(&self) -> Outcome<Value> {
        let body = self.json()?;
        let problem = if !names_schema(&body, super::person::CORE) {
            "Entra expects the schema of a user."
        } else if body["id"].as_str().is_none_or(str::is_empty) {
            "Entra expects an id."
        } else if body["meta"]["resourceType"] != "User" {
            "Entra expects meta.resourceType to be User."
        } else if !body["meta"]["location"].as_str().is_some_and(|location| location.starts_with("http")) {
            "Entra expects meta.location to be a whole address."
        } else if !body["active"].is_boolean() {
            "Entra expects active to be a boolean."
        } else if !body["emails"].is_null() && has_type_twice(&body["emails"]) {
            "Entra allows no two emails of one type."
        } else if !body["phoneNumbers"].is_null() && has_type_twice(&body["phoneNumbers"]) {
            "Entra allows no two phone numbers of one type."
        } else {
            return Ok(body);
        };
        self.refuse(problem)
    }

    /// Demands an error of SCIM with that status, and that `scimType` where one is named; gives its detail.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn error(&self, status: u16, scim_type: Option<&str>) -> Outcome<String> {
        let body = self.json()?;
        let is_it = self.status == status
            && names_schema(&body, ERROR)
            && body["status"].as_str() == Some(status.to_string().as_str())
            && scim_type.is_none_or(|scim_type| body["scimType"] == scim_type);
        if is_it {
            return Ok(body["detail"].as_str().unwrap_or_default().to_owned());
        }
        self.refuse(&format!("Entra expects a SCIM error {status} {}.", scim_type.unwrap_or_default()))
    }
}

fn names_schema(body: &Value, schema: &str) -> bool {
    body["schemas"].as_array().is_some_and(|schemas| schemas.iter().any(|named| named == schema))
}

fn has_type_twice(elements: &Value) -> bool {
    let mut types: Vec<_> =
        elements.as_array().into_iter().flatten().map(|element| element["type"].to_string()).collect();
    let all = types.len();
    types.sort();
    types.dedup();
    types.len() < all
}
