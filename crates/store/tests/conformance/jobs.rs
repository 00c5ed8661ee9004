//! Jobs and their leases, rows, and uploaded files.

use domain::{ImportId, JobId, JobKind, JobState, RowState, Timestamp, UserId};
use store::{Change, Error, Import, Job, JobCounts, JobLease, JobProgress, JobRow};
use uuid::Uuid;

use crate::support::{CONTOSO, FABRIKAM, Fixture, NOON, on_both};

fn job(id: u128) -> Job {
    Job {
        id: JobId(id),
        kind: JobKind::UsersBulk,
        state: JobState::Queued,
        created_by: UserId(9),
        created_by_name: "Ada Lovelace".to_owned(),
        created_by_role: Some(domain::Role::UserAdmin),
        address: "192.0.2.1".to_owned(),
        payload: "{}".to_owned(),
        import_id: None,
        undoes: None,
        undone_by: None,
        gathered: false,
        total: 0,
        counts: JobCounts::default(),
        failure: None,
        attempts: 0,
        created_at: NOON,
        started_at: None,
        finished_at: None,
    }
}

fn row(position: u64, state: RowState) -> JobRow {
    JobRow { state, ..JobRow::waiting(position, UserId(position.into()), format!("Person {position}")) }
}

const fn lease(owner: u128, until: i64) -> JobLease {
    JobLease { owner: Uuid::from_u128(owner), until: Timestamp(NOON.0 + until) }
}

fn import(id: u128) -> Import {
    Import {
        id: ImportId(id),
        created_by: UserId(9),
        created_at: NOON,
        complete: true,
        encoding: "utf-8".to_owned(),
        delimiter: b';',
        header: "[\"a\"]".to_owned(),
        sample: "[]".to_owned(),
        lines: 3,
        size: 99,
        mapping: None,
        check_job: None,
        run_job: Some(JobId(7)),
    }
}

async fn add(db: &Fixture, job: &Job, rows: &[JobRow]) {
    db.write(|tx| async move {
        tx.jobs().insert(job).await?;
        tx.jobs().put_rows(job.id, rows).await
    })
    .await
    .unwrap();
}

async fn take(db: &Fixture, id: u128, lease: JobLease, now: i64) -> bool {
    db.write(|tx| async move { tx.jobs().take(JobId(id), lease, NOON.plus_ms(now)).await }).await.unwrap()
}

on_both! {
    async fn one_takes_a_job_and_nobody_else_until_its_lease_has_run_out(db: &Fixture) {
        add(db, &job(1), &[]).await;
        assert_eq!(db.store.waiting_jobs(NOON, 9).await.unwrap(), [(CONTOSO, JobId(1))]);
        assert!(take(db, 1, lease(1, 10), 0).await);
        assert!(!take(db, 1, lease(2, 20), 10).await);
        assert!(db.store.waiting_jobs(NOON.plus_ms(10), 9).await.unwrap().is_empty());
        assert!(take(db, 1, lease(2, 20), 11).await);
        let taken = db.contoso().jobs().get(JobId(1)).await.unwrap().unwrap();
        assert_eq!((taken.state, taken.started_at, taken.attempts), (JobState::Running, Some(NOON), 2));
        let late = db.write(|tx| async move { tx.jobs().progress(JobId(1), lease(1, 99), &JobProgress::default()).await });
        assert!(matches!(late.await, Err(Error::Stale)));
        db.write(|tx| async move { tx.jobs().give_back(JobId(1), Uuid::from_u128(2)).await }).await.unwrap();
        assert!(take(db, 1, lease(3, 30), 11).await);
    }

    async fn of_many_who_take_a_job_at_once_one_gets_it(db: &Fixture) {
        add(db, &job(1), &[]).await;
        let takers = (1..=8).map(|owner| {
            let store = db.store.clone();
            tokio::spawn(async move {
                store.write(CONTOSO, |tx| async move { tx.jobs().take(JobId(1), lease(owner, 10), NOON).await }).await.unwrap()
            })
        });
        let mut taken = 0;
        for taker in takers.collect::<Vec<_>>() {
            taken += u32::from(taker.await.unwrap());
        }
        assert_eq!(taken, 1);
    }

    async fn progress_adds_up_and_ends_with_the_job(db: &Fixture) {
        add(db, &job(1), &[]).await;
        take(db, 1, lease(1, 10), 0).await;
        let counts = JobCounts { created: 1, changed: 2, deleted: 3, unchanged: 4, refused: 5 };
        let more = &JobProgress { gathered: 20, all_gathered: true, counts, payload: Some("{\"a\":1}".to_owned()) };
        for _ in 0..2 {
            db.write(|tx| async move { tx.jobs().progress(JobId(1), lease(1, 10), more).await }).await.unwrap();
        }
        let ended = db.write(|tx| async move { tx.jobs().end(JobId(1), JobState::Failed, Some("Why."), NOON.plus_ms(5)).await });
        assert!(ended.await.unwrap());
        let job = db.contoso().jobs().get(JobId(1)).await.unwrap().unwrap();
        assert_eq!((job.total, job.counts.done(), job.counts.refused), (40, 30, 10));
        assert!(job.gathered);
        assert_eq!((job.payload.as_str(), job.failure.as_deref()), ("{\"a\":1}", Some("Why.")));
        assert_eq!((job.state, job.finished_at), (JobState::Failed, Some(NOON.plus_ms(5))));
        let again = db.write(|tx| async move { tx.jobs().end(JobId(1), JobState::Cancelled, None, NOON).await });
        assert!(!again.await.unwrap(), "what is over stays as it is");
        let late = db.write(|tx| async move { tx.jobs().progress(JobId(1), lease(1, 10), more).await });
        assert!(matches!(late.await, Err(Error::Stale)));
        assert_eq!(db.contoso().jobs().count_open().await.unwrap(), 0);
    }

    async fn rows_are_written_whole_and_read_back_by_what_became_of_them(db: &Fixture) {
        let rows: Vec<JobRow> = (1..=5).map(|position| row(position, RowState::Waiting)).collect();
        add(db, &job(1), &rows).await;
        let changed = JobRow {
            changes: vec![Change { field: "site".to_owned(), from: None, to: Some("London".to_owned()) }],
            input: "[\"a\0b\"]".to_owned(),
            problems: "[]".to_owned(),
            ..row(2, RowState::Changed)
        };
        let one = &changed;
        db.write(|tx| async move { tx.jobs().put_rows(JobId(1), std::slice::from_ref(one)).await }).await.unwrap();
        let jobs = db.contoso();
        let waiting = jobs.jobs().rows_after(JobId(1), Some(RowState::Waiting), 1, 2).await.unwrap();
        assert_eq!(waiting, [rows[2].clone(), rows[3].clone()]);
        let stored = JobRow { input: "[\"a\u{FFFD}b\"]".to_owned(), ..changed };
        assert_eq!(jobs.jobs().rows_after(JobId(1), Some(RowState::Changed), 0, 9).await.unwrap(), [stored]);
        let first = jobs.jobs().rows(JobId(1), None, None, 2).await.unwrap();
        let second = jobs.jobs().rows(JobId(1), None, first.next.as_ref(), 2).await.unwrap();
        assert_eq!((first.total, second.items[0].position, second.previous.is_some()), (5, 3, true));
        assert_eq!(jobs.jobs().last_position(JobId(1)).await.unwrap(), 5);
    }

    async fn jobs_come_from_the_newest_on_and_one_undoes_another_once(db: &Fixture) {
        for id in 1..=3 {
            add(db, &job(id), &[]).await;
        }
        let first = db.contoso().jobs().page(None, 2).await.unwrap();
        assert_eq!((first.total, first.items[0].id), (3, JobId(3)));
        let second = db.contoso().jobs().page(first.next.as_ref(), 2).await.unwrap();
        assert_eq!(second.items[0].id, JobId(1));
        let undone = async || db.write(|tx| async move { tx.jobs().set_undone_by(JobId(1), JobId(3)).await }).await.unwrap();
        assert_eq!((undone().await, undone().await), (true, false));
    }

    async fn another_organization_sees_and_ends_no_job(db: &Fixture) {
        add(db, &job(1), &[row(1, RowState::Waiting)]).await;
        let other = db.fabrikam();
        assert_eq!(other.jobs().get(JobId(1)).await.unwrap(), None);
        assert_eq!(other.jobs().page(None, 9).await.unwrap().total, 0);
        assert!(other.jobs().rows_after(JobId(1), None, 0, 9).await.unwrap().is_empty());
        let ended = db.store.write(FABRIKAM, |tx| async move {
            assert!(!tx.jobs().take(JobId(1), lease(1, 1), NOON).await?);
            tx.jobs().delete_older(NOON.plus_ms(1)).await?;
            tx.jobs().end(JobId(1), JobState::Cancelled, None, NOON).await
        });
        assert!(!ended.await.unwrap());
        assert_eq!(db.contoso().jobs().get(JobId(1)).await.unwrap(), Some(job(1)));
    }

    async fn old_jobs_go_with_their_rows(db: &Fixture) {
        add(db, &job(1), &[row(1, RowState::Waiting)]).await;
        let delete = async |at: Timestamp| db.write(|tx| async move { tx.jobs().delete_older(at).await }).await.unwrap();
        assert_eq!((delete(NOON).await, delete(NOON.plus_ms(1)).await), (0, 1));
        assert_eq!(db.contoso().jobs().last_position(JobId(1)).await.unwrap(), 0);
    }

    async fn an_uploaded_file_is_kept_in_pieces_and_its_record_outlives_them(db: &Fixture) {
        let file = &import(1);
        db.write(|tx| async move {
            tx.imports().insert(file).await?;
            tx.imports().add_chunk(file.id, 0, b"a\0").await?;
            tx.imports().add_chunk(file.id, 1, b"b").await?;
            tx.imports().remember_mapping("{}").await?;
            tx.imports().remember_mapping("{\"a\":1}").await
        }).await.unwrap();
        let read = db.contoso();
        assert_eq!(read.imports().get(ImportId(1)).await.unwrap().as_ref(), Some(file));
        assert_eq!(read.imports().chunk(ImportId(1), 0).await.unwrap().as_deref(), Some(&b"a\0"[..]));
        assert_eq!(read.imports().chunk(ImportId(1), 2).await.unwrap(), None);
        assert_eq!(read.imports().last_mapping().await.unwrap().as_deref(), Some("{\"a\":1}"));
        let other = db.fabrikam();
        assert_eq!(other.imports().get(ImportId(1)).await.unwrap(), None);
        assert_eq!(other.imports().chunk(ImportId(1), 0).await.unwrap(), None);
        assert_eq!(other.imports().last_mapping().await.unwrap(), None);
        let trim = async |at, chunks_at| db.write(|tx| async move { tx.imports().trim(at, chunks_at).await }).await.unwrap();
        trim(NOON, NOON.plus_ms(1)).await;
        assert_eq!(read.imports().chunk(ImportId(1), 0).await.unwrap(), None);
        assert!(read.imports().get(ImportId(1)).await.unwrap().is_some());
        trim(NOON.plus_ms(1), NOON.plus_ms(1)).await;
        assert_eq!(read.imports().get(ImportId(1)).await.unwrap(), None);
    }

    async fn a_file_that_is_deleted_takes_its_pieces_along(db: &Fixture) {
        let file = &import(1);
        db.write(|tx| async move {
            tx.imports().insert(file).await?;
            tx.imports().add_chunk(file.id, 0, b"a").await?;
            tx.imports().update(&Import { lines: 4, ..file.clone() }).await?;
            tx.imports().delete(file.id).await
        }).await.unwrap();
        assert_eq!(db.contoso().imports().get(ImportId(1)).await.unwrap(), None);
        assert_eq!(db.contoso().imports().chunk(ImportId(1), 0).await.unwrap(), None);
    }
}
