//! Finding users by a part of a text, literally, in any script.

use store::{User, UserQuery, UserSort};

use crate::support::{Fixture, names, on_both, user};

async fn found(db: &Fixture, text: &str) -> Vec<String> {
    let query = UserQuery { search: Some(text.to_owned()), ..UserQuery::first(50) };
    let page = db.contoso().users().page(&query).await.unwrap();
    assert_eq!(page.total, page.items.len() as u64, "{text}");
    names(&page.items)
}

async fn people(db: &Fixture) {
    db.add(&[
        User {
            extension: Some("1042".to_owned()),
            phone_number: Some("+44 20 7946 0000".to_owned()),
            ..user(1, "Ada Lovelace")
        },
        User {
            work_phone: Some("+1 555 9999".to_owned()),
            external_id: Some("hidden-42".to_owned()),
            ..user(2, "Grace Hopper")
        },
        user(3, "Łukasz Nguyễn"),
        user(4, "さくら 田中"),
        User { username: r#"100%_sure"*@x\y"#.to_owned(), email: None, ..user(5, "Percy O'Brien") },
        User { username: "plain".to_owned(), email: None, ..user(6, "Ed Ng") },
    ])
    .await;
}

on_both! {
    async fn a_part_of_any_shown_field_finds_the_user(db: &Fixture) {
        people(db).await;
        for text in ["lovel", "LOVELACE", "ada love", "love ada", "ada.lov", "contoso ada", "1042", "042", "7946", "ａｄａ"] {
            assert_eq!(found(db, text).await, ["Ada Lovelace"], "{text}");
        }
        assert_eq!(found(db, "łuk").await, ["Łukasz Nguyễn"]);
        assert_eq!(found(db, "nguyễ").await, ["Łukasz Nguyễn"]);
        assert_eq!(found(db, "さくら").await, ["さくら 田中"]);
        assert_eq!(found(db, "ada hopper").await, Vec::<String>::new());
    }

    async fn r21_work_phone_and_external_id_are_not_searched(db: &Fixture) {
        people(db).await;
        assert!(found(db, "9999").await.is_empty());
        assert!(found(db, "hidden").await.is_empty());
    }

    async fn a_short_term_finds_the_start_of_a_field(db: &Fixture) {
        people(db).await;
        assert_eq!(found(db, "ad").await, ["Ada Lovelace"]);
        assert_eq!(found(db, "lo").await, ["Ada Lovelace"]);
        assert_eq!(found(db, "10").await, ["Ada Lovelace", "Percy O'Brien"]);
        assert_eq!(found(db, "e").await, ["Ed Ng"]);
        assert_eq!(found(db, "n").await, ["Ed Ng", "Łukasz Nguyễn"]);
        assert_eq!(found(db, "田").await, ["さくら 田中"]);
        assert_eq!(found(db, "e ng").await, ["Ed Ng"]);
        assert!(found(db, "zz").await.is_empty());
    }

    async fn syntax_of_any_database_is_only_text(db: &Fixture) {
        people(db).await;
        for text in ["100%", "%_s", "_sure", "sure\"", "\"*@", "\"*@x\\y", "O'Brien", "o'b"] {
            assert_eq!(found(db, text).await, ["Percy O'Brien"], "{text}");
        }
        for text in ["a%e", "100_", "%%%", "___", "\"\"\"", "AND", "ada OR grace", "NEAR(ada)", "text:ada", "-ada", "^ada",
            "';DROP TABLE users", "ada\0", "\\\\\\", "(((", "{ada}", "a*b*c"] {
            assert!(found(db, text).await.is_empty(), "{text}");
        }
    }

    async fn only_spaces_search_for_nothing(db: &Fixture) {
        people(db).await;
        assert_eq!(found(db, "  \t ").await.len(), 6);
    }

    async fn search_follows_every_write(db: &Fixture) {
        people(db).await;
        let ada = &db.user(1).await;
        db.write(|tx| async move {
            tx.users().update(ada, User { username: "countess".to_owned(), email: None, last_name: "Byron".to_owned(), ..ada.clone() }).await
        }).await.unwrap();
        assert_eq!(found(db, "byron").await, ["Ada Byron"]);
        assert!(found(db, "lovelac").await.is_empty());
        let ada = &db.user(1).await;
        db.write(|tx| async move { tx.users().delete(ada).await }).await.unwrap();
        assert!(found(db, "byron").await.is_empty());
        db.add(&[user(1, "Ada King")]).await;
        assert_eq!(found(db, "ada king").await, ["Ada King"]);
    }

    async fn a_refused_write_leaves_search_alone(db: &Fixture) {
        people(db).await;
        let twin = &User { username: "PLAIN".to_owned(), ..user(7, "Unheard Name") };
        db.write(|tx| async move { tx.users().insert(twin).await }).await.unwrap_err();
        assert!(found(db, "unheard").await.is_empty());
    }

    async fn many_matches_are_paged_in_order_like_few(db: &Fixture) {
        // More than the search looks up one by one.
        let crowd: Vec<User> = (1..=2_600).map(|id| user(id, &format!("Person N{:05}", (id * 7919) % 100_003))).collect();
        db.add(&crowd).await;
        let mut sorted: Vec<String> = names(&crowd);
        sorted.sort();
        for (text, expected) in [("person", sorted.clone()), ("n000", sorted.iter().filter(|n| n.contains("N000")).cloned().collect())] {
            let mut query = UserQuery { search: Some(text.to_owned()), sort: UserSort::Name, ..UserQuery::first(700) };
            let mut all = Vec::new();
            loop {
                let page = db.contoso().users().page(&query).await.unwrap();
                assert_eq!((page.total, page.total_is_minimum), (expected.len().min(2_000) as u64, expected.len() > 2_000));
                all.extend(names(&page.items));
                match page.next {
                    Some(next) => query.cursor = Some(next),
                    None => break,
                }
            }
            assert_eq!(all, expected, "{text}");
        }
    }
}
