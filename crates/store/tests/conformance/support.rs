//! A database for each test, with two organizations in it.

use domain::{OrgId, PlanId, SiteId, Timestamp, UserId};
use store::testing::TestDatabase;
use store::{Error, Organization, Plan, Reader, Site, Store, Tx, User};
use uuid::Uuid;

pub const CONTOSO: OrgId = OrgId(0xc0);
pub const FABRIKAM: OrgId = OrgId(0xfa);
pub const NOON: Timestamp = Timestamp(1_800_000_000_000);

/// Makes of each function two tests, one for each database.
macro_rules! on_both {
    ($($(#[$attribute:meta])* async fn $name:ident($db:ident: &Fixture) $body:block)*) => {
        $(
            $(#[$attribute])*
            mod $name {
                use super::*;

                async fn check($db: &Fixture) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    let fixture = Fixture::new(store::testing::TestDatabase::sqlite().await).await;
                    check(&fixture).await;
                    store::testing::statements::assert_portable();
                    fixture.database.drop_database().await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    let fixture = Fixture::new(store::testing::TestDatabase::postgres().await).await;
                    check(&fixture).await;
                    store::testing::statements::assert_portable();
                    fixture.database.drop_database().await;
                }
            }
        )*
    };
}
pub(crate) use on_both;

pub struct Fixture {
    pub database: TestDatabase,
    pub store: Store,
}

impl Fixture {
    pub async fn new(database: TestDatabase) -> Self {
        let fixture = Self { store: database.store.clone(), database };
        for (id, slug) in [(CONTOSO, "contoso"), (FABRIKAM, "fabrikam")] {
            let organization = &organization(id, slug);
            fixture
                .store
                .write(id, |tx| async move { tx.organization().insert(organization).await })
                .await
                .unwrap();
        }
        fixture
    }

    pub fn contoso(&self) -> Reader {
        self.store.read(CONTOSO)
    }

    pub fn fabrikam(&self) -> Reader {
        self.store.read(FABRIKAM)
    }

    pub async fn add(&self, users: &[User]) {
        self.write(|tx| async move { tx.users().insert_many(users).await }).await.unwrap();
    }

    pub async fn add_site(&self, id: u128, name: &str) -> Site {
        let site = site(id, name);
        let new = &site;
        self.write(|tx| async move { tx.sites().insert(new).await }).await.unwrap();
        site
    }

    pub async fn add_plan(&self, id: u128, name: &str, seats: u64) -> Plan {
        let plan = plan(id, name, seats);
        let new = &plan;
        self.write(|tx| async move { tx.licenses().insert(new).await }).await.unwrap();
        plan
    }

    pub async fn plan(&self, id: u128) -> Plan {
        self.contoso().licenses().get(PlanId(id)).await.unwrap().unwrap()
    }

    /// A write in the first organization.
    pub async fn write<T, F, Fut>(&self, change: F) -> Result<T, Error>
    where
        F: Fn(Tx) -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, Error>> + Send,
        T: Send,
    {
        self.store.write(CONTOSO, change).await
    }

    pub async fn user(&self, id: u128) -> User {
        self.contoso().users().get(UserId(id)).await.unwrap().unwrap()
    }
}

pub fn organization(id: OrgId, slug: &str) -> Organization {
    Organization {
        id,
        slug: slug.to_owned(),
        name: slug.to_owned(),
        created_at: NOON,
        updated_at: NOON,
        version: 1,
    }
}

/// `Ada Lovelace` becomes a user with her username, email and names.
pub fn user(id: u128, name: &str) -> User {
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    let username = format!("{}@contoso.com", name.replace(' ', ".").to_lowercase());
    User {
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        email: Some(username.clone()),
        ..User::new(UserId(id), Uuid::from_u128(id + 0x5c1f_0000), &username, NOON.plus_ms(id as i64))
    }
}

pub fn site(id: u128, name: &str) -> Site {
    Site::new(SiteId(id), name, NOON)
}

pub fn plan(id: u128, name: &str, seats: u64) -> Plan {
    Plan {
        id: PlanId(id),
        name: name.to_owned(),
        seats,
        used: 0,
        created_at: NOON,
        updated_at: NOON,
        version: 1,
    }
}

pub fn names(users: &[User]) -> Vec<String> {
    users.iter().map(User::full_name).collect()
}
