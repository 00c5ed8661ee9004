//! Usernames that are put right in bulk.

use super::*;

const USERNAMES: &str = "/api/v1/provisioning/preview/usernames";

fn edit(user: &Value, username: &str) -> Value {
    json!({"user_id": user["id"], "username": username})
}

fn refusals(results: &Value) -> Vec<Option<String>> {
    let results = results["results"].as_array().unwrap();
    results.iter().map(|result| result["refused"].as_str().map(str::to_owned)).collect()
}

on_both! {
    async fn each_username_is_judged_as_an_edit_and_has_a_result_of_its_own(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let bruno = w.managed("Bruno Ruiz", FieldSet::EMPTY).await;
        let carla = w.person("Carla Diaz").await;
        let dora = w.person("Dora Evans").await;
        let edits = [edit(&ada, "al@contoso.com"), edit(&bruno, "br@contoso.com"), edit(&carla, "AL@contoso.com"), edit(&dora, "d e")];
        let results = w.owner.post(USERNAMES, json!({"edits": edits})).await.expect(200);
        let refused = refusals(&results);
        assert_eq!(refused[0], None);
        assert!(refused[1].as_ref().unwrap().contains("managed by Microsoft Entra ID"), "R2: {refused:?}");
        assert!(refused[2].as_ref().unwrap().contains("Another user has this username"), "{refused:?}");
        assert_eq!(refused[3].as_deref(), Some("Write this without spaces."));
        assert_eq!(w.stored(&ada).await.username, "al@contoso.com");
        assert_eq!(w.stored(&bruno).await.username, "bruno.ruiz@contoso.com");
        assert_eq!(w.stored(&carla).await.username, "carla.diaz@contoso.com");
    }

    async fn r33_each_change_is_in_the_history_of_its_person(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let body = json!({"edits": [edit(&ada, "al@contoso.com")]});
        w.owner.post(USERNAMES, body.clone()).await.expect(200);
        let entry = &w.history(&ada).await[0];
        assert_eq!((&entry["action"], &entry["actor_name"]), (&json!("user_edited"), &json!("Olivia Owner")));
        assert_eq!(entry["changes"], json!([{"field": "username", "from": "ada.lovelace@contoso.com", "to": "al@contoso.com"}]));
        let head = w.feed_head().await;
        assert_eq!(refusals(&w.owner.post(USERNAMES, body).await.expect(200)), [None]);
        assert_eq!(w.feed_head().await, head, "the same again writes nothing");
    }

    async fn r5_who_was_put_right_is_linked_by_the_next_preview(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let csv = "login,email\nal@contoso.com,ada.lovelace@contoso.com\n";
        let there = &preview(w, csv).await["suggestions"][0]["username_there"];
        w.owner.post(USERNAMES, json!({"edits": [edit(&ada, there.as_str().unwrap())]})).await.expect(200);
        assert_eq!(fates(&preview(w, csv).await), ["al@contoso.com linked R5"]);
    }

    async fn none_too_many_or_the_same_twice_changes_nothing(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let twice = vec![edit(&ada, "a"), edit(&ada, "b")];
        let id = |n: usize| json!({"id": format!("usr_{n:032x}")});
        let many: Vec<Value> = (0..501).map(|n| edit(&id(n), "x")).collect();
        for edits in [Vec::new(), twice, many] {
            let problem = w.owner.post(USERNAMES, json!({"edits": edits})).await.problem(422, "invalid_fields");
            assert_eq!(problem["errors"][0]["field"], "edits");
        }
        assert_eq!(w.stored(&ada).await.version, 1);
    }

    async fn a_user_of_another_organization_is_not_there(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let results = w.stranger.post(USERNAMES, json!({"edits": [edit(&ada, "stolen")]})).await.expect(200);
        assert!(refusals(&results)[0].as_ref().unwrap().contains("no such user"));
        assert_eq!(w.stored(&ada).await.version, 1);
    }

    async fn r32_a_user_admin_may_and_an_auditor_may_not(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let body = json!({"edits": [edit(&ada, "al@contoso.com")]});
        w.signed_in(Role::Auditor).await.post(USERNAMES, body.clone()).await.problem(403, "forbidden");
        w.signed_in(Role::UserAdmin).await.post(USERNAMES, body).await.expect(200);
    }
}
