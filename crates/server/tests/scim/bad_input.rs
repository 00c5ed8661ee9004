//! Bodies that no client should send: refused in words, with nothing half-written, and never a 500.

use serde_json::{Value, json};

use super::client::*;
use crate::users::world::*;

const LIMIT: usize = 1_048_576;

on_both! {
    async fn a_body_that_is_no_json_object_is_invalid_syntax(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let head = w.feed_head().await;
        let deep = format!("{{\"userName\":{}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
        for body in [
            "", " ", "{", "[]", "null", "\"text\"", "{} {}", "<xml/>", "{\"userName\":\"a\",\"username\":\"b\"}",
            "{\"userName\":\"a\\u0000b\"}", "{\"userName\":\"\\ud800\"}", "{\"userName\":\"a\nb\"}", &deep,
        ] {
            for (method, path) in [("POST", "/Users".to_owned()), ("PUT", scim_path(&ada)), ("PATCH", scim_path(&ada)), ("POST", "/.search".to_owned())] {
                entra.raw(method, &path, body.to_owned()).await.refused(400, "invalidSyntax");
            }
        }
        entra.raw("POST", "/Users", &b"{\"userName\":\"\xFF\"}"[..]).await.refused(400, "invalidSyntax");
        assert_eq!(entra.read(&ada).await, ada);
        assert_eq!(w.feed_head().await, head);
    }

    async fn a_value_of_a_wrong_type_is_named_and_nothing_is_written(w: &World) {
        let entra = Idp::connect(w).await;
        let ada = entra.create("Ada Lovelace").await;
        let before = w.count().await;
        for (name, wrong) in [
            ("active", json!("perhaps")),
            ("active", json!(2)),
            ("userName", json!({"a": 1})),
            ("userName", json!(["a", "b"])),
            ("name", json!("Ada")),
            ("title", json!("a\u{202E}b")),
            ("title", json!("line\nbreak")),
            ("title", json!("x".repeat(300))),
            ("nickName", json!("x".repeat(3_000))),
            ("emails", json!([{"value": {"a": 1}}])),
            ("emails", json!((0..101).map(|n| json!({"value": n.to_string()})).collect::<Vec<Value>>())),
            (SITE, json!("London")),
        ] {
            let wrong = json!({name: wrong});
            let detail = entra.post("/Users", with(person("Grace Hopper"), wrong.clone())).await.refused(400, "invalidValue");
            assert!(detail.contains(name), "{name}: {detail}");
            entra.put(&ada, with(person("Ada Lovelace"), wrong.clone())).await.refused(400, "invalidValue");
            entra.patch(&ada, json!([{"op": "replace", "value": wrong}])).await.refused(400, "invalidValue");
        }
        for operations in [json!(null), json!({}), json!("x"), json!(1)] {
            entra.patch(&ada, operations).await.refused(400, "invalidSyntax");
        }
        assert_eq!(w.count().await, before);
        assert_eq!(entra.read(&ada).await, ada);
    }

    async fn a_body_of_more_than_a_mebibyte_is_413(w: &World) {
        let entra = Idp::connect(w).await;
        let padded = |size: usize| {
            let body = person("Ada Lovelace").to_string();
            format!("{body}{}", " ".repeat(size - body.len()))
        };
        entra.raw("POST", "/Users", padded(LIMIT + 1)).await.refused(413, "");
        entra.raw("POST", "/Users", padded(LIMIT)).await.expect(201);
    }

    async fn only_json_is_taken(w: &World) {
        let entra = Idp::connect(w).await;
        let send = async |kind: &str, name: &str| {
            let request = entra.request("POST", "/Users").header("content-type", kind);
            entra.send(request.body(person(name).to_string())).await
        };
        for kind in ["text/plain", "text/html", "application/x-www-form-urlencoded", "application/xml", "application/jsonx", "json"] {
            send(kind, "Ada Lovelace").await.refused(415, "");
        }
        send("application/json", "Ada Lovelace").await.expect(201);
        send("Application/SCIM+JSON;charset=UTF-8", "Grace Hopper").await.expect(201);
        let without = entra.request("POST", "/Users").body(person("Alan Turing").to_string());
        entra.send(without).await.expect(201);
    }

    async fn what_is_accepted_is_asked_of_nobody(w: &World) {
        let entra = Idp::connect(w).await;
        for accept in ["text/html", "application/json", "*/*;q=0.1", ""] {
            entra.send(entra.request("GET", "/Users").header("accept", accept)).await.expect(200);
        }
    }

    async fn texts_of_every_script_come_back_as_they_were_sent(w: &World) {
        let entra = Idp::connect(w).await;
        for (at, text) in ["Ωμέγα", "محمد", "李小龍", "Zoë 😀", "O'Brien \"X\" \\ <b>&amp;</b>", "ﬁ İı ß"].into_iter().enumerate() {
            let body = json!({"userName": format!("{at}-{}", text.replace(' ', "")), "name": {"familyName": text}, "nickName": text, "title": text});
            let made = entra.post("/Users", body.clone()).await.expect(201);
            for name in ["userName", "name", "nickName", "title"] {
                assert_eq!(made[name], body[name]);
            }
            let filter = format!("nickName eq {}", json!(text));
            assert_eq!(entra.find(&filter).await, [made], "{filter}");
        }
    }
}
