//! Every statement stays inside what PostgreSQL-compatible distributed engines offer.

use std::path::{Path, PathBuf};

use store::testing::statements::offences;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_source_of_the_store_asks_for_what_distributed_engines_lack() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 30);
    // The list of these words is in the file for tests.
    for file in files.iter().filter(|file| !file.ends_with("testing.rs")) {
        for (number, line) in std::fs::read_to_string(file).unwrap().lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let strings = code.split('"').skip(1).step_by(2).collect::<String>();
            assert_eq!(offences(&strings), Vec::<&str>::new(), "{}:{}", file.display(), number + 1);
        }
    }
}

/// R33: the audit log is written, and never changed after. No source of the store can, either.
#[test]
fn r33_nothing_changes_or_deletes_an_entry_of_the_audit_log() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/audit"), &mut files);
    assert!(files.len() >= 2);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap().to_lowercase();
        for word in ["update", "delete", ".save(", "insert_or", "on_conflict"] {
            assert!(!text.contains(word), "{word} in {}", file.display());
        }
    }
    let rewrites = store::testing::statements::rewrites_the_audit_log;
    assert!(rewrites("UPDATE \"audit\" SET x = 1") && rewrites("delete from audit where 1"));
    assert!(!rewrites("INSERT INTO \"audit\" (\"id\") VALUES (?)"));
    assert!(!rewrites("SELECT \"audit\".\"id\" FROM \"audit\" FOR UPDATE"));
}

mod every_statement {
    use domain::SessionId;
    use store::testing::statements;
    use store::{UserQuery, UserSort};

    use crate::support::{Fixture, NOON, on_both, user};

    /// Tables without an organization: the one that is looked up by slug, and those of migrations.
    const UNSCOPED: [&str; 5] =
        ["\"organizations\"", "migration_lease", "seaql_migrations", "sqlite_master", "user_search"];

    on_both! {
        async fn names_the_organization(db: &Fixture) {
            db.add(&[user(1, "Ada Lovelace")]).await;
            for sort in UserSort::ALL {
                let query = UserQuery { sort, search: Some("ada".to_owned()), ..UserQuery::first(1) };
                db.contoso().users().page(&query).await.unwrap();
            }
            db.contoso().sessions().with_user(SessionId(1)).await.unwrap();
            db.write(|tx| async move { tx.trim_feed(NOON).await }).await.unwrap();
            let seen = statements::seen();
            assert!(seen.len() > 10);
            for statement in seen.iter().filter(|sql| !UNSCOPED.iter().any(|table| sql.contains(table))) {
                assert!(statement.contains("org_id"), "{statement}");
            }
        }
    }
}
