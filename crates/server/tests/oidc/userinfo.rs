//! Who the person is.

use reqwest::Method;
use serde_json::{Value, json};

use super::world::on_both;

on_both! {
    async fn r34_an_access_token_tells_who_the_person_is_as_they_are_now(w: &World) {
        let tokens = w.tokens(&w.app, &[]).await;
        let path = format!("/api/v1/users/{}", w.ada.user.id);
        let edit = json!({"first_name": "Augusta", "locale": "en-GB", "time_zone": "Europe/London"});
        assert_eq!(w.contoso.owner.patch(&path, 1, &edit).await.status, 200);
        let answer = w.userinfo(&tokens.access).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        let claims: Value = answer.json();
        assert_eq!(claims, json!({
            "sub": w.ada.user.id.to_string(),
            "name": "Augusta Tester",
            "given_name": "Augusta",
            "family_name": "Tester",
            "preferred_username": "ada@contoso.com",
            "locale": "en-GB",
            "zoneinfo": "Europe/London",
            "updated_at": w.server.app.now().0 / 1_000,
            "email": "ada@contoso.com",
        }));
        let posted = w.server.anybody();
        let request = posted.request(Method::POST, &w.path("userinfo"));
        let answer = posted.send(request.header("authorization", format!("bearer {}", tokens.access))).await;
        assert_eq!(answer.json::<Value>(), claims);
    }

    async fn r34_what_is_no_access_token_is_refused_with_the_scheme(w: &World) {
        let tokens = w.tokens(&w.app, &[]).await;
        let disguised = tokens.refresh.replace("rc_refresh_", "rc_access_");
        for text in ["", "nonsense", &tokens.refresh, &disguised, &tokens.id, &format!("{}x", tokens.access)] {
            let answer = w.userinfo(text).await;
            assert_eq!(answer.status, 401, "{text}");
            assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"");
        }
        assert_eq!(w.server.anybody().get(&w.path("userinfo")).await.status, 401);
    }

    async fn r34_an_access_token_counts_in_its_own_organization_only(w: &World) {
        w.server.organization("fabrikam").await;
        let tokens = w.tokens(&w.app, &[]).await;
        let program = w.server.anybody();
        let request = program.request(Method::GET, "/oidc/fabrikam/userinfo");
        let answer = program.send(request.header("authorization", format!("Bearer {}", tokens.access))).await;
        assert_eq!(answer.status, 401);
    }

    async fn r34_an_access_token_opens_nothing_else(w: &World) {
        let tokens = w.tokens(&w.app, &[]).await;
        let program = w.server.anybody();
        for path in ["/api/v1/me", "/scim/contoso/v2/Users"] {
            let request = program.request(Method::GET, path);
            let answer = program.send(request.header("authorization", format!("Bearer {}", tokens.access))).await;
            assert_eq!(answer.status, 401, "{path}");
        }
    }

    async fn r34_an_access_token_is_over_after_ten_minutes(w: &World) {
        let tokens = w.tokens(&w.app, &[]).await;
        w.server.clock.advance(599_999);
        w.assert_alive(&tokens).await;
        w.server.clock.advance(1);
        assert_eq!(w.userinfo(&tokens.access).await.status, 401);
    }
}
