//! Jobs on both databases: how far they are, and what happens to them when processes come and go.

use domain::timestamp::DAY_MS;
use domain::{JobId, JobKind, JobState, RowState, UserId};
use serde_json::{Value, json};
use store::{Job, JobCounts, JobLease, JobProgress, JobRow};
use uuid::Uuid;

use crate::users::world::*;

/// A job as the console makes it, for tests that decide themselves who works on it and when.
fn job(w: &World<'_>, total: u64) -> Job {
    let change = json!({"change": {"edit": {"department": "Navy"}}, "matching": null});
    Job {
        id: JobId(w.app.new_id()),
        kind: JobKind::UsersBulk,
        state: JobState::Queued,
        created_by: w.owner_id,
        created_by_name: "Olivia Owner".to_owned(),
        created_by_role: None,
        address: "192.0.2.1".to_owned(),
        payload: change.to_string(),
        import_id: None,
        undoes: None,
        undone_by: None,
        gathered: true,
        total,
        counts: JobCounts::default(),
        failure: None,
        attempts: 0,
        created_at: w.app.now(),
        started_at: None,
        finished_at: None,
    }
}

/// Writes a job about those people that another process has begun: it holds the lease, and has done the first one.
async fn begun_elsewhere(w: &World<'_>, people: &[Value]) -> Value {
    let (job, now) = (&job(w, people.len() as u64), w.app.now());
    let row = |(position, user): (u64, &Value)| JobRow::waiting(position, id_of(user), String::new());
    let rows: &Vec<JobRow> = &(1..).zip(people).map(row).collect();
    let lease = JobLease { owner: Uuid::from_u128(7), until: now.plus_ms(30_000) };
    w.store()
        .write(w.org, |tx| async move {
            tx.jobs().insert(job).await?;
            tx.jobs().put_rows(job.id, rows).await?;
            assert!(tx.jobs().take(job.id, lease, now).await?);
            let first = JobRow { state: RowState::Changed, ..rows[0].clone() };
            let counts = JobCounts { changed: 1, ..JobCounts::default() };
            tx.jobs().progress(job.id, lease, &JobProgress { counts, ..JobProgress::default() }).await?;
            tx.jobs().put_rows(job.id, &[first]).await
        })
        .await
        .unwrap();
    json!({"id": job.id.to_string()})
}

on_both! {
    async fn a_job_whose_process_died_goes_on_where_it_was_when_its_lease_has_run_out(w: &World) {
        let people = [w.person("Ada Lovelace").await, w.person("Grace Hopper").await];
        let job = begun_elsewhere(w, &people).await;
        assert_eq!(w.settled(&job).await["state"], "running", "another process has it");
        w.clock.advance(30_001);
        let job = w.settled(&job).await;
        assert_eq!((job["state"].as_str(), job["done"].as_u64()), (Some("done"), Some(2)));
        assert_eq!(w.audited("user_edited").await.len(), 1, "the first row is not done twice");
        assert_eq!(w.stored(&people[0]).await.department, None);
        assert_eq!(w.stored(&people[1]).await.department.as_deref(), Some("Navy"));
    }

    async fn whoever_has_lost_the_lease_writes_nothing_more(w: &World) {
        let people = [w.person("Ada Lovelace").await, w.person("Grace Hopper").await];
        let job = begun_elsewhere(w, &people).await;
        w.clock.advance(30_001);
        w.settled(&job).await;
        let id: JobId = job["id"].as_str().unwrap().parse().unwrap();
        let lease = JobLease { owner: Uuid::from_u128(7), until: w.app.now().plus_ms(30_000) };
        let late = w.store().write(w.org, |tx| async move { tx.jobs().progress(id, lease, &JobProgress::default()).await });
        assert!(matches!(late.await, Err(store::Error::Stale)));
    }

    async fn a_job_that_is_cancelled_keeps_what_was_done_and_does_no_more(w: &World) {
        let people = [w.person("Ada Lovelace").await, w.person("Grace Hopper").await];
        let job = begun_elsewhere(w, &people).await;
        let cancelled = w.owner.post(&format!("{}/cancel", job_path(&job)), json!({})).await.expect(200);
        assert_eq!((cancelled["state"].as_str(), cancelled["done"].as_u64()), (Some("cancelled"), Some(1)));
        assert!(cancelled["finished_at"].is_string());
        w.clock.advance(30_001);
        assert_eq!(w.settled(&job).await["done"], 1);
        assert_eq!(w.stored(&people[1]).await.department, None);
        let again = w.owner.post(&format!("{}/cancel", job_path(&job)), json!({})).await.expect(200);
        assert_eq!(again["state"], "cancelled");
        assert_eq!(again["can_undo"], true, "what was done can be undone");
    }

    async fn a_job_that_cannot_be_read_fails_in_words(w: &World) {
        let job = &Job { payload: "{\"of\": \"another version\"}".to_owned(), ..job(w, 0) };
        w.store().write(w.org, |tx| async move { tx.jobs().insert(job).await }).await.unwrap();
        let job = w.settled(&json!({"id": job.id.to_string()})).await;
        assert_eq!(job["state"], "failed");
        assert!(job["failure"].as_str().unwrap().ends_with('.'), "{job}");
    }

    async fn r32_a_job_ends_when_whoever_started_it_may_no_longer_change_users(w: &World) {
        let (ada, admin) = (w.person("Ada Lovelace").await, w.with_role("Gone Admin", domain::Role::Admin).await);
        let job = &Job { created_by: id_of(&admin), ..job(w, 1) };
        let rows = &[JobRow::waiting(1, id_of(&ada), String::new())];
        w.owner.post(&format!("{}/deactivate", path_of(&admin)), json!({})).await.expect(200);
        w.store().write(w.org, |tx| async move {
            tx.jobs().insert(job).await?;
            tx.jobs().put_rows(job.id, rows).await
        }).await.unwrap();
        let job = w.settled(&json!({"id": job.id.to_string()})).await;
        assert_eq!((job["state"].as_str(), job["done"].as_u64()), (Some("failed"), Some(0)));
        assert_eq!(w.stored(&ada).await.department, None);
    }

    async fn a_job_that_fails_inside_again_and_again_is_given_up(w: &World) {
        let job = &job(w, 1);
        w.store().write(w.org, |tx| async move {
            tx.jobs().insert(job).await?;
            for i in 0..6 {
                let (lease, now) = (JobLease { owner: Uuid::from_u128(7), until: job.created_at }, job.created_at);
                assert!(tx.jobs().take(job.id, lease, now.plus_ms(1 + i)).await?);
            }
            tx.jobs().put_rows(job.id, &[JobRow::waiting(1, UserId(1), String::new())]).await
        }).await.unwrap();
        w.clock.advance(10);
        assert_eq!(w.settled(&json!({"id": job.id.to_string()})).await["state"], "failed");
    }

    async fn jobs_are_listed_from_the_newest_on_and_rows_by_what_became_of_them(w: &World) {
        let people = [w.person("Ada Lovelace").await, w.person("Grace Hopper").await, w.person("Joan Clarke").await];
        let first = begun_elsewhere(w, &people).await;
        w.clock.advance(30_001);
        w.settled(&first).await;
        let second = begun_elsewhere(w, &people[..1]).await;
        let page = w.owner.get("/api/v1/jobs?limit=1").await.expect(200);
        assert_eq!((page["total"].as_u64(), &page["items"][0]["id"]), (Some(2), &second["id"]));
        let older = w.owner.get(&format!("/api/v1/jobs?limit=1&cursor={}", page["next_cursor"].as_str().unwrap())).await.expect(200);
        assert_eq!(older["items"][0]["id"], first["id"]);
        let rows = format!("{}/rows", job_path(&first));
        let page = w.owner.get(&format!("{rows}?state=changed&limit=2")).await.expect(200);
        assert_eq!((page["total"].as_u64(), page["items"][1]["position"].as_u64()), (Some(3), Some(2)));
        let next = page["next_cursor"].as_str().unwrap();
        let rest = w.owner.get(&format!("{rows}?state=changed&limit=2&cursor={next}")).await.expect(200);
        assert_eq!(rest["items"][0]["name"], "Joan Clarke");
        w.owner.get(&format!("{rows}?cursor={next}")).await.problem(400, "invalid_cursor");
        assert_eq!(w.owner.get(&format!("{rows}?state=refused")).await.expect(200)["total"], 0);
    }

    async fn the_results_are_a_file(w: &World) {
        let people = [w.person("Ada Lovelace").await, w.person("Grace Hopper").await];
        let job = begun_elsewhere(w, &people).await;
        w.clock.advance(30_001);
        w.settled(&job).await;
        let file = w.owner.get(&format!("{}/rows.csv", job_path(&job))).await;
        let id = people[1]["id"].as_str().unwrap();
        let lines: Vec<&str> = file.body.trim_start_matches('\u{FEFF}').lines().collect();
        assert_eq!(lines[0], "Row,Result,Name,Id,Changes,Problem");
        assert_eq!(lines[2], format!("2,changed,Grace Hopper,{id},department:  → Navy,"));
        assert_eq!(lines.len(), 3);
    }

    async fn nothing_of_a_job_is_seen_from_another_organization(w: &World) {
        let people = [w.person("Ada Lovelace").await];
        let path = job_path(&begun_elsewhere(w, &people).await);
        for path in [path.clone(), format!("{path}/rows"), format!("{path}/rows.csv")] {
            w.stranger.get(&path).await.problem(404, "not_found");
        }
        for verb in ["cancel", "undo"] {
            w.stranger.post(&format!("{path}/{verb}"), json!({})).await.problem(404, "not_found");
        }
        assert_eq!(w.stranger.get("/api/v1/jobs").await.expect(200)["total"], 0);
        assert_eq!(w.owner.get(&path).await.expect(200)["state"], "running");
    }

    async fn what_a_job_comes_to_is_announced(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let body = json!({"selection": {"ids": [ada["id"]]}, "change": {"edit": {"department": "Navy"}}});
        let job = w.owner.post("/api/v1/users/bulk", body).await.expect(201);
        w.settled(&job).await;
        let events = w.read().feed().read_after(0, 1_000).await.unwrap();
        let of_job = events.iter().filter(|event| event.kind == "job" && job["id"] == event.subject_id.as_str()).count();
        assert!(of_job >= 2, "its making and its end: {of_job}");
    }

    async fn old_jobs_go_with_their_rows(w: &World) {
        let job = &job(w, 1);
        let late = job.created_at.plus_ms(30 * DAY_MS);
        w.store().write(w.org, |tx| async move {
            tx.jobs().insert(job).await?;
            tx.jobs().put_rows(job.id, &[JobRow::waiting(1, UserId(1), String::new())]).await?;
            assert_eq!(tx.jobs().delete_older(job.created_at).await?, 0);
            assert_eq!(tx.jobs().delete_older(late).await?, 1);
            assert_eq!(tx.jobs().last_position(job.id).await?, 0);
            Ok::<_, store::Error>(())
        }).await.unwrap();
    }
}
