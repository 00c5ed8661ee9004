//! The preview before the first synchronization, on both databases (R5, R9, R10, R30).

mod lists;
mod usernames;

use domain::{FieldSet, Role};
use serde_json::{Value, json};
use store::User;

use crate::users::world::*;

const PATH: &str = "/api/v1/provisioning/preview";

async fn preview(w: &World<'_>, csv: &str) -> Value {
    w.owner.post(PATH, json!({"csv": csv})).await.expect(200)
}

async fn scope(w: &World<'_>, scope: &str) {
    w.owner.patch("/api/v1/provisioning", "*", json!({"retrieval_scope": scope})).await.expect(200);
}

/// `username kind rule` of each person who is in the list.
fn fates(preview: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = preview["rows"].as_array().unwrap().iter().filter(|row| !row["line"].is_null());
    rows.map(|row| [text(&row["username"]), text(&row["kind"]), text(&row["rule"])].join(" ")).collect()
}

on_both! {
    async fn r5_each_person_of_the_list_is_linked_managed_or_created(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        w.managed("Bruno Ruiz", FieldSet::EMPTY).await;
        let csv = "userPrincipalName,displayName,accountEnabled\nADA.lovelace@contoso.com,Ada,True\nbruno.ruiz@contoso.com,,\nnew@contoso.com,Nora New,True\n";
        let preview = preview(w, csv).await;
        assert_eq!(fates(&preview), [
            "ADA.lovelace@contoso.com linked R5",
            "bruno.ruiz@contoso.com managed R5",
            "new@contoso.com created R26",
        ]);
        assert_eq!(preview["rows"][0]["user_id"], ada["id"]);
        assert_eq!(preview["people"], 3);
        let counts = json!({"conflict": 0, "linked": 1, "created": 1, "managed": 1, "local_only": 1, "suggestions": 0, "problems": 0});
        assert_eq!(preview["counts"], counts, "the owner is here only");
        for row in preview["rows"].as_array().unwrap() {
            assert!(row["message"].as_str().unwrap().ends_with('.'), "a sentence: {row}");
        }
    }

    async fn r30_a_hidden_local_user_is_a_conflict(w: &World) {
        w.person("Ada Lovelace").await;
        scope(w, "created_by_identity_provider").await;
        let preview = preview(w, "login\nada.lovelace@contoso.com\n").await;
        assert_eq!(fates(&preview), ["ada.lovelace@contoso.com conflict R30"]);
        assert!(preview["rows"][0]["message"].as_str().unwrap().contains("409"));
        assert_eq!(preview["retrieval_scope"], "created_by_identity_provider");
    }

    async fn r9_whom_scim_has_deleted_is_linked_again(w: &World) {
        let ada = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        let before = &w.stored(&ada).await;
        let gone = &User { scim_id: None, scim_tombstoned_at: Some(w.app.now()), ..before.clone() };
        w.store().write(w.org, |tx| async move { tx.users().update(before, gone.clone()).await }).await.unwrap();
        assert_eq!(fates(&preview(w, "login\nada.lovelace@contoso.com\n").await), ["ada.lovelace@contoso.com linked R9"]);
    }

    async fn r10_the_last_active_owner_who_is_blocked_there_is_a_conflict(w: &World) {
        let csv = "userPrincipalName,accountEnabled\nowner@contoso.com,False\n";
        assert_eq!(fates(&preview(w, csv).await), ["owner@contoso.com conflict R10"]);
        w.contoso.person("second", Role::Owner).await;
        assert_eq!(fates(&preview(w, csv).await), ["owner@contoso.com linked R5"]);
    }

    async fn local_users_who_are_not_in_the_list_are_told_by_name(w: &World) {
        w.person("Bruno Ruiz").await;
        w.person("Ada Lovelace").await;
        w.managed("Carla Managed", FieldSet::EMPTY).await;
        let preview = preview(w, "login\nowner@contoso.com\nnew@contoso.com\n").await;
        let rows = preview["rows"].as_array().unwrap();
        let local: Vec<&str> = rows.iter().filter(|row| row["line"].is_null()).map(|row| row["name"].as_str().unwrap()).collect();
        assert_eq!(local, ["Ada Lovelace", "Bruno Ruiz"]);
        assert_eq!(preview["counts"]["local_only"], 2);
    }

    async fn the_same_person_under_another_username_is_suggested(w: &World) {
        let ada = w.person("Ada Lovelace").await;
        let bruno = w.managed("Bruno Ruiz", FieldSet::EMPTY).await;
        let csv = "userPrincipalName;givenName;surname;mail\nal@contoso.com;;;ADA.Lovelace@contoso.com\nbr@contoso.com;Bruno;Ruiz;\n";
        let preview = preview(w, csv).await;
        assert_eq!(preview["counts"]["suggestions"], 2);
        assert_eq!(preview["suggestions"], json!([
            {"user_id": ada["id"], "name": "Ada Lovelace", "username": "ada.lovelace@contoso.com",
             "username_there": "al@contoso.com", "line": 2, "by": "email", "managed_by": "local"},
            {"user_id": bruno["id"], "name": "Bruno Ruiz", "username": "bruno.ruiz@contoso.com",
             "username_there": "br@contoso.com", "line": 3, "by": "name", "managed_by": "identity_provider"},
        ]));
    }

    async fn nobody_of_another_organization_is_looked_at(w: &World) {
        w.person("Ada Lovelace").await;
        let csv = json!({"csv": "login,email\nada.lovelace@contoso.com,ada.lovelace@contoso.com\n"});
        let seen = w.stranger.post(PATH, csv).await.expect(200);
        assert_eq!(fates(&seen), ["ada.lovelace@contoso.com created R26"]);
        assert_eq!(seen["suggestions"], json!([]));
        assert_eq!(seen["counts"]["local_only"], 1, "their own owner");
        assert!(!seen.to_string().contains("Lovelace"));
    }

    async fn nothing_is_written_and_nothing_is_kept(w: &World) {
        let (head, count) = (w.feed_head().await, w.count().await);
        preview(w, "login\nowner@contoso.com\nnew@contoso.com\n").await;
        assert_eq!((w.feed_head().await, w.count().await), (head, count));
    }

    async fn r32_whoever_sees_the_settings_may_look_and_a_member_may_not(w: &World) {
        let body = json!({"csv": "login\nada\n"});
        w.signed_in(Role::Auditor).await.post(PATH, body.clone()).await.expect(200);
        w.signed_in(Role::Member).await.post(PATH, body.clone()).await.problem(403, "forbidden");
        w.nobody.post(PATH, body).await.problem(401, "not_signed_in");
    }
}
