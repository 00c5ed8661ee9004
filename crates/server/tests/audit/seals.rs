//! Seals on the audit log: what is changed behind Rollcall's back is found out (R33).

use domain::OrgId;
use server::audit_seals::{MOST, SETTLED_MS, Verdict, seal, verify};
use server::vault::{SecretKey, Vault};

use crate::both;
use crate::support::{Organization, Server};

async fn verdict(server: &Server, org: OrgId) -> Verdict {
    verify(server.store(), &server.app.vault, org).await.unwrap()
}

/// Three sites more in the log, sealed.
async fn sealed(server: &Server, contoso: &Organization<'_>, names: [&str; 3]) {
    for name in names {
        contoso.owner.post("/api/v1/sites", &serde_json::json!({"name": name})).await;
    }
    server.clock.advance(SETTLED_MS + 1);
    seal(&server.app, contoso.id).await.unwrap();
}

/// Somebody with the database, and without Rollcall.
async fn behind_its_back(server: &Server, statement: &str) {
    server.execute(statement).await;
}

both! {
    async fn r33_what_has_settled_is_sealed_and_found_whole(server: &Server) {
        let contoso = server.organization("contoso").await;
        seal(&server.app, contoso.id).await.unwrap();
        assert_eq!(verdict(server, contoso.id).await, Verdict::Whole(0), "nothing has settled yet");
        sealed(server, &contoso, ["London", "Paris", "Rome"]).await;
        let Verdict::Whole(first) = verdict(server, contoso.id).await else { panic!("changed") };
        assert!((4..MOST).contains(&first));
        sealed(server, &contoso, ["Oslo", "Bern", "Wien"]).await;
        assert_eq!(verdict(server, contoso.id).await, Verdict::Whole(first + 3));
        assert_eq!(server.store().read(contoso.id).audit_seals().last().await.unwrap().unwrap().number, 2);
    }

    async fn r33_an_entry_that_is_changed_deleted_or_added_is_found_out(server: &Server) {
        for tampered in [
            "UPDATE audit SET actor_name = 'Somebody else' WHERE subject_name = 'Paris'",
            "DELETE FROM audit WHERE subject_name = 'Paris'",
            // No id but that of the organization is at hand in both dialects: it is older than every entry.
            "INSERT INTO audit (org_id, id, at, actor_kind, actor_name, action, subject_kind, subject_id, subject_name, changes) \
             SELECT org_id, org_id, at, actor_kind, actor_name, action, subject_kind, subject_id, 'Atlantis', changes FROM audit \
             WHERE subject_name = 'Paris'",
            "UPDATE audit_seals SET entries = entries - 1",
            "DELETE FROM audit_seals WHERE number = 1",
        ] {
            let slug = format!("org-{}", tampered.len());
            let contoso = server.organization(&slug).await;
            sealed(server, &contoso, ["London", "Paris", "Rome"]).await;
            sealed(server, &contoso, ["Oslo", "Bern", "Wien"]).await;
            behind_its_back(server, tampered).await;
            let verdict = verdict(server, contoso.id).await;
            assert!(matches!(verdict, Verdict::Changed { .. }), "{tampered}: {verdict:?}");
        }
    }

    async fn without_the_key_it_is_said_that_nobody_knows(server: &Server) {
        let contoso = server.organization("contoso").await;
        sealed(server, &contoso, ["London", "Paris", "Rome"]).await;
        let other = Vault::new(vec![SecretKey::new([1; 32])]);
        let verdict = verify(server.store(), &other, contoso.id).await.unwrap();
        assert!(matches!(verdict, Verdict::Unreadable(_)), "{verdict:?}");
    }
}
