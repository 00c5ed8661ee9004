//! An identity provider: a SCIM client with a token, which checks the form of every answer.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::Caller;
use crate::users::world::World;

pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
pub const SITE: &str = "urn:8x8:scim:schemas:extension:8x8user:2.0:User";
/// The URN that Microsoft's tutorial maps the site to.
pub const TUTORIAL_SITE: &str = "urn:ietf:params:scim:schemas:extension:8x8:1.1:User";
pub const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
pub const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
pub const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

const SETTINGS: &str = "/api/v1/provisioning";
pub const TOKENS: &str = "/api/v1/provisioning/tokens";

/// The identity provider of the organization under test.
pub struct Idp {
    /// What it calls with.
    pub caller: Caller,
    /// Path of the SCIM base URL.
    pub base: String,
    /// The whole value of the header `Authorization`.
    pub authorization: Option<String>,
}

/// An answer, whose form was checked.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub body: Value,
    inner: crate::support::Answer,
}

impl Reply {
    /// The body of a success.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    /// The detail of a refusal. `scim_type` is empty where the status has none.
    #[track_caller]
    pub fn refused(self, status: u16, scim_type: &str) -> String {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.body["scimType"].as_str().unwrap_or_default(), scim_type, "{}", self.body);
        self.body["detail"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.inner.header(name)
    }

    /// RFC 7644 §3.8, §3.12: JSON of SCIM always, and of an error its schema, its status as a text, and a sentence.
    #[track_caller]
    fn check(&self) {
        if self.inner.text.is_empty() {
            return assert!(matches!(self.status, 200 | 204 | 304), "{} without a body", self.status);
        }
        assert_eq!(self.header("content-type"), scim::MEDIA_TYPE, "{} {}", self.status, self.inner.text);
        if self.status >= 400 {
            assert_eq!(self.body["schemas"], json!([ERROR]), "{}", self.body);
            assert_eq!(self.body["status"], self.status.to_string());
            let detail = self.body["detail"].as_str().unwrap();
            assert!(detail.ends_with('.'), "a sentence: {detail}");
        }
    }
}

impl Idp {
    /// Switches provisioning on, and makes a token.
    pub async fn connect(w: &World<'_>) -> Self {
        w.owner.patch(SETTINGS, "*", json!({"enabled": true})).await.expect(200);
        let made = w.owner.post(TOKENS, json!({"name": "entra"})).await.expect(201);
        Self::with_token(w, "contoso", made["secret"].as_str().unwrap())
    }

    /// A client with that token, at the URL of the organization `slug`.
    pub fn with_token(w: &World<'_>, slug: &str, token: &str) -> Self {
        let authorization = Some(format!("Bearer {token}"));
        Self { caller: w.anybody(), base: format!("/scim/{slug}/v2"), authorization }
    }

    /// The same client with another header `Authorization`.
    pub fn authorized(&self, authorization: Option<&str>) -> Self {
        let (caller, base) = (self.caller.clone(), self.base.clone());
        Self { caller, base, authorization: authorization.map(str::to_owned) }
    }

    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.caller.request(method, &format!("{}{path}", self.base));
        match &self.authorization {
            Some(text) => request.header("authorization", text),
            None => request,
        }
    }

    pub async fn send(&self, request: RequestBuilder) -> Reply {
        let inner = self.caller.send(request).await;
        let body = if inner.text.is_empty() { Value::Null } else { inner.json() };
        let reply = Reply { status: inner.status.as_u16(), body, inner };
        reply.check();
        reply
    }

    /// Any bytes as SCIM.
    pub async fn raw(&self, method: &str, path: &str, body: impl Into<reqwest::Body>) -> Reply {
        let kind = "application/scim+json; charset=utf-8";
        self.send(self.request(method, path).header("content-type", kind).body(body)).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request("GET", path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.raw("POST", path, body.to_string()).await
    }

    pub async fn put(&self, user: &Value, body: Value) -> Reply {
        self.raw("PUT", &scim_path(user), body.to_string()).await
    }

    /// A PATCH of those operations.
    pub async fn patch(&self, user: &Value, operations: Value) -> Reply {
        let body = json!({"schemas": [PATCH_OP], "Operations": operations});
        self.raw("PATCH", &scim_path(user), body.to_string()).await
    }

    pub async fn delete(&self, user: &Value) -> Reply {
        self.send(self.request("DELETE", &scim_path(user))).await
    }

    /// A new user, as Entra makes one.
    pub async fn create(&self, name: &str) -> Value {
        self.post("/Users", person(name)).await.expect(201)
    }

    pub async fn read(&self, user: &Value) -> Value {
        self.get(&scim_path(user)).await.expect(200)
    }

    /// Those whom the filter finds.
    pub async fn find(&self, filter: &str) -> Vec<Value> {
        let list = self.get(&filtered(filter)).await.expect(200);
        let found = list["Resources"].as_array().unwrap().clone();
        assert_eq!(list["totalResults"], found.len(), "{filter}");
        found
    }

    /// The usernames of those whom the filter finds, sorted.
    pub async fn names(&self, filter: &str) -> Vec<String> {
        let found = self.find(filter).await;
        let mut names: Vec<String> =
            found.iter().map(|user| user["userName"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }
}

/// The path of the users whom the filter finds.
pub fn filtered(filter: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    let encoded: String = filter
        .bytes()
        .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    format!("/Users?filter={encoded}")
}

pub fn scim_path(user: &Value) -> String {
    format!("/Users/{}", user["id"].as_str().unwrap())
}

/// `Ada Lovelace` as Entra sends her.
pub fn person(name: &str) -> Value {
    let (first, last) = name.split_once(' ').unwrap();
    let username = format!("{first}.{last}@contoso.com").to_lowercase();
    json!({
        "schemas": [USER, ENTERPRISE],
        "externalId": format!("object-of-{}", first.to_lowercase()),
        "userName": username,
        "active": true,
        "emails": [{"primary": true, "type": "work", "value": username}],
        "meta": {"resourceType": "User"},
        "name": {"formatted": name, "familyName": last, "givenName": first},
        "roles": [],
    })
}
