//! Activation, deactivation, deletion.

use domain::{FieldSet, Role};
use serde_json::json;

use super::world::*;

on_both! {
    async fn r7_the_session_of_a_deactivated_user_is_dead_at_the_next_request(w: &World) {
        let user = w.with_role("Grace Hopper", Role::Admin).await;
        let grace = w.sign_in(&user).await;
        grace.get("/api/v1/users").await.expect(200);
        let done = w.owner.post(&format!("{}/deactivate", path_of(&user)), json!({})).await.expect(200);
        assert_eq!(done["status"], "deactivated");
        assert!(done["deactivated_at"].is_string());
        grace.get("/api/v1/users").await.problem(401, "not_signed_in");
        assert!(w.read().sessions().of_user(id_of(&user)).await.unwrap().is_empty());
    }

    async fn r7_a_password_link_ends_with_the_deactivation_for_good(w: &World) {
        let path = path_of(&w.person("Ada Lovelace").await);
        let link = w.owner.post(&format!("{path}/password-link"), json!({})).await.expect(201);
        let token = link["url"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
        for verb in ["deactivate", "activate"] {
            w.owner.post(&format!("{path}/{verb}"), json!({})).await.expect(200);
        }
        let check = w.nobody.post("/api/v1/password-links/check", json!({"token": token})).await;
        check.problem(410, "link_invalid");
    }

    async fn r7_deactivation_is_announced_with_the_end_of_the_sessions(w: &World) {
        let user = w.person("Ada Lovelace").await;
        let head = w.feed_head().await;
        w.owner.post(&format!("{}/deactivate", path_of(&user)), json!({})).await.expect(200);
        let feed = w.read().feed().read_after(head, 10).await.unwrap();
        let seen: Vec<(&str, &str)> = feed.iter().map(|e| (e.kind.as_str(), e.subject_id.as_str())).collect();
        let id = user["id"].as_str().unwrap();
        assert_eq!(seen, [("user", id), ("session", id)]);
    }

    async fn r8_deactivation_takes_nothing_away_and_activation_brings_all_back(w: &World) {
        let site = w.site("London").await;
        let new = with(
            new_user("Ada Lovelace"),
            json!({"site_id": site["id"], "job_title": "Countess", "locale": "en-GB"}),
        );
        let user = w.owner.post("/api/v1/users", new).await.expect(201);
        let path = path_of(&user);
        w.owner.patch(&path, "*", json!({"extension": "4711"})).await.expect(200);
        let off = w.owner.post(&format!("{path}/deactivate"), json!({})).await.expect(200);
        assert_eq!((&off["site"], &off["extension"], &off["job_title"]), (&user["site"], &json!("4711"), &json!("Countess")));
        let on = w.owner.post(&format!("{path}/activate"), json!({})).await.expect(200);
        assert_eq!(on["status"], "active");
        assert_eq!(on["deactivated_at"], json!(null));
        assert_eq!((&on["site"], &on["extension"], &on["locale"]), (&user["site"], &json!("4711"), &json!("en-GB")));
    }

    async fn deactivating_twice_writes_once(w: &World) {
        let user = w.person("Ada Lovelace").await;
        let path = format!("{}/deactivate", path_of(&user));
        let first = w.owner.post(&path, json!({})).await.expect(200);
        let head = w.feed_head().await;
        assert_eq!(w.owner.post(&path, json!({})).await.expect(200), first);
        assert_eq!(w.feed_head().await, head);
    }

    async fn r6_a_deactivated_user_stays_in_the_list(w: &World) {
        let user = w.person("Ada Lovelace").await;
        w.owner.post(&format!("{}/deactivate", path_of(&user)), json!({})).await.expect(200);
        let list = w.owner.get("/api/v1/users?search=lovelace").await.expect(200);
        assert_eq!(list["items"][0]["status"], "deactivated");
    }

    async fn r2_activation_of_a_managed_user_belongs_to_the_identity_provider(w: &World) {
        let user = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        for verb in ["activate", "deactivate"] {
            let answer = w.owner.post(&format!("{}/{verb}", path_of(&user)), json!({})).await;
            let problem = answer.problem(409, "refused");
            assert_eq!(problem["rule"], "R2");
            assert_eq!(problem["reason"]["field"], "status");
        }
    }

    async fn r10_nobody_deactivates_or_deletes_themselves(w: &World) {
        let own = format!("/api/v1/users/{}", w.owner_id);
        let problem = w.owner.post(&format!("{own}/deactivate"), json!({})).await.problem(409, "refused");
        assert_eq!(problem["reason"]["code"], "own_account");
        let problem = w.owner.delete(&own).await.problem(409, "refused");
        assert_eq!(problem["reason"]["code"], "own_account");
    }

    async fn r10_of_two_owners_who_deactivate_each_other_at_once_one_stays(w: &World) {
        let other = w.with_role("Grace Hopper", Role::Owner).await;
        let grace = w.sign_in(&other).await;
        let (one, two) = (format!("{}/deactivate", path_of(&other)), format!("/api/v1/users/{}/deactivate", w.owner_id));
        let (first, second) = tokio::join!(w.owner.post(&one, json!({})), grace.post(&two, json!({})));
        let done = [first.status, second.status].into_iter().filter(|status| *status == 200).count();
        assert_eq!(done, 1, "{} {}", first.body, second.body);
        assert_eq!(w.read().users().count_active_owners().await.unwrap(), 1);
    }

    async fn r10_of_two_owners_who_delete_each_other_at_once_one_stays(w: &World) {
        let other = w.with_role("Grace Hopper", Role::Owner).await;
        let grace = w.sign_in(&other).await;
        let own = format!("/api/v1/users/{}", w.owner_id);
        let other = path_of(&other);
        let (first, second) = tokio::join!(w.owner.delete(&other), grace.delete(&own));
        let done = [first.status, second.status].into_iter().filter(|status| *status == 204).count();
        assert_eq!(done, 1, "{} {}", first.body, second.body);
        assert_eq!(w.read().users().count_active_owners().await.unwrap(), 1);
    }

    async fn r10_the_last_active_owner_is_shown_as_such(w: &World) {
        let own = format!("/api/v1/users/{}", w.owner_id);
        assert_eq!(w.owner.get(&own).await.expect(200)["is_last_active_owner"], true);
        w.with_role("Grace Hopper", Role::Owner).await;
        assert_eq!(w.owner.get(&own).await.expect(200)["is_last_active_owner"], false);
    }

    async fn r9_an_admin_deletes_for_good_also_a_managed_user(w: &World) {
        let user = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        let admin = w.signed_in(Role::Admin).await;
        let answer = admin.delete(&path_of(&user)).await;
        assert_eq!((answer.status, answer.body.as_str()), (204, ""));
        admin.get(&path_of(&user)).await.problem(404, "not_found");
        admin.delete(&path_of(&user)).await.problem(404, "not_found");
        assert_eq!(w.audited("user_deleted").await.len(), 1, "R33: the entry outlives the person");
        w.owner.post("/api/v1/users", new_user("Ada Lovelace")).await.expect(201);
    }

    async fn r7_the_session_of_a_deleted_user_is_dead_at_the_next_request(w: &World) {
        let user = w.with_role("Grace Hopper", Role::Admin).await;
        let grace = w.sign_in(&user).await;
        assert_eq!(w.owner.delete(&path_of(&user)).await.status, 204);
        grace.get("/api/v1/users").await.problem(401, "not_signed_in");
    }

    async fn r32_an_admin_does_not_touch_an_owner(w: &World) {
        let path = path_of(&w.with_role("Grace Hopper", Role::Owner).await);
        let admin = w.signed_in(Role::Admin).await;
        for answer in [
            admin.post(&format!("{path}/deactivate"), json!({})).await,
            admin.post(&format!("{path}/activate"), json!({})).await,
            admin.post(&format!("{path}/password-link"), json!({})).await,
            admin.delete(&path).await,
        ] {
            assert_eq!(answer.problem(409, "refused")["reason"]["code"], "only_owners_change_owners");
        }
    }

    async fn r32_an_auditor_changes_nobody(w: &World) {
        let path = path_of(&w.person("Ada Lovelace").await);
        let auditor = w.signed_in(Role::Auditor).await;
        auditor.get(&path).await.expect(200);
        auditor.post(&format!("{path}/deactivate"), json!({})).await.problem(403, "forbidden");
        auditor.delete(&path).await.problem(403, "forbidden");
    }
}
