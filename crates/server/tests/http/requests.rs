//! Requests that cannot be read, and addresses where nothing is: each a problem, in words.

use api::Code;
use reqwest::Method;
use serde_json::json;

use crate::both;

const SITES: &str = "/api/v1/sites";

both! {
    async fn junk_instead_of_json_is_an_invalid_request_and_nothing_is_made(server: &Server) {
        let contoso = server.organization("contoso").await;
        for junk in ["{", "nonsense", "{\"name\": \"a\"} {}", "\u{0}", "[1,", "\"\\ud800\"", "{\"name\": NaN}"] {
            let problem = contoso.owner.raw(Method::POST, SITES, junk).await.problem();
            assert_eq!(problem.code, Code::InvalidRequest, "{junk}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(contoso.owner.raw(Method::POST, SITES, deep).await.problem().code, Code::InvalidRequest);
        assert_eq!(contoso.owner.raw(Method::POST, SITES, vec![b'"', 0xff, b'"']).await.problem().code, Code::InvalidRequest);
        assert_eq!(contoso.owner.read::<api::sites::List>().await.total, 0);
    }

    async fn a_wrong_type_is_named_with_its_place(server: &Server) {
        let contoso = server.organization("contoso").await;
        for body in [json!({"name": 7}), json!({"name": ["London"]}), json!({"name": null})] {
            let problem = contoso.owner.post(SITES, &body).await.problem();
            assert_eq!(problem.code, Code::InvalidRequest);
            assert!(problem.detail.contains("at `name`"), "{}", problem.detail);
        }
        for body in [json!([]), json!("London"), json!(null), json!({})] {
            assert_eq!(contoso.owner.post(SITES, &body).await.problem().code, Code::InvalidRequest);
        }
    }

    async fn a_field_that_does_not_exist_or_comes_twice_is_refused(server: &Server) {
        let contoso = server.organization("contoso").await;
        let problem = contoso.owner.post(SITES, &json!({"name": "London", "capacity": 7})).await.problem();
        assert_eq!(problem.code, Code::InvalidRequest);
        assert!(problem.detail.contains("capacity"), "{}", problem.detail);
        let twice = contoso.owner.raw(Method::POST, SITES, r#"{"name": "London", "name": "Paris"}"#).await.problem();
        assert_eq!(twice.code, Code::InvalidRequest);
        let activate = format!("/api/v1/users/{}/activate", contoso.owner.user.id);
        let problem = contoso.owner.post(&activate, &json!({"force": true})).await.problem();
        assert_eq!(problem.code, Code::InvalidRequest, "an operation that takes no body takes no field either");
        assert_eq!(contoso.owner.read::<api::sites::List>().await.total, 0);
    }

    async fn a_body_of_more_than_a_megabyte_is_too_large_announced_or_not(server: &Server) {
        let contoso = server.organization("contoso").await;
        let large = format!("{{\"name\": \"{}\"}}", "x".repeat(1 << 20));
        let announced = contoso.owner.raw(Method::POST, SITES, large.clone()).await.problem();
        assert_eq!(announced.code, Code::TooLarge);
        let chunks = large.into_bytes().chunks(64 * 1024).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect::<Vec<_>>();
        let stream = reqwest::Body::wrap_stream(futures::stream::iter(chunks));
        assert_eq!(contoso.owner.raw(Method::POST, SITES, stream).await.problem().code, Code::TooLarge);
        let just_fits = format!("{{\"name\": \"{}\"}}", "x".repeat((1 << 20) - 12));
        assert_eq!(contoso.owner.raw(Method::POST, SITES, just_fits).await.problem().code, Code::InvalidFields);
    }

    async fn only_json_is_read(server: &Server) {
        let contoso = server.organization("contoso").await;
        for media_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml"] {
            let request = contoso.owner.request(Method::POST, SITES).header("content-type", media_type).body("{}");
            assert_eq!(contoso.owner.send(request).await.problem().code, Code::UnsupportedMediaType, "{media_type}");
        }
        let request = contoso.owner.request(Method::POST, SITES).header("content-type", "application/json; charset=utf-8");
        assert_eq!(contoso.owner.send(request.body("{\"name\": \"London\"}")).await.status, 201);
    }

    async fn a_query_that_is_not_known_or_of_the_wrong_type_is_refused(server: &Server) {
        let contoso = server.organization("contoso").await;
        for query in ["serach=ada", "limit=many", "limit=-1", "sort=shoe_size", "status=gone", "status=active&status=active"] {
            let problem = contoso.owner.get(&format!("/api/v1/users?{query}")).await.problem();
            assert_eq!(problem.code, Code::InvalidRequest, "{query}");
        }
        assert_eq!(contoso.owner.get("/api/v1/sites?x=1").await.problem().code, Code::InvalidRequest);
    }

    async fn an_id_of_another_kind_or_another_form_is_not_found(server: &Server) {
        let contoso = server.organization("contoso").await;
        let site = format!("sit_{:032x}", 1);
        for id in ["1", "usr_", "usr_zz", site.as_str(), "..%2f..%2fetc", "%00", "usr_0192F0C1000070008000000000000001"] {
            let problem = contoso.owner.get(&format!("/api/v1/users/{id}")).await.problem();
            assert_eq!(problem.code, Code::NotFound, "{id}");
        }
    }

    async fn an_edit_without_the_version_is_told_so(server: &Server) {
        let contoso = server.organization("contoso").await;
        let path = format!("/api/v1/users/{}", contoso.owner.user.id);
        let request = contoso.owner.request(Method::PATCH, &path).json(&json!({}));
        assert_eq!(contoso.owner.send(request).await.problem().code, Code::PreconditionRequired);
        let request = contoso.owner.request(Method::PATCH, &path).header("if-match", "seven").json(&json!({}));
        assert_eq!(contoso.owner.send(request).await.problem().code, Code::InvalidRequest);
    }
}

#[tokio::test]
async fn an_address_where_nothing_is_and_a_method_that_is_not_taken_are_problems() {
    let server = crate::support::Server::on_sqlite().await;
    let anybody = server.anybody();
    for path in
        ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v2/users", "/scimitar", "/api/v1/users/"]
    {
        let request = anybody.request(Method::POST, path);
        assert_eq!(anybody.send(request).await.problem().code, Code::NotFound, "{path}");
    }
    let request = anybody.request(Method::PUT, "/api/v1/users");
    let answer = anybody.send(request).await;
    assert_eq!(answer.problem().code, Code::MethodNotAllowed);
    assert_eq!(answer.header("allow"), "GET,HEAD,POST");
    server.stop().await;
}

#[tokio::test]
async fn a_request_id_is_taken_over_when_it_is_sane_and_made_when_it_is_not() {
    let server = crate::support::Server::on_sqlite().await;
    let anybody = server.anybody();
    let with = |id: &'static str| anybody.request(Method::GET, "/api/v1/me").header("x-request-id", id);
    assert_eq!(anybody.send(with("trace-17.a_b")).await.problem().request_id, "trace-17.a_b");
    for id in ["<script>", "a b", "0123456789012345678901234567890123456789012345678901234567890123456789"] {
        let made = anybody.send(with(id)).await.problem().request_id;
        assert!(made.starts_with("req_"), "{made}");
    }
    server.stop().await;
}
