//! Making an organization and its owner: on first run, and at the command line.

use api::Problem;
use api::events::Subject;
use api::history::Action;
use api::problem::FieldError;
use api::sign_ins::Method;
use domain::validation::{self, Invalid};
use domain::{OrgId, Role, UserId};
use store::{Organization, Session, User};
use uuid::Uuid;

use crate::app::App;
use crate::audit::{self, Origin, Thing};
use crate::http::{Actor, Client, Failure};
use crate::passwords::Passwords;
use crate::secret::Secret;
use crate::session::{self, Beginning};

/// As the API shows it.
#[must_use]
pub fn body(organization: Organization) -> api::organization::Organization {
    api::organization::Organization {
        id: organization.id,
        slug: organization.slug,
        name: organization.name,
        created_at: organization.created_at,
    }
}

/// The first owner, as given.
#[derive(Clone)]
pub struct Owner {
    /// Username.
    pub username: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Email.
    pub email: String,
    /// The password; without one the owner needs a password link.
    pub password: Option<String>,
}

/// An organization to be made, with every value checked.
pub struct New {
    name: String,
    slug: String,
    owner: Owner,
}

impl New {
    /// Checks every value, and tells of all that are not accepted at once.
    ///
    /// # Errors
    /// `invalid_fields`, by the names of `api::setup::NewOrganization`.
    pub async fn check(passwords: &Passwords, name: &str, slug: &str, owner: Owner) -> Result<Self, Failure> {
        let mut errors = Vec::new();
        let mut keep = |field: &str, checked: Result<String, Invalid>| {
            checked.unwrap_or_else(|invalid| {
                errors.push(FieldError::invalid(field, invalid));
                String::new()
            })
        };
        let name = keep("organization_name", validation::label(name));
        let slug = keep("slug", validation::slug(slug));
        let username = keep("username", validation::username(&owner.username));
        let first_name = keep("first_name", validation::person_name(&owner.first_name));
        let last_name = keep("last_name", validation::person_name(&owner.last_name));
        let email = keep("email", validation::email(&owner.email));
        if let Some(password) = &owner.password
            && let Err(invalid) = passwords.check(password, &username).await
        {
            errors.push(FieldError::invalid("password", invalid));
        }
        if errors.is_empty() {
            let owner = Owner { username, first_name, last_name, email, ..owner };
            Ok(Self { name, slug, owner })
        } else {
            Err(Problem::fields(errors).into())
        }
    }
}

/// What was made.
pub struct Created {
    /// The organization.
    pub organization: Organization,
    /// Its owner.
    pub owner: User,
    /// The owner's session, where somebody sits at a browser.
    pub session: Option<(Secret, Actor)>,
}

fn owner_of(app: &App, owner: &Owner) -> User {
    let now = app.now();
    let scim_id = Uuid::from_u128(app.new_id());
    User {
        first_name: owner.first_name.clone(),
        last_name: owner.last_name.clone(),
        email: Some(owner.email.clone()),
        role: Role::Owner,
        ..User::new(UserId(app.new_id()), scim_id, &owner.username, now)
    }
}

/// Makes the organization and its owner, all or nothing; with a `client`, also signs the owner in.
///
/// # Errors
/// The slug is taken, or the database fails.
pub async fn create(app: &App, new: New, client: Option<&Client>) -> Result<Created, Failure> {
    let (id, now) = (OrgId(app.new_id()), app.now());
    let organization =
        Organization { id, slug: new.slug, name: new.name, created_at: now, updated_at: now, version: 1 };
    let owner = owner_of(app, &new.owner);
    let hash = match &new.owner.password {
        Some(password) => Some(app.passwords.hash(password, &*app.ids).await),
        None => None,
    };
    let name = owner.full_name();
    let origin = client.map_or_else(Origin::operator, |client| Origin::stranger(owner.id, &name, client));
    let started =
        client.map(|client| session::start(app, id, owner.id, client, Beginning::new(Method::Link)));
    let writes = &Writes {
        organization: &organization,
        owner: &owner,
        hash: hash.as_deref(),
        session: started.as_ref().map(|(_, session)| session),
        made: origin.entry(
            app,
            Action::OrganizationCreated,
            Thing::organization(id, &organization.name),
            Vec::new(),
        ),
        owned: origin.entry(app, Action::UserCreated, Thing::user(owner.id, &name), Vec::new()),
    };
    app.store.write(id, |tx| async move { writes.run(&tx).await }).await?;
    let session = started.map(|(secret, session)| (secret, session::actor(id, &session, &owner)));
    Ok(Created { organization, owner, session })
}

struct Writes<'a> {
    organization: &'a Organization,
    owner: &'a User,
    hash: Option<&'a str>,
    session: Option<&'a Session>,
    made: store::AuditEntry,
    owned: store::AuditEntry,
}

impl Writes<'_> {
    async fn run(&self, tx: &store::Tx) -> Result<(), Failure> {
        tx.organization().insert(self.organization).await?;
        tx.users().insert(self.owner).await?;
        if let Some(hash) = self.hash {
            tx.credentials().set(self.owner.id, hash, self.owner.created_at).await?;
        }
        if let Some(session) = self.session {
            tx.sessions().insert(session).await?;
            tx.users().record_sign_in(self.owner.id, session.created_at).await?;
        }
        audit::record(tx, &self.made, Subject::Organization).await?;
        audit::record(tx, &self.owned, Subject::User).await?;
        Ok(())
    }
}
