//! Entra's provisioning job against the server, without a browser: every request and every demand of it.

use std::rc::Rc;

use e2e::entra::{Entra, Form, Person, SiteUrn, add, remove, replace};
use e2e::{Database, Outcome, Server, Stage, play};
use serde_json::{Value, json};

const DATABASES: [Database; 2] = [Database::Sqlite, Database::Postgres];

/// A server with the organization Contoso and the sites London and Berlin.
async fn contoso(stage: &Stage, database: Database) -> Outcome<Rc<Server>> {
    let server = stage.contoso(database).await?;
    for site in ["London", "Berlin"] {
        server.command(&["site", "create", "--org", "contoso", "--name", site])?;
    }
    Ok(server)
}

/// A job with a token of its own.
fn job(server: &Server, form: Form) -> Outcome<Entra> {
    let name = format!("{form:?}");
    let token = server.command(&["scim", "token", "create", "--org", "contoso", "--name", &name])?;
    Ok(Entra::new(&server.at("/scim/contoso/v2"), &token, form))
}

fn ada(number: u32) -> Person {
    Person::new(number, "Ada", &format!("Lovelace{number}"))
        .at_work("Engineer", "R&D", "London")
        .with_phones("+44 7700 900001", "+44 20 7946 0001")
}

#[test]
fn a_wrong_token_is_401_as_scim() {
    play(async |stage: Stage| {
        let server = contoso(&stage, Database::Sqlite).await?;
        let entra = Entra::new(&server.at("/scim/contoso/v2"), "not-a-token", Form::Default);
        entra.get("/Users?filter=userName+eq+%22x%22").await?.error(401, None).map(drop)
    });
}

#[test]
fn a_person_is_found_by_every_matching_attribute_in_any_case_of_the_name() {
    play(async |stage: Stage| {
        let server = contoso(&stage, Database::Sqlite).await?;
        let entra = job(&server, Form::Default)?;
        let person = ada(1);
        let id = entra.create(&person).await?;
        let upper = person.user_principal_name.to_uppercase();
        for (attribute, value) in [
            ("userName", upper.as_str()),
            ("userName", person.user_principal_name.as_str()),
            ("externalId", person.object_id.as_str()),
            ("emails[type eq \"work\"].value", person.mail.as_str()),
            ("emails[type eq \"work\"]", person.mail.as_str()),
        ] {
            // Twice: Entra writes a space as `+` and as `%20`.
            for _ in 0..2 {
                let found = entra.find_by(attribute, value).await?;
                assert_eq!(found.map(|user| user["id"].clone()), Some(json!(id)), "{attribute} eq {value}");
            }
        }
        assert_eq!(entra.find_by("externalId", &person.object_id.to_uppercase()).await?, None, "caseExact");
        Ok(())
    });
}

#[test]
fn the_life_of_a_user_in_both_forms_on_both_databases() {
    play(async |stage: Stage| {
        for database in DATABASES {
            let server = contoso(&stage, database).await?;
            for (number, form) in (1..).zip(Form::ALL) {
                let entra = job(&server, form)?;
                entra.test_connection().await?;
                whole_life(&entra, &ada(number)).await?;
            }
        }
        Ok(())
    });
}

async fn whole_life(entra: &Entra, person: &Person) -> Outcome {
    let id = entra.create(person).await?;
    let again = entra.post(&person.resource(Some(entra.site_urn))).await?;
    again.error(409, Some("uniqueness"))?;

    entra.disable(&id).await?;
    entra.enable(&id).await?;

    let deleted = entra.soft_delete(&id, person).await?;
    assert_eq!(deleted["userName"], json!(person.user_principal_name), "the mangled name is not taken over");
    assert_eq!(deleted["active"], json!(false));
    let restored = entra.restore(&id, person).await?;
    assert_eq!(restored["active"], json!(true));

    entra.hard_delete(&id, person).await?;
    let relinked = entra.create(person).await?;
    assert_ne!(relinked, id, "R9: a new SCIM id for the person who stayed");
    Ok(())
}

#[test]
fn r12_r13_a_site_is_set_once_by_its_name_under_either_urn() {
    play(async |stage: Stage| {
        let server = contoso(&stage, Database::Sqlite).await?;
        for (number, urn) in (1..).zip(SiteUrn::ALL) {
            let mut entra = job(&server, Form::Default)?;
            entra.site_urn = urn;
            let person = ada(number);
            let id = entra.create_without_site(&person).await?;

            let unknown = entra.patch(&id, &Form::Default.body(&[add(urn.path(), "Atlantis")])).await?;
            let detail = unknown.error(400, Some("invalidValue"))?;
            assert!(detail.contains("Atlantis"), "R13: the name is in the detail: {detail}");

            let user = entra.update(&id, &[add(urn.path(), "london")]).await?;
            assert_eq!(user[urn.schema()]["site"], json!("London"), "{user}");
            entra.update(&id, &[replace(urn.path(), "London")]).await?;
            let other = entra.patch(&id, &Form::Default.body(&[replace(urn.path(), "Berlin")])).await?;
            other.error(400, Some("mutability"))?;
        }
        Ok(())
    });
}

/// Each shape of a PATCH that Microsoft documents or that was captured: the operation, where its effect shows, and
/// what it is. They follow one upon another.
fn shapes() -> Vec<(Value, &'static str, Value)> {
    const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let op = |op: &str, path: &str, value: Value| json!({ "op": op, "path": path, "value": value });
    let department = "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department";
    let manager = "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager/value";
    let enterprise = |attribute: &str| format!("{ENTERPRISE}:{attribute}");
    let title = "urn:ietf:params:scim:schemas:core:2.0:User:title";
    let mail = "emails[type eq \"work\"].value";
    let mobile = "phoneNumbers[type eq \"mobile\"].value";
    let country = "addresses[type eq \"work\"].country";
    let manager_list = json!([{ "$ref": "http://h/Users/10263", "value": "10263" }]);
    vec![
        (op("Replace", "displayName", json!("Pvlo")), "/displayName", json!("Pvlo")),
        (op("Replace", "name.givenName", json!("Gtfd")), "/name/givenName", json!("Gtfd")),
        (op("Replace", "userName", json!("new@contoso.com")), "/userName", json!("new@contoso.com")),
        (op("Add", "externalId", json!("Eqpj")), "/externalId", json!("Eqpj")),
        (op("Add", "nickName", json!("Babs")), "/nickName", json!("Babs")),
        (op("Replace", mail, json!("x@contoso.com")), "/emails/0/value", json!("x@contoso.com")),
        (op("Add", mobile, json!("+1 425 555 0100")), "/phoneNumbers/0/value", json!("+1 425 555 0100")),
        (op("Replace", country, json!("ML")), "/addresses/0/country", json!("ML")),
        (op("Replace", &enterprise("department"), json!("R&D")), department, json!("R&D")),
        (op("Replace", title, json!("Lead")), "/title", json!("Lead")),
        (op("Replace", "active", json!("False")), "/active", json!(false)),
        (op("Add", "active", json!("True")), "/active", json!(true)),
        (json!({ "op": "Remove", "path": "title" }), "/title", Value::Null),
        (op("Remove", mobile, json!("+1 425 555 0100")), "/phoneNumbers/0/value", Value::Null),
        (op("Add", "manager", manager_list), manager, json!("10263")),
        (op("Add", &enterprise("manager"), json!("10264")), manager, json!("10264")),
        (op("Add", &enterprise("manager"), json!({ "value": "10265" })), manager, json!("10265")),
        (op("Replace", &enterprise("manager.value"), json!("10266")), manager, json!("10266")),
        (op("Replace", &enterprise("manager"), json!({ "value": "" })), manager, Value::Null),
        (
            json!({ "op": "replace", "value": {
            "displayName": "Bjfe", "name.givenName": "Kkom", "name.familyName": "Unua",
            (enterprise("employeeNumber")): "Aklq", "active": false } }),
            "/active",
            json!(false),
        ),
        (
            json!({ "op": "replace", "value": { (ENTERPRISE): { "department": "Sales" }, "active": true } }),
            department,
            json!("Sales"),
        ),
    ]
}

#[test]
fn every_documented_shape_of_a_patch_has_its_effect() {
    play(async |stage: Stage| {
        let server = contoso(&stage, Database::Sqlite).await?;
        let entra = job(&server, Form::Default)?;
        let id = entra.create(&Person::new(1, "Ada", "Lovelace")).await?;
        for (operation, pointer, expected) in shapes() {
            let body = json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                "Operations": [operation.clone()],
            });
            let answer = entra.patch(&id, &body).await?.with_status(200)?;
            let got = answer.user()?.pointer(pointer).cloned().unwrap_or_default();
            assert_eq!(got, expected, "{operation}");
            let got = entra.read(&id).await?.pointer(pointer).cloned().unwrap_or_default();
            assert_eq!(got, expected, "read after {operation}");
        }
        Ok(())
    });
}

#[test]
fn both_forms_of_a_patch_make_the_same_person() {
    play(async |stage: Stage| {
        let server = contoso(&stage, Database::Sqlite).await?;
        let mut people = Vec::new();
        for (number, form) in (1..).zip(Form::ALL) {
            let entra = job(&server, form)?;
            let id = entra.create(&Person::new(number, "Ada", &format!("Byron{number}"))).await?;
            let changes = [
                add("title", "Lead"),
                add("phoneNumbers[type eq \"mobile\"].value", "+44 7700 900009"),
                replace("name.familyName", "King"),
                replace("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "Analytics"),
                replace("active", false),
            ];
            entra.update(&id, &changes).await?;
            people.push(entra.update(&id, &[remove("nickName"), replace("active", true)]).await?);
        }
        for attribute in ["name", "title", "phoneNumbers", "active"] {
            let of = |person: &Value| match attribute {
                "name" => person["name"]["familyName"].clone(),
                other => person[other].clone(),
            };
            assert_eq!(of(&people[0]), of(&people[1]), "{attribute}");
        }
        Ok(())
    });
}

#[test]
fn r5_a_cycle_links_who_is_there_and_creates_who_is_not() {
    play(async |stage: Stage| {
        let server = contoso(&stage, Database::Sqlite).await?;
        let entra = job(&server, Form::Default)?;
        let people = [ada(1), ada(2), ada(3)];
        let first = entra.cycle(&people).await?;
        let mut changed = people.clone();
        changed[1].job_title = Some("Lead".to_owned());
        let second = entra.cycle(&changed).await?;
        assert_eq!(first, second, "the same people, under the same ids");
        assert_eq!(entra.read(&second[1]).await?["title"], json!("Lead"));
        Ok(())
    });
}

#[test]
fn a_body_with_nulls_texts_for_booleans_and_unknown_schemas_is_taken() {
    play(async |stage: Stage| {
        let server = contoso(&stage, Database::Sqlite).await?;
        let entra = job(&server, Form::Default)?;
        let body = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0User"],
            "id": "theirs", "meta": { "resourceType": "User" }, "active": "True",
            "userName": "grace@contoso.com", "externalId": "e1", "addresses": null, "phoneNumbers": null, "title": null,
            "name": { "givenName": "Grace", "familyName": "Hopper" },
            "emails": [{ "primary": true, "type": "work", "value": "grace@contoso.com" }],
            "roles": [{ "primary": "True", "type": "WindowsAzureActiveDirectoryRole", "value": "Admin", "display": "Admin" }],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "R&D", "manager": null },
        });
        let user = entra.post(&body).await?.with_status(201)?.user()?;
        assert_ne!(user["id"], json!("theirs"));
        assert_eq!(user["active"], json!(true));
        Ok(())
    });
}
