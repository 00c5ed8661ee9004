//! The company directory: who is listed, in what order, and by what they are found (R19, R20).

use domain::{Status, UserId};
use store::{Error, User};
use uuid::Uuid;

use crate::support::{CONTOSO, Fixture, NOON, names, on_both, user};

async fn listed(db: &Fixture, search: Option<&str>) -> Vec<String> {
    names(&db.contoso().users().directory(search, None, 200).await.unwrap().items)
}

on_both! {
    async fn r19_only_the_active_and_visible_are_listed_by_name_and_those_without_one_last(db: &Fixture) {
        db.add(&[
            user(1, "grace Hopper"),
            User { directory_visible: false, ..user(2, "Hidden Person") },
            User { status: Status::Deactivated, deactivated_at: Some(NOON), ..user(3, "Gone Person") },
            User::new(UserId(4), Uuid::from_u128(4), "nameless", NOON),
            user(5, "Ada Lovelace"),
        ]).await;
        assert_eq!(listed(db, None).await, ["Ada Lovelace", "grace Hopper", ""]);
        assert_eq!(listed(db, Some("person")).await, Vec::<String>::new());
        assert!(db.fabrikam().users().directory(None, None, 9).await.unwrap().items.is_empty());
    }

    async fn r20_search_follows_every_write_and_sees_only_what_is_shown(db: &Fixture) {
        let ada = User {
            work_phone: Some("+1 555 9999".to_owned()),
            phone_number: Some("+44 20 7946 0000".to_owned()),
            job_title: Some("Countess".to_owned()),
            ..user(1, "Ada Lovelace")
        };
        db.add(&[ada]).await;
        for hidden in ["7946", "contoso", "ada.lovelace"] {
            assert!(listed(db, Some(hidden)).await.is_empty(), "{hidden}");
        }
        for shown in ["9999", "COUNT", "love ada", "lo"] {
            assert_eq!(listed(db, Some(shown)).await, ["Ada Lovelace"], "{shown}");
        }
        let change = async |change: fn(User) -> User| {
            let before = &db.user(1).await;
            let after = &change(before.clone());
            db.write(|tx| async move { tx.users().update(before, after.clone()).await }).await.unwrap();
        };
        change(|ada| User { job_title: Some("Duchess".to_owned()), ..ada }).await;
        assert!(listed(db, Some("countess")).await.is_empty());
        assert_eq!(listed(db, Some("duchess")).await, ["Ada Lovelace"]);
        change(|ada| User { directory_visible: false, ..ada }).await;
        assert!(listed(db, Some("duchess")).await.is_empty());
        change(|ada| User { last_name: "Byron".to_owned(), ..ada }).await;
        change(|ada| User { directory_visible: true, ..ada }).await;
        assert_eq!(listed(db, Some("duchess")).await, ["Ada Byron"]);
        let before = &db.user(1).await;
        db.write(|tx| async move { tx.users().delete(before).await }).await.unwrap();
        assert!(listed(db, Some("duchess")).await.is_empty());
        db.add(&[user(1, "Ada King")]).await;
        assert_eq!(listed(db, Some("king")).await, ["Ada King"]);
    }

    async fn a_refused_write_leaves_the_directory_alone(db: &Fixture) {
        let ada = &user(1, "Ada Lovelace");
        let refused: Result<(), Error> = db.store.write(CONTOSO, |tx| async move {
            tx.users().insert(ada).await?;
            Err(Error::Stale)
        }).await;
        refused.unwrap_err();
        assert!(listed(db, None).await.is_empty() && listed(db, Some("ada")).await.is_empty());
    }

    async fn many_are_paged_in_order_like_few_among_many_more_who_are_hidden(db: &Fixture) {
        // More than a search looks up one by one.
        let crowd: Vec<User> = (1..=5_200)
            .map(|id| User { directory_visible: id % 2 == 0, ..user(id, &format!("Person N{:05}", (id * 7919) % 100_003)) })
            .collect();
        db.add(&crowd).await;
        let mut expected: Vec<String> = crowd.iter().filter(|user| user.directory_visible).map(User::full_name).collect();
        expected.sort();
        for search in [None, Some("person"), Some("n0")] {
            let expected: Vec<String> = expected.iter().filter(|name| search != Some("n0") || name.contains("N0")).cloned().collect();
            let (mut all, mut cursor) = (Vec::new(), None);
            loop {
                let page = db.contoso().users().directory(search, cursor.as_ref(), 700).await.unwrap();
                assert!(page.total == expected.len() as u64 || page.total_is_minimum, "{search:?}");
                all.extend(names(&page.items));
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(all, expected, "{search:?}");
        }
    }

    async fn people_who_are_there_before_the_directory_are_listed_by_its_migration(db: &Fixture) {
        let ada = User { department: Some("ＥNGINES".to_owned()), work_phone: Some("+1 Ext 9".to_owned()), ..user(1, "Ada Lovelace") };
        let nameless = User { job_title: Some("Ghost".to_owned()), ..User::new(UserId(3), Uuid::from_u128(3), "nameless", NOON) };
        db.add(&[ada, User { directory_visible: false, ..user(2, "Hidden Person") }, nameless]).await;
        let written = listed(db, None).await;
        for sql in ["DROP TABLE IF EXISTS directory_search", "DROP TABLE directory_entries", "DELETE FROM seaql_migrations WHERE version = 'm0022_directory'"] {
            db.database.execute(sql).await.unwrap();
        }
        db.store.migrate(Uuid::from_u128(1), &|| NOON).await.unwrap();
        assert_eq!(listed(db, None).await, written);
        for search in ["engines", "lovelace", "ext", "+1"] {
            assert_eq!(listed(db, Some(search)).await, ["Ada Lovelace"], "{search}");
        }
        assert_eq!(listed(db, Some("ghost")).await, [""]);
        assert!(listed(db, Some("person")).await.is_empty());
    }
}
