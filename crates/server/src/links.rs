//! One-time links: the first run, and a new password. The secret follows `#`, so that no server or proxy logs it.

use api::Code;
use domain::{OrgId, Timestamp, UserId};
use store::{LinkPurpose, NO_ORGANIZATION, OneTimeLink};
use uuid::Uuid;

use crate::app::App;
use crate::http::Failure;
use crate::secret::Secret;

/// How long a link works, in milliseconds: a day.
pub const LASTS_MS: i64 = 86_400_000;

/// A new link, and what to do with it.
#[derive(Debug)]
pub struct NewLink {
    /// To be given to the person.
    pub url: String,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// To be inserted: `tx.one_time_links().insert(&row)`.
    pub row: OneTimeLink,
}

/// The link of the first run.
#[must_use]
pub fn setup(app: &App) -> NewLink {
    new(app, NO_ORGANIZATION, LinkPurpose::Setup, None, "setup")
}

/// The link with which `user` sets a password; inserting it voids earlier ones.
#[must_use]
pub fn password(app: &App, org: OrgId, user: UserId) -> NewLink {
    new(app, org, LinkPurpose::Password, Some(user), "set-password")
}

fn new(app: &App, org: OrgId, purpose: LinkPurpose, user_id: Option<UserId>, page: &str) -> NewLink {
    let secret = Secret::new(org, app.new_id(), &*app.ids);
    let expires_at = app.now().plus_ms(LASTS_MS);
    let row = OneTimeLink {
        id: Uuid::from_u128(secret.id),
        purpose,
        user_id,
        secret_hash: secret.hash(),
        expires_at,
        used_at: None,
    };
    NewLink { url: format!("{}/{page}#{secret}", app.config.public_url), expires_at, row }
}

/// `link_invalid`.
#[must_use]
pub fn invalid() -> Failure {
    Failure::new(
        Code::LinkInvalid,
        "It has been used, or it is too old, or part of it is missing. Ask for a new one: whoever runs the server gets a new set-up link by starting it again, and an admin makes a new password link on the user's page.",
    )
}

/// The link of that secret, if it works now.
///
/// # Errors
/// `link_invalid`.
pub async fn find(app: &App, token: &str, purpose: LinkPurpose) -> Result<(OrgId, OneTimeLink), Failure> {
    let secret: Secret = token.parse().map_err(|_| invalid())?;
    let found = app.store.read(secret.org).one_time_links().get(Uuid::from_u128(secret.id)).await?;
    let works = |link: &OneTimeLink| {
        link.purpose == purpose
            && link.used_at.is_none()
            && app.now() < link.expires_at
            && secret.matches(&link.secret_hash)
    };
    found.filter(works).map(|link| (secret.org, link)).ok_or_else(invalid)
}

/// What became of using a link up, where `store::Error::Stale` means that somebody else was faster.
#[must_use]
pub fn used_up(error: store::Error) -> Failure {
    match error {
        store::Error::Stale => invalid(),
        other => other.into(),
    }
}
