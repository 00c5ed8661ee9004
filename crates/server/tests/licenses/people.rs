//! Who holds which licence (R8, R17, R18): given and taken away as the other fields of a person are.

use domain::FieldSet;
use futures::future::join_all;
use serde_json::{Value, json};

use super::{give, person_at, plan, seats};
use crate::scim::client::{Idp, person};
use crate::users::world::*;

/// Changes of the licence in the history of a person, the newest first: from what, to what.
async fn license_history(w: &World<'_>, user: &Value) -> Vec<(Value, Value)> {
    let events = w.history(user).await;
    let changes = events.iter().flat_map(|event| event["changes"].as_array().unwrap());
    changes
        .filter(|change| change["field"] == "license")
        .map(|change| (change["from"].clone(), change["to"].clone()))
        .collect()
}

on_both! {
    async fn r17_a_licence_is_given_moved_and_taken_away(w: &World) {
        let site = w.site("London").await;
        let (x1, x2) = (plan(w, "X1", 3).await, plan(w, "X2", 3).await);
        let ada = person_at(w, &site, "Ada Lovelace").await;
        assert_eq!(ada["plan"], json!(null));
        let given = give(w, &ada, &x1).await.expect(200);
        assert_eq!(given["plan"], json!({"id": x1["id"], "name": "X1"}));
        let head = w.feed_head().await;
        assert_eq!(give(w, &ada, &x1).await.expect(200), given, "the same plan is no change");
        assert_eq!(w.feed_head().await, head);
        give(w, &ada, &x2).await.expect(200);
        assert_eq!((seats(w, &x1).await, seats(w, &x2).await), ((0, 3), (1, 2)));
        let freed = w.owner.patch(&path_of(&ada), "*", json!({"plan_id": ""})).await.expect(200);
        assert_eq!(freed["plan"], json!(null));
        assert_eq!(seats(w, &x2).await, (0, 3));
        let history = [(json!("X2"), json!(null)), (json!("X1"), json!("X2")), (json!(null), json!("X1"))];
        assert_eq!(license_history(w, &ada).await, history);
    }

    async fn r17_a_licence_needs_a_site_also_one_that_is_set_along_with_it(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 3).await;
        let ada = w.person("Ada Lovelace").await;
        let refused = give(w, &ada, &x1).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&refused), one("plan_id", "license_needs_site"));
        assert_eq!(refused["rule"], "R17");
        let both = json!({"plan_id": x1["id"], "site_id": site["id"]});
        let given = w.owner.patch(&path_of(&ada), "*", both).await.expect(200);
        assert_eq!((&given["plan"]["name"], &given["site"]["name"]), (&json!("X1"), &json!("London")));
    }

    async fn r17_somebody_new_gets_a_licence_with_the_site(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 1).await;
        let new = |name: &str, more: Value| with(new_user(name), more);
        let without = new("Ada Lovelace", json!({"plan_id": x1["id"]}));
        let refused = w.owner.post("/api/v1/users", without).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&refused), one("plan_id", "license_needs_site"));
        let both = json!({"plan_id": x1["id"], "site_id": site["id"]});
        let ada = w.owner.post("/api/v1/users", new("Ada Lovelace", both.clone())).await.expect(201);
        assert_eq!(ada["plan"]["name"], "X1");
        assert_eq!(license_history(w, &ada).await, [(json!(null), json!("X1"))]);
        let full = w.owner.post("/api/v1/users", new("Grace Hopper", both)).await.problem(422, "invalid_fields");
        assert_eq!(field_codes(&full), one("plan_id", "no_free_seat"));
        assert_eq!(seats(w, &x1).await, (1, 0));
    }

    async fn r18_a_full_plan_is_refused_by_name_with_its_number_of_seats(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "Voice 1", 2).await;
        for name in ["Ada Lovelace", "Grace Hopper"] {
            give(w, &person_at(w, &site, name).await, &x1).await.expect(200);
        }
        let late = person_at(w, &site, "Barbara Liskov").await;
        let wrong = json!({"plan_id": x1["id"], "email": "nobody", "extension": "x"});
        let refused = w.owner.patch(&path_of(&late), "*", wrong).await.problem(422, "invalid_fields");
        let fields: Vec<String> = field_codes(&refused).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["email", "extension", "plan_id"], "all at once");
        let error = &refused["errors"][2];
        assert_eq!(error["reason"], json!({"code": "no_free_seat", "plan": x1["id"], "seats": 2}));
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with("Voice 1: All 2 seats"), "{message}");
    }

    async fn junk_is_no_plan(w: &World) {
        let site = w.site("London").await;
        let ada = person_at(w, &site, "Ada Lovelace").await;
        for junk in ["X1", "pln_", "sit_00000000000000000000000000000001", "pln_00000000000000000000000000000009"] {
            let refused = w.owner.patch(&path_of(&ada), "*", json!({"plan_id": junk})).await.problem(422, "invalid_fields");
            assert_eq!(field_codes(&refused), one("plan_id", "not_a_choice"), "{junk}");
        }
    }

    async fn r8_deactivation_keeps_the_licence_and_its_seat(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 1).await;
        let ada = person_at(w, &site, "Ada Lovelace").await;
        give(w, &ada, &x1).await.expect(200);
        let off = w.owner.post(&format!("{}/deactivate", path_of(&ada)), json!({})).await.expect(200);
        assert_eq!(off["plan"]["name"], "X1");
        let late = person_at(w, &site, "Grace Hopper").await;
        give(w, &late, &x1).await.problem(422, "invalid_fields");
        let on = w.owner.post(&format!("{}/activate", path_of(&ada)), json!({})).await.expect(200);
        assert_eq!(on["plan"]["name"], "X1");
    }

    async fn r18_fifty_requests_at_once_for_ten_seats_give_exactly_ten(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 10).await;
        let mut people = Vec::new();
        for number in 0..50 {
            people.push(person_at(w, &site, &format!("Ada Number{number}")).await);
        }
        let answers = join_all(people.iter().map(|user| give(w, user, &x1))).await;
        let given = answers.iter().filter(|answer| answer.status == 200).count();
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!(field_codes(&answer.problem(422, "invalid_fields")), one("plan_id", "no_free_seat"));
        }
        let holders = w.owner.get(&format!("/api/v1/users?license={}", x1["id"].as_str().unwrap())).await.expect(200);
        assert_eq!((given, seats(w, &x1).await, holders["total"].as_u64()), (10, (10, 0), Some(10)));
    }

    async fn r17_scim_never_gives_a_licence_and_never_takes_one_away(w: &World) {
        let idp = Idp::connect(w).await;
        w.site("London").await;
        let x1 = plan(w, "X1", 5).await;
        let sent = with(person("Ada Lovelace"), json!({"urn:8x8:scim:schemas:extension:8x8user:2.0:User": {"site": "London", "plan_id": x1["id"]}, "licenses": [{"value": "X1"}]}));
        let scim = idp.post("/Users", sent.clone()).await.expect(201);
        let list = w.owner.get("/api/v1/users?search=lovelace").await.expect(200);
        let ada = list["items"][0].clone();
        assert_eq!(ada["plan"], json!(null));
        give(w, &ada, &x1).await.expect(200);
        let holds = async || {
            assert_eq!(w.owner.get(&path_of(&ada)).await.expect(200)["plan"]["name"], "X1");
            assert_eq!(seats(w, &x1).await, (1, 4));
        };
        idp.patch(&scim, json!([{"op": "replace", "path": "active", "value": false}])).await;
        holds().await;
        idp.patch(&scim, json!([{"op": "remove", "path": "licenses"}, {"op": "replace", "path": "title", "value": "Countess"}])).await;
        holds().await;
        idp.put(&scim, sent.clone()).await.expect(200);
        holds().await;
        idp.delete(&scim).await;
        holds().await;
        let back = idp.post("/Users", sent).await.expect(201);
        assert_ne!(back["id"], scim["id"], "linked again under another id");
        holds().await;
    }

    async fn r5_linking_keeps_the_licence(w: &World) {
        let idp = Idp::connect(w).await;
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 5).await;
        let ada = person_at(w, &site, "Ada Lovelace").await;
        give(w, &ada, &x1).await.expect(200);
        let scim = idp.find("userName eq \"ada.lovelace@contoso.com\"").await.remove(0);
        idp.patch(&scim, json!([{"op": "replace", "path": "title", "value": "Countess"}])).await;
        let now = w.owner.get(&path_of(&ada)).await.expect(200);
        assert_eq!((&now["managed_by"], &now["plan"]["name"]), (&json!("identity_provider"), &json!("X1")));
    }

    async fn r17_the_licence_of_a_managed_person_is_given_in_the_console(w: &World) {
        let site = w.site("London").await;
        let x1 = plan(w, "X1", 5).await;
        let ada = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        let both = json!({"plan_id": x1["id"], "site_id": site["id"]});
        assert_eq!(w.owner.patch(&path_of(&ada), "*", both).await.expect(200)["plan"]["name"], "X1");
    }
}
