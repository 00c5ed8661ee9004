//! `rollcall api token …`

use api::events::Subject;
use api::history::Action;
use clap::{Args, Subcommand};
use domain::timestamp::DAY_MS;
use domain::{ApiTokenId, Role, validation};
use store::ApiToken;

use super::database::organization;
use super::{Database, Error, print};
use crate::audit::{self, Origin, Thing};
use crate::config::Config;
use crate::secret::{Prefix, Secret};

/// The REST API.
#[derive(Debug, Subcommand)]
pub enum Api {
    /// API tokens, with which scripts call it.
    #[command(subcommand)]
    Token(Command),
}

/// What can be done to API tokens.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create an API token for a person; prints the token, and nothing else.
    Create(Create),
}

/// A role by its name in the API.
fn role(name: &str) -> Result<Role, String> {
    let names = || Role::ALL.map(Role::name).join(", ");
    Role::from_name(name).ok_or_else(|| format!("write one of {}", names()))
}

/// The options of `api token create`.
#[derive(Debug, Args)]
pub struct Create {
    /// Slug of the organization.
    #[arg(long, value_name = "SLUG")]
    org: String,
    /// The person for whom it acts, and with whom it ends.
    #[arg(long)]
    username: String,
    /// What it may do: owner, admin, user_admin, auditor or member; nothing that the person may not.
    #[arg(long, value_parser = role)]
    role: Role,
    /// A name to tell it by.
    #[arg(long)]
    name: String,
    /// Days until it stops working, 1 to 3650; never when left out.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
    expires_in_days: Option<u32>,
}

/// Does it.
pub(super) async fn run(database: &Database, command: Api) -> Result<(), Error> {
    let Api::Token(Command::Create(options)) = command;
    let name = validation::label(&options.name).map_err(|invalid| Error::new(format!("name: {invalid}")))?;
    let app = database.app(Config::default()).await?;
    let (organization, role, now) = (organization(&app, &options.org).await?, options.role, app.now());
    let org = organization.id;
    let user = app.store.read(org).users().by_username(&options.username).await?;
    let user = user.filter(|user| user.status.is_active() && !role.exceeds(user.role)).ok_or_else(|| {
        Error::new(format!(
            "No active user of {} has the username \"{}\" and may do all that the role {} may. Check how it is written, or give them the role in the console first.",
            organization.name,
            options.username,
            role.words()
        ))
    })?;
    let secret = Secret::new(org, app.new_id(), &*app.ids);
    let token = &ApiToken {
        id: ApiTokenId(secret.id),
        user_id: user.id,
        name,
        role,
        secret_hash: secret.hash(),
        last_four: secret.last_four().to_owned(),
        created_at: now,
        expires_at: options.expires_in_days.map(|days| now.plus_ms(i64::from(days) * DAY_MS)),
        last_used_at: None,
        last_used_address: None,
    };
    let thing = Thing::api_token(token.id, &token.name);
    let entry = &Origin::operator().entry(&app, Action::ApiTokenCreated, thing, Vec::new());
    app.store
        .write(org, |tx| async move {
            tx.api_tokens().insert(token).await?;
            audit::record(&tx, entry, Subject::ApiToken).await
        })
        .await?;
    print(&Prefix::Api.of(&secret));
    Ok(())
}
