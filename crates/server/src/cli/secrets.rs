//! `rollcall secrets …`

use clap::Subcommand;
use store::{NO_ORGANIZATION, Organization};

use super::{Database, Error, print};
use crate::app::App;
use crate::config::Config;
use crate::{audit_seals, oidc, sso, vault, webhooks};

/// Seals on the audit log that are read at once.
const SEALS: u64 = 200;

/// What can be done to stored secrets.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Encrypt every stored secret anew, with the first key: the step of going over to another key.
    ///
    /// Put the new key first into the file of --secret-key-file, a line above the former one, and restart every server; then run this, and
    /// take the former line out. May run beside servers, and again after it was interrupted.
    Reseal,
}

/// Does it.
pub(super) async fn run(database: &Database, command: Command) -> Result<(), Error> {
    let Command::Reseal = command;
    let app = database.app(Config::default()).await?;
    let (mut resealed, mut before) = (0, 0);
    for organization in app.store.organizations().list().await? {
        let all = [
            sso_key(&app, &organization).await?,
            signing_keys(&app, &organization).await?,
            seals(&app, &organization).await?,
            webhook_secrets(&app, &organization).await?,
        ];
        for done in all {
            resealed += done.0;
            before += done.1;
        }
    }
    if database.names_a_key() {
        forget_stored_key(&app).await?;
    }
    print(&format!(
        "Encrypted anew: {resealed}. Encrypted with the first key before: {before}. No other key is needed any more."
    ));
    Ok(())
}

fn failed(organization: &Organization, error: &vault::Error) -> Error {
    Error::new(format!("{}: {error} Nothing else was changed after it.", organization.slug))
}

/// How many were encrypted anew, and how many need not be.
type Count = (u64, u64);

async fn sso_key(app: &App, organization: &Organization) -> Result<Count, Error> {
    let settings = app.store.read(organization.id).sso().get().await?;
    let Some(former) = settings.as_ref().and_then(|settings| settings.private_key.as_ref()) else {
        return Ok((0, 0));
    };
    let anew = sso::key::resealed(&app.vault, &*app.ids, organization, former);
    let Some(anew) = &anew.map_err(|error| failed(organization, &error))? else { return Ok((0, 1)) };
    app.store.write(organization.id, |tx| async move { tx.sso().reseal(former, anew).await }).await?;
    Ok((1, 0))
}

async fn signing_keys(app: &App, organization: &Organization) -> Result<Count, Error> {
    let mut count = (0, 0);
    for key in &app.store.read(organization.id).signing_keys().list().await? {
        let anew = oidc::keys::resealed(&app.vault, &*app.ids, organization.id, key);
        let Some(anew) = &anew.map_err(|error| failed(organization, &error))? else {
            count.1 += 1;
            continue;
        };
        let write =
            app.store.write(organization.id, |tx| async move { tx.signing_keys().reseal(key, anew).await });
        write.await?;
        count.0 += 1;
    }
    Ok(count)
}

async fn seals(app: &App, organization: &Organization) -> Result<Count, Error> {
    let (mut count, mut number) = ((0, 0), 0);
    loop {
        let seals = app.store.read(organization.id).audit_seals().after(number, SEALS).await?;
        let Some(last) = seals.last() else { return Ok(count) };
        number = last.number;
        for seal in &seals {
            let anew = audit_seals::resealed(&app.vault, &*app.ids, organization.id, seal);
            let Some(anew) = &anew.map_err(|error| failed(organization, &error))? else {
                count.1 += 1;
                continue;
            };
            let write = app
                .store
                .write(organization.id, |tx| async move { tx.audit_seals().reseal(seal, anew).await });
            write.await?;
            count.0 += 1;
        }
    }
}

async fn webhook_secrets(app: &App, organization: &Organization) -> Result<Count, Error> {
    let mut count = (0, 0);
    for webhook in &app.store.read(organization.id).webhooks().list().await? {
        let anew = webhooks::resealed(&app.vault, &*app.ids, organization.id, webhook);
        let Some(anew) = &anew.map_err(|error| failed(organization, &error))? else {
            count.1 += 1;
            continue;
        };
        let write =
            app.store.write(organization.id, |tx| async move { tx.webhooks().reseal(webhook, anew).await });
        write.await?;
        count.0 += 1;
    }
    Ok(count)
}

/// A key in the database protects nothing from whoever has the database.
async fn forget_stored_key(app: &App) -> Result<(), Error> {
    app.store.write(NO_ORGANIZATION, |tx| async move { tx.server_keys().delete().await }).await?;
    Ok(())
}
