//! Who acts, when, on whose request: what every entry of the audit log says (R33).

use api::Endpoint;
use api::events;
use api::history::Action;
use domain::{EventId, OrgId, RetrievalScope, Timestamp, TokenId, UserId, life_cycle};
use serde::Serialize;
use store::{ActorKind, AuditEntry, Change, Tx};

use crate::app::App;
use crate::http::Call;

/// Who acts.
#[derive(Debug, Clone)]
pub enum Who {
    /// A person, in the console or by the API.
    Person {
        /// Who, with their role, for the rules.
        actor: life_cycle::Actor,
        /// First and last name, or the username where there is none.
        name: String,
    },
    /// The identity provider, with a SCIM token.
    IdentityProvider {
        /// The token.
        token: TokenId,
        /// The token's name.
        name: String,
        /// What it may see (R30).
        scope: RetrievalScope,
    },
    /// Whoever runs the binary.
    Operator,
    /// Rollcall itself.
    System,
}

impl Who {
    /// The name in the audit log.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Person { name, .. } | Self::IdentityProvider { name, .. } => name,
            Self::Operator => "Operator",
            Self::System => "Rollcall",
        }
    }

    const fn kind(&self) -> ActorKind {
        match self {
            Self::Person { .. } => ActorKind::Admin,
            Self::IdentityProvider { .. } => ActorKind::IdentityProvider,
            Self::Operator => ActorKind::Operator,
            Self::System => ActorKind::System,
        }
    }

    fn id(&self) -> Option<String> {
        match self {
            Self::Person { actor, .. } => Some(actor.id.to_string()),
            Self::IdentityProvider { token, .. } => Some(token.to_string()),
            Self::Operator | Self::System => None,
        }
    }

    /// The person, for the rules that look at who acts.
    #[must_use]
    pub const fn person(&self) -> Option<&life_cycle::Actor> {
        match self {
            Self::Person { actor, .. } => Some(actor),
            _ => None,
        }
    }
}

/// What an act is about.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The kind of thing.
    pub kind: events::Subject,
    /// Its id, as in the API.
    pub id: String,
    /// Its name, as it is now.
    pub name: &'a str,
}

/// One act: its time and its ids are made once, so that the transaction can run again.
pub struct Act<'a> {
    /// Clock, ids, store.
    pub app: &'a App,
    /// The organization: the only one that the act can see.
    pub org: OrgId,
    /// Who acts.
    pub who: Who,
    /// When.
    pub at: Timestamp,
    event: EventId,
    request_id: Option<String>,
    address: Option<String>,
}

/// The JSON name of a unit variant.
fn name_of<T: Serialize>(variant: &T) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(name)) => name,
        other => unreachable!("unit variants are texts in JSON, not {other:?}"),
    }
}

impl<'a> Act<'a> {
    /// An act of somebody who has not called through HTTP.
    #[must_use]
    pub fn new(app: &'a App, org: OrgId, who: Who) -> Self {
        let event = EventId(app.new_id());
        Self { app, org, who, at: app.now(), event, request_id: None, address: None }
    }

    /// The act that a call asks for.
    #[must_use]
    pub fn of<E: Endpoint>(call: &'a Call<E>) -> Self {
        let actor = &call.actor;
        let name = if actor.name.trim().is_empty() { &actor.username } else { &actor.name };
        let who = Who::Person { actor: actor.rules(), name: name.clone() };
        Self::new(&call.app, actor.org, who).from_request(&call.client.request_id, &call.client.address)
    }

    /// With the request that it came by.
    #[must_use]
    pub fn from_request(mut self, request_id: &str, address: &str) -> Self {
        self.request_id = Some(request_id.to_owned()).filter(|id| !id.is_empty());
        self.address = Some(address.to_owned()).filter(|address| !address.is_empty());
        self
    }

    /// Writes the entry of this act, and announces it. One act has one entry.
    ///
    /// # Errors
    /// The database fails.
    pub async fn record(
        &self,
        tx: &Tx,
        action: Action,
        subject: Subject<'_>,
        changes: Vec<Change>,
    ) -> Result<(), store::Error> {
        let entry = AuditEntry {
            id: self.event,
            at: self.at,
            actor_kind: self.who.kind(),
            actor_id: self.who.id(),
            actor_name: self.who.name().to_owned(),
            action: name_of(&action),
            subject_kind: name_of(&subject.kind),
            subject_id: subject.id,
            subject_name: subject.name.to_owned(),
            changes,
            request_id: self.request_id.clone(),
            address: self.address.clone(),
        };
        tx.record(&entry, &entry.subject_kind).await
    }

    /// Announces that something else changed along with it.
    pub fn announce(&self, tx: &Tx, kind: events::Subject, id: &str) {
        tx.announce(&name_of(&kind), id, self.at);
    }
}

impl<'a> Subject<'a> {
    /// A person.
    #[must_use]
    pub fn user(id: UserId, name: &'a str) -> Self {
        Self { kind: events::Subject::User, id: id.to_string(), name }
    }
}
