//! The audit log: beside the change, or not at all.

use domain::EventId;
use store::{ActorKind, AuditEntry, AuditFilter, Change, Error};

use crate::support::{Fixture, NOON, on_both, user};

fn entry(id: u128, subject: &str) -> AuditEntry {
    AuditEntry {
        id: EventId(id),
        at: NOON.plus_ms(id as i64),
        actor_kind: ActorKind::Admin,
        actor_id: Some("usr_9".to_owned()),
        actor_name: "Grace Hopper".to_owned(),
        action: "user.updated".to_owned(),
        subject_kind: "user".to_owned(),
        subject_id: subject.to_owned(),
        subject_name: "Ada Lovelace".to_owned(),
        changes: vec![Change {
            field: "job_title".to_owned(),
            from: None,
            to: Some("\"Analyst\"".to_owned()),
        }],
        request_id: Some("r".to_owned()),
        address: None,
    }
}

/// A filter, and the entries that it lets through.
type Case = (AuditFilter, fn(u128) -> bool);

on_both! {
    async fn r33_the_history_of_a_user_is_paged_from_the_newest_on(db: &Fixture) {
        db.write(|tx| async move {
            for id in 1..=5 {
                tx.record(&entry(id, "usr_1"), "user.updated")?;
            }
            tx.record(&entry(6, "usr_2"), "user.updated")
        }).await.unwrap();
        let reader = db.contoso();
        let newest = reader.audit().history("user", "usr_1", None, 2).await.unwrap();
        assert_eq!(newest, [entry(5, "usr_1"), entry(4, "usr_1")]);
        let older = reader.audit().history("user", "usr_1", Some(newest[1].id), 9).await.unwrap();
        assert_eq!(older.iter().map(|entry| entry.id.0).collect::<Vec<_>>(), [3, 2, 1]);
        assert_eq!(reader.audit().list(None, 3).await.unwrap().len(), 3);
        assert!(reader.audit().history("site", "usr_1", None, 9).await.unwrap().is_empty());
        assert!(db.fabrikam().audit().list(None, 9).await.unwrap().is_empty());
        assert_eq!(reader.feed().head().await.unwrap(), 6);
    }

    async fn r33_change_audit_and_feed_are_written_together_or_not_at_all(db: &Fixture) {
        let ada = &user(1, "Ada Lovelace");
        let refused: Result<(), Error> = db.write(|tx| async move {
            tx.users().insert(ada).await?;
            tx.record(&entry(1, "usr_1"), "user.created")?;
            Err(Error::Stale)
        }).await;
        refused.unwrap_err();
        assert_eq!(db.contoso().users().counts().await.unwrap().total, 0);
        assert!(db.contoso().audit().list(None, 9).await.unwrap().is_empty());
        assert_eq!(db.contoso().feed().head().await.unwrap(), 0);
    }

    async fn r33_filters_leave_what_they_name_and_pages_follow_each_other(db: &Fixture) {
        db.write(|tx| async move {
            for id in 1..=60 {
                let entry = AuditEntry {
                    id: EventId((u128::try_from(NOON.0).unwrap() + id) << 80),
                    actor_kind: if id % 2 == 0 { ActorKind::IdentityProvider } else { ActorKind::Admin },
                    actor_id: Some(format!("usr_{}", id % 3)),
                    action: if id % 5 == 0 { "user_deleted".to_owned() } else { "user_edited".to_owned() },
                    subject_kind: if id % 10 == 0 { "site".to_owned() } else { "user".to_owned() },
                    subject_name: format!("Łukasz N{id:02}"),
                    ..entry(id, &format!("s_{}", id % 4))
                };
                tx.record(&entry, "user")?;
            }
            Ok(())
        }).await.unwrap();
        let text = |text: &str| Some(text.to_owned());
        let all = AuditFilter::default();
        let cases: [Case; 11] = [
            (all.clone(), |_| true),
            (AuditFilter { actor_kind: Some(ActorKind::Admin), ..all.clone() }, |id| id % 2 == 1),
            (AuditFilter { actor_id: text("usr_1"), ..all.clone() }, |id| id % 3 == 1),
            (AuditFilter { action: text("user_deleted"), ..all.clone() }, |id| id % 5 == 0),
            (AuditFilter { subject_kind: text("site"), ..all.clone() }, |id| id % 10 == 0),
            (AuditFilter { subject_kind: text("user"), subject_id: text("s_1"), ..all.clone() }, |id| id % 4 == 1 && id % 10 != 0),
            (AuditFilter { from: Some(NOON.plus_ms(20)), to: Some(NOON.plus_ms(30)), ..all.clone() }, |id| (20..30).contains(&id)),
            (AuditFilter { search: text("łUKASZ n1"), ..all.clone() }, |id| (10..20).contains(&id)),
            (AuditFilter { search: text("grace"), action: text("user_deleted"), actor_kind: Some(ActorKind::Admin), ..all.clone() }, |id| id % 5 == 0 && id % 2 == 1),
            (AuditFilter { action: text("user_deleted"), to: Some(NOON.plus_ms(11)), ..all.clone() }, |id| id % 5 == 0 && id < 11),
            (AuditFilter { search: text("nobody"), ..all.clone() }, |_| false),
        ];
        for (filter, matches) in &cases {
            let expected: Vec<i64> = (1..=60).rev().filter(|id| matches(*id)).map(|id| NOON.0 + i64::try_from(id).unwrap()).collect();
            let (mut found, mut before) = (Vec::new(), None);
            loop {
                let page = db.contoso().audit().page(filter, before, 7).await.unwrap();
                assert!(page.total == expected.len() as u64 || page.total_is_minimum, "{filter:?}");
                assert!(page.entries.len() <= 7);
                found.extend(page.entries.iter().map(|entry| entry.at.0));
                before = page.next;
                if before.is_none() {
                    break;
                }
            }
            assert_eq!(found, expected, "{filter:?}");
            assert!(db.fabrikam().audit().page(filter, None, 7).await.unwrap().entries.is_empty());
        }
    }

    async fn a_search_that_finds_nothing_reads_a_limited_number_and_says_where_to_go_on(db: &Fixture) {
        for batch in 0..21_u128 {
            db.write(|tx| async move {
                for id in 1..=1_000 {
                    tx.record(&entry(batch * 1_000 + id, "usr_1"), "user")?;
                }
                Ok(())
            }).await.unwrap();
        }
        let filter = AuditFilter { search: Some("nobody".to_owned()), ..AuditFilter::default() };
        let page = db.contoso().audit().page(&filter, None, 50).await.unwrap();
        assert_eq!((page.entries.len(), page.next, page.total_is_minimum), (0, Some(EventId(1_001)), true));
        let rest = db.contoso().audit().page(&filter, page.next, 50).await.unwrap();
        assert_eq!((rest.entries.len(), rest.next), (0, None));
        let counted = db.contoso().audit().page(&AuditFilter::default(), None, 50).await.unwrap();
        assert_eq!((counted.total, counted.total_is_minimum), (2_000, true));
    }
}
