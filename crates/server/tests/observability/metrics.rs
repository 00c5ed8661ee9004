//! What is counted.

use reqwest::Method;
use serde_json::json;

use super::{scrape, value};
use crate::scim::client::{Idp, person};
use crate::support::{PASSWORD, Server};
use crate::users::world::*;

on_both! {
    async fn requests_are_counted_by_the_template_of_their_route_and_never_by_what_was_asked_for(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let entra = Idp::connect(w).await;
        let planted = entra.post("/Users", person("Grace Hopper")).await.expect(201);
        for _ in 0..3 {
            w.owner.get(&path_of(&ada)).await.expect(200);
        }
        w.nobody.get(&path_of(&ada)).await.problem(401, "not_signed_in");
        w.owner.get("/api/v1/users?search=planted-in-a-query").await.expect(200);
        entra.read(&planted).await;
        let text = scrape(w).await;
        let route = r#"method="GET",route="/api/v1/users/{id}""#;
        assert_eq!(value(&text, &format!("rollcall_http_requests_total{{{route},status=\"2xx\"}}")), 3.0);
        assert_eq!(value(&text, &format!("rollcall_http_requests_total{{{route},status=\"4xx\"}}")), 1.0);
        assert_eq!(value(&text, &format!("rollcall_http_request_duration_seconds_count{{{route}}}")), 4.0);
        let scim = r#"method="GET",route="/scim/{org}/v2/Users/{id}",status="2xx""#;
        assert_eq!(value(&text, &format!("rollcall_http_requests_total{{{scim}}}")), 1.0);
        assert_eq!(value(&text, "rollcall_http_requests_in_flight"), 1.0, "this one");
        for secret in ["contoso", "usr_", "org_", "ada", "grace", "rc_scim_", "planted"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }

    async fn the_database_and_its_pools_are_measured(w: &World) {
        w.person("Ada Lovelace").await;
        let text = scrape(w).await;
        assert!(value(&text, "rollcall_db_read_duration_seconds_count") > 0.0);
        assert!(value(&text, r#"rollcall_db_write_duration_seconds_count{outcome="committed"}"#) > 0.0);
        assert_eq!(value(&text, "rollcall_db_read_errors_total"), 0.0);
        let pools = w.store().pools();
        assert!(!pools.is_empty());
        for pool in pools {
            let max = value(&text, &format!("rollcall_db_pool_connections_max{{pool=\"{}\"}}", pool.name));
            let of = |state| value(&text, &format!("rollcall_db_pool_connections{{pool=\"{}\",state=\"{state}\"}}", pool.name));
            assert!(of("in_use") + of("idle") <= max, "{}", pool.name);
        }
        let grouped = value(&text, "rollcall_db_commit_group_size_count");
        assert_eq!(grouped > 0.0, w.store().pools().len() == 2, "only SQLite shares commits");
    }

    async fn a_transaction_that_is_refused_is_told_from_one_that_is_kept(w: &World) {
        let series = r#"rollcall_db_write_duration_seconds_count{outcome="rolled_back"}"#;
        let before = value(&scrape(w).await, series);
        let refused = w.store().write(w.org, |_| async { Err::<(), _>(store::Error::Stale) });
        assert!(matches!(refused.await, Err(store::Error::Stale)));
        let after = scrape(w).await;
        assert_eq!(value(&after, series), before + 1.0);
        assert_eq!(value(&after, "rollcall_db_write_retries_total"), 0.0);
    }

    async fn what_the_identity_provider_asks_for_is_counted_with_its_outcome(w: &World) {
        let entra = Idp::connect(w).await;
        let grace = entra.post("/Users", person("Grace Hopper")).await.expect(201);
        entra.post("/Users", person("Grace Hopper")).await.refused(409, "uniqueness");
        entra.read(&grace).await;
        entra.authorized(Some("Bearer guessed")).get("/Users").await.refused(401, "");
        w.app.provisioning_log.flush().await;
        let text = scrape(w).await;
        let of = |operation: &str, outcome: &str| {
            let labels = format!(r#"operation="{operation}",outcome="{outcome}",resource="user""#);
            value(&text, &format!("rollcall_scim_operations_total{{{labels}}}"))
        };
        assert_eq!([of("create", "changed"), of("create", "refused")], [1.0, 1.0]);
        assert_eq!([of("read", "read"), of("list", "refused")], [1.0, 1.0]);
        assert_eq!(value(&text, "rollcall_provisioning_log_queue_length"), 0.0);
        assert_eq!(value(&text, "rollcall_provisioning_log_lost_total"), 0.0);
    }

    async fn a_job_counts_its_rows_and_its_end_and_the_sessions_that_it_ends(w: &World) {
        let (ada, grace) = (w.contoso.person("ada", domain::Role::Member).await, w.person("Grace Hopper").await);
        let ids = [json!(ada.user.id), grace["id"].clone()];
        let body = json!({"selection": {"ids": ids}, "change": {"action": "deactivate"}});
        let job = w.owner.post("/api/v1/users/bulk", body).await.expect(201);
        w.settled(&job).await;
        let text = scrape(w).await;
        let rows = r#"rollcall_job_rows_total{kind="users_bulk",result="changed"}"#;
        assert_eq!(value(&text, rows), 2.0);
        assert_eq!(value(&text, r#"rollcall_jobs_ended_total{kind="users_bulk",outcome="done"}"#), 1.0);
        assert_eq!(value(&text, r#"rollcall_jobs{state="running"}"#), 0.0);
        assert_eq!(value(&text, r#"rollcall_jobs{state="queued"}"#), 0.0);
        assert_eq!(value(&text, r#"rollcall_sessions_ended_total{cause="deactivated"}"#), 1.0);
        assert_eq!(value(&text, r#"rollcall_background_task_up{task="jobs"}"#), 1.0);
    }

    async fn sign_ins_lock_outs_and_ends_of_sessions_are_counted(w: &World) {
        let ada = w.contoso.person("ada", domain::Role::Member).await;
        w.contoso.give_password(ada.user.id).await;
        let try_with = async |username: &str, password: &str| {
            let body = json!({"organization": "contoso", "username": username, "password": password});
            w.anybody().post("/api/v1/sessions", &body).await
        };
        let cookie = try_with("ada@contoso.com", PASSWORD).await.cookie();
        assert_eq!(w.with_cookie(cookie).delete("/api/v1/sessions/current").await.status, 200);
        for _ in 0..5 {
            assert_eq!(try_with("bob@contoso.com", "wrong").await.status, 401);
        }
        assert_eq!(try_with("bob@contoso.com", "wrong").await.status, 429);
        let text = scrape(w).await;
        let sign_ins = |outcome: &str| {
            value(&text, &format!(r#"rollcall_sign_ins_total{{method="password",outcome="{outcome}"}}"#))
        };
        assert_eq!([sign_ins("success"), sign_ins("failure")], [1.0, 5.0]);
        assert_eq!(value(&text, r#"rollcall_sign_ins_locked_out_total{by="username"}"#), 1.0);
        assert_eq!(value(&text, r#"rollcall_sign_ins_locked_out_total{by="address"}"#), 0.0);
        assert_eq!(value(&text, r#"rollcall_sessions_ended_total{cause="own"}"#), 1.0);
    }

    async fn an_open_page_of_the_console_is_a_live_connection(w: &World) {
        assert_eq!(value(&scrape(w).await, "rollcall_live_connections"), 0.0);
        let stream = w.contoso.owner.request(Method::GET, "/api/v1/events").send().await.unwrap();
        assert_eq!(value(&scrape(w).await, "rollcall_live_connections"), 1.0);
        drop(stream);
        crate::support::until(|| async { value(&scrape(w).await, "rollcall_live_connections") == 0.0 }).await;
    }
}

#[tokio::test]
async fn whatever_strangers_ask_for_adds_no_series() {
    let server = Server::on_sqlite().await;
    let anybody = server.anybody();
    for n in 0..40 {
        anybody.get(&format!("/planted-{n}")).await;
        anybody.get(&format!("/api/v1/planted-{n}")).await;
        anybody.get(&format!("/scim/planted-{n}/v2/planted-{n}")).await;
        anybody.raw(Method::from_bytes(format!("PLANTED{n}").as_bytes()).unwrap(), "/api/v1/me", "").await;
    }
    let text = scrape(&server).await;
    assert!(!text.to_lowercase().contains("planted"), "{text}");
    let counted = text.lines().filter(|line| line.starts_with("rollcall_http_requests_total")).count();
    assert!(counted <= 4, "{text}");
    assert_eq!(
        value(&text, r#"rollcall_http_requests_total{method="GET",route="unknown",status="4xx"}"#),
        80.0
    );
    server.stop().await;
}

#[tokio::test]
async fn servers_of_one_process_do_not_see_each_other() {
    let (one, other) = (Server::on_sqlite().await, Server::on_sqlite().await);
    one.anybody().get("/healthz").await;
    let series = r#"rollcall_http_requests_total{method="GET",route="/healthz",status="2xx"}"#;
    assert_eq!(value(&scrape(&one).await, series), 1.0);
    assert!(!scrape(&other).await.contains(series));
    one.stop().await;
    other.stop().await;
}

#[tokio::test]
async fn a_server_says_which_version_it_is_and_since_when_it_runs() {
    let server = Server::on_sqlite().await;
    let text = scrape(&server).await;
    assert_eq!(
        value(&text, &format!("rollcall_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"))),
        1.0
    );
    assert_eq!(value(&text, "rollcall_start_time_seconds"), 1_795_435_200.0);
    assert_eq!(cfg!(target_os = "linux"), text.contains("\nprocess_resident_memory_bytes "));
    server.stop().await;
}
