//! Two organizations on one server, and short words for what tests of people, sites and provisioning do.

use std::ops::Deref;

use domain::{Field, FieldSet, ManagedBy, OrgId, Role, UserId};
use reqwest::Method;
use serde_json::{Value, json};
use store::User;
use uuid::Uuid;

use crate::support::{Caller, Organization, Server};

/// What the identity provider sent, and the console never shows (R21).
pub const EXTERNAL_ID: &str = "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef";
/// Likewise.
pub const WORK_PHONE: &str = "+44 20 7946 0999";

/// Makes two tests of each function: one on SQLite, one on PostgreSQL.
macro_rules! on_both {
    ($(async fn $name:ident($world:ident: &World) $body:block)+) => {
        $crate::both! {
            $(async fn $name(server: &Server) {
                let world = $crate::users::world::World::new(server).await;
                let $world = &world;
                $body
            })+
        }
    };
}
pub(crate) use on_both;

/// The organization under test, its owner, and the owner of another organization.
pub struct World<'a> {
    pub server: &'a Server,
    pub contoso: Organization<'a>,
    pub org: OrgId,
    pub owner: Browser,
    pub owner_id: UserId,
    pub stranger: Browser,
    pub nobody: Browser,
}

/// A [`Caller`] that takes and gives plain JSON.
pub struct Browser(Caller);

/// What a [`Browser`] got.
pub struct Answer {
    pub status: u16,
    pub body: String,
    inner: crate::support::Answer,
}

impl Deref for World<'_> {
    type Target = Server;
    fn deref(&self) -> &Server {
        self.server
    }
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.inner.json()
    }

    /// The body of a problem, whose form is checked.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.inner.problem();
        let problem: Value = self.inner.json();
        assert_eq!(problem["code"], code, "{problem}");
        problem
    }

    pub fn etag(&self) -> &str {
        self.inner.header("etag")
    }
}

impl Browser {
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Answer {
        let mut request = self.0.request(Method::from_bytes(method.as_bytes()).unwrap(), path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let inner = self.0.send(request).await;
        Answer { status: inner.status.as_u16(), body: inner.text.clone(), inner }
    }

    /// POST of a file.
    pub async fn upload(&self, path: &str, media_type: &str, bytes: Vec<u8>) -> Answer {
        let request = self.0.request(Method::POST, path).header("content-type", media_type).body(bytes);
        let inner = self.0.send(request).await;
        Answer { status: inner.status.as_u16(), body: inner.text.clone(), inner }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, &[("content-type", "application/json")], Some(body.to_string())).await
    }

    pub async fn patch(&self, path: &str, if_match: &str, body: Value) -> Answer {
        let headers = [("content-type", "application/json"), ("if-match", if_match)];
        self.send("PATCH", path, &headers, Some(body.to_string())).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], None).await
    }
}

impl<'a> World<'a> {
    pub async fn new(server: &'a Server) -> Self {
        let contoso = server.organization("contoso").await;
        let fabrikam = server.organization("fabrikam").await;
        Self {
            server,
            org: contoso.id,
            owner: Browser(contoso.owner.browser.clone()),
            owner_id: contoso.owner.user.id,
            stranger: Browser(fabrikam.owner.browser.clone()),
            nobody: Browser(server.anybody()),
            contoso,
        }
    }

    /// A local person, made in the console.
    pub async fn person(&self, name: &str) -> Value {
        self.owner.post("/api/v1/users", new_user(name)).await.expect(201)
    }

    /// A person with that role.
    pub async fn with_role(&self, name: &str, role: Role) -> Value {
        self.insert(User { role, ..self.new_record(name) }).await
    }

    /// A person whom the identity provider manages, and for whom it has sent those fields.
    pub async fn managed(&self, name: &str, sent: FieldSet) -> Value {
        let managed_by = ManagedBy::IdentityProvider;
        let (external_id, work_phone) = (Some(EXTERNAL_ID.to_owned()), Some(WORK_PHONE.to_owned()));
        let sent = sent.union(FieldSet::from(vec![Field::Username]));
        let user = User { managed_by, sent, external_id, work_phone, ..self.new_record(name) };
        self.insert(user).await
    }

    /// A local person who is not stored yet.
    pub fn new_record(&self, name: &str) -> User {
        let new = new_user(name);
        let text = |field: &str| new[field].as_str().unwrap().to_owned();
        let (id, scim_id) = (UserId(self.app.new_id()), Uuid::from_u128(self.app.new_id()));
        User {
            first_name: text("first_name"),
            last_name: text("last_name"),
            email: Some(text("email")),
            ..User::new(id, scim_id, &text("username"), self.app.now())
        }
    }

    async fn insert(&self, user: User) -> Value {
        self.contoso.insert(&user).await;
        self.owner.get(&format!("/api/v1/users/{}", user.id)).await.expect(200)
    }

    /// A browser of that person.
    pub async fn sign_in(&self, user: &Value) -> Browser {
        Browser(self.contoso.sign_in(id_of(user)).await)
    }

    /// Somebody of that role, signed in.
    pub async fn signed_in(&self, role: Role) -> Browser {
        Browser(self.contoso.person(role.name(), role).await.browser)
    }

    /// A site, made in the console.
    pub async fn site(&self, name: &str) -> Value {
        self.owner.post("/api/v1/sites", json!({"name": name})).await.expect(201)
    }

    /// The person as stored.
    pub async fn stored(&self, user: &Value) -> User {
        self.read().users().get(id_of(user)).await.unwrap().unwrap()
    }

    /// Waits until every job is over; gives the job as it is then.
    pub async fn settled(&self, job: &Value) -> Value {
        self.app.jobs.settled().await;
        self.owner.get(&job_path(job)).await.expect(200)
    }

    /// The rows of a job, each as what became of it, who it is about, and what is wrong with it.
    pub async fn rows(&self, job: &Value) -> Vec<String> {
        let page = self.owner.get(&format!("{}/rows?limit=200", job_path(job))).await.expect(200);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let row = |row: &Value| {
            let problems: Vec<String> =
                row["problems"].as_array().unwrap().iter().map(|problem| text(&problem["message"])).collect();
            format!("{} {} {}", text(&row["state"]), text(&row["name"]), problems.join(" ")).trim().to_owned()
        };
        page["items"].as_array().unwrap().iter().map(row).collect()
    }

    /// How many people there are.
    pub async fn count(&self) -> u64 {
        self.read().users().counts().await.unwrap().total
    }

    /// Announcements so far, but for those of the provisioning log and of unknown sites' names: requests leave their mark
    /// there also when they change nothing.
    pub async fn feed_head(&self) -> i64 {
        let events = self.read().feed().read_after(0, 10_000).await.unwrap();
        let is_of_log =
            |event: &store::FeedEvent| event.kind == "provisioning_log" || event.subject_id == "unmatched";
        events.iter().filter(|event| !is_of_log(event)).map(|_| 1).sum()
    }

    /// The history of a person, the newest first.
    pub async fn history(&self, user: &Value) -> Vec<Value> {
        let page = self.owner.get(&format!("{}/history", path_of(user))).await.expect(200);
        page["items"].as_array().unwrap().clone()
    }

    /// Entries of the audit log of that action.
    pub async fn audited(&self, action: &str) -> Vec<store::AuditEntry> {
        let mut entries = self.read().audit().list(None, 1_000).await.unwrap();
        entries.retain(|entry| entry.action == action);
        entries
    }

    pub fn read(&self) -> store::Reader {
        self.store().read(self.org)
    }
}

/// `Ada Lovelace` becomes the body that makes her.
pub fn new_user(name: &str) -> Value {
    let (first, last) = name.split_once(' ').unwrap();
    let username = format!("{first}.{last}@contoso.com").to_lowercase();
    json!({"username": username, "first_name": first, "last_name": last, "email": username})
}

/// `base` with the fields of `more`.
pub fn with(mut base: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("fields are an object") };
    base.as_object_mut().unwrap().extend(more);
    base
}

pub fn id_of(thing: &Value) -> UserId {
    thing["id"].as_str().unwrap().parse().unwrap()
}

pub fn path_of(user: &Value) -> String {
    format!("/api/v1/users/{}", user["id"].as_str().unwrap())
}

pub fn job_path(job: &Value) -> String {
    format!("/api/v1/jobs/{}", job["id"].as_str().unwrap())
}

pub fn site_path(site: &Value) -> String {
    format!("/api/v1/sites/{}", site["id"].as_str().unwrap())
}

/// Each field that is not accepted, with the code of its reason.
pub fn field_codes(problem: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let code = |error: &Value| {
        assert!(error["message"].as_str().unwrap().ends_with('.'), "a sentence: {error}");
        let code = &error["reason"]["code"];
        (text(&error["field"]), text(if code.is_null() { &error["invalid"]["code"] } else { code }))
    };
    problem["errors"].as_array().unwrap().iter().map(code).collect()
}

/// One field with its code, as [`field_codes`] gives them.
pub fn one(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}
