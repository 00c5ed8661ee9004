//! Rules that give licences, on both databases.

use std::sync::Arc;

use domain::{Role, UserId};
use serde_json::{Value, json};
use server::app::App;
use server::config::Config;
use server::ids::SystemIds;
use server::license_rules;
use store::User;
use uuid::Uuid;

use crate::licenses::{give, person_at, plan, plan_path, seats};
use crate::users::world::*;

const RULES: &str = "/api/v1/license-rules";

async fn rule(w: &World<'_>, plan: &Value, more: Value) -> Value {
    w.owner.post(RULES, with(json!({"plan_id": plan["id"]}), more)).await.expect(201)
}

fn rule_path(rule: &Value) -> String {
    format!("{RULES}/{}", rule["id"].as_str().unwrap())
}

/// The plan of a person, when the rules have been applied.
async fn plan_of(w: &World<'_>, user: &Value) -> Value {
    w.app.license_rules.flush().await;
    w.owner.get(&path_of(user)).await.expect(200)["plan"]["name"].clone()
}

/// So many people at the site, past the API.
async fn crowd(w: &World<'_>, site: &Value, count: usize) {
    for number in 0..count {
        let (id, scim_id) = (UserId(w.app.new_id()), Uuid::from_u128(w.app.new_id()));
        let site_id = site["id"].as_str().unwrap().parse().ok();
        let user = User::new(id, scim_id, &format!("u{number}@contoso.com"), w.app.now());
        w.contoso.insert(&User { site_id, ..user }).await;
    }
}

async fn order(w: &World<'_>) -> Vec<Value> {
    let list = w.owner.get(RULES).await.expect(200);
    list["items"].as_array().unwrap().iter().map(|rule| rule["plan"]["name"].clone()).collect()
}

on_both! {
    async fn a_rule_is_off_until_it_is_switched_on(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 5).await;
        let ada = person_at(w, &site, "Ada Lovelace").await;
        let made = w.owner.post(RULES, json!({"plan_id": x1["id"], "site_id": site["id"], "department": " Sales "})).await;
        assert_eq!(made.etag(), "\"1\"");
        let made = made.expect(201);
        assert_eq!((&made["enabled"], &made["position"], &made["department"]), (&json!(false), &json!(1), &json!("Sales")));
        assert_eq!((&made["plan"]["name"], &made["site"]["name"]), (&json!("X1"), &json!("London")));
        assert_eq!(plan_of(w, &ada).await, json!(null));
        w.owner.patch(&path_of(&ada), "*", json!({"department": "sales"})).await.expect(200);
        assert_eq!(plan_of(w, &ada).await, json!(null));
        let on = w.owner.patch(&rule_path(&made), "\"1\"", json!({"enabled": true})).await;
        assert_eq!(on.etag(), "\"2\"");
        assert_eq!(plan_of(w, &ada).await, "X1");
        assert_eq!(w.owner.get(&plan_path(&x1)).await.expect(200)["rules"], 1);
    }

    async fn a_rule_gives_to_those_who_match_and_the_history_says_which_rule_it_was(w: &World) {
        let (london, berlin) = (w.site("London").await, w.site("Berlin").await);
        let x1 = plan(w, "X1", 5).await;
        rule(w, &x1, json!({"site_id": london["id"], "enabled": true})).await;
        let ada = person_at(w, &london, "Ada Lovelace").await;
        let grace = person_at(w, &berlin, "Grace Hopper").await;
        let barbara = w.person("Barbara Liskov").await;
        assert_eq!((plan_of(w, &ada).await, plan_of(w, &grace).await, plan_of(w, &barbara).await), (json!("X1"), json!(null), json!(null)));
        let event = &w.history(&ada).await[0];
        assert_eq!((&event["actor"], &event["actor_name"]), (&json!("system"), &json!("Licence rule: X1 for London")));
        assert_eq!(event["changes"], json!([{"field": "license", "to": "X1"}]));
        w.owner.patch(&path_of(&barbara), "*", json!({"site_id": london["id"]})).await.expect(200);
        assert_eq!(plan_of(w, &barbara).await, "X1", "as soon as there is a site");
    }

    async fn nobody_loses_a_licence_and_the_deactivated_get_none(w: &World) {
        let site = w.site("London").await;
        let (x1, x2) = (plan(w, "X1", 5).await, plan(w, "X2", 5).await);
        let (ada, grace) = (person_at(w, &site, "Ada Lovelace").await, person_at(w, &site, "Grace Hopper").await);
        give(w, &ada, &x2).await.expect(200);
        w.owner.post(&format!("{}/deactivate", path_of(&grace)), json!({})).await.expect(200);
        rule(w, &x1, json!({"enabled": true})).await;
        assert_eq!((plan_of(w, &ada).await, plan_of(w, &grace).await), (json!("X2"), json!(null)));
        w.owner.post(&format!("{}/activate", path_of(&grace)), json!({})).await.expect(200);
        assert_eq!(plan_of(w, &grace).await, "X1");
    }

    async fn a_full_plan_waits_for_a_seat_and_the_next_rule_has_its_turn(w: &World) {
        let site = w.site("London").await;
        let (x1, x2) = (plan(w, "X1", 1).await, plan(w, "X2", 1).await);
        let mut people = Vec::new();
        for name in ["Ada Lovelace", "Barbara Liskov", "Grace Hopper"] {
            people.push(person_at(w, &site, name).await);
        }
        rule(w, &x1, json!({"enabled": true})).await;
        rule(w, &x2, json!({"enabled": true})).await;
        let mut plans = Vec::new();
        for user in &people {
            plans.push(plan_of(w, user).await);
        }
        assert_eq!(plans, [json!("X1"), json!("X2"), json!(null)], "by name");
        w.owner.patch(&plan_path(&x2), "*", json!({"seats": 2})).await.expect(200);
        assert_eq!(plan_of(w, &people[2]).await, "X2", "a seat more");
        w.owner.delete(&path_of(&people[0])).await;
        assert_eq!(seats(w, &x1).await, (0, 1));
        let late = person_at(w, &site, "Katherine Johnson").await;
        assert_eq!(plan_of(w, &late).await, "X1", "the seat of somebody who is gone");
    }

    async fn more_people_than_one_round_takes_all_get_theirs(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 300).await;
        crowd(w, &site, 230).await;
        rule(w, &x1, json!({"enabled": true})).await;
        w.app.license_rules.flush().await;
        assert_eq!(seats(w, &x1).await, (230, 70));
        assert_eq!(w.audited("user_edited").await.len(), 230);
    }

    async fn two_servers_that_apply_the_same_rules_give_each_seat_once(w: &World) {
        let other = App::new(w.store().clone(), w.clock.clone(), Arc::new(SystemIds::default()), Config::default());
        let task = tokio::spawn(license_rules::run(other.clone()));
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 40).await;
        crowd(w, &site, 60).await;
        rule(w, &x1, json!({"enabled": true})).await;
        other.license_rules.wake(w.org);
        tokio::join!(other.license_rules.flush(), w.app.license_rules.flush());
        assert_eq!(seats(w, &x1).await, (40, 0));
        assert_eq!(w.audited("user_edited").await.len(), 40);
        assert!(w.read().licenses().miscounted().await.unwrap().is_empty());
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
    }

    async fn rules_are_applied_in_their_order_and_can_be_moved(w: &World) {
        let site = w.site("London").await;
        let mut rules = Vec::new();
        for name in ["X1", "X2", "X3"] {
            let plan = plan(w, name, 5).await;
            rules.push(rule(w, &plan, json!({"enabled": name != "X1"})).await);
        }
        assert_eq!(order(w).await, ["X1", "X2", "X3"]);
        let moved = w.owner.patch(&rule_path(&rules[2]), "\"1\"", json!({"position": 1})).await.expect(200);
        assert_eq!((&moved["position"], &moved["version"]), (&json!(1), &json!(1)));
        assert_eq!(order(w).await, ["X3", "X1", "X2"]);
        let head = w.feed_head().await;
        w.owner.patch(&rule_path(&rules[1]), "*", json!({"position": 99})).await.expect(200);
        assert_eq!(w.feed_head().await, head, "it is the last one already");
        let ada = person_at(w, &site, "Ada Lovelace").await;
        assert_eq!(plan_of(w, &ada).await, "X3");
    }

    async fn a_rule_goes_with_its_plan_and_with_its_site(w: &World) {
        let site = w.site("London").await;
        let (x1, x2) = (plan(w, "X1", 5).await, plan(w, "X2", 5).await);
        rule(w, &x1, json!({})).await;
        rule(w, &x2, json!({"site_id": site["id"]})).await;
        assert_eq!(w.owner.delete(&plan_path(&x1)).await.status, 204);
        assert_eq!(order(w).await, ["X2"]);
        assert_eq!(w.owner.delete(&site_path(&site)).await.status, 204);
        assert_eq!(order(w).await, [json!(null); 0]);
        let deleted = w.audited("license_rule_deleted").await;
        let names: Vec<&str> = deleted.iter().map(|entry| entry.subject_name.as_str()).collect();
        assert_eq!(names, ["Licence rule: X2 for London", "Licence rule: X1 for everybody"]);
    }

    async fn what_is_wrong_with_a_rule_comes_at_once(w: &World) {
        let foreign = w.stranger.post("/api/v1/sites", json!({"name": "Rome"})).await.expect(201);
        let wrong = json!({"plan_id": "X1", "site_id": foreign["id"], "department": "a\u{202E}b"});
        let refused = w.owner.post(RULES, wrong).await.problem(422, "invalid_fields");
        let expected = [one("plan_id", "not_a_choice"), one("site_id", "not_a_choice"), one("department", "hidden_character")];
        assert_eq!(field_codes(&refused), expected.concat());
        let x1 = plan(w, "X1", 5).await;
        let made = rule(w, &x1, json!({})).await;
        let stale = w.owner.patch(&rule_path(&made), "\"7\"", json!({"enabled": true})).await.problem(412, "changed_elsewhere");
        assert_eq!(stale["current"], made);
        w.stranger.patch(&rule_path(&made), "*", json!({"enabled": true})).await.problem(404, "not_found");
        w.stranger.delete(&rule_path(&made)).await.problem(404, "not_found");
        assert_eq!(w.owner.delete(&rule_path(&made)).await.status, 204);
        w.owner.delete(&rule_path(&made)).await.problem(404, "not_found");
    }

    async fn r32_a_user_admin_sees_rules_and_changes_none(w: &World) {
        let x1 = plan(w, "X1", 5).await;
        let made = rule(w, &x1, json!({})).await;
        let admin = w.signed_in(Role::UserAdmin).await;
        assert_eq!(admin.get(RULES).await.expect(200)["total"], 1);
        admin.post(RULES, json!({"plan_id": x1["id"]})).await.problem(403, "forbidden");
        admin.patch(&rule_path(&made), "*", json!({"enabled": true})).await.problem(403, "forbidden");
        admin.delete(&rule_path(&made)).await.problem(403, "forbidden");
    }
}
