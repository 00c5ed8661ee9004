//! `rollcall apply`: the settings of an organization from a file, as often as one likes.
//!
//! It speaks the REST API, so that every rule, right and entry of the audit log is that of the console: through a running server with an
//! API token, or, beside the database, in this process.

mod api;
mod file;
mod sections;

use std::path::PathBuf;

use clap::Args;
use domain::{Role, UserId};

use self::api::Api;
use self::file::File;
use super::database::organization;
use super::{Database, Error, print};
use crate::config::Config;
use crate::http::{Actor, Means};
use crate::router;

/// The options of `apply`.
#[derive(Debug, Args)]
pub struct Options {
    /// The file: docs/guides/settings-as-code.md says what may be in it.
    #[arg(value_name = "SETTINGS.TOML")]
    file: PathBuf,
    /// Slug of the organization, on the database that --data or --database-url names.
    #[arg(long, value_name = "SLUG", conflicts_with = "url", required_unless_present = "url")]
    org: Option<String>,
    /// A running server instead, such as https://rollcall.contoso.com.
    #[arg(long, value_name = "URL", requires = "token_file")]
    url: Option<String>,
    /// With --url: a file with an API token, which also says of which organization.
    #[arg(long, value_name = "FILE", requires = "url")]
    token_file: Option<PathBuf>,
    /// Say what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Does it.
pub(super) async fn run(database: &Database, options: Options) -> Result<(), Error> {
    let file = File::read(&options.file)?;
    let api = match (&options.url, &options.token_file, &options.org) {
        (Some(url), Some(token), _) => Api::there(url, token)?,
        (_, _, Some(slug)) => here(database, slug).await?,
        _ => {
            return Err(Error::new(
                "Name the organization with --org, or a server with --url and --token-file.",
            ));
        }
    };
    let mut made = Made { api, dry_run: options.dry_run, changes: 0 };
    if let Err(error) = sections::all(&mut made, &file).await {
        let so_far = match made.changes {
            _ if made.dry_run => "Nothing was changed.".to_owned(),
            0 => "Nothing was changed so far.".to_owned(),
            changes => {
                format!("What is listed above was done ({changes}); put the file right, and run it again.")
            }
        };
        return Err(Error::new(format!("{error}\n{so_far}")));
    }
    print(&match (made.changes, made.dry_run) {
        (0, _) => "Everything is as the file says.".to_owned(),
        (changes, true) => format!("{changes} to change. This was a dry run: nothing was changed."),
        (changes, false) => format!("{changes} changed."),
    });
    Ok(())
}

/// The API in this process, on the database, by the operator.
async fn here(database: &Database, slug: &str) -> Result<Api, Error> {
    let app = database.app(Config::default()).await?;
    let organization = organization(&app, slug).await?;
    let actor = Actor {
        org: organization.id,
        // No person has this id.
        id: UserId(0),
        username: String::new(),
        name: "Operator".to_owned(),
        role: Role::Owner,
        means: Means::Operator,
    };
    Ok(Api::Here { router: router::router(&app), actor: Box::new(actor) })
}

/// What is being made of the file.
struct Made {
    api: Api,
    dry_run: bool,
    changes: usize,
}

impl Made {
    /// Says a change, and counts it.
    fn say(&mut self, line: &str) {
        self.changes += 1;
        print(line);
    }
}
