//! `rollcall site …`

use api::events::Subject;
use api::history::Action;
use clap::{Args, Subcommand};
use domain::{OrgId, SiteId, validation};
use store::Site;

use super::database::organization;
use super::{Database, Error, print};
use crate::app::App;
use crate::audit::{self, Origin, Thing};
use crate::config::Config;

/// What can be done to sites.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a site; prints its id.
    Create(Create),
}

/// The options of `site create`.
#[derive(Debug, Args)]
pub struct Create {
    /// Slug of the organization.
    #[arg(long, value_name = "SLUG")]
    org: String,
    /// Its name; unique in the organization without regard to case.
    #[arg(long)]
    name: String,
}

/// Does it.
pub(super) async fn run(database: &Database, command: Command) -> Result<(), Error> {
    let Command::Create(options) = command;
    let name = validation::label(&options.name).map_err(|invalid| Error::new(format!("name: {invalid}")))?;
    let app = database.app(Config::default()).await?;
    let organization = organization(&app, &options.org).await?;
    print(&create(&app, organization.id, &name).await?.to_string());
    Ok(())
}

/// Makes the site `name` (R11).
pub(super) async fn create(app: &App, org: OrgId, name: &str) -> Result<SiteId, Error> {
    let now = app.now();
    let site = &Site::new(SiteId(app.new_id()), name, now);
    let entry = &Origin::operator().entry(app, Action::SiteCreated, Thing::site(site.id, name), Vec::new());
    app.store
        .write(org, |tx| async move {
            tx.sites().insert(site).await?;
            audit::record(&tx, entry, Subject::Site).await
        })
        .await?;
    Ok(site.id)
}
