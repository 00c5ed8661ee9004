//! R27: nobody is locked out.

use api::sessions::{Credentials, NewPassword, SetPassword, SignIn};
use api::sign_ins::Method;
use api::sso::{AddEmergency, EmergencyParams, RemoveEmergency};
use api::users::CreatePasswordLink;
use api::{NoBody, NoParams, NoQuery};
use domain::{Reason, Role, UserId};

use super::sign_in::log;
use crate::both;
use crate::support::idp::{self, MINUTE_MS, activate, prove, save, switch};
use crate::support::{Answer, Organization, PASSWORD, Server};

async fn password(server: &Server, username: &str) -> Answer {
    let body =
        Credentials { organization: None, username: username.to_owned(), password: PASSWORD.to_owned() };
    server.anybody().call::<SignIn>(&NoParams {}, &NoQuery {}, &body, None).await
}

async fn add(contoso: &Organization<'_>, user: UserId) -> Answer {
    let params = EmergencyParams { user_id: user };
    contoso.owner.browser.call::<AddEmergency>(&params, &NoQuery {}, &NoBody {}, None).await
}

async fn remove(contoso: &Organization<'_>, user: UserId) -> Answer {
    let params = EmergencyParams { user_id: user };
    contoso.owner.browser.call::<RemoveEmergency>(&params, &NoQuery {}, &NoBody {}, None).await
}

both! {
    async fn r27_passwords_are_not_switched_off_before_a_way_in_is_proven(server: &Server) {
        let contoso = server.organization("contoso").await;
        contoso.give_password(contoso.owner.user.id).await;
        assert_eq!(switch(&contoso, true).await.problem().reason, Some(Reason::SsoNotSetUp));
        save(&contoso, &idp::settings()).await;
        activate(&contoso, true).await;
        assert_eq!(switch(&contoso, true).await.problem().reason, Some(Reason::EmergencyAccessMissing));
        add(&contoso, contoso.owner.user.id).await;
        assert_eq!(switch(&contoso, true).await.problem().reason, Some(Reason::EmergencyAccessMissing));
        assert_eq!(prove(&contoso).await.status, 200);
        // Not by a proof of long ago.
        server.clock.advance(61 * MINUTE_MS);
        assert_eq!(switch(&contoso, true).await.problem().reason, Some(Reason::EmergencyAccessMissing));
        // A fresh sign-in with the password proves it, too.
        assert_eq!(password(server, "owner@contoso.com").await.status, 201);
        assert_eq!(switch(&contoso, true).await.status, 200);
    }

    async fn r27_with_single_sign_on_on_only_emergency_access_takes_a_password(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Admin).await;
        contoso.give_password(ada.user.id).await;
        idp::set_up(&contoso, &idp::settings()).await;
        let refused = password(server, "ada@contoso.com").await;
        let unknown = password(server, "nobody@contoso.com").await;
        assert_eq!(refused.problem().detail, unknown.problem().detail);
        assert_eq!(password(server, "owner@contoso.com").await.status, 201);
        let newest = log(&contoso).await;
        assert_eq!(newest.iter().filter(|one| one.method == Method::Emergency && one.success).count(), 1);
        let owner = idp::get(&contoso).await.emergency.remove(0);
        assert_eq!(owner.used_at, Some(server.app.now()));
        switch(&contoso, false).await;
        assert_eq!(password(server, "ada@contoso.com").await.status, 201);
    }

    async fn r27_the_last_way_in_stays(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        let refused = remove(&contoso, contoso.owner.user.id).await;
        assert_eq!(refused.problem().reason, Some(Reason::EmergencyAccessLast));
        let other = contoso.person("other", Role::Owner).await;
        assert_eq!(add(&contoso, other.user.id).await.problem().reason, Some(Reason::EmergencyAccessForOwners));
        contoso.give_password(other.user.id).await;
        assert_eq!(add(&contoso, other.user.id).await.status, 200);
        assert_eq!(remove(&contoso, contoso.owner.user.id).await.status, 200);
        assert_eq!(remove(&contoso, contoso.owner.user.id).await.status, 404);
    }

    async fn r27_emergency_access_is_for_owners_and_given_by_owners(server: &Server) {
        let contoso = server.organization("contoso").await;
        let admin = contoso.person("admin", Role::Admin).await;
        contoso.give_password(admin.user.id).await;
        assert_eq!(add(&contoso, admin.user.id).await.problem().reason, Some(Reason::EmergencyAccessForOwners));
        let params = EmergencyParams { user_id: contoso.owner.user.id };
        let by_admin = admin.browser.call::<AddEmergency>(&params, &NoQuery {}, &NoBody {}, None).await;
        assert_eq!(by_admin.problem().reason, Some(Reason::OnlyOwnersChangeOwners));
    }

    async fn r27_a_password_link_opens_nothing_while_passwords_are_off(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        let link = async || {
            let params = api::users::UserParams { id: ada.user.id };
            let body = api::users::PasswordLinkRequest { send: false };
            contoso.owner.browser.call::<CreatePasswordLink>(&params, &NoQuery {}, &body, None).await
        };
        let made: api::users::PasswordLink = link().await.json();
        idp::set_up(&contoso, &idp::settings()).await;
        assert_eq!(link().await.problem().reason, Some(Reason::PasswordsOff));
        let token = made.url.split_once('#').unwrap().1.to_owned();
        let body = NewPassword { token, password: "quiet otters walk north".to_owned() };
        let used = server.anybody().call::<SetPassword>(&NoParams {}, &NoQuery {}, &body, None).await;
        assert_eq!(used.problem().reason, Some(Reason::PasswordsOff));
    }

    async fn r27_a_wrong_password_proves_nothing(server: &Server) {
        let contoso = server.organization("contoso").await;
        contoso.give_password(contoso.owner.user.id).await;
        let proof = api::sso::Proof { password: "wrong".to_owned() };
        let answer =
            contoso.owner.browser.call::<api::sso::ProveEmergency>(&NoParams {}, &NoQuery {}, &proof, None).await;
        assert_eq!(answer.status, 422);
        assert!(idp::get(&contoso).await.emergency.is_empty());
    }
}
