//! The sessions of other people.

use api::sessions::{Me, Session};
use api::{Code, Page};
use domain::Role;
use serde_json::Value;
use server::session::IDLE_MS;

use crate::both;

both! {
    async fn an_admin_sees_and_ends_the_sessions_of_a_person(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        let second = contoso.sign_in(ada.user.id).await;
        let path = format!("/api/v1/users/{}/sessions", ada.user.id);
        let sessions: Page<Session> = contoso.owner.get(&path).await.json();
        assert_eq!(sessions.total, 2);
        assert!(sessions.items.iter().all(|session| !session.current && session.user_agent == "Test/1.0"));
        let id = second.read::<Me>().await.session_id;
        assert_eq!(contoso.owner.delete(&format!("{path}/{id}")).await.status, 204);
        assert_eq!(second.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
        ada.read::<Me>().await;
        assert_eq!(contoso.owner.delete(&format!("{path}/{id}")).await.problem().code, Code::NotFound);
    }

    async fn r7_a_deactivation_says_how_many_sessions_it_has_ended(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        contoso.sign_in(ada.user.id).await;
        let path = format!("/api/v1/users/{}", ada.user.id);
        let user: Value = contoso.owner.post(&format!("{path}/deactivate"), &serde_json::json!({})).await.json();
        assert_eq!(user["sessions_ended"], 2);
        let history: Value = contoso.owner.get(&format!("{path}/history")).await.json();
        let ended = serde_json::json!({"field": "sessions_ended", "to": "2"});
        assert!(history["items"][0]["changes"].as_array().unwrap().contains(&ended), "{history}");
    }

    async fn ending_all_of_ones_own_leaves_the_one_that_asks(server: &Server) {
        let contoso = server.organization("contoso").await;
        let other = contoso.sign_in(contoso.owner.user.id).await;
        let ended = contoso.owner.delete(&format!("/api/v1/users/{}/sessions", contoso.owner.user.id)).await;
        assert_eq!(ended.json::<Value>()["ended"], 1);
        assert_eq!(other.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
        contoso.owner.read::<Me>().await;
    }

    async fn r32_only_an_owner_ends_the_sessions_of_an_owner(server: &Server) {
        let contoso = server.organization("contoso").await;
        let admin = contoso.person("ada", Role::Admin).await;
        let owner = contoso.owner.read::<Me>().await;
        let path = format!("/api/v1/users/{}/sessions", owner.user_id);
        assert_eq!(admin.delete(&path).await.problem().reason, Some(domain::Reason::OnlyOwnersChangeOwners));
        let one = admin.delete(&format!("{path}/{}", owner.session_id)).await;
        assert_eq!(one.problem().reason, Some(domain::Reason::OnlyOwnersChangeOwners));
        contoso.owner.read::<Me>().await;
    }

    async fn sessions_that_have_ended_by_themselves_are_not_listed(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        server.clock.advance(IDLE_MS / 2);
        contoso.owner.read::<Me>().await;
        server.clock.advance(IDLE_MS / 2);
        let sessions: Page<Session> = contoso.owner.get(&format!("/api/v1/users/{}/sessions", ada.user.id)).await.json();
        assert_eq!(sessions.total, 0);
    }

    async fn r33_who_ended_whose_sessions_is_in_the_history(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        contoso.owner.delete(&format!("/api/v1/users/{}/sessions", ada.user.id)).await;
        let history: Value = contoso.owner.get(&format!("/api/v1/users/{}/history", ada.user.id)).await.json();
        assert_eq!(history["items"][0]["action"], "sessions_ended");
        assert_eq!(history["items"][0]["actor_name"], "Olivia Owner");
    }
}
