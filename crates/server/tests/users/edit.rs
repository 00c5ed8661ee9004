//! `PATCH /api/v1/users/{id}`

use domain::{Field, FieldSet, ManagedBy};
use serde_json::json;

use super::world::*;

on_both! {
    async fn what_is_left_out_stays_and_an_empty_text_clears(w: &World) {
        let user = w.person("Ada Lovelace").await;
        let path = path_of(&user);
        let set = json!({"job_title": "Countess", "extension": "4711", "phone_number": "+44 20 7946 0000"});
        let edited = w.owner.patch(&path, "\"1\"", set).await;
        assert_eq!(edited.etag(), "\"2\"");
        let edited = edited.expect(200);
        assert_eq!(edited["job_title"], "Countess");
        assert_eq!(edited["first_name"], "Ada");
        assert_eq!(edited["extension"], "4711");
        let cleared = w.owner.patch(&path, "\"2\"", json!({"job_title": " ", "extension": ""})).await.expect(200);
        assert_eq!(cleared["job_title"], json!(null));
        assert_eq!(cleared["extension"], json!(null));
        assert_eq!(cleared["phone_number"], "+44 20 7946 0000");
    }

    async fn an_edit_that_changes_nothing_writes_nothing(w: &World) {
        let user = w.person("Ada Lovelace").await;
        let head = w.feed_head().await;
        let same = json!({
            "username": user["username"], "first_name": " Ada ", "last_name": "Lovelace", "email": user["email"],
            "job_title": "", "directory_visible": true,
        });
        let answer = w.owner.patch(&path_of(&user), "\"1\"", same).await.expect(200);
        assert_eq!(answer, user);
        assert_eq!(w.feed_head().await, head);
        assert_eq!(w.history(&user).await.len(), 1);
    }

    async fn r2_the_five_fields_of_a_managed_user_are_locked_each_with_its_reason(w: &World) {
        let user = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        let edit = json!({
            "username": "other@contoso.com", "first_name": "Eve", "last_name": "Other", "email": "eve@contoso.com",
            "job_title": "Countess",
        });
        let problem = w.owner.patch(&path_of(&user), "*", edit).await.problem(422, "invalid_fields");
        let locked = ["username", "first_name", "last_name", "email"];
        let expected = locked.map(|field| (field.to_owned(), "managed_by_identity_provider".to_owned()));
        assert_eq!(field_codes(&problem), expected);
        assert_eq!(problem["rule"], "R2");
        assert_eq!(problem["errors"][0]["reason"]["provider"], "entra");
        assert_eq!(w.owner.get(&path_of(&user)).await.expect(200), user, "nothing was half-written");
    }

    async fn r3_what_the_identity_provider_has_sent_is_locked_and_the_rest_is_not(w: &World) {
        let user = w.managed("Ada Lovelace", FieldSet::from(vec![Field::JobTitle, Field::Locale])).await;
        let path = path_of(&user);
        let refused = json!({"job_title": "Countess", "locale": "en-GB", "department": "R&D"});
        let problem = w.owner.patch(&path, "*", refused).await.problem(422, "invalid_fields");
        assert_eq!(problem["rule"], "R3");
        assert_eq!(field_codes(&problem).len(), 2);
        let allowed = json!({"department": "R&D", "time_zone": "Europe/London", "extension": "1"});
        let edited = w.owner.patch(&path, "*", allowed).await.expect(200);
        assert_eq!(edited["department"], "R&D");
        assert_eq!(edited["extension"], "1", "R22: set in the console");
    }

    async fn r3_a_form_with_locked_fields_can_be_sent_back_whole(w: &World) {
        let user = w.managed("Ada Lovelace", FieldSet::from(vec![Field::JobTitle])).await;
        let whole = json!({
            "username": user["username"], "first_name": "Ada", "last_name": "Lovelace", "email": user["email"],
            "job_title": "", "department": "R&D",
        });
        let edited = w.owner.patch(&path_of(&user), "\"1\"", whole).await.expect(200);
        assert_eq!(edited["department"], "R&D");
    }

    async fn r12_a_site_is_set_once_and_cannot_be_changed(w: &World) {
        let london = w.site("London").await;
        let paris = w.site("Paris").await;
        let user = w.person("Ada Lovelace").await;
        let path = path_of(&user);
        let set = w.owner.patch(&path, "*", json!({"site_id": london["id"]})).await.expect(200);
        assert_eq!(set["site"]["name"], "London");
        let same = w.owner.patch(&path, "*", json!({"site_id": london["id"]})).await.expect(200);
        assert_eq!(same["version"], set["version"]);
        let problem =
            w.owner.patch(&path, "*", json!({"site_id": paris["id"]})).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&problem), [("site_id".to_owned(), "site_already_set".to_owned())]);
        assert_eq!(problem["rule"], "R12");
    }

    async fn r12_of_two_who_set_a_site_at_once_one_succeeds(w: &World) {
        let (london, paris) = (w.site("London").await, w.site("Paris").await);
        let path = path_of(&w.person("Ada Lovelace").await);
        let (one, other) = tokio::join!(
            w.owner.patch(&path, "*", json!({"site_id": london["id"]})),
            w.owner.patch(&path, "*", json!({"site_id": paris["id"]})),
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422]);
    }

    async fn a_stale_version_is_refused_with_the_person_as_they_are_now(w: &World) {
        let user = w.person("Ada Lovelace").await;
        let path = path_of(&user);
        let now = w.owner.patch(&path, "\"1\"", json!({"job_title": "Countess"})).await.expect(200);
        let stale = w.owner.patch(&path, "\"1\"", json!({"department": "R&D"})).await;
        assert_eq!(stale.problem(412, "changed_elsewhere")["current"], now);
        assert_eq!(w.owner.get(&path).await.expect(200), now);
    }

    async fn of_two_admins_who_edit_the_same_version_one_is_told(w: &World) {
        let path = path_of(&w.person("Ada Lovelace").await);
        let (one, other) = tokio::join!(
            w.owner.patch(&path, "\"1\"", json!({"job_title": "Countess"})),
            w.owner.patch(&path, "\"1\"", json!({"job_title": "Mathematician"})),
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
    }

    async fn an_edit_without_if_match_is_refused(w: &World) {
        let path = path_of(&w.person("Ada Lovelace").await);
        let answer = w.owner.send("PATCH", &path, &[], Some(json!({"job_title": "x"}).to_string())).await;
        answer.problem(428, "precondition_required");
    }

    async fn r26_a_username_of_somebody_else_is_refused_and_its_own_in_another_case_is_not(w: &World) {
        w.person("Grace Hopper").await;
        let path = path_of(&w.person("Ada Lovelace").await);
        let taken = json!({"username": "GRACE.hopper@contoso.com"});
        let problem = w.owner.patch(&path, "*", taken).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&problem), [("username".to_owned(), "username_taken".to_owned())]);
        let own = w.owner.patch(&path, "*", json!({"username": "Ada.Lovelace@Contoso.com"})).await.expect(200);
        assert_eq!(own["username"], "Ada.Lovelace@Contoso.com");
    }

    async fn r32_only_an_owner_edits_an_owner(w: &World) {
        let path = path_of(&w.with_role("Grace Hopper", domain::Role::Owner).await);
        let admin = w.signed_in(domain::Role::Admin).await;
        let problem = admin.patch(&path, "*", json!({"job_title": "x"})).await.problem(409, "refused");
        assert_eq!(problem["reason"]["code"], "only_owners_change_owners");
        w.owner.patch(&path, "*", json!({"job_title": "x"})).await.expect(200);
    }

    async fn r1_an_edit_leaves_a_local_user_local(w: &World) {
        let user = w.person("Ada Lovelace").await;
        w.owner.patch(&path_of(&user), "*", json!({"job_title": "x"})).await.expect(200);
        assert_eq!(w.stored(&user).await.managed_by, ManagedBy::Local);
    }
}
