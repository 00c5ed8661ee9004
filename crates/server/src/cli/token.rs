//! `rollcall scim token …`

use api::events::Subject;
use api::history::Action;
use clap::{Args, Subcommand};
use domain::timestamp::DAY_MS;
use domain::{TokenId, validation};
use store::{AuditEntry, Change, Organization, Provisioning, ScimToken, Tx};

use super::database::organization;
use super::{Database, Error, print};
use crate::app::App;
use crate::audit::{self, Origin, Thing};
use crate::config::Config;
use crate::secret::{Secret, token_text};

/// Provisioning.
#[derive(Debug, Subcommand)]
pub enum Scim {
    /// API tokens of the identity provider.
    #[command(subcommand)]
    Token(Command),
}

/// What can be done to tokens.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a token, and switch provisioning on; prints the token, and nothing else.
    Create(Create),
}

/// The options of `scim token create`.
#[derive(Debug, Args)]
pub struct Create {
    /// Slug of the organization.
    #[arg(long, value_name = "SLUG")]
    org: String,
    /// A name to tell it by.
    #[arg(long)]
    name: String,
    /// Days until it stops working, 1 to 3650; never when left out.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
    expires_in_days: Option<u32>,
}

/// Does it.
pub(super) async fn run(database: &Database, command: Scim) -> Result<(), Error> {
    let Scim::Token(Command::Create(options)) = command;
    let name = validation::label(&options.name).map_err(|invalid| Error::new(format!("name: {invalid}")))?;
    let app = database.app(Config::default()).await?;
    let organization = organization(&app, &options.org).await?;
    print(&create(&app, &organization, &name, options.expires_in_days).await?);
    Ok(())
}

/// Makes the token `name`, and switches provisioning on (R29).
pub(super) async fn create(
    app: &App,
    organization: &Organization,
    name: &str,
    days: Option<u32>,
) -> Result<String, Error> {
    let (org, now) = (organization.id, app.now());
    let secret = Secret::new(org, app.new_id(), &*app.ids);
    let id = TokenId(secret.id);
    let token = ScimToken {
        id,
        name: name.to_owned(),
        secret_hash: secret.hash(),
        last_four: secret.last_four().to_owned(),
        created_at: now,
        created_by: None,
        expires_at: days.map(|days| now.plus_ms(i64::from(days) * DAY_MS)),
        last_used_at: None,
        last_used_address: None,
        revoked_at: None,
    };
    let on =
        Change { field: "enabled".to_owned(), from: Some("false".to_owned()), to: Some("true".to_owned()) };
    let operator = Origin::operator();
    let writes = &Writes {
        token,
        made: operator.entry(app, Action::TokenCreated, Thing::token(id, name), Vec::new()),
        switched: operator.entry(app, Action::ProvisioningEdited, Thing::provisioning(org), vec![on]),
    };
    app.store.write(org, |tx| async move { writes.run(&tx).await }).await?;
    Ok(token_text(&secret))
}

struct Writes {
    token: ScimToken,
    made: AuditEntry,
    switched: AuditEntry,
}

impl Writes {
    async fn run(&self, tx: &Tx) -> Result<(), store::Error> {
        let before = tx.provisioning().get().await?.ok_or(store::Error::Stale)?;
        if !before.enabled {
            let after = Provisioning { enabled: true, updated_at: self.token.created_at, ..before.clone() };
            tx.provisioning().update(&before, after).await?;
            audit::record(tx, &self.switched, Subject::Provisioning).await?;
        }
        tx.scim_tokens().insert(&self.token).await?;
        audit::record(tx, &self.made, Subject::Token).await
    }
}
