//! The attribute mapping with an example, on both databases (R3, R21).

use domain::{Field, FieldSet, Role};
use serde_json::{Value, json};
use store::User;

use crate::users::world::*;

const PATH: &str = "/api/v1/provisioning/mapping";

fn attribute<'a>(mapping: &'a Value, scim: &str) -> &'a Value {
    mapping["attributes"].as_array().unwrap().iter().find(|one| one["scim"][0] == scim).unwrap()
}

on_both! {
    async fn without_managed_people_there_is_the_table_and_no_example(w: &World) {
        w.person("Ada Lovelace").await;
        let mapping = w.owner.get(PATH).await.expect(200);
        assert_eq!((&mapping["person"], &mapping["managed_users"], &mapping["sampled"]), (&json!(null), &json!(0), &json!(0)));
        assert_eq!(mapping["attributes"].as_array().unwrap().len(), 13);
        assert_eq!(mapping["others"], json!([]));
    }

    async fn existing_apps_map_the_site_by_either_urn(w: &World) {
        let mapping = w.owner.get(PATH).await.expect(200);
        let site = attribute(&mapping, "urn:8x8:scim:schemas:extension:8x8user:2.0:User:site");
        assert_eq!(site["scim"][1], "urn:ietf:params:scim:schemas:extension:8x8:1.1:User:site");
        assert_eq!(site["entra"], "physicalDeliveryOfficeName");
    }

    async fn r3_it_says_for_how_many_each_attribute_was_sent(w: &World) {
        w.managed("Ada Lovelace", FieldSet::from(vec![Field::JobTitle])).await;
        w.managed("Bruno Ruiz", FieldSet::from(vec![Field::JobTitle, Field::Department])).await;
        w.person("Carla Local").await;
        let mapping = w.owner.get(PATH).await.expect(200);
        assert_eq!(mapping["managed_users"], 2);
        let sent_for = |scim: &str| attribute(&mapping, scim)["sent_for"].as_u64().unwrap();
        assert_eq!((sent_for("userName"), sent_for("title"), sent_for("locale")), (2, 2, 0));
        assert_eq!(sent_for("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"), 1);
        assert_eq!((sent_for("externalId"), sent_for("phoneNumbers[type eq \"work\"].value")), (2, 2));
    }

    async fn r21_external_id_and_work_phone_are_never_shown(w: &World) {
        w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        let answer = w.owner.get(PATH).await;
        assert!(!answer.body.contains(EXTERNAL_ID) && !answer.body.contains(WORK_PHONE));
        let mapping = answer.expect(200);
        let external = attribute(&mapping, "externalId");
        assert_eq!((&external["value"], &external["sent"], &external["shown_in"]), (&json!(null), &json!(true), &json!("nowhere")));
        assert_eq!(attribute(&mapping, "phoneNumbers[type eq \"work\"].value")["shown_in"], "directory");
    }

    async fn the_example_is_whoever_was_changed_last_or_whom_the_query_names(w: &World) {
        let ada = w.managed("Ada Lovelace", FieldSet::from(vec![Field::Department])).await;
        w.clock.advance(1_000);
        w.managed("Bruno Ruiz", FieldSet::EMPTY).await;
        let mapping = w.owner.get(PATH).await.expect(200);
        assert_eq!(mapping["person"]["name"], "Bruno Ruiz");
        assert_eq!(attribute(&mapping, "active")["value"], "active");
        let named = format!("{PATH}?user={}", ada["id"].as_str().unwrap());
        let mapping = w.owner.get(&named).await.expect(200);
        assert_eq!(mapping["person"]["username"], "ada.lovelace@contoso.com");
        assert_eq!(attribute(&mapping, "name.givenName")["value"], "Ada");
        w.stranger.get(&named).await.problem(404, "not_found");
        w.owner.get(&format!("{PATH}?user=nobody")).await.problem(400, "invalid_request");
    }

    async fn what_else_was_sent_is_named_with_its_path(w: &World) {
        let ada = w.managed("Ada Lovelace", FieldSet::EMPTY).await;
        let before = &w.stored(&ada).await;
        let Value::Object(scim_extra) = json!({"displayName": "Ada L", "emails": [{"type": "work", "value": "a@x.com"}]}) else { panic!() };
        let after = &User { scim_extra, ..before.clone() };
        w.store().write(w.org, |tx| async move { tx.users().update(before, after.clone()).await }).await.unwrap();
        let mapping = w.owner.get(PATH).await.expect(200);
        assert_eq!(mapping["others"], json!([{"scim": "displayName", "people": 1}]));
        assert_eq!(mapping["sampled"], 1);
        let theirs = w.stranger.get(PATH).await.expect(200);
        assert_eq!((&theirs["others"], &theirs["managed_users"]), (&json!([]), &json!(0)));
    }

    async fn r32_a_member_does_not_see_it(w: &World) {
        w.signed_in(Role::Member).await.get(PATH).await.problem(403, "forbidden");
        w.signed_in(Role::Auditor).await.get(PATH).await.expect(200);
    }
}
