//! Entries of the audit log (R33): who, from where, did what to what. `Tx::record` writes them, in the transaction
//! of the change, and announces the change to those who watch.

use api::events::Subject;
use api::history::Action;
use domain::{
    ApiTokenId, ApplicationId, EventId, LicenseRuleId, OrgId, PlanId, SiteId, TokenId, UserId, ViewId,
    WebhookId,
};
use serde::de::value::{Error as NoName, StrDeserializer};
use serde::{Deserialize, Serialize};
use store::{ActorKind, AuditEntry, Change, Error, Tx};

use crate::app::App;
use crate::http::{Actor, Client, Means};

/// Every field that differs, an empty text being none; before a thing is made, it has no value.
#[must_use]
pub fn differences<const N: usize>(
    before: Option<[(&str, Option<String>); N]>,
    after: [(&str, Option<String>); N],
) -> Vec<Change> {
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    let before = before.map_or_else(|| [const { None }; N], |fields| fields.map(|(_, value)| filled(value)));
    let pairs = before.into_iter().zip(after);
    let change = |(from, (field, to)): (Option<String>, (&str, Option<String>))| {
        let to = filled(to);
        (from != to).then(|| Change { field: field.to_owned(), from, to })
    };
    pairs.filter_map(change).collect()
}

/// Who acts, and from where.
#[derive(Debug, Clone)]
pub struct Origin {
    kind: ActorKind,
    id: Option<String>,
    name: String,
    request_id: Option<String>,
    address: Option<String>,
}

impl Origin {
    /// A person in the console, a script with an API token of theirs, or the operator.
    #[must_use]
    pub fn person(actor: &Actor, client: &Client) -> Self {
        let id = Some(actor.id.to_string());
        match &actor.means {
            Means::Session { .. } => Self::of(ActorKind::Admin, id, &actor.name, Some(client)),
            Means::Token { name, .. } => {
                let words = format!("{} (API token {name})", actor.name);
                Self::of(ActorKind::Admin, id, &words, Some(client))
            }
            Means::Operator => Self::operator(),
        }
    }

    /// A person who is not signed in yet: signing in, setting a password.
    #[must_use]
    pub fn stranger(id: UserId, name: &str, client: &Client) -> Self {
        Self::of(ActorKind::Admin, Some(id.to_string()), name, Some(client))
    }

    /// The identity provider, with a token of that name.
    #[must_use]
    pub fn identity_provider(token: TokenId, name: &str, client: &Client) -> Self {
        Self::of(ActorKind::IdentityProvider, Some(token.to_string()), name, Some(client))
    }

    /// A rule that gives licences, which is called that.
    #[must_use]
    pub fn license_rule(id: LicenseRuleId, name: &str) -> Self {
        Self::of(ActorKind::System, Some(id.to_string()), name, None)
    }

    /// A person, by a job that they have started.
    #[must_use]
    pub fn job(job: &store::Job) -> Self {
        Self {
            kind: ActorKind::Admin,
            id: Some(job.created_by.to_string()),
            name: job.created_by_name.clone(),
            request_id: Some(job.id.to_string()),
            address: Some(job.address.clone()),
        }
    }

    /// Rollcall itself, by what it looks at every hour.
    #[must_use]
    pub fn system() -> Self {
        Self::of(ActorKind::System, None, "Rollcall", None)
    }

    /// The operator at the command line.
    #[must_use]
    pub fn operator() -> Self {
        Self::of(ActorKind::Operator, None, "Operator", None)
    }

    fn of(kind: ActorKind, id: Option<String>, name: &str, client: Option<&Client>) -> Self {
        Self {
            kind,
            id,
            name: name.to_owned(),
            request_id: client.map(|client| client.request_id.clone()),
            address: client.map(|client| client.address.clone()),
        }
    }

    /// The entry: made outside of the transaction, which may run more than once.
    #[must_use]
    pub fn entry(&self, app: &App, action: Action, thing: Thing, changes: Vec<Change>) -> AuditEntry {
        AuditEntry {
            id: EventId(app.new_id()),
            at: app.now(),
            actor_kind: self.kind,
            actor_id: self.id.clone(),
            actor_name: self.name.clone(),
            action: name(action),
            subject_kind: name(thing.kind),
            subject_id: thing.id,
            subject_name: thing.name,
            changes,
            request_id: self.request_id.clone(),
            address: self.address.clone(),
        }
    }
}

/// What something was done to.
#[derive(Debug, Clone)]
pub struct Thing {
    kind: Subject,
    id: String,
    name: String,
}

impl Thing {
    /// A person.
    #[must_use]
    pub fn user(id: UserId, name: &str) -> Self {
        Self { kind: Subject::User, id: id.to_string(), name: name.to_owned() }
    }

    /// A site.
    #[must_use]
    pub fn site(id: SiteId, name: &str) -> Self {
        Self { kind: Subject::Site, id: id.to_string(), name: name.to_owned() }
    }

    /// A name that the identity provider sent, and that no site has.
    #[must_use]
    pub fn unmatched_site(name: &str) -> Self {
        Self { kind: Subject::Site, id: "unmatched".to_owned(), name: name.to_owned() }
    }

    /// A plan.
    #[must_use]
    pub fn license(id: PlanId, name: &str) -> Self {
        Self { kind: Subject::License, id: id.to_string(), name: name.to_owned() }
    }

    /// A rule that gives licences.
    #[must_use]
    pub fn license_rule(id: LicenseRuleId, name: &str) -> Self {
        Self { kind: Subject::LicenseRule, id: id.to_string(), name: name.to_owned() }
    }

    /// A SCIM API token.
    #[must_use]
    pub fn token(id: TokenId, name: &str) -> Self {
        Self { kind: Subject::Token, id: id.to_string(), name: name.to_owned() }
    }

    /// An API token.
    #[must_use]
    pub fn api_token(id: ApiTokenId, name: &str) -> Self {
        Self { kind: Subject::ApiToken, id: id.to_string(), name: name.to_owned() }
    }

    /// An application that people sign in to.
    #[must_use]
    pub fn application(id: ApplicationId, name: &str) -> Self {
        Self { kind: Subject::Application, id: id.to_string(), name: name.to_owned() }
    }

    /// The keys that sign ID tokens.
    #[must_use]
    pub fn signing_keys(org: OrgId) -> Self {
        Self { kind: Subject::Application, id: org.to_string(), name: "Signing keys".to_owned() }
    }

    /// A webhook, by its address.
    #[must_use]
    pub fn webhook(id: WebhookId, url: &str) -> Self {
        Self { kind: Subject::Webhook, id: id.to_string(), name: url.to_owned() }
    }

    /// A saved view.
    #[must_use]
    pub fn view(id: ViewId, name: &str) -> Self {
        Self { kind: Subject::View, id: id.to_string(), name: name.to_owned() }
    }

    /// What a person has set for themselves.
    #[must_use]
    pub fn preferences(of: UserId, name: &str) -> Self {
        Self { kind: Subject::Preferences, id: of.to_string(), name: name.to_owned() }
    }

    /// The provisioning settings.
    #[must_use]
    pub fn provisioning(org: OrgId) -> Self {
        Self { kind: Subject::Provisioning, id: org.to_string(), name: "Provisioning".to_owned() }
    }

    /// Single sign-on.
    #[must_use]
    pub fn sso(org: OrgId) -> Self {
        Self { kind: Subject::Sso, id: org.to_string(), name: "Single sign-on".to_owned() }
    }

    /// The limits of sessions.
    #[must_use]
    pub fn session_limits(org: OrgId) -> Self {
        Self { kind: Subject::Session, id: org.to_string(), name: "Sessions".to_owned() }
    }

    /// A domain.
    #[must_use]
    pub fn domain(name: &str) -> Self {
        Self { kind: Subject::Domain, id: name.to_owned(), name: name.to_owned() }
    }

    /// The organization.
    #[must_use]
    pub fn organization(id: OrgId, name: &str) -> Self {
        Self { kind: Subject::Organization, id: id.to_string(), name: name.to_owned() }
    }
}

/// The name of an action or a kind of thing in the database: the same as in JSON.
///
/// # Panics
/// Never: both are enums of names.
#[must_use]
pub fn name(value: impl Serialize) -> String {
    let name = serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned));
    name.expect("an enum of names is a text in JSON")
}

/// What has that [`name`]; nothing, when a newer version wrote it.
#[must_use]
pub fn named<'de, T: Deserialize<'de>>(name: &'de str) -> Option<T> {
    T::deserialize(StrDeserializer::<NoName>::new(name)).ok()
}

/// Writes `entry`, and announces a change of that kind.
///
/// # Errors
/// The database fails.
pub async fn record(tx: &Tx, entry: &AuditEntry, kind: Subject) -> Result<(), Error> {
    tx.record(entry, &name(kind))
}
