//! `Store::write`: all or nothing, alone or in company, and again when it collided.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::Poll;

use domain::{Reason, UserId};
use store::{Conflict, Error, IdempotencyKey, Options, Store, User};

use crate::support::{CONTOSO, FABRIKAM, Fixture, NOON, on_both, user};

/// What the store has counted of that.
fn counted(store: &Store, family: &str) -> f64 {
    let registry = prometheus::Registry::new();
    for collector in store.metrics().collectors() {
        registry.register(collector).unwrap();
    }
    let families = registry.gather();
    let found = families.iter().find(|one| one.name() == family).unwrap();
    found.get_metric()[0].get_counter().get_value()
}

async fn insert(store: &Store, id: u128) -> Result<(), Error> {
    let new = &user(id, &format!("U {id}"));
    store
        .write(CONTOSO, |tx| async move {
            tx.users().insert(new).await?;
            tx.announce("user.created", &new.id.to_string(), new.created_at);
            Ok(())
        })
        .await
}

on_both! {
    async fn refused_writes_among_others_leave_nothing_and_take_nothing_along(db: &Fixture) {
        let writes = (1..=40).map(|id| {
            let store = db.store.clone();
            tokio::spawn(async move {
                let new = &user(id, &format!("U {id}"));
                store.write(CONTOSO, |tx| async move {
                    tx.users().insert(new).await?;
                    tx.announce("user.created", &new.id.to_string(), new.created_at);
                    if id % 3 == 0 { Err(Reason::OwnAccount.into()) } else { Ok::<_, Error>(()) }
                }).await
            })
        });
        for (id, write) in writes.collect::<Vec<_>>().into_iter().zip(1..).map(|(write, id)| (id, write)) {
            assert_eq!(write.await.unwrap().is_ok(), id % 3 != 0);
        }
        for id in 1..=40 {
            let found = db.contoso().users().get(UserId(id)).await.unwrap();
            assert_eq!(found.is_some(), id % 3 != 0, "{id}");
        }
        assert_eq!(db.contoso().feed().head().await.unwrap(), 27);
    }

    async fn what_a_write_returned_is_there_for_every_reader_at_once(db: &Fixture) {
        for id in 1..=20 {
            db.add(&[user(id, &format!("U {id}"))]).await;
            assert!(db.contoso().users().get(UserId(id)).await.unwrap().is_some());
        }
    }

    async fn a_write_that_is_abandoned_leaves_nothing_and_blocks_nobody(db: &Fixture) {
        let (store, reached) = (db.store.clone(), Arc::new(tokio::sync::Notify::new()));
        let inside = Arc::clone(&reached);
        let abandoned = tokio::spawn(async move {
            let (ada, inside) = (&user(1, "Ada Lovelace"), &inside);
            store.write(CONTOSO, |tx| async move {
                tx.users().insert(ada).await?;
                inside.notify_one();
                std::future::pending::<Result<(), Error>>().await
            }).await
        });
        reached.notified().await;
        abandoned.abort();
        assert!(abandoned.await.unwrap_err().is_cancelled());
        db.add(&[user(1, "Ada Lovelace")]).await;
        assert_eq!(db.contoso().users().counts().await.unwrap().total, 1);
    }

    async fn writes_that_are_abandoned_anywhere_take_nothing_of_others_along(db: &Fixture) {
        let stop = Arc::new(AtomicBool::new(false));
        let others: Vec<_> = (1..=3).map(|other| {
            let (store, stop) = (db.store.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let mut written = Vec::new();
                for number in 0.. {
                    let id = other * 100_000 + number;
                    insert(&store, id).await.unwrap();
                    written.push(id);
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                }
                written
            })
        }).collect();
        // Beside them, writes that are dropped after so many steps: at the begin, in a statement, at the commit.
        for id in 1..=200 {
            let mut write = Box::pin(insert(&db.store, id));
            for _ in 0..(id * 13) % 900 {
                let ended = std::future::poll_fn(|context| Poll::Ready(write.as_mut().poll(context).is_ready())).await;
                if ended {
                    break;
                }
                std::thread::yield_now();
                tokio::task::yield_now().await;
            }
        }
        stop.store(true, Ordering::Relaxed);
        for other in others {
            for id in other.await.unwrap() {
                let found = db.contoso().users().get(UserId(id)).await.unwrap();
                assert!(found.is_some(), "{id} was acknowledged, and is not there");
            }
        }
        let total = db.contoso().users().counts().await.unwrap().total;
        assert_eq!(db.contoso().feed().head().await.unwrap(), total as i64);
    }

    async fn transactions_that_collide_are_run_again_until_all_succeed(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace"), user(2, "Grace Hopper")]).await;
        // Each locks both users, half of them in the opposite order: a deadlock, unless the database has one writer.
        let runs = Arc::new(AtomicU32::new(0));
        let writes = (0..12_u128).map(|number| {
            let (store, runs) = (db.store.clone(), Arc::clone(&runs));
            tokio::spawn(async move {
                let (runs, order) = (&runs, if number % 2 == 0 { [1, 2] } else { [2, 1] });
                store.write(CONTOSO, |tx| async move {
                    runs.fetch_add(1, Ordering::Relaxed);
                    for id in order {
                        let before = tx.users().lock(UserId(id)).await?.ok_or(Error::Stale)?;
                        let title = Some(format!("{number}"));
                        tx.users().update(&before, User { job_title: title, ..before.clone() }).await?;
                        tokio::task::yield_now().await;
                    }
                    Ok::<_, Error>(())
                }).await
            })
        });
        for write in writes.collect::<Vec<_>>() {
            write.await.unwrap().unwrap();
        }
        let runs = runs.load(Ordering::Relaxed);
        assert!(runs >= 12);
        assert_eq!(counted(&db.store, "rollcall_db_write_collisions_total"), f64::from(runs - 12));
        assert_eq!(counted(&db.store, "rollcall_db_write_retries_total"), f64::from(runs - 12));
        assert_eq!((db.user(1).await.version, db.user(2).await.version), (13, 13));
    }

    async fn the_key_of_a_request_is_noted_with_its_change_and_with_nothing_else(db: &Fixture) {
        let key = |name: &str| IdempotencyKey {
            actor_id: "ada".to_owned(),
            key: name.to_owned(),
            request_hash: vec![1],
            status: 0,
            body: String::new(),
            created_at: NOON,
        };
        let keyed = |name: &str, id| Store::keyed(CONTOSO, key(name), NOON, insert(&db.store, id));
        let refused = db.store.write(CONTOSO, |_| async { Err::<(), Error>(Reason::OwnAccount.into()) });
        let (outcome, noted) = Store::keyed(CONTOSO, key("refused"), NOON, refused).await;
        assert!(outcome.is_err() && !noted);
        assert_eq!(db.contoso().idempotency_keys().get("ada", "refused").await.unwrap(), None);

        let (outcome, noted) = keyed("done", 1).await;
        assert!(outcome.is_ok() && noted);
        assert_eq!(db.contoso().idempotency_keys().get("ada", "done").await.unwrap(), Some(key("done")));
        // As another process would, that has not seen the key yet.
        let (outcome, noted) = keyed("done", 2).await;
        assert!(matches!(outcome, Err(Error::Conflict(Conflict::KeyUsed))) && !noted);
        assert_eq!(db.contoso().users().get(UserId(2)).await.unwrap(), None);
    }

    async fn organizations_write_beside_each_other(db: &Fixture) {
        let writes = (1..=20).map(|id| {
            let (store, org) = (db.store.clone(), if id % 2 == 0 { CONTOSO } else { FABRIKAM });
            tokio::spawn(async move {
                let new = &user(id, &format!("U {id}"));
                store.write(org, |tx| async move { tx.users().insert(new).await }).await
            })
        });
        for write in writes.collect::<Vec<_>>() {
            write.await.unwrap().unwrap();
        }
        assert_eq!(db.contoso().users().counts().await.unwrap().total, 10);
        assert_eq!(db.fabrikam().users().counts().await.unwrap().total, 10);
    }

    async fn a_second_process_writes_beside_the_first(db: &Fixture) {
        // What `rollcall site create` does beside a running `rollcall serve`.
        let second = Store::open(&db.database.location, &Options::default()).await.unwrap();
        let writes = (1..=60).map(|id| {
            let store = if id % 2 == 0 { db.store.clone() } else { second.clone() };
            tokio::spawn(async move {
                let new = &user(id, &format!("U {id}"));
                store.write(CONTOSO, |tx| async move {
                    tx.users().insert(new).await?;
                    tx.announce("user.created", &new.id.to_string(), new.created_at);
                    Ok::<_, Error>(())
                }).await
            })
        });
        for write in writes.collect::<Vec<_>>() {
            write.await.unwrap().unwrap();
        }
        assert_eq!(second.read(CONTOSO).users().counts().await.unwrap().total, 60);
        assert_eq!(db.contoso().feed().head().await.unwrap(), 60);
        second.close().await.unwrap();
    }
}
