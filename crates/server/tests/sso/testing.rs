//! The test sign-in.

use api::sign_ins::Method;
use api::sso::{GetTest, Sso, StartTest, StartedTest, Test, TestParams};
use api::{NoBody, NoParams, NoQuery};
use domain::Role;
use domain::sso::{Check, RevisionState};

use crate::both;
use crate::support::Organization;
use crate::support::idp::{self, Begun, Response, activate, get, post, save};

async fn start(contoso: &Organization<'_>) -> (StartedTest, Begun) {
    let answer = contoso.owner.browser.call::<StartTest>(&NoParams {}, &NoQuery {}, &NoBody {}, None).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let started: StartedTest = answer.json();
    let begun = Begun::of(&started.url, &answer.cookie());
    (started, begun)
}

async fn result(contoso: &Organization<'_>, started: &StartedTest) -> Test {
    let params = TestParams { id: started.id };
    contoso.owner.browser.call::<GetTest>(&params, &NoQuery {}, &NoBody {}, None).await.json()
}

both! {
    async fn a_test_shows_every_check_and_the_user_and_signs_nobody_in(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        save(&contoso, &idp::settings()).await;
        let (started, begun) = start(&contoso).await;
        assert_eq!(result(&contoso, &started).await.sign_in, None);
        let answer = post(&contoso, &Response::of(&contoso, "ada@contoso.com", Some(&begun)).xml(), Some(&begun)).await;
        assert_eq!(answer.header("location"), format!("{}/identity/sso/tests/{}", server.url, started.id));
        assert_eq!(answer.header("set-cookie"), "");
        let sign_in = result(&contoso, &started).await.sign_in.unwrap();
        assert!(sign_in.summary.success && sign_in.summary.method == Method::Test);
        assert_eq!(sign_in.summary.user_id, Some(ada.user.id));
        assert!(sign_in.checks.iter().all(|check| check.passed));
        assert!(sign_in.checks.iter().any(|check| check.check == Check::Signature));
        assert_eq!(sign_in.attributes[0].values, ["Engines"]);
        assert_eq!(get(&contoso).await.draft.unwrap().state, RevisionState::Tested);
        let active: Sso = activate(&contoso, false).await.json();
        assert!(active.active.is_some());
    }

    async fn a_test_that_failed_says_why_and_leaves_the_draft_untested(server: &Server) {
        let contoso = server.organization("contoso").await;
        save(&contoso, &idp::settings()).await;
        let (started, begun) = start(&contoso).await;
        post(&contoso, &Response::of(&contoso, "nobody@contoso.com", Some(&begun)).xml(), Some(&begun)).await;
        let sign_in = result(&contoso, &started).await.sign_in.unwrap();
        assert_eq!(sign_in.summary.failed.unwrap().check, Check::User);
        assert_eq!(sign_in.summary.username.as_deref(), Some("nobody@contoso.com"));
        assert_eq!(get(&contoso).await.draft.unwrap().state, RevisionState::Draft);
    }

    async fn a_draft_that_was_saved_anew_has_to_be_tested_anew(server: &Server) {
        let contoso = server.organization("contoso").await;
        contoso.person("ada", Role::Member).await;
        save(&contoso, &idp::settings()).await;
        let (_, begun) = start(&contoso).await;
        let changed = api::sso::Settings { sign_in_url: "https://idp.example/other".to_owned(), ..idp::settings() };
        save(&contoso, &changed).await;
        post(&contoso, &Response::of(&contoso, "ada@contoso.com", Some(&begun)).xml(), Some(&begun)).await;
        assert_eq!(get(&contoso).await.draft.unwrap().state, RevisionState::Draft);
    }

    async fn a_test_works_while_single_sign_on_is_on_with_other_settings(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        contoso.person("ada", Role::Member).await;
        let next = api::sso::Settings { certificates: vec![idp::base64_of(idp::NEXT_CERTIFICATE)], ..idp::settings() };
        save(&contoso, &next).await;
        let (started, begun) = start(&contoso).await;
        let response = Response { key: idp::NEXT_KEY, ..Response::of(&contoso, "ada@contoso.com", Some(&begun)) };
        post(&contoso, &response.xml(), Some(&begun)).await;
        assert!(result(&contoso, &started).await.sign_in.unwrap().summary.success);
        // Nobody else signs in by the draft.
        let begun = idp::begin(&server.anybody(), "contoso", "").await;
        let response = Response { key: idp::NEXT_KEY, ..Response::of(&contoso, "ada@contoso.com", Some(&begun)) };
        assert!(post(&contoso, &response.xml(), Some(&begun)).await.header("location").contains("failed="));
    }
}
