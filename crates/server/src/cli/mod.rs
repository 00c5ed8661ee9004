//! The commands of `rollcall`.

mod api_token;
mod apply;
mod backup;
mod check;
mod data_lock;
mod database;
mod demo;
mod demo_requests;
mod error;
mod migrate;
mod names;
mod openapi;
mod organization;
mod owner;
mod plans;
mod restore;
mod secret_files;
mod secret_key;
mod secrets;
mod seed;
mod serve;
mod site;
mod token;

use std::io::{IsTerminal, Write as _};

use clap::{Args, Parser, Subcommand, ValueEnum};
#[cfg(not(feature = "opentelemetry"))]
use tracing_subscriber::layer::Identity;
use tracing_subscriber::layer::SubscriberExt;
#[cfg(feature = "opentelemetry")]
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

pub use database::Database;
pub use error::Error;

/// Rollcall: the admin console of an organization's people, and the service behind it.
///
/// Start with `rollcall serve`. It keeps everything in one embedded database file, and prints a link with which
/// you create the first organization. Every option is also an environment variable, named after each option below.
#[derive(Debug, Parser)]
#[command(name = "rollcall", version, max_term_width = 100, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    log: Log,
    #[command(subcommand)]
    command: Command,
}

/// Without the lines that libraries write at each start.
const DEFAULT_LOG: &str = "info,memory_serve=warn,sea_orm_migration=warn,sqlx=warn";

#[derive(Debug, Args)]
#[command(next_help_heading = "Log")]
struct Log {
    /// What to log, on standard error: error, warn, info, debug, or by module (`info,request=debug`: a line for each request).
    #[arg(long, env = "ROLLCALL_LOG", value_name = "FILTER", default_value = DEFAULT_LOG, global = true)]
    log: String,
    /// How to write the log.
    #[arg(long, env = "ROLLCALL_LOG_FORMAT", value_name = "FORMAT", default_value = "text", global = true)]
    log_format: LogFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    /// For people.
    Text,
    /// For programs: one object a line.
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the console, the REST API and SCIM.
    ///
    /// Creates and migrates the database when needed. While no organization exists, each start prints a new link
    /// with which the first one is created; it works once, for 24 hours. Stops gracefully on Ctrl-C and SIGTERM.
    Serve(serve::Options),
    /// Bring the database up to this version, and exit.
    ///
    /// `serve` does so, too: this is for running it as a step of its own, before replicas are started.
    Migrate,
    /// Check that the database can be reached, is of this version, and what it holds.
    ///
    /// Looks for a damaged file (SQLite), for rows whose parent is gone, and for stored secrets that cannot be read with the key that is
    /// here. The numbers that are kept, of users and of taken seats, are compared with the users who are there. Reads everything; may run
    /// beside a running `serve`.
    Check(check::Options),
    /// Back the embedded database up into a new file, also beside a running `serve`.
    ///
    /// Holds everything that was acknowledged before it began. The file has its name only when it is whole, on the disk and checked. The key
    /// that encrypts stored secrets (secret.key) is not in it: keep a copy of it elsewhere. With PostgreSQL use pg_dump, or
    /// point-in-time recovery.
    Backup(backup::Options),
    /// Put a back-up where the embedded database belongs, and check it.
    ///
    /// Never replaces a database, and refuses while a server works on the data folder. The back-up is checked first, and a copy of it is
    /// brought up to this version; the file itself stays as it is.
    Restore(restore::Options),
    /// Create organizations.
    #[command(subcommand)]
    Org(organization::Command),
    /// Create sites.
    #[command(subcommand)]
    Site(site::Command),
    /// Provisioning by SCIM.
    #[command(subcommand)]
    Scim(token::Scim),
    /// The REST API, for scripts.
    #[command(subcommand)]
    Api(api_token::Api),
    /// Bring the settings of an organization to what a file says: sites, plans, provisioning, sessions, single sign-on.
    ///
    /// Prints each change, and may be run as often as one likes: what is as the file says is left alone, and so is what the file does not
    /// name. Nothing is ever deleted, and single sign-on becomes a draft, which a person tests and makes active.
    Apply(apply::Options),
    /// The secrets that are stored encrypted.
    #[command(subcommand)]
    Secrets(secrets::Command),
    /// Help an owner who cannot sign in.
    #[command(subcommand)]
    Owner(owner::Command),
    /// Fill an organization with made-up people.
    ///
    /// The same people for the same options, so that measurements can be repeated: a mix of local and managed, of
    /// active and deactivated ones, with sites, titles, departments and licences. What exists already stays.
    Seed(seed::Options),
    /// Fill the organization "contoso" with sites, people, licences and history to look around in, and print how to sign in.
    ///
    /// May be run again: what exists already stays, and the owner gets a new password.
    Demo,
    /// Print the description of the REST API (OpenAPI 3.1, JSON).
    Openapi,
}

impl Cli {
    /// Does what the command line says.
    ///
    /// # Errors
    /// One sentence that says what happened and what to do.
    pub async fn run(self) -> Result<(), Error> {
        let _until_the_end = self.log.start(matches!(self.command, Command::Serve(_)))?;
        let database = self.database.resolved()?;
        match self.command {
            Command::Serve(options) => serve::run(&database, options).await,
            Command::Migrate => migrate::run(&database).await,
            Command::Check(options) => check::run(&database, &options).await,
            Command::Backup(options) => backup::run(&database, &options).await,
            Command::Restore(options) => restore::run(&database, &options).await,
            Command::Org(command) => organization::run(&database, command).await,
            Command::Site(command) => site::run(&database, command).await,
            Command::Scim(command) => token::run(&database, command).await,
            Command::Api(command) => api_token::run(&database, command).await,
            Command::Apply(options) => apply::run(&database, options).await,
            Command::Secrets(command) => secrets::run(&database, command).await,
            Command::Owner(command) => owner::run(&database, command).await,
            Command::Seed(options) => seed::run(&database, &options).await,
            Command::Demo => demo::run(&database).await,
            Command::Openapi => {
                openapi::run();
                Ok(())
            }
        }
    }
}

impl Log {
    /// Keep what it gives until the end.
    fn start(&self, is_server: bool) -> Result<Traces, Error> {
        let filter = EnvFilter::try_new(&self.log).map_err(|error| {
            Error::new(format!("The log filter \"{}\" cannot be read ({error}). Write for example info, or info,server=debug.", self.log))
        })?;
        let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
        let lines = match self.log_format {
            LogFormat::Text => lines.with_target(false).with_ansi(std::io::stderr().is_terminal()).boxed(),
            // The fields of a line and its message side by side; the request or the job that it belongs to is in `spans`.
            LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).boxed(),
        };
        let (traces, spans) = traces(is_server)?;
        // A second subscriber is refused: then the first one, a test's, stays.
        let _ = tracing_subscriber::registry().with(lines.with_filter(filter)).with(spans).try_init();
        Ok(traces)
    }
}

/// What is traced beside the log.
#[cfg(feature = "opentelemetry")]
type Traces = Option<crate::traces::Traces>;

#[cfg(feature = "opentelemetry")]
fn traces<S>(is_server: bool) -> Result<(Traces, Option<impl Layer<S>>), Error>
where
    S: tracing::Subscriber + for<'span> LookupSpan<'span>,
{
    let traces =
        if is_server { crate::traces::Traces::from_environment().map_err(Error::new)? } else { None };
    let layer = traces.as_ref().map(crate::traces::Traces::layer);
    Ok((traces, layer))
}

/// Nothing, in this build.
#[cfg(not(feature = "opentelemetry"))]
struct Traces;

#[cfg(not(feature = "opentelemetry"))]
fn traces(_: bool) -> Result<(Traces, Option<Identity>), Error> {
    Ok((Traces, None))
}

/// Prints a result: standard output is for results alone. Whoever has stopped reading it, as `head` does, wants no more.
fn print(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Tells the operator something: on standard error, beside the log.
fn tell(text: &str) {
    // Nobody may read it any more: that is no reason to stop.
    let _ = writeln!(std::io::stderr(), "{text}");
}
