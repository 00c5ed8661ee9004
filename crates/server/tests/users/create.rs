//! `POST /api/v1/users`

use serde_json::json;

use super::world::*;

on_both! {
    async fn r1_a_person_made_in_the_console_is_local_and_a_member(w: &World) {
        let made = w.owner.post("/api/v1/users", new_user("Ada Lovelace")).await;
        assert_eq!(made.etag(), "\"1\"");
        let user = made.expect(201);
        assert_eq!(user["username"], "ada.lovelace@contoso.com");
        assert_eq!(user["managed_by"], "local");
        assert_eq!(user["role"], "member");
        assert_eq!(user["status"], "active");
        assert_eq!(user["has_password"], false);
        assert_eq!(user["sent_by_identity_provider"], json!([]));
        let read = w.owner.get(&path_of(&user)).await.expect(200);
        assert_eq!(read, user);
    }

    async fn r19_made_in_the_console_means_visible_in_the_directory_unless_said_otherwise(w: &World) {
        let visible = w.owner.post("/api/v1/users", new_user("Ada Lovelace")).await.expect(201);
        assert_eq!(visible["directory_visible"], true);
        let hidden = with(new_user("Grace Hopper"), json!({"directory_visible": false}));
        assert_eq!(w.owner.post("/api/v1/users", hidden).await.expect(201)["directory_visible"], false);
    }

    async fn values_are_kept_as_written_without_the_spaces_around_them(w: &World) {
        let new = with(
            new_user("Ada Lovelace"),
            json!({
                "first_name": "  Ada ", "job_title": " Countess\t", "department": "   ",
                "personal_contact_number": "+44 (20) 7946-0000", "locale": "en-GB", "time_zone": "Europe/London",
            }),
        );
        let user = w.owner.post("/api/v1/users", new).await.expect(201);
        assert_eq!(user["first_name"], "Ada");
        assert_eq!(user["job_title"], "Countess");
        assert_eq!(user["department"], json!(null));
        assert_eq!(user["personal_contact_number"], "+44 (20) 7946-0000");
        assert_eq!(user["locale"], "en-GB");
        assert_eq!(user["time_zone"], "Europe/London");
    }

    async fn everything_that_is_wrong_is_said_at_once_and_nothing_is_saved(w: &World) {
        let bad = json!({
            "username": "ada lovelace", "first_name": "", "last_name": "x".repeat(257), "email": "nobody",
            "personal_contact_number": "call me", "locale": "!", "time_zone": "Mars Base",
            "job_title": "Ada\u{202E}", "site_id": "sit_00000000000000000000000000000001",
        });
        let before = w.count().await;
        let problem = w.owner.post("/api/v1/users", bad).await.problem(422, "invalid_fields");
        assert_eq!(
            field_codes(&problem),
            [
                ("username", "contains_space"),
                ("first_name", "empty"),
                ("last_name", "too_long"),
                ("email", "not_an_email"),
                ("job_title", "hidden_character"),
                ("personal_contact_number", "not_a_phone_number"),
                ("locale", "not_a_locale"),
                ("time_zone", "not_a_time_zone"),
                ("site_id", "not_a_choice"),
            ]
            .map(|(field, code)| (field.to_owned(), code.to_owned()))
        );
        assert_eq!(w.count().await, before);
    }

    async fn r26_a_username_is_unique_without_regard_to_case(w: &World) {
        w.owner.post("/api/v1/users", new_user("Ada Lovelace")).await.expect(201);
        let again = with(new_user("Ada Lovelace"), json!({"username": "ADA.Lovelace@CONTOSO.com"}));
        let problem = w.owner.post("/api/v1/users", again).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&problem), [("username".to_owned(), "username_taken".to_owned())]);
        assert_eq!(problem["rule"], "R26");
    }

    async fn of_two_who_take_a_username_at_once_one_gets_it(w: &World) {
        let (one, other) = tokio::join!(
            w.owner.post("/api/v1/users", new_user("Ada Lovelace")),
            w.owner.post("/api/v1/users", new_user("Ada Lovelace")),
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422]);
        let created = w.audited("user_created").await;
        assert_eq!(created.iter().filter(|entry| entry.subject_name == "Ada Lovelace").count(), 1);
    }

    async fn the_same_username_in_another_organization_is_free(w: &World) {
        w.stranger.post("/api/v1/users", new_user("Ada Lovelace")).await.expect(201);
        w.owner.post("/api/v1/users", new_user("Ada Lovelace")).await.expect(201);
    }

    async fn a_site_of_another_organization_cannot_be_named(w: &World) {
        let foreign = w.stranger.post("/api/v1/sites", json!({"name": "London"})).await.expect(201);
        let new = with(new_user("Ada Lovelace"), json!({"site_id": foreign["id"]}));
        let problem = w.owner.post("/api/v1/users", new).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&problem), [("site_id".to_owned(), "not_a_choice".to_owned())]);
    }

    async fn r12_a_site_can_be_set_from_the_start(w: &World) {
        let site = w.owner.post("/api/v1/sites", json!({"name": "London"})).await.expect(201);
        let new = with(new_user("Ada Lovelace"), json!({"site_id": site["id"]}));
        let user = w.owner.post("/api/v1/users", new).await.expect(201);
        assert_eq!(user["site"], json!({"id": site["id"], "name": "London"}));
    }

    async fn r32_who_may_only_read_makes_nobody(w: &World) {
        for role in [domain::Role::Auditor, domain::Role::Member] {
            let browser = w.signed_in(role).await;
            let problem =
                browser.post("/api/v1/users", new_user("Ada Lovelace")).await.problem(403, "forbidden");
            assert_eq!(problem["rule"], "R32");
        }
        let user_admin = w.signed_in(domain::Role::UserAdmin).await;
        user_admin.post("/api/v1/users", new_user("Ada Lovelace")).await.expect(201);
    }
}
