//! `rollcall owner …`

use api::events::Subject;
use api::history::Action;
use clap::{Args, Subcommand};
use domain::{OrgId, Role};
use store::User;

use super::database::organization;
use super::{Database, Error, print};
use crate::app::App;
use crate::audit::{self, Origin, Thing};
use crate::config::Config;
use crate::links;

/// Where links lead to.
#[derive(Debug, Args)]
pub struct PublicUrl {
    /// Where people reach Rollcall: the start of the link.
    #[arg(long, env = "ROLLCALL_PUBLIC_URL", value_name = "URL", default_value = "http://127.0.0.1:8080")]
    public_url: String,
}

impl PublicUrl {
    /// A configuration for making links.
    pub(super) fn config(&self) -> Config {
        Config { public_url: self.public_url.trim_end_matches('/').to_owned(), ..Config::default() }
    }
}

/// What can be done for owners.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print a link with which an owner sets a new password; it works once, for 24 hours.
    ResetLink(ResetLink),
}

/// The options of `owner reset-link`.
#[derive(Debug, Args)]
pub struct ResetLink {
    /// Slug of the organization.
    #[arg(long, value_name = "SLUG")]
    org: String,
    /// The owner's username.
    #[arg(long)]
    username: String,
    #[command(flatten)]
    public_url: PublicUrl,
}

/// Does it.
pub(super) async fn run(database: &Database, command: Command) -> Result<(), Error> {
    let Command::ResetLink(options) = command;
    let app = database.app(options.public_url.config()).await?;
    let organization = organization(&app, &options.org).await?;
    let user = app.store.read(organization.id).users().by_username(&options.username).await?;
    let user = user.filter(|user| user.role == Role::Owner).ok_or_else(|| {
        Error::new(format!(
            "No owner of {} has the username \"{}\". Check how it is written; for other people an admin makes the link, on the user's page.",
            organization.name, options.username
        ))
    })?;
    if !user.status.is_active() {
        return Err(Error::new(format!(
            "{} is deactivated, and could not sign in with a new password. Name another owner.",
            user.full_name()
        )));
    }
    print(&password_link(&app, organization.id, &user).await?);
    Ok(())
}

/// Makes a password link for `user`; earlier ones stop working.
pub(super) async fn password_link(app: &App, org: OrgId, user: &User) -> Result<String, Error> {
    let link = links::password(app, org, user.id);
    let thing = Thing::user(user.id, &user.full_name());
    let entry = &Origin::operator().entry(app, Action::PasswordLinkCreated, thing, Vec::new());
    // R27: the spare door opens, also while passwords are off.
    let given = Origin::operator().entry(
        app,
        Action::EmergencyAccessGiven,
        Thing::user(user.id, &user.full_name()),
        Vec::new(),
    );
    let (row, given, now, id) = (&link.row, &given, app.now(), user.id);
    let spare = user.role == Role::Owner;
    app.store
        .write(org, |tx| async move {
            let off = tx.sso().get().await?.is_some_and(|settings| settings.enabled);
            if off && spare && tx.emergency_access().insert(id, now).await? {
                audit::record(&tx, given, Subject::Sso).await?;
            }
            tx.one_time_links().insert(row).await?;
            audit::record(&tx, entry, Subject::User).await
        })
        .await?;
    Ok(link.url)
}
