//! Tokens that are given back (RFC 7009).

use domain::ApplicationKind;

use super::world::{Tokens, on_both, refused, register};

on_both! {
    async fn r34_a_refresh_token_that_is_given_back_ends_everything(w: &World) {
        let tokens = w.tokens(&w.app, &[]).await;
        let answer = w.form("revoke", Some(&w.app.basic()), &[("token", &tokens.refresh)]).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        w.assert_dead(&w.app, &tokens).await;
        let again = w.form("revoke", Some(&w.app.basic()), &[("token", &tokens.refresh)]).await;
        assert_eq!(again.status, 200, "what is over is over");
    }

    async fn r34_an_access_token_that_is_given_back_ends_alone(w: &World) {
        let tokens = w.tokens(&w.app, &[]).await;
        let form = [("token", tokens.access.as_str()), ("token_type_hint", "refresh_token")];
        assert_eq!(w.form("revoke", Some(&w.app.basic()), &form).await.status, 200);
        assert_eq!(w.userinfo(&tokens.access).await.status, 401);
        Tokens::of(&w.refresh(&w.app, &tokens.refresh, &[]).await);
    }

    async fn r34_nobody_gives_back_what_is_somebody_elses(w: &World) {
        let other = register(&w.contoso, ApplicationKind::Confidential).await;
        let public = register(&w.contoso, ApplicationKind::Public).await;
        let tokens = w.tokens(&w.app, &[]).await;
        let form = [("token", tokens.refresh.as_str())];
        refused(&w.form("revoke", Some(&other.basic()), &form).await, 400, "invalid_grant");
        let named = [form[0], ("client_id", public.id.as_str())];
        refused(&w.form("revoke", None, &named).await, 400, "invalid_grant");
        let unproven = [form[0], ("client_id", w.app.id.as_str())];
        refused(&w.form("revoke", None, &unproven).await, 401, "invalid_client");
        w.assert_alive(&tokens).await;
    }

    async fn r34_an_unknown_token_is_no_error_and_a_missing_one_is(w: &World) {
        let basic = w.app.basic();
        assert_eq!(w.form("revoke", Some(&basic), &[("token", "nonsense")]).await.status, 200);
        refused(&w.form("revoke", Some(&basic), &[]).await, 400, "invalid_request");
    }
}
