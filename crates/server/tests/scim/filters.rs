//! Filters (RFC 7644 §3.4.2.2) through to the database: what they find, and that nothing in them is ever SQL.

use serde_json::json;

use super::client::*;
use crate::users::world::*;

/// Ada is active with much about her, Grace is deactivated with little, Olivia is the local owner.
async fn three(w: &World<'_>) -> Idp {
    let entra = Idp::connect(w).await;
    w.site("London").await;
    w.clock.advance(1_000);
    let ada = json!({
        "title": "Countess", "displayName": "Ada L", "nickName": "Babs", "locale": "en-GB", "userType": "Employee",
        "emails": [
            {"type": "work", "value": "Ada@contoso.com", "primary": true},
            {"type": "home", "value": "ada@home.example"},
        ],
        "phoneNumbers": [{"type": "mobile", "value": "+44 7700 900123"}],
        "addresses": [{"type": "work", "country": "GB"}],
        (ENTERPRISE): {"department": "R&D", "manager": {"value": "m1"}},
        (SITE): {"site": "London"},
    });
    entra.post("/Users", with(person("Ada Lovelace"), ada)).await.expect(201);
    w.clock.advance(1_000);
    entra
        .post("/Users", with(person("Grace Hopper"), json!({"active": false, "title": "100%_\\'"})))
        .await
        .expect(201);
    entra
}

/// The first letters of the usernames that the filter finds.
async fn found(entra: &Idp, filter: &str) -> String {
    entra.names(filter).await.iter().map(|name| &name[..1]).collect()
}

on_both! {
    async fn a_filter_finds_whom_it_describes(w: &World) {
        let entra = three(w).await;
        for (filter, expected) in [
            ("userName eq \"ada.lovelace@contoso.com\"", "a"),
            ("USERNAME EQ \"ADA.LOVELACE@CONTOSO.COM\"", "a"),
            ("userName ne \"ada.lovelace@contoso.com\"", "go"),
            ("userName sw \"ADA.\"", "a"),
            ("userName co \"hopper\"", "g"),
            ("userName ew \"@contoso.com\"", "ago"),
            ("userName gt \"b\"", "go"),
            ("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"ada.lovelace@contoso.com\"", "a"),
            ("externalId eq \"object-of-ada\"", "a"),
            ("externalId eq \"OBJECT-OF-ADA\"", ""),
            ("externalId sw \"object-of\"", "ag"),
            ("externalId pr", "ag"),
            ("active eq true", "ao"),
            ("active eq \"False\"", "g"),
            ("not(active eq True)", "g"),
            ("name.familyName eq \"lovelace\"", "a"),
            ("name.givenName sw \"G\"", "g"),
            ("name.formatted eq \"ada lovelace\"", "a"),
            ("displayName eq \"ada l\"", "a"),
            ("title pr", "ag"),
            ("title eq null", "o"),
            ("title ne \"Countess\"", "go"),
            ("title eq \"100%_\\\\'\"", "g"),
            ("title co \"%\"", "g"),
            ("title co \"_\"", "g"),
            ("nickName eq \"babs\"", "a"),
            ("emails eq \"ADA@home.example\"", "a"),
            ("emails co \"contoso\"", "ago"),
            ("emails.value ew \"home.example\"", "a"),
            ("emails[type eq \"work\"].value eq \"ada@contoso.com\"", "a"),
            ("emails[type eq \"home\"].value eq \"ada@contoso.com\"", ""),
            ("emails[type eq \"work\" and value co \"@contoso\"]", "ago"),
            ("emails[not (type eq \"work\")]", "a"),
            ("emails[primary eq true].value eq \"ada@contoso.com\"", "a"),
            ("phoneNumbers[type eq \"mobile\"].value eq \"+44 7700 900123\"", "a"),
            ("phoneNumbers pr", "a"),
            ("addresses[type eq \"work\"].country eq \"gb\"", "a"),
            ("department eq \"r&d\"", "a"),
            ("manager eq \"m1\"", "a"),
            ("site eq \"LONDON\"", "a"),
            ("site pr", "a"),
            ("schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\"", "ago"),
            ("meta.created gt \"2026-11-23T12:00:00Z\"", "ag"),
            ("meta.lastModified ge \"2026-11-23T12:00:02Z\"", "g"),
            ("favourite eq \"tea\"", ""),
            ("id eq \"not-an-id\"", ""),
            ("title pr and active eq true or userName sw \"owner\"", "ao"),
            ("title pr and (active eq true or userName sw \"owner\")", "a"),
            ("not (title pr) or not (active eq true)", "go"),
        ] {
            assert_eq!(found(&entra, filter).await, expected, "{filter}");
        }
    }

    async fn a_filter_that_cannot_be_read_is_refused_in_words(w: &World) {
        let entra = three(w).await;
        let deep = format!("{}title pr{}", "(".repeat(50), ")".repeat(50));
        let long = format!("title eq \"{}\"", "x".repeat(9_000));
        let many = vec!["title pr"; 300].join(" or ");
        for filter in [
            "userName", "userName eq", "userName is \"x\"", "eq \"x\"", "userName eq \"x", "(userName pr", "userName pr)",
            "active gt true", "active eq \"perhaps\"", "meta.created gt \"yesterday\"", "name eq \"x\"",
            "userName eq \"a\\u0000b\"", "emails[type eq \"work\"", "title[type eq \"x\"]", "userName pr and",
            "groups eq \"x\"", "id sw \"0\"", &deep, &long, &many,
        ] {
            entra.get(&filtered(filter)).await.refused(400, "invalidFilter");
        }
    }

    async fn what_looks_like_sql_in_a_filter_is_text(w: &World) {
        let entra = three(w).await;
        let before = w.count().await;
        for text in ["' OR '1'='1", "x'; DROP TABLE users; --", "\\' OR 1=1 --", "%", "_da", "$1", "?1", "\u{1F600}"] {
            for op in ["eq", "sw", "ew", "co"] {
                let value = json!(text).to_string();
                let expected = if op == "co" && text == "%" { "g" } else { "" };
                for attribute in ["userName", "externalId", "nickName", "emails.value", "name.familyName", "site"] {
                    assert_eq!(found(&entra, &format!("{attribute} {op} {value}")).await, "", "{attribute} {op} {text}");
                }
                let titled = found(&entra, &format!("title {op} {value}")).await;
                assert_eq!(titled, expected, "title {op} {text}");
            }
        }
        assert_eq!(w.count().await, before);
    }
}
