//! The audit log: beside the change, or not at all.

use domain::EventId;
use store::{ActorKind, AuditEntry, Change, Error};

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

on_both! {
    async fn r33_the_history_of_a_user_is_paged_from_the_newest_on(db: &Fixture) {
        db.write(|tx| async move {
            for id in 1..=5 {
                tx.record(&entry(id, "usr_1"), "user.updated").await?;
            }
            tx.record(&entry(6, "usr_2"), "user.updated").await
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
            tx.record(&entry(1, "usr_1"), "user.created").await?;
            Err(Error::Stale)
        }).await;
        refused.unwrap_err();
        assert_eq!(db.contoso().users().counts().await.unwrap().total, 0);
        assert!(db.contoso().audit().list(None, 9).await.unwrap().is_empty());
        assert_eq!(db.contoso().feed().head().await.unwrap(), 0);
    }
}
