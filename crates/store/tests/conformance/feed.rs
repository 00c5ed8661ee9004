//! The change feed: the order of commits, without gaps, however many write at once.

use store::Error;

use crate::support::{CONTOSO, Fixture, NOON, on_both, user};

on_both! {
    async fn entries_are_numbered_in_the_order_of_their_transaction(db: &Fixture) {
        db.write(|tx| async move {
            tx.announce("user.created", "a", NOON);
            tx.announce("user.updated", "b", NOON);
            Ok(())
        }).await.unwrap();
        let events = db.contoso().feed().read_after(0, 10).await.unwrap();
        let seen: Vec<_> = events.iter().map(|event| (event.seq, event.subject_id.as_str())).collect();
        assert_eq!(seen, [(1, "a"), (2, "b")]);
        assert_eq!(db.contoso().feed().head().await.unwrap(), 2);
        assert_eq!(db.contoso().feed().read_after(1, 10).await.unwrap().len(), 1);
        assert_eq!(db.contoso().feed().read_after(0, 1).await.unwrap().len(), 1);
    }

    async fn many_entries_of_one_transaction_are_numbered_as_few_are(db: &Fixture) {
        let mut expected = 0;
        for entries in [1, 4, 5, 2_001] {
            db.write(|tx| async move {
                (1..=entries).for_each(|entry| tx.announce("user.updated", &entry.to_string(), NOON));
                Ok(())
            }).await.unwrap();
            let events = db.contoso().feed().read_after(expected, 3_000).await.unwrap();
            let seen: Vec<_> = events.iter().map(|event| (event.seq, event.subject_id.clone())).collect();
            let wanted: Vec<_> = (1..=entries).map(|entry| (expected + entry, entry.to_string())).collect();
            assert_eq!(seen, wanted);
            expected += entries;
        }
        assert_eq!(db.contoso().feed().head().await.unwrap(), expected);
    }

    async fn a_refused_write_announces_nothing(db: &Fixture) {
        let refused: Result<(), Error> = db.write(|tx| async move {
            tx.announce("user.created", "a", NOON);
            Err(Error::Stale)
        }).await;
        refused.unwrap_err();
        assert_eq!(db.contoso().feed().head().await.unwrap(), 0);
    }

    async fn whoever_reads_up_to_the_head_misses_nothing(db: &Fixture) {
        const WRITERS: u128 = 8;
        const EACH: u128 = 12;
        let writers: Vec<_> = (0..WRITERS).map(|writer| {
            let store = db.store.clone();
            tokio::spawn(async move {
                for number in 0..EACH {
                    let ada = &user(1 + writer * EACH + number, &format!("U {writer} {number}"));
                    store.write(CONTOSO, |tx| async move {
                        tx.users().insert(ada).await?;
                        tx.announce("user.created", &ada.id.to_string(), NOON);
                        Ok::<_, Error>(())
                    }).await.unwrap();
                }
            })
        }).collect();
        // A reader that only ever asks for what is after the last it saw, while they write.
        let (reader, mut seen) = (db.contoso(), Vec::new());
        while seen.len() < (WRITERS * EACH) as usize {
            let last = seen.last().copied().unwrap_or(0);
            let events = reader.feed().read_after(last, 5).await.unwrap();
            seen.extend(events.iter().map(|event| event.seq));
            for event in events {
                let id = event.subject_id.parse().unwrap();
                assert!(reader.users().get(id).await.unwrap().is_some(), "announced before it was there");
            }
            tokio::task::yield_now().await;
        }
        assert_eq!(seen, (1..=(WRITERS * EACH) as i64).collect::<Vec<_>>());
        for writer in writers {
            writer.await.unwrap();
        }
    }

    async fn old_entries_are_trimmed_and_numbers_go_on(db: &Fixture) {
        for minute in 0..3 {
            db.write(|tx| async move { tx.announce("k", "s", NOON.plus_ms(minute)); Ok(()) }).await.unwrap();
        }
        assert_eq!(db.write(|tx| async move { tx.trim_feed(NOON.plus_ms(2)).await }).await.unwrap(), 2);
        assert_eq!(db.contoso().feed().tail().await.unwrap(), Some(3));
        assert_eq!(db.contoso().feed().head().await.unwrap(), 3);
        assert_eq!(db.fabrikam().feed().tail().await.unwrap(), None);
    }
}
