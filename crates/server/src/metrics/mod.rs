//! What the server counts of itself, for Prometheus: docs/decisions/metrics.md, and the table in docs/guides/operating.md.
//!
//! Each [`App`](crate::app::App) has a registry of its own. No label comes from outside: routes are templates, and everything else is
//! a name from a list, so that nobody can make the registry grow.

mod endpoint;
mod families;
mod scrape;

use std::time::Duration;

use api::sign_ins::Method;
use domain::{DeliveryState, JobKind, JobState, Operation, Outcome, ResourceKind, Timestamp};
use prometheus::{HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Registry};
use store::{JobCounts, Store};

use crate::audit;
pub use endpoint::{MetricsToken, NotAToken, handle, router};
use families::Families;

/// Upper bounds of the durations of requests, in seconds.
const DURATIONS: &[f64] = &[0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// Why sessions ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEnd {
    /// The person signed out, or ended another session of their own.
    Own,
    /// Somebody ended them for the person.
    Admin,
    /// The person set or changed their password.
    PasswordSet,
    /// The person was deactivated (R7).
    Deactivated,
    /// The identity provider signed the person out.
    IdentityProvider,
    /// Somebody signed in in the same browser.
    Replaced,
    /// They had lasted for as long as they may: counted when they are cleared away, once an hour.
    Expired,
}

impl SessionEnd {
    const ALL: [Self; 7] = [
        Self::Own,
        Self::Admin,
        Self::PasswordSet,
        Self::Deactivated,
        Self::IdentityProvider,
        Self::Replaced,
        Self::Expired,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Admin => "admin",
            Self::PasswordSet => "password_set",
            Self::Deactivated => "deactivated",
            Self::IdentityProvider => "identity_provider",
            Self::Replaced => "replaced",
            Self::Expired => "expired",
        }
    }
}

/// All that is counted.
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    request_durations: HistogramVec,
    in_flight: IntGauge,
    jobs: IntGaugeVec,
    job_rows: IntCounterVec,
    jobs_ended: IntCounterVec,
    scim: IntCounterVec,
    log_queue: IntGauge,
    log_lost: IntCounter,
    sign_ins: IntCounterVec,
    turned_away: IntCounterVec,
    sessions_ended: IntCounterVec,
    mail: IntCounterVec,
    webhooks: IntCounterVec,
    live: IntGauge,
    connections: IntGaugeVec,
    connections_max: IntGaugeVec,
    tasks: IntGaugeVec,
}

impl Metrics {
    /// Nothing is counted yet, but by the store.
    #[must_use]
    pub fn new(store: &Store, started_at: Timestamp) -> Self {
        let registry = Registry::new();
        let families = Families(&registry);
        families.process();
        families.about(started_at);
        store.metrics().collectors().into_iter().for_each(|collector| families.register(collector));
        let metrics = Self::register(&families, registry.clone());
        metrics.begin_at_zero();
        metrics
    }

    fn register(families: &Families<'_>, registry: Registry) -> Self {
        Self {
            requests: families.counters(families::REQUESTS),
            request_durations: families.histograms(families::REQUEST_DURATIONS, DURATIONS),
            in_flight: families.gauge(families::IN_FLIGHT),
            jobs: families.gauges(families::JOBS),
            job_rows: families.counters(families::JOB_ROWS),
            jobs_ended: families.counters(families::JOBS_ENDED),
            scim: families.counters(families::SCIM),
            log_queue: families.gauge(families::LOG_QUEUE),
            log_lost: families.counter(families::LOG_LOST),
            sign_ins: families.counters(families::SIGN_INS),
            turned_away: families.counters(families::TURNED_AWAY),
            sessions_ended: families.counters(families::SESSIONS_ENDED),
            mail: families.counters(families::MAIL),
            webhooks: families.counters(families::WEBHOOKS),
            live: families.gauge(families::LIVE),
            connections: families.gauges(families::CONNECTIONS),
            connections_max: families.gauges(families::CONNECTIONS_MAX),
            tasks: families.gauges(families::TASKS),
            registry,
        }
    }

    /// What can happen stands at 0 until it does: an alert on a rate sees the first time, too.
    fn begin_at_zero(&self) {
        for method in [Method::Password, Method::Emergency, Method::Sso, Method::Test, Method::Link] {
            for outcome in ["success", "failure"] {
                self.sign_ins.with_label_values(&[audit::name(method).as_str(), outcome]);
            }
        }
        for by in ["username", "address", "program", "api_token", "organization"] {
            self.turned_away.with_label_values(&[by]);
        }
        for cause in SessionEnd::ALL {
            self.sessions_ended.with_label_values(&[cause.name()]);
        }
        for outcome in ["sent", "failed"] {
            self.mail.with_label_values(&[outcome]);
        }
        for state in [DeliveryState::Delivered, DeliveryState::Waiting, DeliveryState::Failed] {
            self.webhooks.with_label_values(&[state.name()]);
        }
        for kind in JobKind::ALL {
            for outcome in [JobState::Done, JobState::Failed] {
                self.jobs_ended.with_label_values(&[kind.name(), outcome.name()]);
            }
            self.rows_done(*kind, &JobCounts::default());
        }
    }

    /// A webhook was tried, and that became of the delivery.
    pub(crate) fn webhook_attempt(&self, state: DeliveryState) {
        self.webhooks.with_label_values(&[state.name()]).inc();
    }

    /// A request begins.
    pub(crate) fn request_begins(&self) {
        self.in_flight.inc();
    }

    /// A request was answered by that route. `status` is its class (`2xx`), or `gone` for one whose client did not wait.
    pub(crate) fn request_ends(&self, method: &str, route: &str, status: &str, took: Duration) {
        self.in_flight.dec();
        self.requests.with_label_values(&[method, route, status]).inc();
        self.request_durations.with_label_values(&[method, route]).observe(took.as_secs_f64());
    }

    /// A request of the identity provider, or a part of a bulk.
    pub(crate) fn scim(&self, operation: Operation, resource: ResourceKind, outcome: Outcome) {
        self.scim.with_label_values(&[operation.name(), resource.name(), outcome.name()]).inc();
    }

    /// Entries of the provisioning log could not be stored.
    pub(crate) fn log_lost(&self, entries: usize) {
        self.log_lost.inc_by(entries as u64);
    }

    /// Somebody tried to sign in.
    pub(crate) fn sign_in(&self, method: &str, success: bool) {
        self.sign_ins.with_label_values(&[method, if success { "success" } else { "failure" }]).inc();
    }

    /// Counts those who were turned away before they were asked anything: by username, address or program.
    pub(crate) fn turned_away(&self) -> IntCounterVec {
        self.turned_away.clone()
    }

    /// So many sessions ended.
    pub(crate) fn sessions_ended(&self, cause: SessionEnd, sessions: u64) {
        self.sessions_ended.with_label_values(&[cause.name()]).inc_by(sessions);
    }

    /// The mail server took a letter, or did not.
    pub(crate) fn mailed(&self, sent: bool) {
        self.mail.with_label_values(&[if sent { "sent" } else { "failed" }]).inc();
    }

    /// Rows of a job have their results.
    pub(crate) fn rows_done(&self, kind: JobKind, counts: &JobCounts) {
        let results = [
            ("created", counts.created),
            ("changed", counts.changed),
            ("deleted", counts.deleted),
            ("unchanged", counts.unchanged),
            ("refused", counts.refused),
        ];
        for (result, rows) in results {
            self.job_rows.with_label_values(&[kind.name(), result]).inc_by(rows);
        }
    }

    /// A job is over.
    pub(crate) fn job_ended(&self, kind: JobKind, state: JobState) {
        self.jobs_ended.with_label_values(&[kind.name(), state.name()]).inc();
    }
}
