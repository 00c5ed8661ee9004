//! Draft, tested, active, and back.

use api::Code;
use api::sso::{
    Activate, Activation, Certificate, CertificateFile, DeleteDraft, ReadCertificate, ReadMetadata, Settings,
    Sso,
};
use api::{NoBody, NoParams, NoQuery};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::sso::{CertificateFault, MetadataFault, RevisionState};
use domain::validation::Invalid;
use domain::{Reason, Role};

use crate::both;
use crate::support::idp::{self, activate, base64_of, get, save};

both! {
    async fn r25_entity_id_and_reply_url_are_one(server: &Server) {
        let contoso = server.organization("contoso").await;
        let sso = get(&contoso).await;
        assert_eq!(sso.entity_id, format!("{}/sso/contoso", server.url));
        assert_eq!(sso.metadata_url, format!("{}/sso/contoso/metadata", server.url));
        let metadata = server.anybody().get("/sso/contoso/metadata").await;
        assert!(metadata.text.contains(&format!("entityID=\"{}\"", sso.entity_id)), "{}", metadata.text);
        assert!(metadata.text.contains(&sso.certificate.base64));
        // The key is made once.
        assert_eq!(get(&contoso).await.certificate, sso.certificate);
    }

    async fn r24_a_draft_goes_active_only_when_it_was_tested_or_an_owner_takes_it_upon_themselves(server: &Server) {
        let contoso = server.organization("contoso").await;
        let saved: Sso = save(&contoso, &idp::settings()).await.json();
        let draft = saved.draft.unwrap();
        assert_eq!((draft.state, draft.number, saved.active), (RevisionState::Draft, 1, None));
        assert_eq!(activate(&contoso, false).await.problem().reason, Some(Reason::SsoDraftNotTested));
        let admin = contoso.person("admin", Role::Admin).await;
        let body = Activation { revision: draft.id, untested: true };
        let by_admin = admin.browser.call::<Activate>(&NoParams {}, &NoQuery {}, &body, Some(saved.version)).await;
        assert_eq!(by_admin.problem().reason, Some(Reason::SsoDraftNotTested));
        let active: Sso = activate(&contoso, true).await.json();
        assert_eq!(active.active.unwrap().state, RevisionState::Active);
        assert_eq!(active.draft, None);
    }

    async fn the_revision_before_is_one_step_away_and_back_again(server: &Server) {
        let contoso = server.organization("contoso").await;
        save(&contoso, &idp::settings()).await;
        activate(&contoso, true).await;
        let both = vec![base64_of(idp::IDP_CERTIFICATE), base64_of(idp::NEXT_CERTIFICATE)];
        save(&contoso, &Settings { certificates: both.clone(), ..idp::settings() }).await;
        let second: Sso = activate(&contoso, true).await.json();
        assert_eq!(second.active.as_ref().unwrap().settings.certificates, both);
        assert_eq!(second.previous.as_ref().unwrap().number, 1);
        let back: Sso = activate(&contoso, false).await.json();
        assert_eq!((back.active.unwrap().number, back.previous.unwrap().number), (1, 2));
    }

    async fn a_draft_is_saved_over_by_nobody_who_has_not_seen_it(server: &Server) {
        let contoso = server.organization("contoso").await;
        let version = get(&contoso).await.version;
        save(&contoso, &idp::settings()).await;
        let stale = contoso
            .owner
            .browser
            .call::<api::sso::PutDraft>(&NoParams {}, &NoQuery {}, &idp::settings(), Some(version))
            .await;
        assert_eq!(stale.problem().code, Code::ChangedElsewhere);
        let gone = contoso.owner.browser.call::<DeleteDraft>(&NoParams {}, &NoQuery {}, &NoBody {}, None).await;
        assert_eq!(gone.json::<Sso>().draft, None);
    }

    async fn r24_bad_settings_are_refused_by_field_before_anything_is_written(server: &Server) {
        let contoso = server.organization("contoso").await;
        let bad = Settings {
            sign_in_url: "javascript:alert(1)".to_owned(),
            issuer: "https://sts.windows.net/{tenant}/".to_owned(),
            sign_out_url: Some("http://idp.example/".to_owned()),
            certificates: Vec::new(),
            saml_logout: true,
            ..idp::settings()
        };
        let problem = save(&contoso, &bad).await.problem();
        let fields: Vec<_> = problem.errors.iter().map(|error| (error.field.as_str(), error.invalid.unwrap())).collect();
        assert_eq!(fields, [
            ("sign_in_url", Invalid::NotAWebAddress),
            ("sign_out_url", Invalid::NotAWebAddress),
            ("logout_url", Invalid::Empty),
            ("issuer", Invalid::Metadata { defect: MetadataFault::AnyTenant }),
            ("certificates", Invalid::Certificate { fault: CertificateFault::Empty }),
        ]);
        assert_eq!(get(&contoso).await.draft, None);
    }

    async fn r24_a_certificate_is_read_by_what_is_in_it(server: &Server) {
        let contoso = server.organization("contoso").await;
        let read = async |bytes: &[u8]| {
            let body = CertificateFile { content: STANDARD.encode(bytes) };
            contoso.owner.browser.call::<ReadCertificate>(&NoParams {}, &NoQuery {}, &body, None).await
        };
        let good: Certificate = read(idp::IDP_CERTIFICATE.as_bytes()).await.json();
        assert_eq!(good.base64, base64_of(idp::IDP_CERTIFICATE));
        assert_eq!((good.sha1.len(), good.sha256.len()), (40, 64));
        let der = STANDARD.decode(base64_of(idp::IDP_CERTIFICATE)).unwrap();
        for (bytes, fault) in [
            (der.as_slice(), CertificateFault::Binary),
            (idp::IDP_KEY.as_bytes(), CertificateFault::PrivateKey),
            (b"".as_slice(), CertificateFault::Empty),
            (b"<xml/>".as_slice(), CertificateFault::Xml),
        ] {
            let problem = read(bytes).await.problem();
            assert_eq!(problem.errors[0].invalid, Some(Invalid::Certificate { fault }));
            assert_eq!(problem.errors[0].message, fault.words());
        }
    }

    async fn metadata_fills_in_the_settings(server: &Server) {
        let contoso = server.organization("contoso").await;
        let read = async |source: api::sso::MetadataSource| {
            contoso.owner.browser.call::<ReadMetadata>(&NoParams {}, &NoQuery {}, &source, None).await
        };
        let xml = format!(
            "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{}\"><IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"><KeyDescriptor use=\"signing\"><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>{}</X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"https://idp.example/sso\"/></IDPSSODescriptor></EntityDescriptor>",
            idp::ISSUER, base64_of(idp::IDP_CERTIFICATE)
        );
        let source = api::sso::MetadataSource { xml: Some(xml), url: None };
        let metadata: api::sso::Metadata = read(source).await.json();
        assert_eq!((metadata.issuer.as_str(), metadata.certificates.len()), (idp::ISSUER, 1));
        let own = server.anybody().get("/sso/contoso/metadata").await.text;
        for (source, field, defect) in [
            (api::sso::MetadataSource { xml: Some(own), url: None }, "xml", MetadataFault::ServiceProvider),
            (api::sso::MetadataSource { xml: Some("x".to_owned()), url: None }, "xml", MetadataFault::NotXml),
            (api::sso::MetadataSource { xml: None, url: Some("https://127.0.0.1/".to_owned()) }, "url", MetadataFault::PrivateAddress),
            (api::sso::MetadataSource { xml: None, url: Some("http://idp.example/".to_owned()) }, "url", MetadataFault::NotHttps),
        ] {
            let error = read(source).await.problem().errors.remove(0);
            assert_eq!((error.field.as_str(), error.invalid), (field, Some(Invalid::Metadata { defect })));
        }
    }

    async fn the_private_key_is_stored_encrypted_and_shown_to_nobody(server: &Server) {
        let contoso = server.organization("contoso").await;
        get(&contoso).await;
        let stored = server.store().read(contoso.id).sso().get().await.unwrap().unwrap().private_key.unwrap();
        assert!(!stored.contains("PRIVATE KEY"));
        let shown = contoso.owner.browser.get("/api/v1/sso").await.text;
        assert!(!shown.contains(&stored) && !shown.contains("PRIVATE"));
    }
}
