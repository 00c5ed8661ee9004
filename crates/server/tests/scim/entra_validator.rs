//! The runs of Microsoft's SCIM Validator, as it makes them: random values in every attribute, references to nobody, and
//! each attribute read back as it was sent.

use serde_json::{Value, json};

use super::client::*;
use super::groups::{GROUP, members, patch as patch_group, path as group_path};
use crate::users::world::*;

/// Someone nobody has: managers and members of the validator's are of no organization.
const NOBODY: &str = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

/// A person with every attribute that the validator fills, each with a random value.
fn random_person(username: &str) -> Value {
    json!({
        "schemas": [USER, ENTERPRISE],
        "userName": username, "active": true, "externalId": "5c0f2fa4-85e5-4b4d-9d7b-1e5c8f3c5a10",
        "displayName": "BYVDRRQEBYPM", "nickName": "QKJWZTFLDGYV", "title": "WJIBNSPBJCZS",
        "preferredLanguage": "ug", "locale": "RJWNTUNNOHNZ", "timezone": "Africa/Kinshasa",
        "profileUrl": "VOLBSMOCXSDD", "userType": "CRZYPSMOKLKN",
        "name": {
            "givenName": "Rowena", "familyName": "Selmer", "formatted": "Kaleb", "middleName": "Ayla",
            "honorificPrefix": "Emmalee", "honorificSuffix": "Rowan",
        },
        "emails": [{"type": "work", "value": "tyson@okeefe.example", "primary": true}],
        "phoneNumbers": [{"type": "work", "value": "56-357-7743", "primary": true}, {"type": "mobile", "value": "56-357-7744"}],
        "addresses": [{
            "type": "work", "formatted": "HLHRDKDFRTXQ", "streetAddress": "1290 Ruthe Brook", "locality": "CIZTVIJUMFRO",
            "region": "ZKQMGSJXTFOV", "postalCode": "xx7 0ke", "primary": true, "country": "Sierra Leone",
        }],
        "roles": [{"primary": "True", "display": "FHPMNLKJSZGQ", "value": "TKPLNSQGXVBR", "type": "ZMNBVCXQWERT"}],
        (ENTERPRISE): {
            "employeeNumber": "GQEWFHMGFNPN", "department": "EVRQHMGUVWZD", "costCenter": "YBXDJPDSDTCW",
            "organization": "CIQIFWJTJZVJ", "division": "NIAHSUWNHHRF", "manager": {"value": NOBODY},
        },
    })
}

/// Whatever was sent comes back: objects hold at least the names that were sent, all else is equal.
#[track_caller]
fn assert_holds(read: &Value, sent: &Value, at: &str) {
    match (read, sent) {
        (Value::Object(read), Value::Object(sent)) => {
            for (name, value) in sent.iter().filter(|(name, _)| *name != "schemas") {
                assert_holds(read.get(name).unwrap_or(&Value::Null), value, &format!("{at}/{name}"));
            }
        }
        (Value::Array(read), Value::Array(sent)) => {
            assert_eq!(read.len(), sent.len(), "{at}");
            for (index, (read, sent)) in read.iter().zip(sent).enumerate() {
                assert_holds(read, sent, &format!("{at}/{index}"));
            }
        }
        // Flags come as words, and go as flags.
        (Value::Bool(true), Value::String(word)) => assert_eq!(word, "True", "{at}"),
        _ => assert_eq!(read, sent, "{at}"),
    }
}

async fn minimal(entra: &Idp, username: &str) -> Value {
    entra.post("/Users", json!({"schemas": [USER, ENTERPRISE], "userName": username})).await.expect(201)
}

async fn found(entra: &Idp, username: &str) -> Value {
    let mut found = entra.find(&format!("userName eq \"{username}\"")).await;
    assert_eq!(found.len(), 1, "{username}");
    found.remove(0)
}

/// One operation for each leaf, as the "Verbose" runs write them.
fn verbose(op: &str) -> Value {
    let leaf = |path: &str, value: Value| json!({"op": op, "path": path, "value": value});
    json!([
        leaf("displayName", json!("LVWMJSKTRQBN")),
        leaf("title", json!("OIUYTREWQASD")),
        leaf("preferredLanguage", json!("sw-KE")),
        leaf("nickName", json!("PLOKMIJNUHBY")),
        leaf("userType", json!("QAZWSXEDCRFV")),
        leaf("locale", json!("TGBYHNUJMIKO")),
        leaf("timezone", json!("America/Denver")),
        leaf("profileUrl", json!("ZXCVBNMASDFG")),
        leaf("name.givenName", json!("Dagmar")),
        leaf("name.familyName", json!("Keeling")),
        leaf("name.formatted", json!("Marley")),
        leaf("name.middleName", json!("Joany")),
        leaf("name.honorificPrefix", json!("Brett")),
        leaf("name.honorificSuffix", json!("Eldred")),
        leaf("emails[type eq \"work\"].value", json!("lowell@barton.example")),
        leaf("emails[type eq \"work\"].primary", json!(true)),
        leaf("phoneNumbers[type eq \"work\"].value", json!("87-601-1122")),
        leaf("phoneNumbers[type eq \"mobile\"].value", json!("87-601-1123")),
        leaf("addresses[type eq \"work\"].streetAddress", json!("72 Kub Land")),
        leaf("addresses[type eq \"work\"].country", json!("Tuvalu")),
        leaf("roles[primary eq \"True\"].display", json!("JHGFDSAPOIUY")),
        leaf("roles[primary eq \"True\"].value", json!("MNBVCXZLKJHG")),
        leaf(&format!("{ENTERPRISE}:employeeNumber"), json!("RFVTGBYHNUJM")),
        leaf(&format!("{ENTERPRISE}:department"), json!("EDCRFVTGBYHN")),
        leaf(&format!("{ENTERPRISE}:costCenter"), json!("WSXEDCRFVTGB")),
        leaf(&format!("{ENTERPRISE}:organization"), json!("YHNUJMIKOLPQ")),
        leaf(&format!("{ENTERPRISE}:division"), json!("UJMIKOLPQAZW")),
    ])
}

/// What [`verbose`] leads to, looked up in a person.
#[track_caller]
fn assert_verbose(user: &Value) {
    for (pointer, value) in [
        ("/displayName", "LVWMJSKTRQBN"),
        ("/title", "OIUYTREWQASD"),
        ("/preferredLanguage", "sw-KE"),
        ("/locale", "TGBYHNUJMIKO"),
        ("/timezone", "America/Denver"),
        ("/profileUrl", "ZXCVBNMASDFG"),
        ("/name/givenName", "Dagmar"),
        ("/name/familyName", "Keeling"),
        ("/name/formatted", "Marley"),
        ("/name/honorificSuffix", "Eldred"),
        ("/emails/0/value", "lowell@barton.example"),
        ("/addresses/0/streetAddress", "72 Kub Land"),
        ("/addresses/0/country", "Tuvalu"),
    ] {
        assert_eq!(user.pointer(pointer), Some(&json!(value)), "{pointer} in {user}");
    }
    for (name, value) in [("employeeNumber", "RFVTGBYHNUJM"), ("division", "UJMIKOLPQAZW")] {
        assert_eq!(user[ENTERPRISE][name], value, "{name} in {user}");
    }
    let phones = user["phoneNumbers"].as_array().unwrap();
    for (kind, number) in [("work", "87-601-1122"), ("mobile", "87-601-1123")] {
        assert!(phones.iter().any(|phone| phone["type"] == kind && phone["value"] == number), "{user}");
    }
}

async fn group(entra: &Idp, name: &str) -> Value {
    let body = json!({"schemas": [GROUP], "displayName": name, "externalId": format!("object-of-{name}")});
    entra.post("/Groups", body).await.expect(201)
}

async fn find_group(entra: &Idp, name: &str, more: &str) -> Value {
    let path = filtered(&format!("displayName eq \"{name}\"")).replace("/Users", "/Groups");
    entra.get(&format!("{path}{more}")).await.expect(200)
}

on_both! {
    async fn a_person_with_random_values_reads_as_sent_and_is_made_once(w: &World) {
        let entra = Idp::connect(w).await;
        let sent = random_person("micaela@kling.example");
        entra.post("/Users", sent.clone()).await.expect(201);
        assert_holds(&found(&entra, "micaela@kling.example").await, &sent, "");
        assert_holds(&found(&entra, "MICAELA@KLING.EXAMPLE").await, &sent, "");
        entra.post("/Users", sent).await.refused(409, "uniqueness");
        assert!(entra.find("userName eq \"ZVWTQXNPLKMB\"").await.is_empty());
    }

    async fn replace_and_add_lead_to_the_values_merged_or_one_by_one(w: &World) {
        let entra = Idp::connect(w).await;
        for (op, username) in [("replace", "one@kling.example"), ("add", "two@kling.example")] {
            let user = if op == "add" {
                minimal(&entra, username).await
            } else {
                entra.post("/Users", random_person(username)).await.expect(201)
            };
            entra.patch(&user, verbose(op)).await;
            assert_verbose(&found(&entra, username).await);
        }
        for (op, username) in [("replace", "three@kling.example"), ("add", "four@kling.example")] {
            let user = minimal(&entra, username).await;
            let operations = verbose("add");
            let merged: serde_json::Map<String, Value> = operations.as_array().unwrap().iter()
                .map(|one| (one["path"].as_str().unwrap().to_owned(), one["value"].clone())).collect();
            entra.patch(&user, json!([{"op": op, "value": merged}])).await;
            assert_verbose(&found(&entra, username).await);
        }
    }

    async fn a_username_is_changed_and_a_person_is_disabled_and_deleted_once(w: &World) {
        let entra = Idp::connect(w).await;
        let user = entra.post("/Users", random_person("otha@kling.example")).await.expect(201);
        entra.patch(&user, json!([{"op": "replace", "path": "userName", "value": "rene@kling.example"}])).await;
        assert_eq!(found(&entra, "rene@kling.example").await["id"], user["id"]);
        entra.patch(&user, json!([{"op": "replace", "path": "active", "value": false}])).await;
        assert_eq!(entra.read(&user).await["active"], false);
        assert_eq!(found(&entra, "rene@kling.example").await["active"], false);
        assert_eq!(entra.delete(&user).await.status, 204);
        entra.get(&scim_path(&user)).await.refused(404, "");
        entra.delete(&user).await.refused(404, "");
        entra.delete(&json!({"id": NOBODY})).await.refused(404, "");
    }

    async fn a_manager_of_no_organization_is_set_changed_and_taken_away(w: &World) {
        let entra = Idp::connect(w).await;
        let user = minimal(&entra, "lea@kling.example").await;
        let path = format!("{ENTERPRISE}:manager");
        for (op, manager) in [("add", NOBODY), ("replace", "7b1d6c1e-52a3-4d40-8f4e-0a3c6f9a0b11")] {
            entra.patch(&user, json!([{"op": op, "path": path, "value": manager}])).await;
            assert_eq!(entra.read(&user).await[ENTERPRISE]["manager"]["value"], manager, "{op}");
        }
        entra.patch(&user, json!([{"op": "remove", "path": path}])).await;
        assert_eq!(entra.read(&user).await[ENTERPRISE]["manager"], Value::Null);
    }

    async fn several_operations_in_one_request_and_none_at_all(w: &World) {
        let entra = Idp::connect(w).await;
        let user = entra.post("/Users", random_person("eda@kling.example")).await.expect(201);
        entra.patch(&user, json!([
            {"op": "remove", "path": "preferredLanguage"},
            {"op": "add", "path": "externalId", "value": "a6c3e5b1"},
            {"op": "replace", "path": "displayName", "value": "HGTYUJNBVFRE"},
        ])).await;
        entra.patch(&user, json!([
            {"op": "replace", "path": "nickName", "value": "first"},
            {"op": "remove", "path": "nickName"},
            {"op": "add", "path": "nickName", "value": "last"},
        ])).await;
        let read = entra.read(&user).await;
        assert_eq!(read["preferredLanguage"], Value::Null);
        assert_eq!((&read["externalId"], &read["displayName"], &read["nickName"]), (&json!("a6c3e5b1"), &json!("HGTYUJNBVFRE"), &json!("last")));
        assert!(entra.patch(&user, json!([])).await.status < 300);
        assert_eq!(entra.read(&user).await, read);
    }

    async fn a_group_is_made_once_and_found_with_and_without_members(w: &World) {
        let entra = Idp::connect(w).await;
        let made = group(&entra, "HRXNSOCCUDWU").await;
        let again = json!({"schemas": [GROUP], "displayName": "HRXNSOCCUDWU", "externalId": "object-of-HRXNSOCCUDWU"});
        entra.post("/Groups", again).await.refused(409, "uniqueness");
        let bare = entra.get(&format!("{}?excludedAttributes=members", group_path(&made))).await.expect(200);
        assert!(bare.get("members").is_none(), "{bare}");
        for (name, more, total) in [
            ("HRXNSOCCUDWU", "", 1), ("HRXNSOCCUDWU", "&excludedAttributes=members", 1),
            ("hrxnsoccudwu", "", 1), ("NOSUCHGROUP", "", 0),
        ] {
            let list = find_group(&entra, name, more).await;
            assert_eq!(list["totalResults"], total, "{name}{more}");
            assert!(more.is_empty() || list["Resources"][0].get("members").is_none());
        }
    }

    async fn a_group_is_renamed_and_members_come_and_go(w: &World) {
        let entra = Idp::connect(w).await;
        let made = group(&entra, "KJHGFDSAPOIU").await;
        let one = minimal(&entra, "one@kling.example").await["id"].clone();
        let two = minimal(&entra, "two@kling.example").await["id"].clone();
        patch_group(&entra, &made, json!([{"op": "replace", "value": {"externalId": "4d7a"}}])).await;
        patch_group(&entra, &made, json!([{"op": "replace", "path": "displayName", "value": "WERTYUIOPLKJ"}])).await;
        let read = entra.get(&group_path(&made)).await.expect(200);
        assert_eq!((&read["externalId"], &read["displayName"]), (&json!("4d7a"), &json!("WERTYUIOPLKJ")));
        patch_group(&entra, &made, json!([{"op": "replace", "path": "members", "value": [{"value": one}]}])).await;
        assert_eq!(members(&entra, &made).await, [one.as_str().unwrap()]);
        let gone = format!("members[value eq \"{}\"]", one.as_str().unwrap());
        patch_group(&entra, &made, json!([
            {"op": "add", "path": "members", "value": [{"value": two}]}, {"op": "remove", "path": gone},
        ])).await;
        assert_eq!(members(&entra, &made).await, [two.as_str().unwrap()]);
        let request = || entra.request("DELETE", &group_path(&made));
        assert_eq!(entra.send(request()).await.status, 204);
        entra.send(request()).await.refused(404, "");
    }
}
