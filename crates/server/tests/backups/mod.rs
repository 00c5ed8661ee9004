//! Back-ups beside writes, and by a schedule.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use domain::timestamp::DAY_MS;
use domain::{OrgId, UserId};
use server::backup::schedule::{Schedule, turn};
use server::backup::{self, Error};
use store::{Location, Options, SQLITE_FILE, Store, User};
use tempfile::tempdir;
use uuid::Uuid;

use crate::support::Server;

const DAY: Duration = Duration::from_secs(86_400);

fn files(folder: &Path) -> BTreeSet<String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// The two people of a number: written in one transaction, so that both are there or neither.
fn pair(number: u64) -> [UserId; 2] {
    [1, 2].map(|which| UserId(u128::from(number) << 64 | which))
}

/// Writes pairs, one after the other, until it is told to stop.
async fn write_pairs(store: Store, org: OrgId, acknowledged: Arc<AtomicU64>, stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::SeqCst) {
        let number = acknowledged.load(Ordering::SeqCst) + 1;
        let users = &pair(number).map(|id| {
            User::new(
                id,
                Uuid::from_u128(id.0),
                &format!("person-{}@contoso.com", id.0),
                domain::Timestamp(0),
            )
        });
        store.write(org, |tx| async move { tx.users().insert_many(users).await }).await.unwrap();
        acknowledged.store(number, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_back_up_beside_writes_holds_all_that_was_acknowledged_before_and_no_half_of_anything() {
    let server = Server::on_sqlite().await;
    let org = server.organization("contoso").await.id;
    let (acknowledged, stop) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let writer = tokio::spawn(write_pairs(server.store().clone(), org, acknowledged.clone(), stop.clone()));
    let folder = tempdir().unwrap();
    let mut before = Vec::new();
    for round in 0..3_u64 {
        while acknowledged.load(Ordering::SeqCst) < (round + 1) * 20 {
            assert!(!writer.is_finished());
            tokio::task::yield_now().await;
        }
        before.push(acknowledged.load(Ordering::SeqCst));
        let dir = folder.path().join(round.to_string());
        std::fs::create_dir(&dir).unwrap();
        assert!(backup::write(server.store().location(), &dir.join(SQLITE_FILE)).await.unwrap() > 0);
    }
    stop.store(true, Ordering::SeqCst);
    writer.await.unwrap();
    for (round, before) in before.into_iter().enumerate() {
        let dir = folder.path().join(round.to_string());
        assert_eq!(files(&dir).len(), 1, "no draft is left");
        let store = Store::open(&Location::Sqlite { dir }, &Options::default()).await.unwrap();
        let users = store.read(org);
        let mut pairs = 0;
        for number in 1..=acknowledged.load(Ordering::SeqCst) {
            let [one, two] = pair(number);
            let one = users.users().get(one).await.unwrap().is_some();
            assert_eq!(one, users.users().get(two).await.unwrap().is_some(), "half of pair {number}");
            pairs += u64::from(one);
        }
        assert!(pairs >= before, "{before} were acknowledged before, and {pairs} are there");
        assert_eq!(users.users().counts().await.unwrap().total, pairs * 2 + 1);
        assert_eq!(users.users().miscounted().await.unwrap(), 0);
        store.close().await.unwrap();
    }
    server.stop().await;
}

#[tokio::test]
async fn the_newest_becomes_as_old_as_was_asked_for_and_the_oldest_go() {
    let server = Server::on_sqlite().await;
    let folder = tempdir().unwrap();
    let schedule = Schedule { folder: folder.path().to_owned(), every: DAY, keep: 2 };
    let others = ["notes.txt", "rollcall-before-upgrade.sqlite", "rollcall-20200101T000000Z-0.1.0.sqlite.gz"];
    for other in others {
        std::fs::write(folder.path().join(other), "of somebody").unwrap();
    }
    std::fs::write(folder.path().join(".rollcall-20200101T000000Z-0.1.0.sqlite.abc123.partial"), "").unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let ours = |days: &[u32]| -> BTreeSet<String> {
        let ours = days.iter().map(|day| format!("rollcall-202611{day}T120000Z-{version}.sqlite"));
        ours.chain(others.map(str::to_owned)).collect()
    };
    turn(&server.app, &schedule).await;
    assert_eq!(files(folder.path()), ours(&[23]), "the draft of a crash is gone");
    server.clock.advance(DAY_MS - 600_000);
    assert_eq!(turn(&server.app, &schedule).await, Duration::from_secs(600), "it comes back when one is due");
    assert_eq!(files(folder.path()), ours(&[23]));
    server.clock.advance(600_000);
    turn(&server.app, &schedule).await;
    assert_eq!(files(folder.path()), ours(&[23, 24]));
    server.clock.advance(DAY_MS);
    turn(&server.app, &schedule).await;
    assert_eq!(files(folder.path()), ours(&[24, 25]));
    server.stop().await;
}

#[tokio::test]
async fn after_a_failure_nothing_is_deleted_and_the_next_turn_tries_again() {
    let server = Server::on_sqlite().await;
    let folder = tempdir().unwrap();
    let schedule = Schedule { folder: folder.path().to_owned(), every: DAY, keep: 1 };
    turn(&server.app, &schedule).await;
    let first = files(folder.path());
    server.clock.advance(DAY_MS);
    // Something is in its way.
    let taken = format!("rollcall-20261124T120000Z-{}.sqlite", env!("CARGO_PKG_VERSION"));
    std::fs::create_dir(folder.path().join(&taken)).unwrap();
    assert_eq!(turn(&server.app, &schedule).await, Duration::from_secs(3_600));
    assert!(first.is_subset(&files(folder.path())) && files(folder.path()).len() == 2);
    std::fs::remove_dir(folder.path().join(&taken)).unwrap();
    server.clock.advance(3_600_000);
    turn(&server.app, &schedule).await;
    let now = files(folder.path());
    assert!(now.len() == 1 && now.is_disjoint(&first), "{now:?}");
    std::fs::remove_dir_all(folder.path()).unwrap();
    server.clock.advance(DAY_MS);
    assert_eq!(turn(&server.app, &schedule).await, Duration::from_secs(3_600), "no folder is a failure, too");
    server.stop().await;
}

#[tokio::test]
async fn a_database_server_is_not_copied() {
    let server = Server::on_postgres().await;
    let folder = tempdir().unwrap();
    let refused = backup::write(server.store().location(), &folder.path().join("b")).await;
    assert!(matches!(refused, Err(Error::Copy(store::CopyError::NotEmbedded))), "{refused:?}");
    assert!(files(folder.path()).is_empty());
    server.stop().await;
}
