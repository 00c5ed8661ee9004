//! Rows whose parent is gone are found, wherever they are.

use store::{OF_ORGANIZATION, Orphans};

use crate::support::{CONTOSO, Fixture, on_both, user};

fn orphans(table: &str, parent: &str, rows: i64) -> Orphans {
    Orphans { table: table.to_owned(), parent: parent.to_owned(), rows }
}

on_both! {
    async fn a_sound_database_has_none(db: &Fixture) {
        db.add_site(1, "London").await;
        db.add(&[user(1, "Ada Lovelace"), user(2, "Grace Hopper")]).await;
        assert_eq!(db.store.orphans().await.unwrap(), []);
    }

    async fn what_no_foreign_key_guards_is_found(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace"), user(2, "Grace Hopper")]).await;
        db.database.execute("UPDATE users SET plan_id = id").await.unwrap();
        db.database.execute("UPDATE single_sign_on SET draft = org_id, previous = org_id").await.unwrap();
        let found = db.store.orphans().await.unwrap();
        assert_eq!(found, [orphans("single_sign_on", "sso_revisions", 4), orphans("users", "plans", 2)]);
    }

    async fn rows_of_an_organization_that_is_gone_are_found(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace")]).await;
        db.database.execute("INSERT INTO change_feed (org_id, seq, kind, subject_id, at) SELECT id, 1, 'user', '', 0 FROM users").await.unwrap();
        assert_eq!(db.store.orphans().await.unwrap(), [orphans("change_feed", "organizations", 1)]);
    }
}

#[tokio::test]
async fn on_sqlite_what_a_foreign_key_should_have_guarded_is_found() {
    let db = Fixture::new(store::testing::TestDatabase::sqlite().await).await;
    db.add(&[user(1, "Ada Lovelace")]).await;
    let now = crate::support::NOON;
    db.store
        .write(CONTOSO, |tx| async move { tx.credentials().set(domain::UserId(1), "hash", now).await })
        .await
        .unwrap();
    db.database.execute("PRAGMA foreign_keys = OFF").await.unwrap();
    db.database.execute("DELETE FROM users").await.unwrap();
    let found = db.store.orphans().await.unwrap();
    for expected in [orphans("credentials", "users", 1), orphans("user_search_rows", "users", 1)] {
        assert!(found.contains(&expected), "{found:?}");
    }
    db.database.drop_database().await;
}

/// A new table that names its organization belongs into the list.
#[test]
fn every_table_of_an_organization_is_looked_at() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/entities");
    let mut tables: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .filter(|text| text.contains("pub org_id: Uuid"))
        .filter_map(|text| text.split("table_name = \"").nth(1)?.split('"').next().map(str::to_owned))
        .collect();
    tables.sort();
    assert_eq!(tables, OF_ORGANIZATION);
}
