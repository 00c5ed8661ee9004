//! Who acts, where and when: what the rules decide by, and what every entry of the audit log says (R33).

use std::sync::atomic::{AtomicU64, Ordering};

use api::Endpoint;
use api::events;
use api::history::Action;
use domain::{LicenseRuleId, OrgId, RetrievalScope, Timestamp, TokenId, UserId, life_cycle};
use store::{Change, Tx};

use crate::app::App;
use crate::audit::{self, Origin, Thing};
use crate::http::{Call, Client};
use crate::metrics::SessionEnd;

/// Who acts, as the rules see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A person, in the console or by the API.
    Person(life_cycle::Actor),
    /// The identity provider, with a SCIM token.
    IdentityProvider {
        /// What it may see (R30).
        scope: RetrievalScope,
    },
    /// A rule that gives licences.
    LicenseRule,
}

impl Who {
    /// The person, for the rules that look at who acts.
    #[must_use]
    pub const fn person(&self) -> Option<&life_cycle::Actor> {
        match self {
            Self::Person(actor) => Some(actor),
            Self::IdentityProvider { .. } | Self::LicenseRule => None,
        }
    }
}

/// One act in one organization.
pub struct Act<'a> {
    /// Clock, ids, store.
    pub app: &'a App,
    /// The organization: the only one that the act can see.
    pub org: OrgId,
    /// Who acts.
    pub who: Who,
    /// When: the same in every run of the transaction.
    pub at: Timestamp,
    origin: Origin,
    ended: AtomicU64,
    all_ended: AtomicU64,
}

impl<'a> Act<'a> {
    /// What a call asks for.
    #[must_use]
    pub fn of<E: Endpoint>(call: &'a Call<E>) -> Self {
        Self::new(&call.app, call.actor.org, Who::Person(call.actor.rules()), call.origin())
    }

    /// What the identity provider asks for, with the token of that name.
    #[must_use]
    pub fn of_identity_provider(
        app: &'a App,
        org: OrgId,
        scope: RetrievalScope,
        (token, name): (TokenId, &str),
        client: &Client,
    ) -> Self {
        Self::new(app, org, Who::IdentityProvider { scope }, Origin::identity_provider(token, name, client))
    }

    /// What a rule does, which is called that.
    #[must_use]
    pub fn of_license_rule(app: &'a App, org: OrgId, rule: LicenseRuleId, name: &str) -> Self {
        Self::new(app, org, Who::LicenseRule, Origin::license_rule(rule, name))
    }

    /// What a person has started a job for: with the job's id in place of a request's.
    #[must_use]
    pub fn of_job(app: &'a App, org: OrgId, actor: life_cycle::Actor, job: &store::Job) -> Self {
        Self::new(app, org, Who::Person(actor), Origin::job(job))
    }

    fn new(app: &'a App, org: OrgId, who: Who, origin: Origin) -> Self {
        Self { app, org, who, at: app.now(), origin, ended: AtomicU64::new(0), all_ended: AtomicU64::new(0) }
    }

    /// Does `change` in one transaction ([`store::Store::write`]), and then has the rules look whom they may give a licence now.
    ///
    /// # Errors
    /// What `change` returns, or the failure of the transaction.
    pub async fn write<T, E, F, Fut>(&self, change: F) -> Result<T, E>
    where
        F: Fn(Tx) -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, E>> + Send,
        T: Send,
        E: From<store::Error> + Send,
    {
        let written = self.app.store.write(self.org, |tx| {
            self.all_ended.store(0, Ordering::Relaxed);
            change(tx)
        });
        let written = written.await;
        if written.is_ok() {
            let ended = self.all_ended.load(Ordering::Relaxed);
            self.app.metrics.sessions_ended(SessionEnd::Deactivated, ended);
            self.app.license_rules.wake(self.org);
        }
        written
    }

    /// Writes the entry of this act to the audit log, and announces it.
    ///
    /// # Errors
    /// The database fails.
    pub async fn record(
        &self,
        tx: &Tx,
        action: Action,
        thing: Thing,
        changes: Vec<Change>,
    ) -> Result<(), store::Error> {
        let entry = self.origin.entry(self.app, action, thing, changes);
        tx.record(&entry, &entry.subject_kind)
    }

    /// Remembers how many sessions were ended by what it did last, which may be run again.
    pub(super) fn count_ended(&self, sessions: u64) {
        self.ended.store(sessions, Ordering::Relaxed);
        self.all_ended.fetch_add(sessions, Ordering::Relaxed);
    }

    /// How many sessions were ended by what it did last.
    #[must_use]
    pub fn sessions_ended(&self) -> u64 {
        self.ended.load(Ordering::Relaxed)
    }

    /// Announces what was done to somebody besides what its entry says: linked, and deactivated by it.
    pub fn announce_action(&self, tx: &Tx, id: UserId, action: Action) {
        let kind = audit::name(events::Subject::User);
        tx.announce_action(&kind, &id.to_string(), self.at, Some(&audit::name(action)));
    }

    /// Announces that something else changed along with it.
    pub fn announce(&self, tx: &Tx, kind: events::Subject, id: &str) {
        tx.announce(&audit::name(kind), id, self.at);
    }
}
