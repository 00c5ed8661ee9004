//! The audit log of the organization over REST, on both databases (R33).

mod seals;

use domain::Role;
use serde_json::{Value, json};

use crate::users::world::*;

fn encoded(text: &str) -> String {
    text.replace(':', "%3A").replace('+', "%2B").replace(' ', "%20")
}

async fn entries(w: &World<'_>, query: &str) -> Vec<Value> {
    let page = w.owner.get(&format!("/api/v1/audit?{query}")).await.expect(200);
    page["items"].as_array().unwrap().clone()
}

fn actions(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect()
}

on_both! {
    async fn r33_an_entry_says_who_did_what_to_what_from_where(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        w.owner.patch(&path_of(&ada), "*", json!({"job_title": "Countess"})).await.expect(200);
        let entry = &entries(w, "").await[0];
        assert_eq!((&entry["actor"], &entry["actor_name"]), (&json!("person"), &json!("Olivia Owner")));
        assert_eq!(entry["actor_id"], w.owner_id.to_string());
        assert_eq!((&entry["action"], &entry["subject"]), (&json!("user_edited"), &json!("user")));
        assert_eq!((&entry["subject_id"], &entry["subject_name"]), (&ada["id"], &json!("Ada Lovelace")));
        assert_eq!(entry["changes"], json!([{"field": "job_title", "to": "Countess"}]));
        assert_eq!(entry["address"], "127.0.0.1");
        assert!(entry["request_id"].as_str().unwrap().starts_with("req_"));
    }

    async fn filters_by_time_actor_action_subject_and_name(w: &World) {
        let (ada, grace) = (w.person("Ada Lovelace").await, w.person("Grace Hopper").await);
        let before = w.app.now().to_string();
        w.clock.advance(60_000);
        let site = w.site("London").await;
        let admin = w.signed_in(Role::Admin).await;
        admin.patch(&path_of(&ada), "*", json!({"extension": "1"})).await.expect(200);
        w.owner.delete(&path_of(&grace)).await;
        let later = encoded(&w.app.now().to_string());
        assert_eq!(actions(&entries(w, &format!("from={later}")).await), ["user_deleted", "user_edited", "site_created"]);
        assert_eq!(entries(w, &format!("from={}&to={later}&search=ada", encoded(&before))).await.len(), 1);
        assert_eq!(actions(&entries(w, "action=user_deleted").await), ["user_deleted"]);
        assert_eq!(actions(&entries(w, "subject=site").await), ["site_created"]);
        let of_site = format!("subject=site&subject_id={}", site["id"].as_str().unwrap());
        assert_eq!(actions(&entries(w, &of_site).await), ["site_created"]);
        assert_eq!(actions(&entries(w, "search=ADA%20love").await), ["user_edited", "user_created"]);
        assert_eq!(actions(&entries(w, "search=grace").await), ["user_deleted", "user_created"]);
        assert_eq!(actions(&entries(w, "search=admin&actor=person").await), ["user_edited"]);
        assert!(entries(w, "actor=operator").await.is_empty());
        let mine = entries(w, &format!("actor_id={}&subject=user&action=user_deleted", w.owner_id)).await;
        assert_eq!(mine[0]["subject_name"], "Grace Hopper");
    }

    async fn pages_follow_each_other_and_a_cursor_belongs_to_its_filters(w: &World) {
        for number in 0..5 {
            w.site(&format!("Site {number}")).await;
        }
        let (mut names, mut next) = (Vec::new(), Some(String::new()));
        while let Some(cursor) = next {
            let page = w.owner.get(&format!("/api/v1/audit?subject=site&limit=2{cursor}")).await.expect(200);
            names.extend(page["items"].as_array().unwrap().iter().map(|entry| entry["subject_name"].clone()));
            next = page["next_cursor"].as_str().map(|cursor| format!("&cursor={cursor}"));
        }
        assert_eq!(names, ["Site 4", "Site 3", "Site 2", "Site 1", "Site 0"]);
        let first = w.owner.get("/api/v1/audit?subject=site&limit=2").await.expect(200);
        let cursor = first["next_cursor"].as_str().unwrap();
        w.owner.get(&format!("/api/v1/audit?cursor={cursor}")).await.problem(400, "invalid_cursor");
    }

    async fn what_cannot_be_asked_is_refused_all_at_once(w: &World) {
        let long = "x".repeat(300);
        let problem = w.owner.get(&format!("/api/v1/audit?subject_id=usr_1&search={long}")).await;
        let expected = [("search", "too_long"), ("subject", "empty")].map(|(f, c)| (f.to_owned(), c.to_owned()));
        assert_eq!(field_codes(&problem.problem(422, "invalid_fields")), expected);
        for query in ["actor=alien", "action=flew", "from=yesterday", "color=red"] {
            w.owner.get(&format!("/api/v1/audit?{query}")).await.problem(400, "invalid_request");
        }
    }

    async fn the_file_holds_what_the_filters_leave_guarded_against_formulas(w: &World) {
        let evil = json!({"job_title": "=1+1", "department": "a, \"b\""});
        let ada = w.owner.post("/api/v1/users", with(new_user("Ada Lovelace"), evil)).await.expect(201);
        w.owner.post("/api/v1/sites", json!({"name": "=HYPERLINK(1)"})).await.expect(201);
        for number in 0..510 {
            w.owner.patch(&path_of(&ada), "*", json!({"extension": number.to_string()})).await.expect(200);
        }
        let file = w.contoso.owner.get("/api/v1/audit/export").await;
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8; header=present");
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"audit-2026-11-23.csv\"");
        assert!(file.text.starts_with("\u{FEFF}Time,Actor,Actor name,"));
        assert_eq!(file.text.matches(",user_edited,").count(), 510);
        assert!(file.text.contains(",'=HYPERLINK(1),"), "{}", file.text);
        assert!(file.text.contains(r#"department: """" → ""a, \""b\"""""#), "{}", file.text);
        let sites = w.owner.get("/api/v1/audit/export?subject=site").await.body;
        assert_eq!(sites.lines().count(), 2);
        w.owner.get("/api/v1/audit/export?limit=5").await.problem(400, "invalid_request");
    }

    async fn r32_auditors_read_it_and_take_it_away_user_admins_and_members_do_not(w: &World) {
        let auditor = w.signed_in(Role::Auditor).await;
        auditor.get("/api/v1/audit").await.expect(200);
        assert_eq!(auditor.get("/api/v1/audit/export").await.status, 200);
        for role in [Role::UserAdmin, Role::Member] {
            let browser = w.signed_in(role).await;
            browser.get("/api/v1/audit").await.problem(403, "forbidden");
            browser.get("/api/v1/audit/export").await.problem(403, "forbidden");
        }
        let ada = w.person("Ada Lovelace").await;
        let body = w.stranger.get("/api/v1/audit").await.body;
        assert!(!body.contains(ada["id"].as_str().unwrap()) && !body.contains("contoso"));
    }

    async fn r33_no_statement_of_a_busy_day_changes_an_entry(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        w.owner.patch(&path_of(&ada), "*", json!({"extension": "1"})).await.expect(200);
        w.owner.delete(&path_of(&ada)).await;
        use store::testing::statements;
        for statement in statements::seen() {
            assert!(!statements::rewrites_the_audit_log(&statement), "{statement}");
        }
    }
}
