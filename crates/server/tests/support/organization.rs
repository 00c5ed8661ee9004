//! An organization and its people, made without the API: for tests of something else than their making.

use domain::{OrgId, Role, SiteId, UserId};
use server::http::Client;
use server::organization::{New, Owner};
use server::session;
use store::{Site, User};
use uuid::Uuid;

use super::{Caller, Server};

/// The password of everybody who has one.
pub const PASSWORD: &str = "correct horse battery staple";

/// An organization.
pub struct Organization<'a> {
    /// Its id.
    pub id: OrgId,
    /// Its slug.
    pub slug: String,
    /// Its owner, signed in.
    pub owner: Person,
    /// Where it is.
    pub server: &'a Server,
}

/// Somebody who is signed in.
pub struct Person {
    /// As stored.
    pub user: User,
    /// Their browser.
    pub browser: Caller,
}

impl std::ops::Deref for Person {
    type Target = Caller;
    fn deref(&self) -> &Caller {
        &self.browser
    }
}

fn client() -> Client {
    Client {
        request_id: "test".to_owned(),
        address: "127.0.0.1".to_owned(),
        user_agent: "Test/1.0".to_owned(),
    }
}

impl<'a> Organization<'a> {
    pub(super) async fn create(server: &'a Server, slug: &str) -> Self {
        let owner = Owner {
            username: format!("owner@{slug}.com"),
            first_name: "Olivia".to_owned(),
            last_name: "Owner".to_owned(),
            email: format!("owner@{slug}.com"),
            password: None,
        };
        let new = New::check(&server.app.passwords, slug, slug, owner).await.unwrap();
        let created = server::organization::create(&server.app, new, Some(&client())).await.unwrap();
        let (secret, _) = created.session.unwrap();
        let browser = server.with_cookie(format!("rollcall_session={secret}"));
        let owner = Person { user: created.owner, browser };
        Self { id: created.organization.id, slug: slug.to_owned(), owner, server }
    }

    /// A new local, active person `<name>@<slug>.com` with that role, signed in.
    pub async fn person(&self, name: &str, role: Role) -> Person {
        let username = format!("{name}@{}.com", self.slug);
        let (id, scim_id) = (UserId(self.server.app.new_id()), Uuid::from_u128(self.server.app.new_id()));
        let user = User {
            first_name: name.to_owned(),
            last_name: "Tester".to_owned(),
            email: Some(username.clone()),
            role,
            ..User::new(id, scim_id, &username, self.server.app.now())
        };
        self.insert(&user).await;
        let browser = self.sign_in(id).await;
        Person { user, browser }
    }

    /// Stores `user` as it is.
    pub async fn insert(&self, user: &User) {
        let stored = self.server.store().write(self.id, |tx| async move { tx.users().insert(user).await });
        stored.await.unwrap();
    }

    /// A new session of `user`, without asking for a password.
    pub async fn sign_in(&self, user: UserId) -> Caller {
        let (secret, session) = session::start(
            &self.server.app,
            self.id,
            user,
            &client(),
            session::Beginning::new(api::sign_ins::Method::Password),
        );
        let session = &session;
        let stored =
            self.server.store().write(self.id, |tx| async move { tx.sessions().insert(session).await });
        stored.await.unwrap();
        self.server.with_cookie(format!("rollcall_session={secret}"))
    }

    /// Gives `user` the password [`PASSWORD`].
    pub async fn give_password(&self, user: UserId) {
        let app = &self.server.app;
        let hash = app.passwords.hash(PASSWORD, &*app.ids).await;
        let (hash, now) = (hash.as_str(), app.now());
        let stored = self
            .server
            .store()
            .write(self.id, |tx| async move { tx.credentials().set(user, hash, now).await });
        stored.await.unwrap();
    }

    /// A new site.
    pub async fn site(&self, name: &str) -> SiteId {
        let now = self.server.app.now();
        let id = SiteId(self.server.app.new_id());
        let site = &Site::new(id, name, now);
        let stored = self.server.store().write(self.id, |tx| async move { tx.sites().insert(site).await });
        stored.await.unwrap();
        id
    }
}
