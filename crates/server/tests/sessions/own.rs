//! One's own session: how it is seen, how long it lasts, how it ends.

use api::sessions::{ListOwn, Me, SignOut};
use api::{Code, NoBody, NoParams, NoQuery};
use domain::Role;
use server::session::{IDLE_MS, LONGEST_MS, SEEN_EVERY_MS};

use crate::both;

both! {
    async fn me_says_who_is_signed_in_where_and_until_when(server: &Server) {
        let contoso = server.organization("contoso").await;
        let me = contoso.owner.read::<Me>().await;
        assert_eq!(me.user_id, contoso.owner.user.id);
        assert_eq!(me.name, "Olivia Owner");
        assert_eq!(me.role, Role::Owner);
        assert_eq!(me.organization.slug, "contoso");
        assert_eq!(me.expires_at, server.app.now().plus_ms(LONGEST_MS));
    }

    async fn a_session_ends_after_two_hours_of_silence(server: &Server) {
        let contoso = server.organization("contoso").await;
        server.clock.advance(IDLE_MS - 1);
        contoso.owner.read::<Me>().await;
        server.clock.advance(IDLE_MS);
        assert_eq!(contoso.owner.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
    }

    async fn a_session_ends_after_twelve_hours_however_busy(server: &Server) {
        let contoso = server.organization("contoso").await;
        for _ in 0..11 {
            server.clock.advance(LONGEST_MS / 12);
            contoso.owner.read::<Me>().await;
        }
        server.clock.advance(LONGEST_MS / 12);
        assert_eq!(contoso.owner.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
    }

    async fn the_last_use_is_written_at_most_once_a_minute(server: &Server) {
        let contoso = server.organization("contoso").await;
        let started = server.app.now();
        server.clock.advance(SEEN_EVERY_MS - 1);
        assert_eq!(contoso.owner.read::<ListOwn>().await.items[0].last_seen_at, started);
        server.clock.advance(1);
        assert_eq!(contoso.owner.read::<ListOwn>().await.items[0].last_seen_at, server.app.now());
    }

    async fn signing_out_ends_the_session_and_takes_the_cookie_back(server: &Server) {
        let contoso = server.organization("contoso").await;
        let other = contoso.sign_in(contoso.owner.user.id).await;
        let out = other.call::<SignOut>(&NoParams {}, &NoQuery {}, &NoBody {}, None).await;
        assert_eq!(out.status, 200);
        assert_eq!(out.header("set-cookie"), "rollcall_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        assert_eq!(other.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
        contoso.owner.read::<Me>().await;
    }

    async fn a_session_of_ones_own_is_ended_and_one_of_somebody_else_is_not_found(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        let second = contoso.sign_in(ada.user.id).await;
        let id = second.read::<Me>().await.session_id;
        let path = format!("/api/v1/me/sessions/{id}");
        assert_eq!(contoso.owner.delete(&path).await.problem().code, Code::NotFound);
        second.read::<Me>().await;
        assert_eq!(ada.delete(&path).await.status, 204);
        assert_eq!(second.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
        assert_eq!(ada.delete(&path).await.problem().code, Code::NotFound);
    }

    async fn r7_a_deactivated_user_is_signed_out_at_once(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Admin).await;
        ada.read::<Me>().await;
        let path = format!("/api/v1/users/{}/deactivate", ada.user.id);
        assert_eq!(contoso.owner.post(&path, &NoBody {}).await.status, 200);
        assert_eq!(ada.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
    }

    async fn a_cookie_that_is_garbage_or_of_another_secret_is_nobodys(server: &Server) {
        let contoso = server.organization("contoso").await;
        let me = contoso.owner.read::<Me>().await;
        let forged = format!(
            "rollcall_session={:032x}.{:032x}.{}", contoso.id.0, me.session_id.0, "A".repeat(43)
        );
        for cookie in [forged, "rollcall_session=".to_owned(), "rollcall_session=a.b.c".to_owned()] {
            let answer = server.with_cookie(cookie).get("/api/v1/me").await;
            assert_eq!(answer.problem().code, Code::NotSignedIn);
        }
    }
}
