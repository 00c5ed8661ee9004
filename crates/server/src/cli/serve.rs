//! `rollcall serve`

use std::fs::{DirBuilder, File};
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use store::Location;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;

use super::{Database, Error, data_lock, secret_files, tell};
use crate::app::{App, AppState};
use crate::backup::schedule::Schedule;
use crate::config::Config;
use crate::mail::Mail;
use crate::metrics::MetricsToken;
use crate::{links, serve};

/// The options of `serve`.
#[derive(Debug, Args)]
pub struct Options {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "ROLLCALL_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where people reach Rollcall, when that is not the address it listens on: https://rollcall.contoso.com
    ///
    /// It is in links, in the SCIM URL, and decides whether cookies need TLS.
    #[arg(long, env = "ROLLCALL_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// Rollcall stands behind a proxy: take the client's address from the last entry of X-Forwarded-For.
    #[arg(long, env = "ROLLCALL_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Serve the console from this folder, and not from the binary.
    #[arg(long, env = "ROLLCALL_CONSOLE_DIR", value_name = "DIR")]
    console_dir: Option<PathBuf>,
    /// Metadata of identity providers may be fetched from addresses within this network, and over http.
    ///
    /// For an identity provider of one's own. Every admin of every organization can then reach what this machine reaches.
    #[arg(long, env = "ROLLCALL_ALLOW_PRIVATE_METADATA")]
    allow_private_metadata: bool,
    /// Webhooks may go to addresses within this network, and over http.
    ///
    /// For a telephony side of one's own. Every admin of every organization can then have what this machine reaches called.
    #[arg(long, env = "ROLLCALL_ALLOW_PRIVATE_WEBHOOKS")]
    allow_private_webhooks: bool,
    /// The mail server, for sending password links: smtps://user:password@host:465
    ///
    /// With STARTTLS smtp://user:password@host:587?tls=required, and for a relay on this machine smtp://127.0.0.1:25. Without
    /// it links are shown to the admin only. The environment variable keeps the password out of the list of processes.
    #[arg(long, env = "ROLLCALL_SMTP_URL", value_name = "URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// A file with that URL in its first line.
    #[arg(long, env = "ROLLCALL_SMTP_URL_FILE", value_name = "FILE")]
    smtp_url_file: Option<PathBuf>,
    /// The sender of mail [default: rollcall@ and the host of the public URL]
    #[arg(long, env = "ROLLCALL_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// Serve the metrics for Prometheus at http://ADDRESS/metrics, and no longer on the main port.
    ///
    /// Whoever reaches that address may read them, unless there is a token: choose one that only the monitoring reaches. Without this
    /// and without a token they are for this machine only, and only while the public URL is one of this machine.
    #[arg(long, env = "ROLLCALL_METRICS_LISTEN", value_name = "ADDRESS")]
    metrics_listen: Option<SocketAddr>,
    /// A file with the token that readers of the metrics send, as Authorization: Bearer; at least 16 characters.
    #[arg(long, env = "ROLLCALL_METRICS_TOKEN_FILE", value_name = "FILE")]
    metrics_token_file: Option<PathBuf>,
    /// When told to stop, go on for so many seconds while /readyz answers 503, so that a balancer sends no more requests.
    #[arg(long, env = "ROLLCALL_DRAIN", value_name = "SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=600))]
    drain: u64,
    /// How many requests of identity providers an organization may make each second, 25 to 1000; 0: as many as the server bears.
    ///
    /// Of all replicas together. It may be ahead by a minute of that; who asks more often is told to wait (429). Also without it, a server works on
    /// 32 requests of an organization at once, so that one that asks a lot does not slow another.
    #[arg(long, env = "ROLLCALL_SCIM_RATE", value_name = "NUMBER", default_value_t = 0, value_parser = scim_rate)]
    scim_rate: u32,
    #[command(flatten)]
    backups: Backups,
}

/// Back-ups by themselves.
#[derive(Debug, Args)]
#[command(next_help_heading = "Back-ups")]
struct Backups {
    /// Back the embedded database up into this folder, by itself; the folder is this server's alone.
    ///
    /// A file is named by time and version, such as rollcall-20261130T005446Z-0.1.0.sqlite. A back-up that fails is an error in the log, and is
    /// tried again within the hour.
    #[arg(long, env = "ROLLCALL_BACKUP_DIR", value_name = "DIR")]
    backup_dir: Option<PathBuf>,
    /// How old the newest back-up becomes: a number and m, h or d.
    #[arg(long, env = "ROLLCALL_BACKUP_EVERY", value_name = "TIME", default_value = "24h", value_parser = every)]
    backup_every: Duration,
    /// How many back-ups are kept. Older ones are deleted after a new one is whole; files of other names never are.
    #[arg(long, env = "ROLLCALL_BACKUP_KEEP", value_name = "NUMBER", default_value = "7", value_parser = keep)]
    backup_keep: usize,
}

/// Entra expects 25 requests a second to be served.
fn scim_rate(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(rate @ (0 | 25..=1_000)) => Ok(rate),
        _ => Err("write a number from 25 to 1000, or 0".to_owned()),
    }
}

/// Serves until it is told to stop.
pub(super) async fn run(database: &Database, options: Options) -> Result<(), Error> {
    let public_url = options.public_url.as_deref().map(public_url).transpose()?;
    if let Some(dir) = options.console_dir.as_ref().filter(|dir| !dir.join("index.html").is_file()) {
        return Err(Error::new(format!(
            "There is no index.html in {}. Build the console first, or leave --console-dir out.",
            dir.display()
        )));
    }
    let backups = schedule(database, options.backups)?;
    let _lock = lock(database)?;
    let listener =
        TcpListener::bind(options.listen).await.map_err(|error| cannot_listen(options.listen, &error))?;
    let address = listener.local_addr().map_err(|error| cannot_listen(options.listen, &error))?;
    let public_url = public_url.unwrap_or_else(|| format!("http://{}", reachable(address)));
    let smtp_url =
        secret_files::value("the mail server", options.smtp_url, options.smtp_url_file.as_deref())?;
    let mail = mail(smtp_url.as_deref(), options.mail_from, &public_url)?;
    let config = Config {
        public_url,
        behind_proxy: options.behind_proxy,
        console_dir: options.console_dir,
        mail,
        allow_private_metadata: options.allow_private_metadata,
        allow_private_webhooks: options.allow_private_webhooks,
        backups,
        metrics_token: options.metrics_token_file.as_deref().map(token).transpose()?,
        metrics_elsewhere: options.metrics_listen.is_some(),
        drain: Duration::from_secs(options.drain),
        scim_per_second: Some(options.scim_rate).filter(|rate| *rate > 0),
        ..Config::default()
    };
    let app = database.app(config).await?;
    let stop = told_to_stop()?;
    tell(&format!("Rollcall listens on http://{address}"));
    let metrics = metrics(&app, options.metrics_listen).await?;
    offer_setup(&app).await?;
    serve::serve(app.clone(), listener, stop).await;
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    app.store.close().await?;
    Ok(())
}

/// While it is held, nobody restores a back-up into the data folder.
fn lock(database: &Database) -> Result<Option<File>, Error> {
    let Location::Sqlite { dir } = database.location() else { return Ok(None) };
    store::create_folder(&dir)?;
    data_lock::shared(&dir)
}

/// The back-ups that the operator wants; their folder is made when it is not there.
fn schedule(database: &Database, options: Backups) -> Result<Option<Schedule>, Error> {
    let Some(folder) = options.backup_dir else { return Ok(None) };
    if let Location::Postgres { .. } = database.location() {
        return Err(Error::new(format!(
            "--backup-dir is for the embedded database. {}",
            store::CopyError::NotEmbedded
        )));
    }
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
    made.and_then(|()| folder.read_dir().map(|_| ())).map_err(|error| {
        Error::new(format!(
            "Back-ups cannot be kept in {}: {error}. Make it a folder that this user can write to, or name another one with --backup-dir.",
            folder.display()
        ))
    })?;
    Ok(Some(Schedule { folder, every: options.backup_every, keep: options.backup_keep }))
}

/// `30m`, `24h`, `7d`.
fn every(text: &str) -> Result<Duration, String> {
    let unit = match text.chars().next_back() {
        Some('m') => 60,
        Some('h') => 3_600,
        Some('d') => 86_400,
        _ => 0,
    };
    let number = text.get(..text.len().saturating_sub(1)).and_then(|number| number.parse::<u64>().ok());
    match number.and_then(|number| number.checked_mul(unit)) {
        Some(seconds @ 60..=31_536_000) => Ok(Duration::from_secs(seconds)),
        _ => Err("write a number and m, h or d, such as 30m, 24h or 7d; from 1m to 365d".to_owned()),
    }
}

fn keep(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|keep| *keep > 0).ok_or_else(|| "write a number from 1".to_owned())
}

/// Serves the metrics on their own address, until the task is aborted: also while the server stops.
async fn metrics(app: &AppState, listen: Option<SocketAddr>) -> Result<Option<JoinHandle<()>>, Error> {
    let Some(listen) = listen else { return Ok(None) };
    let failed = |error: &std::io::Error| {
        Error::new(format!(
            "Rollcall cannot serve metrics on {listen}: {error}. Choose another address with --metrics-listen."
        ))
    };
    let listener = TcpListener::bind(listen).await.map_err(|error| failed(&error))?;
    let address = listener.local_addr().map_err(|error| failed(&error))?;
    tell(&format!("Metrics are at http://{address}/metrics"));
    let app = app.clone();
    Ok(Some(tokio::spawn(async move {
        if let Err(error) = serve::metrics(app, listener).await {
            tracing::error!(%error, "metrics are no longer served");
        }
    })))
}

/// The token in a file.
fn token(file: &Path) -> Result<MetricsToken, Error> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        Error::new(format!("The token for metrics in {} cannot be read: {error}.", file.display()))
    })?;
    text.parse().map_err(|error| Error::new(format!("{}: {error}", file.display())))
}

/// The way to the mail server that the operator has named.
fn mail(url: Option<&str>, from: Option<String>, public_url: &str) -> Result<Option<Mail>, Error> {
    let Some(url) = url.filter(|url| !url.is_empty()) else { return Ok(None) };
    let from = from.unwrap_or_else(|| sender(public_url));
    Mail::new(url, &from).map(Some).map_err(|error| Error::new(error.to_string()))
}

/// `rollcall@` and the host of the public URL, without its port.
fn sender(public_url: &str) -> String {
    let host = public_url.split_once("://").map_or(public_url, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    format!("rollcall@{host}")
}

/// Without a slash at the end; with a scheme, and no path.
fn public_url(text: &str) -> Result<String, Error> {
    let url = text.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ']) => Ok(url.to_owned()),
        _ => Err(Error::new(format!(
            "\"{text}\" is not a public URL. Write scheme and host only, such as https://rollcall.contoso.com."
        ))),
    }
}

/// Where a browser on this machine finds `address`.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = if address.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { address.ip() };
    SocketAddr::new(ip, address.port())
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> Error {
    let free = SocketAddr::new(address.ip(), address.port().checked_add(1).unwrap_or(8080));
    Error::new(match error.kind() {
        ErrorKind::AddrInUse => {
            format!(
                "Another program listens on {address} already. Stop it, or choose another port: --listen {free}"
            )
        }
        ErrorKind::PermissionDenied => format!(
            "This user may not listen on {address}. Choose a port above 1023, such as --listen {}:8080",
            address.ip()
        ),
        _ => format!(
            "Rollcall cannot listen on {address}: {error}. Choose an address of this machine with --listen."
        ),
    })
}

/// Prints the link of the first run, while no organization exists; earlier ones stop working.
async fn offer_setup(app: &App) -> Result<(), Error> {
    if !app.store.organizations().list().await?.is_empty() {
        return Ok(());
    }
    let link = &links::setup(app);
    app.store
        .write(store::NO_ORGANIZATION, |tx| async move { tx.one_time_links().insert(&link.row).await })
        .await?;
    tell(&format!(
        "No organization exists yet. Open this link to create the first one; it works once, for 24 hours:\n{}",
        link.url
    ));
    Ok(())
}

/// Ready on Ctrl-C and on SIGTERM.
fn told_to_stop() -> Result<impl Future<Output = ()> + Send + 'static, Error> {
    let failed = |error| Error::new(format!("Rollcall cannot wait for signals: {error}. Start it again."));
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_comes_from_the_host_of_the_public_url() {
        assert_eq!(sender("https://rollcall.contoso.com"), "rollcall@rollcall.contoso.com");
        assert_eq!(sender("http://127.0.0.1:8080"), "rollcall@127.0.0.1");
    }

    #[test]
    fn a_time_between_back_ups_is_a_number_and_its_unit() {
        assert_eq!(every("30m"), Ok(Duration::from_secs(1_800)));
        assert_eq!(every("24h"), Ok(Duration::from_secs(86_400)));
        assert_eq!(every("7d"), Ok(Duration::from_secs(604_800)));
        for text in ["", "h", "24", "0h", "-1h", "1.5h", "400d", "1s", "24é", "99999999999999999999d"] {
            assert!(every(text).is_err(), "{text}");
        }
        assert!(keep("1").is_ok() && keep("0").is_err() && keep("x").is_err());
    }

    #[test]
    fn a_public_url_is_scheme_and_host() {
        assert_eq!(public_url("https://rollcall.contoso.com/").unwrap(), "https://rollcall.contoso.com");
        assert_eq!(public_url("http://127.0.0.1:8080").unwrap(), "http://127.0.0.1:8080");
        for text in ["rollcall.contoso.com", "https://", "https://a/b", "ftp://a"] {
            assert!(public_url(text).is_err(), "{text}");
        }
    }
}
