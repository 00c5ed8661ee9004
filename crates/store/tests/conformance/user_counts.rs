//! The numbers of users that are kept: always those of the users who are there.

use std::collections::BTreeMap;

use domain::{ManagedBy, PlanId, Role, SiteId, Status, UserId};
use store::{Choice, Error, LicenseFilter, SiteFilter, User, UserCounts, UserQuery};
use uuid::Uuid;

use crate::support::{CONTOSO, FABRIKAM, Fixture, NOON, on_both, user};

fn deactivated(user: User) -> User {
    User { status: Status::Deactivated, deactivated_at: Some(NOON), ..user }
}

fn managed(user: User) -> User {
    User { managed_by: ManagedBy::IdentityProvider, ..user }
}

/// Everybody, by reading them all.
async fn everybody(db: &Fixture) -> Vec<User> {
    let page = db.contoso().users().page(&UserQuery::first(200)).await.unwrap();
    page.items
}

/// Compares each number with the people themselves. Pages of one are counted: a page that holds all counts itself.
async fn numbers_are_right(db: &Fixture) {
    let all = everybody(db).await;
    let count = |test: &dyn Fn(&User) -> bool| all.iter().filter(|user| test(user)).count() as u64;
    let expected = UserCounts {
        total: count(&|_| true),
        active: count(&|user| user.status.is_active()),
        deactivated: count(&|user| !user.status.is_active()),
        managed: count(&|user| user.managed_by == ManagedBy::IdentityProvider),
        without_site: count(&|user| user.site_id.is_none()),
        active_without_license: count(&|user| user.status.is_active() && user.plan_id.is_none()),
        deactivated_with_license: count(&|user| !user.status.is_active() && user.plan_id.is_some()),
    };
    assert_eq!(db.contoso().users().counts().await.unwrap(), expected);
    for query in queries() {
        let total = db.contoso().users().page(&query).await.unwrap().total;
        assert_eq!(total, count(&|user| lets_through(&query, user)), "{query:?}");
    }
    assert_eq!(db.contoso().users().miscounted().await.unwrap(), 0);
    assert!(db.contoso().licenses().miscounted().await.unwrap().is_empty());
}

fn choices<T: Copy>(one: T) -> [Option<Choice<T>>; 5] {
    [None, Some(Choice::Is(one)), Some(Choice::IsNot(one)), Some(Choice::None), Some(Choice::Any)]
}

/// Every filter whose numbers are kept, by itself and with another one.
fn queries() -> Vec<UserQuery> {
    let mut queries = Vec::new();
    for status in [None, Some(Status::Active), Some(Status::Deactivated)] {
        for site in choices(SiteId(7)) {
            for managed_by in [None, Some(ManagedBy::Local), Some(ManagedBy::IdentityProvider)] {
                queries.push(UserQuery { status, site, managed_by, ..UserQuery::first(1) });
            }
        }
        for license in choices(PlanId(1)) {
            for directory_visible in [None, Some(true), Some(false)] {
                queries.push(UserQuery { status, license, directory_visible, ..UserQuery::first(1) });
            }
        }
        for role in Role::ALL {
            queries.push(UserQuery { status, role: Some(role), ..UserQuery::first(1) });
        }
    }
    queries
}

fn chosen<T: PartialEq>(choice: Option<Choice<T>>, has: Option<T>) -> bool {
    match choice {
        None => true,
        Some(Choice::Is(one)) => has == Some(one),
        Some(Choice::IsNot(one)) => has != Some(one),
        Some(Choice::None) => has.is_none(),
        Some(Choice::Any) => has.is_some(),
    }
}

fn lets_through(query: &UserQuery, user: &User) -> bool {
    let (site, license): (Option<SiteFilter>, Option<LicenseFilter>) = (query.site, query.license);
    chosen(site, user.site_id)
        && chosen(license, user.plan_id)
        && query.status.is_none_or(|status| user.status == status)
        && query.managed_by.is_none_or(|by| user.managed_by == by)
        && query.directory_visible.is_none_or(|visible| user.directory_visible == visible)
        && query.role.is_none_or(|role| user.role == role)
}

on_both! {
    async fn they_follow_whoever_comes_changes_and_goes(db: &Fixture) {
        numbers_are_right(db).await;
        let site = db.add_site(7, "London").await;
        db.add_plan(1, "X1", 9).await;
        let at_site = |user: User| User { site_id: Some(site.id), ..user };
        let licensed = |user: User| User { plan_id: Some(PlanId(1)), ..user };
        db.add(&[
            user(1, "Ada Lovelace"),
            licensed(at_site(user(2, "Grace Hopper"))),
            User { directory_visible: false, role: Role::Admin, ..user(5, "Katherine Johnson") },
            managed(user(3, "Mary Jackson")),
            deactivated(managed(at_site(user(4, "Dorothy Vaughan")))),
        ]).await;
        numbers_are_right(db).await;
        type Change<'a> = &'a (dyn Fn(User) -> User + Sync);
        let changes: BTreeMap<u128, Change<'_>> = [
            (1, &deactivated as Change<'_>),
            (2, &managed),
            (3, &at_site),
            (5, &licensed),
            (4, &|user| User { job_title: Some("Analyst".to_owned()), ..user }),
        ].into();
        for (id, change) in changes {
            let before = &db.user(id).await;
            db.write(|tx| async move { tx.users().update(before, change(before.clone())).await }).await.unwrap();
            numbers_are_right(db).await;
        }
        let gone = &db.user(2).await;
        db.write(|tx| async move { tx.users().delete(gone).await }).await.unwrap();
        numbers_are_right(db).await;
        assert_eq!(db.fabrikam().users().counts().await.unwrap(), UserCounts::default());
    }

    async fn what_is_taken_back_is_not_counted(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace")]).await;
        let ada = &db.user(1).await;
        let refused = db.write(|tx| async move {
            tx.users().insert(&user(2, "Grace Hopper")).await?;
            tx.users().update(ada, deactivated(ada.clone())).await?;
            Err::<(), _>(Error::Stale)
        }).await;
        assert!(refused.is_err());
        let twice = db.write(|tx| async move { tx.users().insert(&user(3, "Ada Lovelace")).await }).await;
        assert!(twice.is_err());
        numbers_are_right(db).await;
    }

    async fn they_are_exact_when_many_write_at_once(db: &Fixture) {
        let writes = (1..=40).map(|id| {
            let store = db.store.clone();
            let org = if id % 4 == 0 { FABRIKAM } else { CONTOSO };
            tokio::spawn(async move {
                let new = &if id % 3 == 0 { managed(user(id, &format!("U {id}"))) } else { user(id, &format!("U {id}")) };
                store.write(org, |tx| async move { tx.users().insert(new).await }).await?;
                let before = &store.read(org).users().get(UserId(id)).await?.ok_or(Error::Stale)?;
                store.write(org, |tx| async move { tx.users().update(before, deactivated(before.clone())).await }).await
            })
        });
        for write in writes.collect::<Vec<_>>() {
            write.await.unwrap().unwrap();
        }
        numbers_are_right(db).await;
        assert_eq!(db.fabrikam().users().counts().await.unwrap().deactivated, 10);
    }

    async fn a_search_is_counted_to_two_thousand_and_says_when_there_are_more(db: &Fixture) {
        let people: Vec<User> = (1..=2_100)
            .map(|id| user(id, &format!("Anna Number{id}")))
            .map(|user| if user.id.0 <= 2_050 { deactivated(user) } else { user })
            .collect();
        db.add(&people).await;
        let reader = db.contoso();
        let counted = async |search: &str, status: Option<Status>| {
            let query = UserQuery { search: Some(search.to_owned()), status, ..UserQuery::first(1) };
            let page = reader.users().page(&query).await.unwrap();
            (page.total, page.total_is_minimum)
        };
        assert_eq!(counted("anna", None).await, (2_000, true));
        assert_eq!(counted("anna", Some(Status::Deactivated)).await, (300, true), "each of them is read for its text");
        assert_eq!(counted("anna", Some(Status::Active)).await, (50, false));
        assert_eq!(counted("number20", None).await, (111, false), "20, 200 to 209, 2000 to 2099");
        assert_eq!(counted("  ", None).await, (2_100, false), "nothing to search for");
    }

    async fn people_from_before_they_were_kept_are_counted_by_the_migration(db: &Fixture) {
        let site = db.add_site(7, "London").await;
        let at_site = User { site_id: Some(site.id), ..user(2, "Grace Hopper") };
        db.add(&[user(1, "Ada Lovelace"), at_site, deactivated(managed(user(3, "Mary Jackson")))]).await;
        let database = &db.database;
        database.execute("DROP TABLE user_counts").await.unwrap();
        let forget = "DELETE FROM seaql_migrations WHERE version IN ('m0005_user_counts', 'm0006_user_counts')";
        database.execute(forget).await.unwrap();
        db.store.migrate(Uuid::from_u128(1), &|| NOON).await.unwrap();
        numbers_are_right(db).await;
    }

    async fn what_does_not_agree_is_found_and_put_right(db: &Fixture) {
        let site = db.add_site(7, "London").await;
        db.add_plan(1, "X1", 9).await;
        db.add_plan(2, "X2", 9).await;
        let licensed = User { site_id: Some(site.id), plan_id: Some(PlanId(1)), ..user(2, "Grace Hopper") };
        db.add(&[user(1, "Ada Lovelace"), licensed, deactivated(user(3, "Mary Jackson"))]).await;
        for damage in [
            "UPDATE user_counts SET people = people + 5 WHERE deactivated",
            "DELETE FROM user_counts WHERE NOT deactivated",
            "UPDATE plans SET used = used + 2",
        ] {
            db.database.execute(damage).await.unwrap();
        }
        assert_eq!(db.contoso().users().miscounted().await.unwrap(), 3);
        assert_eq!(db.contoso().licenses().miscounted().await.unwrap().into_iter().collect::<Vec<_>>(), [(PlanId(1), -2), (PlanId(2), -2)]);
        let repaired = db.write(|tx| async move { Ok((tx.users().recount().await?, tx.licenses().recount().await?)) }).await;
        assert_eq!(repaired.unwrap(), (3, 2));
        assert_eq!((db.plan(1).await.used, db.plan(2).await.used), (1, 0));
        numbers_are_right(db).await;
    }
}
