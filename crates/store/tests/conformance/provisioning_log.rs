//! The provisioning log (R31): written in batches, read from the newest on, kept within bounds.

use domain::timestamp::DAY_MS;
use domain::{Cause, Effect, LogId, Operation, Outcome, ResourceKind, Timestamp, UserId};
use store::{LogChange, LogDay, LogEntry, LogFilter, LogIgnored, LogRequest, Reader};

use crate::support::{FABRIKAM, Fixture, NOON, on_both};

fn entry(id: u128) -> LogEntry {
    LogEntry {
        id: LogId(id),
        at: NOON.plus_ms(id as i64),
        operation: Operation::Patch,
        resource: ResourceKind::User,
        outcome: Outcome::Changed,
        status: 200,
        scim_type: None,
        effect: Effect::UserChanged,
        found: None,
        cause: None,
        detail: None,
        expected: None,
        received: None,
        user_id: Some(UserId(1)),
        subject: "Ada Lovelace".to_owned(),
        changes: vec![LogChange { path: "title".to_owned(), from: None, to: Some("Analyst".to_owned()) }],
        ignored: vec![LogIgnored { path: "nope".to_owned(), why: "There is no such attribute.".to_owned() }],
        token_name: Some("entra".to_owned()),
        address: "192.0.2.1".to_owned(),
        request_id: format!("req_{id}"),
        duration_ms: 3,
        request: LogRequest {
            method: "PATCH".to_owned(),
            path: "/scim/contoso/v2/Users/1".to_owned(),
            body: "{}".to_owned(),
        },
    }
}

fn refused(id: u128) -> LogEntry {
    LogEntry {
        outcome: Outcome::Refused,
        status: 400,
        scim_type: Some("invalidValue".to_owned()),
        effect: Effect::None,
        cause: Some(Cause::UnknownSite),
        detail: Some("There is no site named \"Atlantis\".".to_owned()),
        expected: Some("London".to_owned()),
        received: Some("Atlantis\0".to_owned()),
        user_id: None,
        subject: "grace.hopper@contoso.com".to_owned(),
        operation: Operation::Create,
        ..entry(id)
    }
}

fn read(id: u128) -> LogEntry {
    LogEntry {
        operation: Operation::List,
        outcome: Outcome::Read,
        effect: Effect::Found,
        found: Some(1),
        subject: "userName eq \"ada_l@contoso.com\"".to_owned(),
        ..entry(id)
    }
}

async fn write(db: &Fixture, entries: &[LogEntry]) {
    db.write(|tx| async move { tx.provisioning_log().insert_many(entries).await }).await.unwrap();
}

async fn found(reader: &Reader, filter: LogFilter) -> Vec<u128> {
    let page = reader.provisioning_log().page(&filter, None, 100).await.unwrap();
    assert_eq!(page.total, page.items.len() as u64);
    page.items.iter().map(|entry| entry.id.0).collect()
}

on_both! {
    async fn r31_an_entry_reads_back_as_it_was_written_and_a_list_leaves_its_request_out(db: &Fixture) {
        write(db, &[entry(1), refused(2), read(3)]).await;
        let log = db.contoso();
        assert_eq!(log.provisioning_log().get(LogId(1)).await.unwrap(), Some(entry(1)));
        let stored = LogEntry { received: Some("Atlantis\u{FFFD}".to_owned()), ..refused(2) };
        assert_eq!(log.provisioning_log().get(LogId(2)).await.unwrap(), Some(stored));
        let listed = log.provisioning_log().page(&LogFilter::default(), None, 9).await.unwrap().items;
        let bare = LogRequest { body: String::new(), ..read(3).request };
        assert_eq!(listed[0], LogEntry { request: bare, ..read(3) });
    }

    async fn r31_pages_go_from_the_newest_on_and_back(db: &Fixture) {
        write(db, &(1..=5).map(entry).collect::<Vec<_>>()).await;
        let reader = db.contoso();
        let log = reader.provisioning_log();
        let ids = |page: &store::Page<LogEntry>| page.items.iter().map(|e| e.id.0).collect::<Vec<_>>();
        let first = log.page(&LogFilter::default(), None, 2).await.unwrap();
        assert_eq!((ids(&first), first.total), (vec![5, 4], 5));
        let second = log.page(&LogFilter::default(), first.next.as_ref(), 2).await.unwrap();
        assert_eq!((ids(&second), second.total), (vec![3, 2], 5));
        let back = log.page(&LogFilter::default(), second.previous.as_ref(), 2).await.unwrap();
        assert_eq!(ids(&back), [5, 4]);
    }

    async fn r31_filters_are_all_kept_at_once(db: &Fixture) {
        write(db, &[entry(1), refused(2), read(3), entry(4)]).await;
        let log = db.contoso();
        let all = LogFilter::default;
        assert_eq!(found(&log, all()).await, [4, 3, 2, 1]);
        assert_eq!(found(&log, LogFilter { hide_reads: true, ..all() }).await, [4, 2, 1]);
        assert_eq!(found(&log, LogFilter { outcome: Some(Outcome::Refused), ..all() }).await, [2]);
        assert_eq!(found(&log, LogFilter { operation: Some(Operation::List), ..all() }).await, [3]);
        let ada = Some(UserId(1));
        assert_eq!(found(&log, LogFilter { user: ada, hide_reads: true, ..all() }).await, [4, 1]);
        assert_eq!(found(&log, LogFilter { subject: Some("GRACE".to_owned()), ..all() }).await, [2]);
        let underscore = Some("ada_l".to_owned());
        assert_eq!(found(&log, LogFilter { subject: underscore, ..all() }).await, [3], "_ is no wildcard");
        let (from, to) = (Some(NOON.plus_ms(2)), Some(NOON.plus_ms(4)));
        assert_eq!(found(&log, LogFilter { from, to, ..all() }).await, [3, 2]);
    }

    async fn r31_another_organization_reads_and_trims_nothing(db: &Fixture) {
        write(db, &[entry(1)]).await;
        assert!(found(&db.fabrikam(), LogFilter::default()).await.is_empty());
        assert_eq!(db.fabrikam().provisioning_log().get(LogId(1)).await.unwrap(), None);
        assert!(db.fabrikam().provisioning_log().days(0).await.unwrap().is_empty());
        let late = NOON.plus_ms(DAY_MS);
        let gone = db.store.write(FABRIKAM, |tx| async move {
            tx.provisioning_log().trim(late, late, 0).await
        }).await.unwrap();
        assert_eq!((gone, found(&db.contoso(), LogFilter::default()).await), (0, vec![1]));
    }

    async fn r31_counts_of_a_day_add_up(db: &Fixture) {
        let more = |day, changed| LogDay { day, calls: 3, changed, refused: 1 };
        db.write(|tx| async move {
            tx.provisioning_log().count(more(7, 2)).await?;
            tx.provisioning_log().count(more(8, 0)).await?;
            tx.provisioning_log().count(more(7, 1)).await
        }).await.unwrap();
        let days = db.contoso().provisioning_log().days(7).await.unwrap();
        assert_eq!(days, [LogDay { day: 7, calls: 6, changed: 3, refused: 2 }, more(8, 0)]);
        assert_eq!(db.contoso().provisioning_log().days(8).await.unwrap().len(), 1);
    }

    async fn r31_old_entries_go_and_reads_go_sooner(db: &Fixture) {
        write(db, &[entry(1), read(2), read(4), entry(5)]).await;
        let trim = async |before: Timestamp, reads: Timestamp, most| {
            db.write(|tx| async move { tx.provisioning_log().trim(before, reads, most).await }).await.unwrap()
        };
        assert_eq!(trim(NOON, NOON.plus_ms(3), 9).await, 1);
        assert_eq!(found(&db.contoso(), LogFilter::default()).await, [5, 4, 1]);
        assert_eq!(trim(NOON.plus_ms(2), NOON, 9).await, 1);
        assert_eq!(found(&db.contoso(), LogFilter::default()).await, [5, 4]);
    }

    async fn r31_no_more_entries_are_kept_than_said_and_the_newest_stay(db: &Fixture) {
        write(db, &(1..=6).map(entry).collect::<Vec<_>>()).await;
        let gone = db.write(|tx| async move { tx.provisioning_log().trim(NOON, NOON, 2).await }).await.unwrap();
        assert_eq!((gone, found(&db.contoso(), LogFilter::default()).await), (4, vec![6, 5]));
    }
}
