//! Changes are taken from the console's own pages, and from programs.

use api::Code;
use reqwest::Method;

use crate::support::Server;

#[tokio::test]
async fn a_change_that_another_site_asks_for_is_refused() {
    let server = Server::on_sqlite().await;
    let contoso = server.organization("contoso").await;
    let post =
        || contoso.owner.request(Method::POST, "/api/v1/sites").json(&serde_json::json!({"name": "London"}));
    let foreign = [
        post().header("sec-fetch-site", "cross-site"),
        post().header("sec-fetch-site", "same-site"),
        post().header("origin", "https://evil.example"),
        post().header("origin", "null"),
    ];
    for request in foreign {
        assert_eq!(contoso.owner.send(request).await.problem().code, Code::CrossSite);
    }
    let sign_in =
        contoso.owner.request(Method::POST, "/api/v1/sessions").header("origin", "https://evil.example");
    assert_eq!(contoso.owner.send(sign_in).await.problem().code, Code::CrossSite);
    assert_eq!(contoso.owner.read::<api::sites::List>().await.total, 0);
    server.stop().await;
}

#[tokio::test]
async fn a_change_from_the_own_page_or_from_a_program_is_taken() {
    let server = Server::on_sqlite().await;
    let contoso = server.organization("contoso").await;
    let post = |name: &str| {
        contoso.owner.request(Method::POST, "/api/v1/sites").json(&serde_json::json!({"name": name}))
    };
    let own = [
        post("London").header("sec-fetch-site", "same-origin"),
        post("Paris").header("origin", server.url.clone()),
        post("Berlin"),
    ];
    for request in own {
        assert_eq!(contoso.owner.send(request).await.status, 201);
    }
    server.stop().await;
}

#[tokio::test]
async fn another_site_may_not_even_read_because_nothing_allows_it_to() {
    let server = Server::on_sqlite().await;
    let contoso = server.organization("contoso").await;
    let request = contoso.owner.request(Method::GET, "/api/v1/me").header("origin", "https://evil.example");
    let answer = contoso.owner.send(request).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    server.stop().await;
}
