//! Listening, and stopping gracefully.

use std::io;
use std::pin::pin;
use std::time::Duration;

use domain::timestamp::DAY_MS;
use domain::{OrgId, Timestamp};
use tokio::net::TcpListener;
use tokio::time::MissedTickBehavior;

use crate::app::{App, AppState};
use crate::background::Task;
use crate::metrics::{self, SessionEnd};
use crate::session::attempts::KEPT_MS;
use crate::{
    audit_seals, backup, connections, events, jobs, license_rules, oidc, provisioning_log, router, sso,
    webhooks,
};

/// How long requests may take to end when the server stops.
const GRACE: Duration = Duration::from_secs(10);
/// How often what is no longer needed is deleted.
const TIDY_EVERY: Duration = Duration::from_secs(3_600);
/// How long the change feed is kept, in milliseconds: a browser that was away for longer reads everything anew.
const FEED_KEPT_MS: i64 = 7 * DAY_MS;
/// How long a delivery to a webhook may wait, in milliseconds: what is paused for longer is not told of it any more.
const WAITING_KEPT_MS: i64 = 30 * DAY_MS;
/// Deliveries that are deleted at once.
const TRIMMED_AT_ONCE: u64 = 2_000;
/// How long what was uploaded is kept, in milliseconds: the rows of its check and of its import are kept as jobs are.
const UPLOADS_KEPT_MS: i64 = DAY_MS;
/// How long the provisioning log is kept, in milliseconds.
const LOG_KEPT_MS: i64 = 180 * DAY_MS;
/// How long of it what only read is kept.
const READS_KEPT_MS: i64 = 7 * DAY_MS;
/// How long the sign-in log is kept, in milliseconds.
const SIGN_INS_KEPT_MS: i64 = 90 * DAY_MS;
/// How many entries of each log an organization keeps at most.
const LOG_ENTRIES: u64 = 200_000;

/// Serves on `listener` until `stop` is ready. Then `/readyz` says so, and after [`Config::drain`](crate::config::Config::drain) streams
/// end at once, and requests within ten seconds.
pub async fn serve(app: AppState, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) {
    let router = router::router(&app);
    let background = &app.background;
    background.start(Task::ChangeFeed, events::poll(app.clone()));
    background.start(Task::Tidying, tidy(app.clone()));
    background.start(Task::ProvisioningLog, provisioning_log::run(app.clone()));
    background.start(Task::LicenseRules, license_rules::run(app.clone()));
    background.start(Task::SingleSignOn, watch(app.clone()));
    let teller = background.start(Task::Webhooks, webhooks::run(app.clone()));
    let worker = background.start(Task::Jobs, jobs::run(app.clone()));
    let backups = app.config.backups.clone();
    let backups = backups.map(|schedule| tokio::spawn(backup::schedule::run(app.clone(), schedule)));
    let told = app.clone();
    let server = connections::serve(listener, router, app.config.patience, async move {
        stop.await;
        tracing::info!("stopping");
        told.background.stop();
        drain(told.config.drain).await;
        told.events.stop();
    });
    let mut server = pin!(server);
    let mut stopping = app.events.stopping();
    let ended = tokio::select! {
        () = &mut server => true,
        _ = stopping.wait_for(|stop| *stop) => false,
    };
    if !ended && tokio::time::timeout(GRACE, server).await.is_err() {
        tracing::warn!("some requests were still running, and were cut off");
    }
    // One that is being made is deleted.
    if let Some(backups) = backups {
        backups.abort();
    }
    for task in [Task::ChangeFeed, Task::Tidying, Task::LicenseRules, Task::SingleSignOn] {
        app.background.abort(task);
    }
    // Ends with the batch that it is at; what is left goes on elsewhere, or with the next start.
    app.events.stop();
    if tokio::time::timeout(GRACE, worker).await.is_err() {
        tracing::warn!("a job was cut off within a batch: it goes on when its lease has run out");
    }
    if tokio::time::timeout(GRACE, teller).await.is_err() {
        tracing::warn!("a webhook did not answer in time: what it was sent is sent again");
        app.background.abort(Task::Webhooks);
    }
    if tokio::time::timeout(GRACE, app.provisioning_log.flush()).await.is_err() {
        tracing::warn!("the last entries of the provisioning log were not stored in time");
    }
    app.background.abort(Task::ProvisioningLog);
}

/// Serves the metrics on a listener of their own, until it is dropped.
///
/// # Errors
/// The listener fails.
pub async fn metrics(app: AppState, listener: TcpListener) -> io::Result<()> {
    axum::serve(listener, metrics::router(&app)).await
}

/// Goes on for a while, so that a balancer sees `/readyz` before connections are refused.
#[expect(
    clippy::disallowed_methods,
    reason = "there is no condition to wait for: a balancer does not say what it has seen"
)]
async fn drain(time: Duration) {
    tokio::time::sleep(time).await;
}

/// Deletes ended sessions and what was granted in them, and old entries of the change feed and of the provisioning log, once an hour.
async fn tidy(app: AppState) {
    let mut ticks = tokio::time::interval(TIDY_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = tidy_once(&app, app.now()).await {
            tracing::warn!(%error, "what is no longer needed could not be deleted; the next try is in an hour");
        }
    }
}

/// Looks at certificates and metadata of single sign-on, once an hour.
async fn watch(app: AppState) {
    let mut ticks = tokio::time::interval(TIDY_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        sso::watch::look(&app).await;
    }
}

/// Deliveries to webhooks may be many: by parts, so that nobody waits long for the turn to write.
async fn trim_deliveries(app: &App, org: OrgId, now: Timestamp) -> Result<(), store::Error> {
    let (over_before, all_before) = (now.plus_ms(-FEED_KEPT_MS), now.plus_ms(-WAITING_KEPT_MS));
    loop {
        let trim = |tx: store::Tx| async move {
            tx.webhooks().trim_deliveries(over_before, all_before, TRIMMED_AT_ONCE).await
        };
        if app.store.write(org, trim).await? < TRIMMED_AT_ONCE {
            return Ok(());
        }
    }
}

async fn tidy_once(app: &App, now: Timestamp) -> Result<(), store::Error> {
    let forget = async |org| {
        let write = app.store.write(org, |tx| async move {
            tx.rate_limits().forget(now).await?;
            tx.sign_in_attempts().forget(now.plus_ms(-KEPT_MS)).await
        });
        write.await
    };
    forget(store::NO_ORGANIZATION).await?;
    for organization in app.store.organizations().list().await? {
        forget(organization.id).await?;
        let ended = app
            .store
            .write(organization.id, |tx| async move {
                let ended = tx.sessions().delete_expired(now).await?;
                tx.grants().delete_expired(now).await?;
                tx.signing_keys().delete_retired(now.plus_ms(-oidc::keys::FORMER_KNOWN_MS)).await?;
                tx.saml_requests().delete_expired(now).await?;
                tx.sign_ins().trim(now.plus_ms(-SIGN_INS_KEPT_MS), LOG_ENTRIES).await?;
                tx.trim_feed(now.plus_ms(-FEED_KEPT_MS)).await?;
                let jobs_before = now.plus_ms(-api::jobs::KEPT_DAYS * DAY_MS);
                tx.jobs().delete_older(jobs_before).await?;
                tx.imports().trim(jobs_before, now.plus_ms(-UPLOADS_KEPT_MS)).await?;
                let (before, reads_before) = (now.plus_ms(-LOG_KEPT_MS), now.plus_ms(-READS_KEPT_MS));
                tx.provisioning_log().trim(before, reads_before, LOG_ENTRIES).await?;
                Ok::<_, store::Error>(ended)
            })
            .await?;
        trim_deliveries(app, organization.id, now).await?;
        app.metrics.sessions_ended(SessionEnd::Expired, ended);
        if let Err(error) = audit_seals::seal(app, organization.id).await {
            tracing::warn!(%error, org = %organization.id, "the audit log could not be sealed; the next try is in an hour");
        }
    }
    Ok(())
}
