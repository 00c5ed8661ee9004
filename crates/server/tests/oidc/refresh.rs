//! Refresh tokens.

use domain::ApplicationKind;

use super::world::{Tokens, on_both, refused, register};

const HOUR_MS: i64 = 3_600_000;

on_both! {
    async fn r34_a_refresh_token_is_exchanged_for_its_successor(w: &World) {
        let first = w.tokens(&w.app, &[]).await;
        w.server.clock.advance(HOUR_MS);
        assert_eq!(w.userinfo(&first.access).await.status, 401, "access tokens last ten minutes");
        let second = Tokens::of(&w.refresh(&w.app, &first.refresh, &[]).await);
        assert_ne!(first.refresh, second.refresh);
        w.assert_alive(&second).await;
        let (before, after) = (first.claims(), second.claims());
        for same in ["iss", "sub", "aud", "auth_time", "sid"] {
            assert_eq!(before[same], after[same], "{same}");
        }
        assert!(after.get("nonce").is_none());
        assert_eq!(after["iat"].as_i64(), before["iat"].as_i64().map(|at| at + 3_600));
    }

    async fn r34_a_refresh_token_that_comes_again_ends_everything_that_was_granted(w: &World) {
        let first = w.tokens(&w.app, &[]).await;
        let second = Tokens::of(&w.refresh(&w.app, &first.refresh, &[]).await);
        let third = Tokens::of(&w.refresh(&w.app, &second.refresh, &[]).await);
        w.server.clock.advance(11_000);
        refused(&w.refresh(&w.app, &first.refresh, &[]).await, 400, "invalid_grant");
        w.assert_dead(&w.app, &third).await;
        w.assert_dead(&w.app, &second).await;
    }

    async fn r34_within_ten_seconds_a_lost_answer_is_given_again(w: &World) {
        let first = w.tokens(&w.app, &[]).await;
        let lost = Tokens::of(&w.refresh(&w.app, &first.refresh, &[]).await);
        w.server.clock.advance(10_000);
        let again = Tokens::of(&w.refresh(&w.app, &first.refresh, &[]).await);
        assert_ne!(lost.refresh, again.refresh);
        w.assert_alive(&again).await;
        w.server.clock.advance(1_000);
        refused(&w.refresh(&w.app, &first.refresh, &[]).await, 400, "invalid_grant");
        w.assert_dead(&w.app, &again).await;
    }

    async fn r34_fewer_scopes_may_be_asked_for_and_more_may_not(w: &World) {
        let first = w.tokens(&w.app, &[]).await;
        refused(&w.refresh(&w.app, &first.refresh, &[("scope", "openid offline_access")]).await, 400, "invalid_scope");
        let fewer = Tokens::of(&w.refresh(&w.app, &first.refresh, &[("scope", "openid")]).await);
        assert_eq!(fewer.body["scope"], "openid");
        assert!(!w.userinfo(&fewer.access).await.text.contains("email"));
        let all = Tokens::of(&w.refresh(&w.app, &fewer.refresh, &[]).await);
        assert_eq!(all.body["scope"], "openid profile email", "what was granted stays granted");
    }

    async fn r34_without_offline_access_it_lasts_as_long_as_the_session_can(w: &World) {
        let mut tokens = w.tokens(&w.app, &[]).await;
        for _ in 0..11 {
            w.server.clock.advance(HOUR_MS);
            tokens = Tokens::of(&w.refresh(&w.app, &tokens.refresh, &[]).await);
        }
        w.server.clock.advance(HOUR_MS - 300_000);
        tokens = Tokens::of(&w.refresh(&w.app, &tokens.refresh, &[]).await);
        assert_eq!(tokens.body["expires_in"], 300, "an access token ends with the session");
        w.server.clock.advance(300_000);
        w.assert_dead(&w.app, &tokens).await;
    }

    async fn r34_with_offline_access_it_lasts_thirty_days_however_often_it_is_used(w: &World) {
        let scope = [("scope", "openid offline_access")];
        let mut tokens = w.tokens(&w.app, &scope).await;
        for _ in 0..29 {
            w.server.clock.advance(24 * HOUR_MS);
            tokens = Tokens::of(&w.refresh(&w.app, &tokens.refresh, &[]).await);
        }
        w.server.clock.advance(24 * HOUR_MS);
        w.assert_dead(&w.app, &tokens).await;
    }

    async fn r34_a_public_application_refreshes_without_a_secret_and_only_its_own(w: &World) {
        let public = register(&w.contoso, ApplicationKind::Public).await;
        let tokens = w.tokens(&public, &[]).await;
        refused(&w.refresh(&w.app, &tokens.refresh, &[]).await, 400, "invalid_grant");
        Tokens::of(&w.refresh(&public, &tokens.refresh, &[]).await);
    }

    async fn r34_neither_a_code_nor_an_access_token_passes_for_a_refresh_token(w: &World) {
        let code = w.code(&w.app, &[]).await;
        let tokens = w.tokens(&w.app, &[]).await;
        let disguised = tokens.access.replace("rc_access_", "rc_refresh_");
        for text in [code.as_str(), &tokens.access, &disguised, "rc_refresh_", "nonsense"] {
            refused(&w.refresh(&w.app, text, &[]).await, 400, "invalid_grant");
        }
        w.assert_alive(&tokens).await;
        refused(&w.refresh(&w.app, "", &[]).await, 400, "invalid_request");
    }
}
