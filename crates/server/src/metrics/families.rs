//! The families: name, words, labels. docs/guides/operating.md has a line for each; a test compares them.

use domain::Timestamp;
use prometheus::core::Collector;
use prometheus::{
    Gauge, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
};

/// A family of numbers.
pub struct Family {
    name: &'static str,
    help: &'static str,
    labels: &'static [&'static str],
}

const fn family(name: &'static str, labels: &'static [&'static str], help: &'static str) -> Family {
    Family { name, help, labels }
}

pub const REQUESTS: Family = family(
    "rollcall_http_requests_total",
    &["method", "route", "status"],
    "Requests, by the class of their status; gone: the client did not wait.",
);
pub const REQUEST_DURATIONS: Family = family(
    "rollcall_http_request_duration_seconds",
    &["method", "route"],
    "How long requests took until the head of their answer.",
);
pub const IN_FLIGHT: Family =
    family("rollcall_http_requests_in_flight", &[], "Requests that wait for the head of their answer.");
pub const JOBS: Family =
    family("rollcall_jobs", &["state"], "Jobs in the database that are not over: the same on every replica.");
pub const JOB_ROWS: Family = family(
    "rollcall_job_rows_total",
    &["kind", "result"],
    "People or lines that this process has done in jobs, by what became of them.",
);
pub const JOBS_ENDED: Family = family(
    "rollcall_jobs_ended_total",
    &["kind", "outcome"],
    "Jobs that this process has brought to an end.",
);
pub const SCIM: Family = family(
    "rollcall_scim_operations_total",
    &["operation", "resource", "outcome"],
    "What the identity provider asked for, each part of a bulk by itself.",
);
pub const LOG_QUEUE: Family = family(
    "rollcall_provisioning_log_queue_length",
    &[],
    "Entries of the provisioning log that wait to be stored.",
);
pub const LOG_LOST: Family = family(
    "rollcall_provisioning_log_lost_total",
    &[],
    "Entries of the provisioning log that could not be stored.",
);
pub const SIGN_INS: Family = family(
    "rollcall_sign_ins_total",
    &["method", "outcome"],
    "Attempts to sign in; test: nobody is signed in.",
);
pub const TURNED_AWAY: Family = family(
    "rollcall_sign_ins_locked_out_total",
    &["by"],
    "Attempts that were turned away unseen, by a lock of their username, their address, or an application's address.",
);
pub const SESSIONS_ENDED: Family =
    family("rollcall_sessions_ended_total", &["cause"], "Sessions that this process has ended.");
pub const MAIL: Family =
    family("rollcall_mail_total", &["outcome"], "Letters that the mail server took, or did not.");
pub const WEBHOOKS: Family = family(
    "rollcall_webhook_attempts_total",
    &["outcome"],
    "Attempts to tell a webhook: delivered; waiting: tried again later; failed: given up.",
);
pub const LIVE: Family = family("rollcall_live_connections", &[], "Browsers that receive live updates.");
pub const CONNECTIONS: Family = family(
    "rollcall_db_pool_connections",
    &["pool", "state"],
    "Open connections to the database: in use, idle.",
);
pub const CONNECTIONS_MAX: Family =
    family("rollcall_db_pool_connections_max", &["pool"], "Connections to the database at most.");
pub const TASKS: Family =
    family("rollcall_background_task_up", &["task"], "1 while the task runs, 0 when it has ended.");

/// Makes families, and registers them.
pub struct Families<'a>(pub &'a Registry);

impl Families<'_> {
    pub fn register(&self, collector: Box<dyn Collector>) {
        self.0.register(collector).expect("each family is registered once in a new registry");
    }

    /// Made of constants: what Prometheus would refuse of them, it refuses in every test.
    fn add<C: Collector + Clone + 'static>(&self, made: prometheus::Result<C>) -> C {
        let collector = made.expect("names, labels and buckets are constants that Prometheus takes");
        self.register(Box::new(collector.clone()));
        collector
    }

    pub fn counter(&self, of: Family) -> IntCounter {
        self.add(IntCounter::new(of.name, of.help))
    }

    pub fn counters(&self, of: Family) -> IntCounterVec {
        self.add(IntCounterVec::new(Opts::new(of.name, of.help), of.labels))
    }

    pub fn gauge(&self, of: Family) -> IntGauge {
        self.add(IntGauge::new(of.name, of.help))
    }

    pub fn gauges(&self, of: Family) -> IntGaugeVec {
        self.add(IntGaugeVec::new(Opts::new(of.name, of.help), of.labels))
    }

    pub fn histograms(&self, of: Family, buckets: &[f64]) -> HistogramVec {
        let options = HistogramOpts::new(of.name, of.help).buckets(buckets.to_vec());
        self.add(HistogramVec::new(options, of.labels))
    }

    /// The version, and since when it runs.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^52")]
    pub fn about(&self, started_at: Timestamp) {
        let build = family("rollcall_build_info", &["version"], "Always 1: the version is in the label.");
        self.gauges(build).with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        let words = "When the server started, in seconds since 1970.";
        self.add(Gauge::new("rollcall_start_time_seconds", words)).set(started_at.0 as f64 / 1_000.0);
    }

    /// Memory, processor time and open files, as Linux tells them.
    #[cfg(target_os = "linux")]
    pub fn process(&self) {
        self.register(Box::new(prometheus::process_collector::ProcessCollector::for_self()));
    }

    /// Only Linux tells.
    #[cfg(not(target_os = "linux"))]
    pub const fn process(&self) {}
}
