//! Certificates that end, and metadata that changes.

use api::audit::List;
use api::home::Get as Home;
use api::sso::{AcceptMetadata, DismissMetadata, Settings, Sso};
use api::{NoBody, NoParams, NoQuery};
use domain::timestamp::DAY_MS;
use server::sso::watch::look;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::both;
use crate::support::idp::{self, base64_of, get};
use crate::support::{Organization, Server};

fn metadata(certificates: &[&str]) -> String {
    let keys: String = certificates
        .iter()
        .map(|pem| {
            format!(
                "<KeyDescriptor use=\"signing\"><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>{}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>",
                base64_of(pem)
            )
        })
        .collect();
    format!(
        "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{}\"><IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">{keys}<SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"https://idp.example/sso\"/></IDPSSODescriptor></EntityDescriptor>",
        idp::ISSUER
    )
}

/// Serves that text at an address of its own, to everybody who asks.
async fn serve(text: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/metadata", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 2048];
            let _ = stream.read(&mut request).await;
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
                text.len()
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    url
}

async fn warnings(contoso: &Organization<'_>) -> usize {
    let answer = contoso.owner.browser.read::<List>().await;
    answer.items.iter().filter(|entry| entry.action == api::history::Action::SsoCertificateEnds).count()
}

async fn private_server(on_postgres: bool) -> Server {
    let database = if on_postgres {
        store::testing::TestDatabase::postgres().await
    } else {
        store::testing::TestDatabase::sqlite().await
    };
    let config = server::config::Config { allow_private_metadata: true, ..server::config::Config::default() };
    Server::start(database, config).await
}

both! {
    async fn r24_the_end_of_the_certificate_is_warned_of_at_60_30_7_and_1_days_and_once_each(server: &Server) {
        let contoso = server.organization("contoso").await;
        idp::set_up(&contoso, &idp::settings()).await;
        // It ends on 2045-01-01.
        let end = get(&contoso).await.active.unwrap().certificates[0].not_after;
        let mut told = 0;
        for days in [61, 60, 59, 30, 7, 6, 1, 0] {
            server.clock.advance(end.ms_since(server.app.now()) - days * DAY_MS);
            look(&server.app).await;
            look(&server.app).await;
            told += usize::from([60, 30, 7, 1, 0].contains(&days));
            let browser = contoso.sign_in(contoso.owner.user.id).await;
            let owner = crate::support::Person { user: contoso.owner.user.clone(), browser };
            let again = Organization { owner, id: contoso.id, slug: contoso.slug.clone(), server };
            assert_eq!(warnings(&again).await, told, "{days} days");
            let near = again.owner.browser.read::<Home>().await.sso_certificate_ends;
            assert_eq!(near.is_some(), days <= 60);
        }
    }
}

async fn metadata_that_changes_is_held_until_an_admin_decides(server: &Server) {
    let contoso = server.organization("contoso").await;
    let url = serve(metadata(&[idp::IDP_CERTIFICATE, idp::NEXT_CERTIFICATE])).await;
    idp::set_up(&contoso, &Settings { metadata_url: Some(url), ..idp::settings() }).await;
    look(&server.app).await;
    let held = get(&contoso).await;
    assert_eq!(held.metadata_change.as_ref().unwrap().metadata.certificates.len(), 2);
    assert_eq!(
        held.active.as_ref().unwrap().settings.certificates.len(),
        1,
        "nothing is taken over silently"
    );
    assert!(contoso.owner.browser.read::<Home>().await.sso_metadata_changed);
    let call = &contoso.owner.browser;
    let dismissed: Sso =
        call.call::<DismissMetadata>(&NoParams {}, &NoQuery {}, &NoBody {}, None).await.json();
    assert_eq!(dismissed.metadata_change, None);
    server.clock.advance(DAY_MS);
    let browser = contoso.sign_in(contoso.owner.user.id).await;
    look(&server.app).await;
    let sso = browser.read::<api::sso::Get>().await;
    assert_eq!(sso.metadata_change, None, "what was dismissed does not come again");
    assert_eq!(sso.metadata_read_at, Some(server.app.now()));
}

async fn changed_metadata_becomes_a_draft_beside_the_present_certificate(server: &Server) {
    let contoso = server.organization("contoso").await;
    let url = serve(metadata(&[idp::NEXT_CERTIFICATE])).await;
    idp::set_up(&contoso, &Settings { metadata_url: Some(url), ..idp::settings() }).await;
    look(&server.app).await;
    let call = &contoso.owner.browser;
    let accepted: Sso = call.call::<AcceptMetadata>(&NoParams {}, &NoQuery {}, &NoBody {}, None).await.json();
    let both = vec![base64_of(idp::NEXT_CERTIFICATE), base64_of(idp::IDP_CERTIFICATE)];
    assert_eq!(accepted.draft.unwrap().settings.certificates, both);
    assert_eq!(accepted.metadata_change, None);
    let again = call.call::<AcceptMetadata>(&NoParams {}, &NoQuery {}, &NoBody {}, None).await;
    assert_eq!(again.status, 404);
}

#[tokio::test]
async fn changed_metadata_on_both_databases() {
    for on_postgres in [false, true] {
        let server = private_server(on_postgres).await;
        metadata_that_changes_is_held_until_an_admin_decides(&server).await;
        server.stop().await;
        let server = private_server(on_postgres).await;
        changed_metadata_becomes_a_draft_beside_the_present_certificate(&server).await;
        server.stop().await;
    }
}
