//! Domains, proven by a TXT record.

use api::domains::{Create, Delete, Domain, DomainParams, List, NewDomain, Verify};
use api::sessions::{ChooseMethod, MethodQuestion, SignInMethod};
use api::{NoBody, NoParams, NoQuery};
use domain::Reason;
use domain::validation::Invalid;

use crate::both;
use crate::support::{Answer, Organization};

async fn create(of: &Organization<'_>, name: &str) -> Answer {
    let body = NewDomain { name: name.to_owned() };
    of.owner.browser.call::<Create>(&NoParams {}, &NoQuery {}, &body, None).await
}

async fn verify(of: &Organization<'_>, name: &str) -> Answer {
    let params = DomainParams { name: name.to_owned() };
    of.owner.browser.call::<Verify>(&params, &NoQuery {}, &NoBody {}, None).await
}

both! {
    async fn a_domain_is_the_organizations_once_its_record_is_there(server: &Server) {
        let contoso = server.organization("contoso").await;
        let fabrikam = server.organization("fabrikam").await;
        let domain: Domain = create(&contoso, "Contoso.com").await.json();
        assert_eq!((domain.name.as_str(), domain.verified_at), ("contoso.com", None));
        assert_eq!(domain.record_name, "_rollcall.contoso.com");
        assert_eq!(verify(&contoso, "contoso.com").await.problem().reason, Some(Reason::DomainNotProven));
        server.dns.add(&domain.record_name, "v=spf1 -all");
        server.dns.add(&domain.record_name, &domain.record_value);
        assert!(verify(&contoso, "contoso.com").await.json::<Domain>().verified_at.is_some());
        // Somebody else's record proves nothing for them, and the domain is taken.
        create(&fabrikam, "contoso.com").await;
        assert_eq!(verify(&fabrikam, "contoso.com").await.problem().reason, Some(Reason::DomainTaken));
        let params = DomainParams { name: "contoso.com".to_owned() };
        let deleted = contoso.owner.browser.call::<Delete>(&params, &NoQuery {}, &NoBody {}, None).await;
        assert_eq!(deleted.status, 204);
        assert_eq!(verify(&fabrikam, "contoso.com").await.problem().reason, Some(Reason::DomainNotProven));
        assert!(contoso.owner.browser.read::<List>().await.items.is_empty());
    }

    async fn r26_a_username_of_a_proven_domain_leads_to_its_organization(server: &Server) {
        let contoso = server.organization("contoso").await;
        server.organization("fabrikam").await;
        let ask = async |username: &str| {
            let question = MethodQuestion { organization: None, username: username.to_owned(), next: None };
            let answer = server.anybody().call::<ChooseMethod>(&NoParams {}, &NoQuery {}, &question, None).await;
            answer.json::<SignInMethod>().organization
        };
        let domain: Domain = create(&contoso, "contoso.com").await.json();
        assert_eq!(ask("ada@contoso.com").await, None, "not before it is proven");
        server.dns.add(&domain.record_name, &domain.record_value);
        verify(&contoso, "contoso.com").await;
        assert_eq!(ask("ada@CONTOSO.com").await.as_deref(), Some("contoso"));
        assert_eq!(ask("ada@elsewhere.com").await, None);
        assert_eq!(ask("ada").await, None);
    }

    async fn what_is_no_domain_is_refused(server: &Server) {
        let contoso = server.organization("contoso").await;
        for bad in ["contoso", "https://contoso.com", "a b.com"] {
            assert_eq!(create(&contoso, bad).await.problem().errors[0].invalid, Some(Invalid::NotADomain));
        }
        assert_eq!(verify(&contoso, "unknown.com").await.status, 404);
    }
}
