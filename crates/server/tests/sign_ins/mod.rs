//! The sign-in log.

use api::sign_ins::{Get, List, Method, SignIn, SignInParams, SignInsQuery, Summary};
use api::{NoBody, NoParams, NoQuery, Page};
use domain::Role;
use domain::sso::Check;

use crate::both;
use crate::support::Organization;
use crate::support::idp::{self, Response, begin, post};

async fn list(contoso: &Organization<'_>, query: &SignInsQuery) -> Page<Summary> {
    contoso.owner.browser.call::<List>(&NoParams {}, query, &NoBody {}, None).await.json()
}

both! {
    async fn an_entry_explains_what_was_checked_and_keeps_no_secret(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        let begun = begin(&server.anybody(), "contoso", "").await;
        let mut response = Response::of(&contoso, "ada@contoso.com", Some(&begun));
        response.failure = Some(("urn:oasis:names:tc:SAML:2.0:status:Responder", "AADSTS50105: not assigned to a role"));
        post(&contoso, &response.xml(), Some(&begun)).await;
        let begun = begin(&server.anybody(), "contoso", "").await;
        post(&contoso, &Response::of(&contoso, "ada@contoso.com", Some(&begun)).xml(), Some(&begun)).await;
        let failed = list(&contoso, &SignInsQuery { success: Some(false), ..SignInsQuery::default() }).await;
        assert_eq!(failed.total, 2);
        let get = async |id| {
            contoso.owner.browser.call::<Get>(&SignInParams { id }, &NoQuery {}, &NoBody {}, None).await.json::<SignIn>()
        };
        let unknown = get(failed.items[0].id).await;
        assert_eq!(unknown.summary.failed.as_ref().unwrap().check, Check::User);
        assert!(unknown.checks.iter().any(|check| check.check == Check::Audience && check.passed));
        assert!(unknown.attributes.is_empty(), "attributes are kept of tests only");
        let xml = unknown.xml.unwrap();
        assert!(xml.contains("Response") && !xml.contains("Engines"), "{xml}");
        let status = get(failed.items[1].id).await;
        assert_eq!(status.microsoft_error, Some(50105));
        assert_eq!(status.summary.failed.unwrap().check, Check::Status);
    }

    async fn an_attempt_is_found_by_its_reference_its_username_and_its_person(server: &Server) {
        let contoso = server.organization("contoso").await;
        let ada = contoso.person("ada", Role::Member).await;
        contoso.give_password(ada.user.id).await;
        let body = api::sessions::Credentials {
            organization: None,
            username: "ADA@contoso.com".to_owned(),
            password: crate::support::PASSWORD.to_owned(),
        };
        server.anybody().call::<api::sessions::SignIn>(&NoParams {}, &NoQuery {}, &body, None).await;
        let all = list(&contoso, &SignInsQuery::default()).await;
        let one = all.items.iter().find(|one| one.user_id == Some(ada.user.id)).unwrap();
        assert_eq!((one.method, one.success), (Method::Password, true));
        for search in [one.reference.to_uppercase(), "ada@".to_owned()] {
            let found = list(&contoso, &SignInsQuery { search: Some(search), ..SignInsQuery::default() }).await;
            assert_eq!(found.items, std::slice::from_ref(one));
        }
        let of_ada = SignInsQuery { user_id: Some(ada.user.id), ..SignInsQuery::default() };
        assert_eq!(list(&contoso, &of_ada).await.total, 1);
        let nobody = SignInsQuery { search: Some("%".to_owned()), ..SignInsQuery::default() };
        assert_eq!(list(&contoso, &nobody).await.total, 0);
    }

    async fn another_organization_sees_nothing_of_it(server: &Server) {
        let contoso = server.organization("contoso").await;
        let fabrikam = server.organization("fabrikam").await;
        idp::set_up(&contoso, &idp::settings()).await;
        let begun = begin(&server.anybody(), "contoso", "").await;
        post(&contoso, &Response::of(&contoso, "ada@contoso.com", Some(&begun)).xml(), Some(&begun)).await;
        let id = list(&contoso, &SignInsQuery::default()).await.items[0].id;
        assert_eq!(list(&fabrikam, &SignInsQuery::default()).await.total, 0);
        let answer = fabrikam.owner.browser.call::<Get>(&SignInParams { id }, &NoQuery {}, &NoBody {}, None).await;
        assert_eq!(answer.status, 404);
    }
}
