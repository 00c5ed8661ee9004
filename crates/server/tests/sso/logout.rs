//! Signing out, here and there.

use std::io::Write;

use api::sessions::{Me, SignOut, SignedOut};
use api::sso::Settings;
use api::{NoBody, NoParams, NoQuery};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::Role;

use crate::both;
use crate::support::idp::{self, Response, begin, encoded, post};
use crate::support::{Caller, Organization};

fn settings() -> Settings {
    Settings { logout_url: Some("https://idp.example/slo".to_owned()), saml_logout: true, ..idp::settings() }
}

async fn signed_in(contoso: &Organization<'_>) -> Caller {
    contoso.person("ada", Role::Member).await;
    let begun = begin(&contoso.server.anybody(), "contoso", "").await;
    let answer =
        post(contoso, &Response::of(contoso, "ada@contoso.com", Some(&begun)).xml(), Some(&begun)).await;
    contoso.server.with_cookie(answer.cookie())
}

async fn sign_out(browser: &Caller) -> Option<String> {
    let answer = browser.call::<SignOut>(&NoParams {}, &NoQuery {}, &NoBody {}, None).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json::<SignedOut>().url
}

/// A LogoutRequest of the identity provider, by the redirect binding, without a signature.
fn logout_request(contoso: &Organization<'_>, id: &str) -> String {
    let now = contoso.server.app.now();
    let destination = format!("{}/sso/contoso/logout", contoso.server.url);
    let xml = format!(
        "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{now}\" Destination=\"{destination}\" NotOnOrAfter=\"{}\"><saml:Issuer>{}</saml:Issuer><saml:NameID>ada@contoso.com</saml:NameID><samlp:SessionIndex>s1</samlp:SessionIndex></samlp:LogoutRequest>",
        now.plus_ms(idp::MINUTE_MS),
        idp::ISSUER,
    );
    let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    deflate.write_all(xml.as_bytes()).unwrap();
    format!("SAMLRequest={}", encoded(&STANDARD.encode(deflate.finish().unwrap())))
}

both! {
    async fn signing_out_here_goes_on_at_the_identity_provider(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &settings()).await;
        let browser = signed_in(&contoso).await;
        let url = sign_out(&browser).await.unwrap();
        assert!(url.starts_with("https://idp.example/slo?SAMLRequest="), "{url}");
        assert!(url.contains("&Signature="));
        assert_eq!(browser.get("/api/v1/me").await.status, 401);
        // Who signed in with a password has no session there.
        assert_eq!(sign_out(&contoso.owner.browser).await, None);
    }

    async fn r28_without_saml_logout_the_browser_goes_to_the_sign_out_page(server: &Server) {
        let contoso = server.organization("contoso").await;
        let page = domain::sso::MICROSOFT_SIGN_OUT.to_owned();
        idp::set_up(&contoso, &Settings { sign_out_url: Some(page.clone()), ..idp::settings() }).await;
        let browser = signed_in(&contoso).await;
        assert_eq!(sign_out(&browser).await, Some(page));
    }

    async fn signing_out_there_ends_the_session_here_once(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &settings()).await;
        let browser = signed_in(&contoso).await;
        let query = logout_request(&contoso, "_l1");
        let unsigned = server.anybody().get(&format!("/sso/contoso/logout?{query}")).await;
        assert_eq!(unsigned.status, 400);
        browser.read::<Me>().await;
        let path = format!("/sso/contoso/logout?{}", idp::signed_query(&query));
        let answer = server.anybody().get(&path).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        assert!(answer.header("location").starts_with("https://idp.example/slo?SAMLResponse="));
        assert_eq!(browser.get("/api/v1/me").await.status, 401);
        // The same request again ends nothing that began since.
        let begun = begin(&server.anybody(), "contoso", "").await;
        let answer = post(&contoso, &Response::of(&contoso, "ada@contoso.com", Some(&begun)).xml(), Some(&begun)).await;
        let again = server.with_cookie(answer.cookie());
        server.anybody().get(&path).await;
        again.read::<Me>().await;
    }

    async fn what_the_identity_provider_answers_changes_nothing(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &settings()).await;
        for junk in ["", "SAMLRequest=x", "SAMLResponse=%00", "SAMLRequest=a&SAMLResponse=b"] {
            let answer = server.anybody().get(&format!("/sso/contoso/logout?{junk}")).await;
            assert_eq!(answer.status, 400, "{junk}");
        }
    }
}
