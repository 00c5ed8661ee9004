//! Microsoft Entra ID's provisioning client, word for word: the same paths, headers, encodings, bodies and demands.
//!
//! What it sends was read in Microsoft's documentation and in captured requests. It knows nothing of Rollcall.

pub mod answer;
pub mod patch;
pub mod person;
mod wire;

use std::cell::Cell;

use reqwest::{Client, Method};
use serde_json::Value;

pub use answer::Answer;
pub use patch::{Form, Op, add, remove, replace};
pub use person::Person;

use crate::{Failure, Outcome};
use wire::encode;

/// Under which URN the mapping of an application names the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteUrn {
    /// `urn:8x8:scim:schemas:extension:8x8user:2.0:User:site`.
    User20,
    /// `urn:ietf:params:scim:schemas:extension:8x8:1.1:User:site`, as in Microsoft's tutorial.
    User11,
}

impl SiteUrn {
    /// Both.
    pub const ALL: [Self; 2] = [Self::User20, Self::User11];

    /// The schema, without the attribute.
    #[must_use]
    pub const fn schema(self) -> &'static str {
        match self {
            Self::User20 => "urn:8x8:scim:schemas:extension:8x8user:2.0:User",
            Self::User11 => "urn:ietf:params:scim:schemas:extension:8x8:1.1:User",
        }
    }

    /// The path of a PATCH.
    #[must_use]
    pub fn path(self) -> String {
        format!("{}:site", self.schema())
    }
}

/// A provisioning job.
#[derive(Debug)]
pub struct Entra {
    base: String,
    token: String,
    form: Form,
    /// Under which URN it sends the site.
    pub site_urn: SiteUrn,
    http: Client,
    sent: Cell<u32>,
}

impl Entra {
    /// A job with that Tenant URL and Secret Token. The URL may carry the flag `?aadOptscim062020`.
    #[must_use]
    pub fn new(tenant_url: &str, secret_token: &str, form: Form) -> Self {
        Self {
            base: tenant_url.split('?').next().unwrap_or_default().trim_end_matches('/').to_owned(),
            token: secret_token.to_owned(),
            form,
            site_urn: SiteUrn::User20,
            http: Client::new(),
            sent: Cell::new(0),
        }
    }

    /// The button Test Connection: looks for somebody and for a group that nobody can be.
    ///
    /// # Errors
    /// Whatever would put the job in quarantine.
    pub async fn test_connection(&self) -> Outcome {
        let nobody = self.random_guid();
        for path in [
            format!("/Users?filter=userName+eq+%22{nobody}%22"),
            format!("/Groups?excludedAttributes=members&filter=displayName+eq+%22{nobody}%22"),
        ] {
            let answer = self.get(&path).await?;
            if !answer.list()?.is_empty() {
                return answer.refuse("Entra expects nobody.");
            }
        }
        Ok(())
    }

    /// The user with that value of a matching attribute, such as `userName` or `emails[type eq "work"].value`.
    ///
    /// # Errors
    /// When the answer is not a list, or has more than one.
    pub async fn find_by(&self, attribute: &str, value: &str) -> Outcome<Option<Value>> {
        // Both encodings of a space are sent, depending on the kind of job.
        let space = if self.sent.get().is_multiple_of(2) { "+" } else { "%20" };
        let filter = encode(&format!("{attribute} eq \"{value}\"")).replace(' ', space);
        let answer = self.get(&format!("/Users?filter={filter}")).await?;
        let mut found = answer.list()?;
        match found.len() {
            0 | 1 => Ok(found.pop()),
            _ => answer.refuse("Entra expects one match at most."),
        }
    }

    /// Creates a person; gives the id. The site is in the POST.
    ///
    /// # Errors
    /// When the answer is not 201 with the whole resource, exactly as sent.
    pub async fn create(&self, person: &Person) -> Outcome<String> {
        self.create_with(person, Some(self.site_urn)).await
    }

    /// Creates a person as a job does that leaves extension attributes out of a POST.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub async fn create_without_site(&self, person: &Person) -> Outcome<String> {
        self.create_with(person, None).await
    }

    async fn create_with(&self, person: &Person, site: Option<SiteUrn>) -> Outcome<String> {
        let answer = self.post(&person.resource(site)).await?.with_status(201)?;
        let user = answer.user()?;
        for (pointer, value) in person.expected(site) {
            if at(&user, &pointer) != Some(&value) {
                return answer.refuse(&format!("Entra expects {pointer} to come back as {value}."));
            }
        }
        if user["meta"]["location"].as_str() != answer.location.as_deref() {
            return answer.refuse("Entra expects Location and meta.location to be the same.");
        }
        Ok(user["id"].as_str().unwrap_or_default().to_owned())
    }

    /// Reads a user by id.
    ///
    /// # Errors
    /// When there is none.
    pub async fn read(&self, id: &str) -> Outcome<Value> {
        let answer = self.get(&format!("/Users/{id}")).await?.with_status(200)?;
        let user = answer.user()?;
        if user["id"] == id { Ok(user) } else { answer.refuse("Entra expects the same id.") }
    }

    /// Changes attributes; gives the user as it is then.
    ///
    /// # Errors
    /// When the answer is neither 200 with the user nor 204.
    pub async fn update(&self, id: &str, ops: &[Op]) -> Outcome<Value> {
        let answer = self.patch(id, &self.form.body(ops)).await?;
        match answer.status {
            200 => answer.user(),
            204 => self.read(id).await,
            _ => answer.refuse("Entra expects 200 or 204."),
        }
    }

    /// Blocks the sign-in, or puts the person out of scope: the same request.
    ///
    /// # Errors
    /// When the user is not inactive, and still readable, afterwards.
    pub async fn disable(&self, id: &str) -> Outcome {
        self.set_active(id, false).await
    }

    /// Restores or reassigns.
    ///
    /// # Errors
    /// When the user is not active afterwards.
    pub async fn enable(&self, id: &str) -> Outcome {
        self.set_active(id, true).await
    }

    async fn set_active(&self, id: &str, active: bool) -> Outcome {
        self.update(id, &[replace("active", active)]).await?;
        let user = self.read(id).await?;
        let name = user["userName"].as_str().unwrap_or_default();
        let found = self.find_by("userName", name).await?;
        if user["active"] == active && found.is_some_and(|found| found["active"] == active) {
            return Ok(());
        }
        Failure::because(format!("Entra expects active to be {active} by id and by filter: {user}"))
    }

    /// Puts the person into the recycle bin: with the name that they have there.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn soft_delete(&self, id: &str, person: &Person) -> Outcome<Value> {
        let ops = [replace("userName", person.name_in_recycle_bin()), replace("active", false)];
        self.update(id, &ops).await
    }

    /// Brings the person back from the recycle bin, with their name.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn restore(&self, id: &str, person: &Person) -> Outcome<Value> {
        let ops = [replace("userName", person.user_principal_name.as_str()), replace("active", true)];
        self.update(id, &ops).await
    }

    /// Deletes for good: afterwards the id is gone, also from lists, and a second DELETE finds nothing.
    ///
    /// # Errors
    /// When it is not so.
    pub async fn hard_delete(&self, id: &str, person: &Person) -> Outcome {
        let path = format!("/Users/{id}");
        self.send(Method::DELETE, &path, None).await?.with_status(204)?;
        self.get(&path).await?.error(404, None)?;
        self.send(Method::DELETE, &path, None).await?.error(404, None)?;
        match self.find_by("externalId", &person.object_id).await? {
            None => Ok(()),
            Some(user) => {
                Failure::because(format!("Entra expects a deleted user to be gone from lists: {user}"))
            }
        }
    }

    /// A cycle over those in scope: who is not found is created, who differs is changed. Gives the ids.
    ///
    /// # Errors
    /// At the first that fails.
    pub async fn cycle(&self, people: &[Person]) -> Outcome<Vec<String>> {
        let mut ids = Vec::new();
        for person in people {
            let found = self.find_by("userName", &person.user_principal_name).await?;
            let id = match found {
                Some(user) => self.match_up(&user, person).await?,
                None => self.create(person).await?,
            };
            ids.push(id);
        }
        Ok(ids)
    }

    /// The first match of somebody who is there already: PATCH of the differences, `externalId` above all (R5).
    async fn match_up(&self, user: &Value, person: &Person) -> Outcome<String> {
        let id = user["id"].as_str().unwrap_or_default();
        let differs = |(pointer, value): &(String, Value)| at(user, pointer) != Some(value);
        let ops: Vec<_> = person
            .expected(Some(self.site_urn))
            .into_iter()
            .filter(differs)
            .map(|(pointer, value)| {
                let known = at(user, &pointer).is_some();
                let path = path_of(&pointer);
                if known { replace(path, value) } else { add(path, value) }
            })
            .collect();
        if !ops.is_empty() {
            self.update(id, &ops).await?;
        }
        Ok(id.to_owned())
    }

    /// Another one each time; not random, so that a failure repeats itself.
    fn random_guid(&self) -> String {
        format!("0d5a3f0e-7c4b-4f9e-9d1a-{:012x}", self.sent.get())
    }
}

/// What is at a pointer like `/name/givenName`: members are named by slashes, so URNs stay whole.
fn at<'a>(user: &'a Value, pointer: &str) -> Option<&'a Value> {
    user.pointer(pointer)
}

/// The path of a PATCH for a pointer: `name.givenName`, `urn:…:User:department`.
fn path_of(pointer: &str) -> String {
    let path = pointer.trim_start_matches('/');
    if path.starts_with("urn:") { path.replace('/', ":") } else { path.replace('/', ".") }
}
