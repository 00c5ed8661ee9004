//! From the sign-in page through the identity provider to a session.

use api::sessions::{ChooseMethod, ListOwn, Me, MethodQuestion, SignInMethod};
use api::sign_ins::{List, Method, SignInsQuery, Summary};
use api::{Code, NoParams, NoQuery, Page};
use domain::Role;
use domain::sso::Check;

use crate::both;
use crate::support::idp::{self, MINUTE_MS, Response, begin, post};
use crate::support::{Organization, Server};

/// The sign-in log, the newest first.
pub async fn log(contoso: &Organization<'_>) -> Vec<Summary> {
    let answer = contoso
        .owner
        .browser
        .call::<List>(&NoParams {}, &SignInsQuery::default(), &api::NoBody {}, None)
        .await;
    answer.json::<Page<Summary>>().items
}

async fn method(
    server: &Server,
    organization: Option<&str>,
    username: &str,
    next: Option<&str>,
) -> SignInMethod {
    let question = MethodQuestion {
        organization: organization.map(str::to_owned),
        username: username.to_owned(),
        next: next.map(str::to_owned),
    };
    server.anybody().call::<ChooseMethod>(&NoParams {}, &NoQuery {}, &question, None).await.json()
}

/// Why the newest attempt failed, and that the person was told nothing but its reference.
async fn refused(contoso: &Organization<'_>, answer: &crate::support::Answer) -> Check {
    let newest = log(contoso).await.remove(0);
    assert_eq!(answer.status, 303, "{}", answer.text);
    let page = format!("{}/sign-in?organization=contoso&failed={}", contoso.server.url, newest.reference);
    assert_eq!(answer.header("location"), page);
    assert_eq!(answer.header("set-cookie"), "");
    assert!(!newest.success);
    newest.failed.unwrap().check
}

both! {
    async fn r26_the_name_id_is_the_username_of_an_active_user_and_the_deep_link_survives(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        let ada = contoso.person("ada", Role::Member).await;
        let begun = begin(&server.anybody(), "contoso", "?next=%2Fdirectory%3Fq%3Dada&username=ada%40contoso.com").await;
        assert!(begun.url.starts_with("https://idp.example/sso?SAMLRequest="), "{}", begun.url);
        assert!(begun.url.ends_with("&login_hint=ada%40contoso.com"));
        let answer = post(&contoso, &Response::of(&contoso, "ADA@contoso.com", Some(&begun)).xml(), Some(&begun)).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        assert_eq!(answer.header("location"), format!("{}/directory?q=ada", server.url));
        let browser = server.with_cookie(answer.cookie());
        assert_eq!(browser.read::<Me>().await.user_id, ada.user.id);
        assert_eq!(browser.read::<ListOwn>().await.items.iter().filter(|one| one.method == Method::Sso).count(), 1);
        let newest = log(&contoso).await.remove(0);
        assert_eq!((newest.success, newest.user_id, newest.method), (true, Some(ada.user.id), Method::Sso));
    }

    async fn the_session_that_the_browser_had_before_ends_although_its_cookie_does_not_come_along(server: &Server) {
        let (contoso, other) = (server.organization("contoso").await, server.organization("fabrikam").await);
        idp::set_up(&contoso, &idp::settings()).await;
        let ada = contoso.person("ada", Role::Member).await;
        let stranger = other.person("grace", Role::Member).await;
        let elsewhere = contoso.sign_in(ada.user.id).await;
        for former in [&ada, &stranger] {
            let begun = begin(former, "contoso", "").await;
            assert_eq!(former.get("/api/v1/me").await.status, 200, "it goes on until the other one has begun");
            let xml = Response::of(&contoso, "ada@contoso.com", Some(&begun)).xml();
            let browser = server.with_cookie(post(&contoso, &xml, Some(&begun)).await.cookie());
            assert_eq!(former.get("/api/v1/me").await.problem().code, Code::NotSignedIn);
            assert_eq!(browser.read::<Me>().await.user_id, ada.user.id);
        }
        assert_eq!(elsewhere.get("/api/v1/me").await.status, 200);
    }

    async fn a_sign_in_that_is_refused_leaves_the_session_that_the_browser_had(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        let ada = contoso.person("ada", Role::Member).await;
        let begun = begin(&ada, "contoso", "").await;
        let answer = post(&contoso, &Response::of(&contoso, "nobody@contoso.com", Some(&begun)).xml(), Some(&begun)).await;
        assert_eq!(refused(&contoso, &answer).await, Check::User);
        assert_eq!(ada.get("/api/v1/me").await.status, 200);
    }

    async fn an_answer_is_taken_once(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        contoso.person("ada", Role::Member).await;
        let begun = begin(&server.anybody(), "contoso", "").await;
        let xml = Response::of(&contoso, "ada@contoso.com", Some(&begun)).xml();
        assert!(post(&contoso, &xml, Some(&begun)).await.cookie().starts_with("rollcall_session="));
        let again = post(&contoso, &xml, Some(&begun)).await;
        assert_eq!(refused(&contoso, &again).await, Check::Request);
    }

    async fn an_assertion_that_was_used_is_not_taken_for_another_request(server: &Server) {
        let contoso = server.organization("contoso").await;
        let settings = api::sso::Settings { allow_unsolicited: true, ..idp::settings() };
        idp::set_up(&contoso, &settings).await;
        contoso.person("ada", Role::Member).await;
        let xml = Response::of(&contoso, "ada@contoso.com", None).xml();
        assert!(post(&contoso, &xml, None).await.cookie().starts_with("rollcall_session="));
        assert_eq!(refused(&contoso, &post(&contoso, &xml, None).await).await, Check::Replay);
    }

    async fn what_nobody_asked_for_is_refused_until_it_is_allowed(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        contoso.person("ada", Role::Member).await;
        let xml = Response::of(&contoso, "ada@contoso.com", None).xml();
        assert_eq!(refused(&contoso, &post(&contoso, &xml, None).await).await, Check::Request);
    }

    async fn an_answer_in_another_browser_is_refused(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        contoso.person("ada", Role::Member).await;
        let begun = begin(&server.anybody(), "contoso", "").await;
        let other = begin(&server.anybody(), "contoso", "").await;
        let stolen = idp::Begun { cookie: other.cookie, ..begun.clone() };
        let xml = Response::of(&contoso, "ada@contoso.com", Some(&begun)).xml();
        assert_eq!(refused(&contoso, &post(&contoso, &xml, Some(&stolen)).await).await, Check::Browser);
        // The one who asked still comes in.
        assert!(post(&contoso, &xml, Some(&begun)).await.cookie().starts_with("rollcall_session="));
    }

    async fn two_sign_ins_in_one_browser_do_not_disturb_each_other(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        contoso.person("ada", Role::Member).await;
        let one = begin(&server.anybody(), "contoso", "").await;
        let other = begin(&server.with_cookie(one.cookie.clone()), "contoso", "").await;
        assert_eq!(one.cookie, other.cookie);
        for begun in [one, other] {
            let xml = Response::of(&contoso, "ada@contoso.com", Some(&begun)).xml();
            assert!(post(&contoso, &xml, Some(&begun)).await.cookie().starts_with("rollcall_session="));
        }
    }

    async fn r7_r26_unknown_and_deactivated_people_get_the_same_words(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        let mut gone = contoso.person("gone", Role::Member).await.user;
        gone.id = domain::UserId(server.app.new_id());
        gone.scim_id = Some(uuid::Uuid::from_u128(server.app.new_id()));
        gone.username = "left@contoso.com".to_owned();
        gone.status = domain::Status::Deactivated;
        contoso.insert(&gone).await;
        for (username, check) in [("nobody@contoso.com", Check::User), ("left@contoso.com", Check::Active)] {
            let begun = begin(&server.anybody(), "contoso", "").await;
            let answer = post(&contoso, &Response::of(&contoso, username, Some(&begun)).xml(), Some(&begun)).await;
            assert_eq!(refused(&contoso, &answer).await, check);
        }
    }

    async fn every_wrong_answer_is_refused_by_its_check(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        contoso.person("ada", Role::Member).await;
        type Wrong = (Check, fn(&mut Response));
        let wrong: [Wrong; 6] = [
            (Check::Audience, |response| response.audience = "https://other.example".to_owned()),
            (Check::Recipient, |response| response.acs = "https://other.example".to_owned()),
            (Check::Time, |response| response.at = response.at.plus_ms(-60 * MINUTE_MS)),
            (Check::Signature, |response| response.key = idp::NEXT_KEY),
            (Check::Request, |response| response.request = Some("_other".to_owned())),
            (Check::Status, |response| {
                response.failure = Some(("urn:oasis:names:tc:SAML:2.0:status:Responder", "AADSTS50105: not assigned"));
            }),
        ];
        for (check, change) in wrong {
            let begun = begin(&server.anybody(), "contoso", "").await;
            let mut response = Response::of(&contoso, "ada@contoso.com", Some(&begun));
            change(&mut response);
            assert_eq!(refused(&contoso, &post(&contoso, &response.xml(), Some(&begun)).await).await, check);
        }
        for junk in ["", "<a/>", "\u{0}", "<!DOCTYPE a><a/>"] {
            let answer = post(&contoso, junk, None).await;
            assert_eq!(answer.status, 303);
            assert!(answer.header("location").contains("/sign-in?organization=contoso&failed="));
        }
    }

    async fn a_request_waits_ten_minutes(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        contoso.person("ada", Role::Member).await;
        let begun = begin(&server.anybody(), "contoso", "").await;
        server.clock.advance(10 * MINUTE_MS);
        let xml = Response::of(&contoso, "ada@contoso.com", Some(&begun)).xml();
        assert_eq!(refused(&contoso, &post(&contoso, &xml, Some(&begun)).await).await, Check::Request);
    }

    async fn a_session_ends_when_the_identity_provider_says_so(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        contoso.person("ada", Role::Member).await;
        let begun = begin(&server.anybody(), "contoso", "").await;
        let ends = server.app.now().plus_ms(30 * MINUTE_MS);
        let response = Response { session_ends: Some(ends), ..Response::of(&contoso, "ada@contoso.com", Some(&begun)) };
        let browser = server.with_cookie(post(&contoso, &response.xml(), Some(&begun)).await.cookie());
        assert_eq!(browser.read::<Me>().await.expires_at, ends);
        server.clock.advance(30 * MINUTE_MS);
        assert_eq!(browser.get("/api/v1/me").await.status, 401);
    }

    async fn an_old_proof_of_who_it_is_is_asked_for_anew_and_only_once(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        contoso.person("ada", Role::Member).await;
        let old = server.app.now().plus_ms(-24 * 60 * MINUTE_MS);
        let answer_with_old = async |query: &str| {
            let begun = begin(&server.anybody(), "contoso", query).await;
            let response = Response { authn_instant: old, ..Response::of(&contoso, "ada@contoso.com", Some(&begun)) };
            post(&contoso, &response.xml(), Some(&begun)).await
        };
        let first = answer_with_old("?next=%2Fdirectory").await;
        assert_eq!(first.header("location"), format!("{}/sso/contoso/login?fresh=true&next=/directory", server.url));
        let second = answer_with_old("?fresh=true&next=/directory").await;
        assert_eq!(refused(&contoso, &second).await, Check::Time);
    }

    async fn the_same_method_is_told_for_every_username(server: &Server) {
        let contoso = server.organization("contoso").await;
        assert_eq!(method(server, None, "ada@contoso.com", None).await.sso_url, None);
        idp::set_up(&contoso, &idp::settings()).await;
        let page = |username: &str| {
            format!("{}/sso/contoso/login?next=%2Fdirectory&username={}", server.url, idp::encoded(username))
        };
        for username in ["owner@contoso.com", "nobody@elsewhere.com"] {
            let told = method(server, None, username, Some("/directory")).await;
            assert_eq!(told.sso_url, Some(page(username)));
            assert_eq!(told.provider.as_deref(), Some("Microsoft Entra ID (Azure AD)"));
        }
        let evil = method(server, Some("contoso"), "a", Some("//evil.example")).await;
        assert!(evil.sso_url.unwrap().contains("next=%2F&"));
        assert_eq!(method(server, Some("fabrikam"), "a", None).await.sso_url, None);
    }

    async fn while_it_is_off_its_page_leads_to_the_sign_in_page(server: &Server) {
        server.organization("contoso").await;
        let answer = server.anybody().get("/sso/contoso/login").await;
        assert_eq!(answer.header("location"), format!("{}/sign-in?organization=contoso", server.url));
        assert_eq!(server.anybody().get("/sso/nobody/login").await.status, 404);
    }

    async fn another_organizations_identity_provider_signs_nobody_in(server: &Server) {
        let contoso = server.organization("contoso").await;
        let fabrikam = server.organization("fabrikam").await;
        idp::set_up(&contoso, &idp::settings()).await;
        idp::set_up(&fabrikam, &idp::settings()).await;
        fabrikam.person("ada", Role::Member).await;
        // Signed by the same provider for Contoso, with the username of somebody of Fabrikam.
        let begun = begin(&server.anybody(), "contoso", "").await;
        let answer = post(&contoso, &Response::of(&contoso, "ada@fabrikam.com", Some(&begun)).xml(), Some(&begun)).await;
        assert_eq!(refused(&contoso, &answer).await, Check::User);
        // For Fabrikam, with the answer to Contoso's request.
        let xml = Response::of(&contoso, "ada@fabrikam.com", Some(&begun)).xml();
        let answer = post(&fabrikam, &xml, Some(&begun)).await;
        assert!(answer.header("location").contains("/sign-in?organization=fabrikam&failed="));
    }
}
