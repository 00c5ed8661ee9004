//! Sites over REST, on both databases (R11-R15).

use domain::{FieldSet, Role};
use serde_json::json;

use crate::users::world::*;

on_both! {
    async fn r11_a_site_has_a_name_of_its_own_without_regard_to_case(w: &World) {
        let made = w.owner.post("/api/v1/sites", json!({"name": "  London "})).await;
        assert_eq!(made.etag(), "\"1\"");
        let london = made.expect(201);
        assert_eq!(london["name"], "London");
        assert_eq!((&london["former_names"], &london["users"]), (&json!([]), &json!(0)));
        let problem = w.owner.post("/api/v1/sites", json!({"name": "LONDON"})).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&problem), one("name", "site_name_taken"));
        assert_eq!(problem["rule"], "R11");
        assert_eq!(w.owner.get("/api/v1/sites").await.expect(200)["total"], 1);
        w.stranger.post("/api/v1/sites", json!({"name": "London"})).await.expect(201);
    }

    async fn the_list_is_by_name_with_the_people_of_each(w: &World) {
        let paris = w.site("paris").await;
        w.site("London").await;
        let user = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        w.owner.patch(&path_of(&user), "*", json!({"site_id": paris["id"]})).await.expect(200);
        let local = with(new_user("Grace Hopper"), json!({"site_id": paris["id"]}));
        w.owner.post("/api/v1/users", local).await.expect(201);
        let list = w.owner.get("/api/v1/sites").await.expect(200);
        let row = |at: usize| {
            let site = &list["items"][at];
            (site["name"].as_str().unwrap(), site["users"].as_u64().unwrap(), site["managed_users"].as_u64().unwrap())
        };
        assert_eq!((list["total"].as_u64(), row(0), row(1)), (Some(2), ("London", 0, 0), ("paris", 2, 1)));
    }

    async fn r14_a_rename_keeps_the_former_name_unless_told_otherwise(w: &World) {
        let path = site_path(&w.site("London").await);
        let renamed = w.owner.patch(&path, "\"1\"", json!({"name": "London HQ"})).await;
        assert_eq!(renamed.etag(), "\"2\"");
        assert_eq!(renamed.expect(200)["former_names"], json!(["London"]));
        let dropped = json!({"name": "Paddington", "keep_former_name": false});
        let site = w.owner.patch(&path, "\"2\"", dropped).await.expect(200);
        assert_eq!((&site["name"], &site["former_names"]), (&json!("Paddington"), &json!(["London"])));
        let back = w.owner.patch(&path, "*", json!({"name": "london"})).await.expect(200);
        assert_eq!((&back["name"], &back["former_names"]), (&json!("london"), &json!(["Paddington"])));
    }

    async fn r14_a_former_name_is_taken_until_it_is_dropped(w: &World) {
        let path = site_path(&w.site("London").await);
        w.owner.patch(&path, "*", json!({"name": "London HQ"})).await.expect(200);
        let taken = w.owner.post("/api/v1/sites", json!({"name": "london"})).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&taken), one("name", "site_name_taken"));
        let drop_path = format!("{path}/drop-former-name");
        let dropped = w.owner.post(&drop_path, json!({"name": " LONDON"})).await.expect(200);
        assert_eq!(dropped["former_names"], json!([]));
        w.site("London").await;
        for gone in ["London", "London HQ", "Atlantis", ""] {
            let problem = w.owner.post(&drop_path, json!({"name": gone})).await.problem(422, "invalid_fields");
            assert_eq!(field_codes(&problem), one("name", "not_a_choice"));
        }
    }

    async fn a_rename_to_the_present_name_writes_nothing_and_to_another_site_is_refused(w: &World) {
        w.site("Paris").await;
        let london = w.site("London").await;
        let head = w.feed_head().await;
        let same = w.owner.patch(&site_path(&london), "\"1\"", json!({"name": "London "})).await.expect(200);
        assert_eq!((same, w.feed_head().await), (london.clone(), head));
        let answer = w.owner.patch(&site_path(&london), "\"1\"", json!({"name": "PARIS"})).await;
        assert_eq!(field_codes(&answer.problem(422, "invalid_fields")), one("name", "site_name_taken"));
        assert_eq!(w.owner.get(&site_path(&london)).await.expect(200), london, "nothing was half-written");
    }

    async fn a_rename_of_a_stale_version_shows_the_site_as_it_is_now(w: &World) {
        let path = site_path(&w.site("London").await);
        let (one, other) = tokio::join!(
            w.owner.patch(&path, "\"1\"", json!({"name": "London HQ"})),
            w.owner.patch(&path, "\"1\"", json!({"name": "Paddington"})),
        );
        let (won, lost) = if one.status == 200 { (one, other) } else { (other, one) };
        assert_eq!(lost.problem(412, "changed_elsewhere")["current"], won.expect(200));
        let answer = w.owner.send("PATCH", &path, &[], Some("{}".to_owned())).await;
        answer.problem(428, "precondition_required");
    }

    async fn a_user_follows_the_new_name_of_their_site(w: &World) {
        let site = w.site("London").await;
        let new = with(new_user("Ada Lovelace"), json!({"site_id": site["id"]}));
        let user = w.owner.post("/api/v1/users", new).await.expect(201);
        w.owner.patch(&site_path(&site), "*", json!({"name": "London HQ"})).await.expect(200);
        assert_eq!(w.owner.get(&path_of(&user)).await.expect(200)["site"]["name"], "London HQ");
    }

    async fn r15_a_site_with_users_is_not_deleted_deactivated_ones_included(w: &World) {
        let site = w.site("London").await;
        let new = with(new_user("Ada Lovelace"), json!({"site_id": site["id"]}));
        let user = w.owner.post("/api/v1/users", new).await.expect(201);
        w.owner.post(&format!("{}/deactivate", path_of(&user)), json!({})).await.expect(200);
        let problem = w.owner.delete(&site_path(&site)).await.problem(409, "refused");
        assert_eq!(problem["reason"], json!({"code": "site_has_users", "users": 1}));
        assert_eq!(problem["rule"], "R15");
        assert_eq!(w.owner.delete(&path_of(&user)).await.status, 204);
        let answer = w.owner.delete(&site_path(&site)).await;
        assert_eq!((answer.status, answer.body.as_str()), (204, ""));
        w.owner.get(&site_path(&site)).await.problem(404, "not_found");
        w.owner.delete(&site_path(&site)).await.problem(404, "not_found");
        w.site("London").await;
    }

    async fn r15_nobody_is_left_at_a_site_that_is_deleted_at_the_same_moment(w: &World) {
        let site = w.site("London").await;
        let user = w.person("Ada Lovelace").await;
        let (path, site_path) = (path_of(&user), site_path(&site));
        let (edited, deleted) = tokio::join!(
            w.owner.patch(&path, "*", json!({"site_id": site["id"]})),
            w.owner.delete(&site_path),
        );
        let outcome = (edited.status, deleted.status);
        assert!([(200, 409), (422, 204)].contains(&outcome), "{outcome:?} {} {}", edited.body, deleted.body);
    }

    async fn bad_names_and_foreign_sites_are_refused(w: &World) {
        for (name, code) in [("", "empty"), (" \t", "empty"), ("a\u{202E}b", "hidden_character"), ("\u{0}", "hidden_character")] {
            let problem = w.owner.post("/api/v1/sites", json!({"name": name})).await.problem(422, "invalid_fields");
            assert_eq!(field_codes(&problem), one("name", code));
        }
        let long = json!({"name": "x".repeat(129)});
        assert_eq!(field_codes(&w.owner.post("/api/v1/sites", long).await.problem(422, "invalid_fields")), one("name", "too_long"));
        for junk in [json!({}), json!({"name": 7}), json!({"name": "x", "color": "red"}), json!([])] {
            w.owner.post("/api/v1/sites", junk).await.problem(400, "invalid_request");
        }
        let foreign = site_path(&w.stranger.post("/api/v1/sites", json!({"name": "Rome"})).await.expect(201));
        w.owner.get(&foreign).await.problem(404, "not_found");
        w.owner.patch(&foreign, "*", json!({"name": "Oslo"})).await.problem(404, "not_found");
        w.owner.post(&format!("{foreign}/drop-former-name"), json!({"name": "x"})).await.problem(404, "not_found");
        w.owner.delete(&foreign).await.problem(404, "not_found");
        assert_eq!(w.owner.get("/api/v1/sites").await.expect(200)["total"], 0);
    }

    async fn r32_an_auditor_sees_sites_and_changes_none(w: &World) {
        let site = w.site("London").await;
        let auditor = w.signed_in(Role::Auditor).await;
        auditor.get("/api/v1/sites").await.expect(200);
        auditor.post("/api/v1/sites", json!({"name": "Paris"})).await.problem(403, "forbidden");
        auditor.patch(&site_path(&site), "*", json!({"name": "Paris"})).await.problem(403, "forbidden");
        auditor.delete(&site_path(&site)).await.problem(403, "forbidden");
        w.signed_in(Role::Member).await.get("/api/v1/sites").await.problem(403, "forbidden");
    }

    async fn r33_every_change_of_a_site_is_in_the_audit_log(w: &World) {
        let path = site_path(&w.site("London").await);
        w.owner.patch(&path, "*", json!({"name": "London HQ"})).await.expect(200);
        w.owner.post(&format!("{path}/drop-former-name"), json!({"name": "London"})).await.expect(200);
        assert_eq!(w.owner.delete(&path).await.status, 204);
        for action in ["site_created", "site_renamed", "site_former_name_dropped", "site_deleted"] {
            assert_eq!(w.audited(action).await.len(), 1, "{action}");
        }
        let renamed = &w.audited("site_renamed").await[0];
        let change = &renamed.changes[0];
        assert_eq!((change.from.as_deref(), change.to.as_deref()), (Some("London"), Some("London HQ")));
        assert_eq!(renamed.actor_name, "Olivia Owner");
    }

    async fn a_site_has_an_address_and_defaults_and_what_is_left_out_of_an_edit_stays(w: &World) {
        let new = json!({"name": "London", "address": "1 Long Lane\r\nLondon SE1 ", "time_zone": "Europe/London", "locale": "en-GB"});
        let site = w.owner.post("/api/v1/sites", new).await.expect(201);
        assert_eq!(site["address"], "1 Long Lane\nLondon SE1");
        let path = site_path(&site);
        let edited = w.owner.patch(&path, "\"1\"", json!({"time_zone": "", "locale": "cy"})).await.expect(200);
        assert_eq!((&edited["time_zone"], &edited["locale"]), (&json!(null), &json!("cy")));
        assert_eq!((&edited["name"], &edited["address"], &edited["version"]), (&site["name"], &site["address"], &json!(2)));
        assert_eq!(w.owner.patch(&path, "\"2\"", json!({"locale": "cy"})).await.expect(200)["version"], 2);
        let entry = &w.audited("site_edited").await[0];
        let changed: Vec<(&str, Option<&str>)> = entry.changes.iter().map(|c| (c.field.as_str(), c.to.as_deref())).collect();
        assert_eq!(changed, [("time_zone", None), ("locale", Some("cy"))]);
        assert_eq!(w.audited("site_created").await[0].changes.len(), 4);
    }

    async fn all_that_is_wrong_with_a_site_is_said_at_once(w: &World) {
        let wrong = json!({"name": " ", "address": "a\tb", "time_zone": "London time", "locale": "English"});
        let expected = [("name", "empty"), ("address", "hidden_character"), ("time_zone", "not_a_time_zone"), ("locale", "not_a_locale")];
        let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
        let wrong_locale = with(wrong, json!({"locale": "en GB"}));
        let problem = w.owner.post("/api/v1/sites", wrong_locale.clone()).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&problem), expected);
        let site = w.site("London").await;
        let problem = w.owner.patch(&site_path(&site), "*", wrong_locale).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&problem), expected);
        assert_eq!(w.owner.get(&site_path(&site)).await.expect(200), site);
    }

    async fn the_defaults_of_a_site_are_shown_with_its_people_and_never_copied(w: &World) {
        let site = w.owner.post("/api/v1/sites", json!({"name": "London", "time_zone": "Europe/London", "locale": "en-GB"})).await.expect(201);
        let new = with(new_user("Ada Lovelace"), json!({"site_id": site["id"], "locale": "fr"}));
        let ada = w.owner.post("/api/v1/users", new).await.expect(201);
        assert_eq!((&ada["time_zone"], &ada["locale"]), (&json!(null), &json!("fr")));
        let typed: api::users::User = serde_json::from_value(ada.clone()).unwrap();
        assert_eq!((typed.effective_time_zone(), typed.effective_locale()), (Some("Europe/London"), Some("fr")));
        w.owner.patch(&site_path(&site), "*", json!({"time_zone": "Europe/Dublin"})).await.expect(200);
        let now: api::users::User = serde_json::from_value(w.owner.get(&path_of(&ada)).await.expect(200)).unwrap();
        assert_eq!((now.effective_time_zone(), now.version), (Some("Europe/Dublin"), 1));
        assert_eq!(w.stored(&ada).await.time_zone, None);
    }

    async fn r14_another_name_of_a_site_is_added_once_and_is_nobody_elses(w: &World) {
        let (london, paris) = (w.site("London").await, w.site("Paris").await);
        let add = |site: &serde_json::Value| format!("{}/add-former-name", site_path(site));
        let added = w.owner.post(&add(&london), json!({"name": " LDN "})).await;
        assert_eq!(added.etag(), "\"2\"");
        assert_eq!(added.expect(200)["former_names"], json!(["LDN"]));
        for same in ["ldn", "LONDON"] {
            let again = w.owner.post(&add(&london), json!({"name": same})).await.expect(200);
            assert_eq!((&again["version"], &again["former_names"]), (&json!(2), &json!(["LDN"])));
        }
        for taken in ["ldn", "london"] {
            let problem = w.owner.post(&add(&paris), json!({"name": taken})).await.problem(422, "invalid_fields");
            assert_eq!(field_codes(&problem), one("name", "site_name_taken"));
        }
        let entry = &w.audited("site_former_name_added").await[0];
        assert_eq!((entry.subject_name.as_str(), entry.changes[0].to.as_deref()), ("London", Some("LDN")));
    }
}
