//! The guard against mass changes, on both databases (R2, R7, R32).

use domain::Role;
use serde_json::{Value, json};

use crate::scim::client::Idp;
use crate::users::world::*;

const GUARD: &str = "/api/v1/provisioning/guard";
const UNDO: &str = "/api/v1/provisioning/guard/undo";
const DISMISS: &str = "/api/v1/provisioning/guard/dismiss";
const MINUTE: i64 = 60_000;

/// Twelve people, made by the identity provider, of whom it has deactivated the first so many.
async fn deactivated(w: &World<'_>, count: usize) -> (Idp, Vec<Value>) {
    let entra = Idp::connect(w).await;
    let mut people = Vec::new();
    for letter in 'a'..='l' {
        people.push(entra.create(&format!("P{letter} Person")).await);
    }
    deactivate(&entra, &people[..count]).await;
    (entra, people)
}

async fn deactivate(entra: &Idp, people: &[Value]) {
    for person in people {
        let off = json!([{"op": "Replace", "path": "active", "value": "False"}]);
        entra.patch(person, off).await.expect(200);
    }
}

async fn change(by: &Browser) -> Value {
    by.get(GUARD).await.expect(200)["change"].clone()
}

async fn dismiss(by: &Browser) {
    assert_eq!(by.post(DISMISS, json!({})).await.status, 204);
}

async fn active(w: &World<'_>) -> u64 {
    w.owner.get("/api/v1/home").await.expect(200)["active_users"].as_u64().unwrap()
}

on_both! {
    async fn r7_deactivations_within_an_hour_are_told_together_with_who_it_was(w: &World) {
        let (entra, people) = deactivated(w, 6).await;
        w.clock.advance(40 * MINUTE);
        deactivate(&entra, &people[6..11]).await;
        w.clock.advance(2 * MINUTE);
        let guard = w.owner.get(GUARD).await.expect(200);
        assert_eq!((&guard["percent"], &guard["minimum"]), (&json!(20), &json!(10)));
        let change = &guard["change"];
        assert_eq!((&change["people"], &change["share"]), (&json!(11), &json!(91)));
        assert_eq!((&change["from"], &change["to"]), (&json!("2026-11-23T12:00:00.000Z"), &json!("2026-11-23T12:40:00.000Z")));
        let first = change["first"].as_array().unwrap();
        assert_eq!((first.len(), &first[0]["name"], &first[10]["name"]), (11, &json!("Pa Person"), &json!("Pk Person")));
        w.owner.get(&path_of(&first[0])).await.expect(200);
        assert_eq!(w.owner.get("/api/v1/home").await.expect(200)["mass_change"], 11);
        w.clock.advance(7 * 24 * 60 * MINUTE);
        assert_eq!(self::change(&w.signed_in(Role::Auditor).await).await, Value::Null, "told for a week");
    }

    async fn nine_people_are_no_mass_change(w: &World) {
        deactivated(w, 9).await;
        assert_eq!(change(&w.owner).await, Value::Null);
        assert_eq!(w.owner.get("/api/v1/home").await.expect(200)["mass_change"], Value::Null);
        assert_eq!(w.owner.post(UNDO, json!({})).await.expect(200), json!({"reactivated": 0, "refused": 0}));
        dismiss(&w.owner).await;
        assert_eq!(w.audited("user_activated").await.len(), 0);
    }

    async fn r33_undone_the_people_are_active_again_and_an_entry_says_by_whom(w: &World) {
        let (entra, people) = deactivated(w, 11).await;
        let first = change(&w.owner).await["first"][0].clone();
        assert_eq!(w.owner.post(UNDO, json!({})).await.expect(200), json!({"reactivated": 11, "refused": 0}));
        assert_eq!(active(w).await, 13, "with the owner");
        assert_eq!(change(&w.owner).await, Value::Null);
        assert_eq!(w.audited("user_activated").await.len(), 11);
        let history = w.history(&first).await;
        assert_eq!((&history[0]["action"], &history[0]["actor_name"]), (&json!("user_activated"), &json!("Olivia Owner")));
        assert_eq!(history[0]["changes"], json!([{"field": "status", "from": "deactivated", "to": "active"}]));
        assert_eq!(entra.read(&people[0]).await["active"], true);
        deactivate(&entra, &people[..11]).await;
        assert_eq!(change(&w.owner).await["people"], 11, "the identity provider may do it again");
    }

    async fn dismissed_it_is_no_longer_told_and_a_later_change_is(w: &World) {
        let (entra, people) = deactivated(w, 10).await;
        dismiss(&w.owner).await;
        assert_eq!(change(&w.owner).await, Value::Null);
        let entry = &w.audited("provisioning_edited").await[0];
        assert_eq!(entry.changes[0].field, "guard_dismissed_at");
        assert_eq!(active(w).await, 3, "nobody was changed");
        w.clock.advance(MINUTE);
        for person in &people[..10] {
            let on = json!([{"op": "Replace", "path": "active", "value": "True"}]);
            entra.patch(person, on).await.expect(200);
        }
        deactivate(&entra, &people[..10]).await;
        assert_eq!(change(&w.owner).await["people"], 10);
    }

    async fn the_share_is_a_setting_from_1_to_100(w: &World) {
        deactivated(w, 11).await;
        let settings = "/api/v1/provisioning";
        for percent in [0, 101] {
            let refused = w.owner.patch(settings, "*", json!({"guard_percent": percent})).await;
            assert_eq!(field_codes(&refused.problem(422, "invalid_fields")), one("guard_percent", "out_of_range"));
        }
        let set = w.owner.patch(settings, "*", json!({"guard_percent": 92})).await.expect(200);
        assert_eq!(set["guard_percent"], 92);
        assert_eq!(change(&w.owner).await, Value::Null, "91 % of them");
        w.owner.patch(settings, "*", json!({"guard_percent": 90})).await.expect(200);
        assert_eq!(change(&w.owner).await["people"], 11);
    }

    async fn r32_only_an_owner_reactivates_an_owner(w: &World) {
        let (_, people) = deactivated(w, 11).await;
        let users = w.owner.get("/api/v1/users?search=pa").await.expect(200);
        let before = &w.stored(&users["items"][0]).await;
        assert_eq!(before.username, people[0]["userName"].as_str().unwrap());
        let after = &store::User { role: Role::Owner, ..before.clone() };
        w.store().write(w.org, |tx| async move { tx.users().update(before, after.clone()).await }).await.unwrap();
        let admin = w.signed_in(Role::Admin).await;
        assert_eq!(admin.post(UNDO, json!({})).await.expect(200), json!({"reactivated": 10, "refused": 1}));
    }

    async fn another_organization_sees_nothing_and_undoes_nothing(w: &World) {
        deactivated(w, 11).await;
        assert_eq!(change(&w.stranger).await, Value::Null);
        w.stranger.post(UNDO, json!({})).await.expect(200);
        dismiss(&w.stranger).await;
        assert_eq!(change(&w.owner).await["people"], 11);
    }

    async fn r32_an_auditor_may_read_and_change_nothing(w: &World) {
        deactivated(w, 11).await;
        let auditor = w.signed_in(Role::Auditor).await;
        assert_eq!(change(&auditor).await["people"], 11);
        auditor.post(UNDO, json!({})).await.problem(403, "forbidden");
        auditor.post(DISMISS, json!({})).await.problem(403, "forbidden");
        assert_eq!(change(&w.owner).await["people"], 11);
    }
}
