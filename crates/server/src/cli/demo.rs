//! `rollcall demo`

use api::events::Subject;
use api::history::Action;
use domain::timestamp::DAY_MS;
use domain::{EventId, ManagedBy, OrgId, Timestamp, TokenId};
use store::{AuditEntry, Change, Organization, User};

use super::seed::{self, Crowd};
use super::{Database, Error, demo_requests, plans, print, token};
use crate::app::{App, AppState};
use crate::audit::{self, Origin, Thing};
use crate::config::Config;
use crate::http::Client;
use crate::ids::Ids;
use crate::organization::{self, New, Owner};

const SLUG: &str = "contoso";
const OWNER: &str = "admin@contoso.com";
/// Made-up people.
const PEOPLE: u32 = 250;
/// Made-up sites.
const SITES: u8 = 8;
/// The name of the identity provider's token.
const TOKEN: &str = "Entra ID";

/// Fills the organization, and prints how to sign in.
pub(super) async fn run(database: &Database) -> Result<(), Error> {
    let app = database.app(Config::default()).await?;
    let password = password(&*app.ids);
    let organization = match app.store.organizations().by_slug(SLUG).await? {
        Some(organization) => {
            renew_password(&app, organization.id, &password).await?;
            organization
        }
        None => fill(&app, &password).await?,
    };
    print(&format!(
        "The organization \"{}\" is ready to look around in. Sign in with\n  username  {OWNER}\n  password  {password}",
        organization.name
    ));
    Ok(())
}

/// Four times four letters and digits that are not easily confused: 78 bits.
fn password(ids: &dyn Ids) -> String {
    const LETTERS: &[u8; 30] = b"abcdefghjkmnpqrstuvwxyz2345678";
    let bytes = ids.secret_bytes();
    let letters: Vec<char> =
        bytes[..16].iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

async fn renew_password(app: &App, org: OrgId, password: &str) -> Result<(), Error> {
    let owner = app.store.read(org).users().by_username(OWNER).await?;
    let owner = owner.ok_or_else(|| {
        Error::new(format!(
            "The organization \"{SLUG}\" exists, but not its owner {OWNER}. Take another folder for the demo: --data DIR"
        ))
    })?;
    let hash = app.passwords.hash(password, &*app.ids).await;
    let (hash, now) = (hash.as_str(), app.now());
    app.store.write(org, |tx| async move { tx.credentials().set(owner.id, hash, now).await }).await?;
    Ok(())
}

async fn fill(app: &AppState, password: &str) -> Result<Organization, Error> {
    let owner = Owner {
        username: OWNER.to_owned(),
        first_name: "Alex".to_owned(),
        last_name: "Wilber".to_owned(),
        email: OWNER.to_owned(),
        password: Some(password.to_owned()),
    };
    let created =
        organization::create(app, New::check(&app.passwords, "Contoso", SLUG, owner).await?, None).await?;
    let org = created.organization.id;
    let sites = seed::sites(app, org, SITES).await?;
    let plans = plans::make(app, org, PEOPLE).await?;
    let crowd = Crowd { seed: 1, domain: "contoso.com".to_owned(), sites, plans };
    seed::fill(app, org, &crowd, PEOPLE).await?;
    write_history(app, org).await?;
    let token = token::create(app, &created.organization, TOKEN, Some(365)).await?;
    demo_requests::play(app, SLUG, &token).await?;
    Ok(created.organization)
}

/// What must have happened for everybody to be as they are.
async fn write_history(app: &App, org: OrgId) -> Result<(), Error> {
    let reader = app.store.read(org);
    let crowd = Crowd { seed: 1, domain: "contoso.com".to_owned(), sites: Vec::new(), plans: Vec::new() };
    let mut entries = Vec::new();
    for i in 0..PEOPLE {
        let username = crowd.person(app, i).username;
        if let Some(user) = reader.users().by_username(&username).await? {
            entries.extend(history(app, &user, i));
        }
    }
    entries.sort_by_key(|entry| entry.at);
    let entries = entries.as_slice();
    app.store
        .write(org, |tx| async move {
            for entry in entries {
                audit::record(&tx, entry, Subject::User).await?;
            }
            tx.provisioning().record_call(app.now()).await
        })
        .await?;
    Ok(())
}

fn history(app: &App, user: &User, i: u32) -> Vec<AuditEntry> {
    let client = Client {
        request_id: "demo".to_owned(),
        address: "203.0.113.7".to_owned(),
        user_agent: String::new(),
    };
    let origin = match user.managed_by {
        ManagedBy::IdentityProvider => Origin::identity_provider(TokenId(0), TOKEN, &client),
        ManagedBy::Local => Origin::operator(),
    };
    let entry = |at: Timestamp, action: Action, changes: Vec<Change>| {
        let entry = origin.entry(app, action, Thing::user(user.id, &user.full_name()), changes);
        AuditEntry { id: EventId(app.ids.id(at)), at, ..entry }
    };
    let mut entries = vec![entry(user.created_at, Action::UserCreated, made(user))];
    if i.is_multiple_of(3) {
        let at = user.created_at.plus_ms(9 * DAY_MS + i64::from(i) * 60_000);
        entries.push(entry(
            at,
            Action::UserEdited,
            vec![change("job_title", Some("Trainee"), user.job_title.as_deref())],
        ));
    }
    if let Some(at) = user.deactivated_at {
        let status = change("status", Some("active"), Some("deactivated"));
        entries.push(entry(at, Action::UserDeactivated, vec![status]));
    }
    entries
}

fn made(user: &User) -> Vec<Change> {
    vec![
        change("username", None, Some(&user.username)),
        change("first_name", None, Some(&user.first_name)),
        change("last_name", None, Some(&user.last_name)),
        change("email", None, user.email.as_deref()),
        change("department", None, user.department.as_deref()),
    ]
}

fn change(field: &str, from: Option<&str>, to: Option<&str>) -> Change {
    Change { field: field.to_owned(), from: from.map(str::to_owned), to: to.map(str::to_owned) }
}
