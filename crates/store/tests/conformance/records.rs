//! Sessions, passwords, links, tokens, kept answers, provisioning settings, organizations.

use domain::{IdentityProvider, Reason, RetrievalScope, SessionId, Timestamp, TokenId, UserId};
use store::{
    Conflict, Error, IdempotencyKey, LinkPurpose, NO_ORGANIZATION, Offline, OneTimeLink, Organization,
    Provisioning, ScimToken, Session,
};
use uuid::Uuid;

use crate::support::{CONTOSO, FABRIKAM, Fixture, NOON, on_both, organization, user};

const LATER: Timestamp = NOON.plus_ms(60_000);

fn session(id: u128, user: u128) -> Session {
    Session {
        id: SessionId(id),
        user_id: UserId(user),
        secret_hash: vec![id as u8; 32],
        created_at: NOON,
        last_seen_at: NOON.plus_ms(id as i64),
        expires_at: LATER,
        user_agent: Some("Firefox".to_owned()),
        address: None,
        method: "password".to_owned(),
        idle_ms: 7_200_000,
        saml: None,
    }
}

fn link(id: u128) -> OneTimeLink {
    OneTimeLink {
        id: Uuid::from_u128(id),
        purpose: LinkPurpose::Setup,
        user_id: None,
        secret_hash: vec![1; 32],
        expires_at: LATER,
        used_at: None,
    }
}

on_both! {
    async fn sessions_begin_move_on_and_end(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace"), user(2, "Grace Hopper")]).await;
        db.write(|tx| async move {
            for (id, user) in [(1, 1), (2, 1), (3, 2)] {
                tx.sessions().insert(&session(id, user)).await?;
            }
            tx.sessions().touch(SessionId(1), LATER, LATER.plus_ms(1), Some("::1")).await
        }).await.unwrap();
        let (first, ada) = db.contoso().sessions().with_user(SessionId(1)).await.unwrap().unwrap();
        assert_eq!((ada.id, first.last_seen_at, first.address.as_deref()), (UserId(1), LATER, Some("::1")));
        let of_ada = db.contoso().sessions().of_user(UserId(1)).await.unwrap();
        assert_eq!(of_ada.iter().map(|session| session.id.0).collect::<Vec<_>>(), [1, 2]);
        let ended = db.write(|tx| async move { tx.sessions().delete_of_user(UserId(1), Some(SessionId(1))).await });
        assert_eq!(ended.await.unwrap(), 1);
        let ended = db.write(|tx| async move { tx.sessions().delete(SessionId(2), Offline::Keep).await }).await;
        assert!(matches!(ended, Err(Error::Stale)));
        let expired = db.write(|tx| async move { tx.sessions().delete_expired(LATER.plus_ms(1)).await }).await;
        assert_eq!(expired.unwrap(), 1, "the third, which nobody moved on");
        let nobody = &session(4, 99);
        let refused = db.write(|tx| async move { tx.sessions().insert(nobody).await }).await;
        assert!(matches!(refused, Err(Error::Conflict(_))));
    }

    async fn wrong_passwords_are_counted_exactly_when_they_come_at_once(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace")]).await;
        db.write(|tx| async move { tx.credentials().set(UserId(1), "$argon2id$a", NOON).await }).await.unwrap();
        let tries = (0..10).map(|_| {
            let store = db.store.clone();
            tokio::spawn(async move {
                store.write(CONTOSO, |tx| async move { tx.credentials().record_failure(UserId(1)).await }).await
            })
        });
        let mut counts = Vec::new();
        for attempt in tries.collect::<Vec<_>>() {
            counts.push(attempt.await.unwrap().unwrap());
        }
        counts.sort_unstable();
        assert_eq!(counts, (1..=10).collect::<Vec<_>>());
        db.write(|tx| async move { tx.credentials().lock(UserId(1), Some(LATER)).await }).await.unwrap();
        let locked = db.contoso().credentials().get(UserId(1)).await.unwrap().unwrap();
        assert_eq!((locked.failed_attempts, locked.locked_until), (10, Some(LATER)));
        db.write(|tx| async move { tx.credentials().set(UserId(1), "$argon2id$b", LATER).await }).await.unwrap();
        let fresh = db.contoso().credentials().get(UserId(1)).await.unwrap().unwrap();
        assert_eq!((fresh.failed_attempts, fresh.locked_until, fresh.password_hash.as_str()), (0, None, "$argon2id$b"));
        let nobody = db.write(|tx| async move { tx.credentials().record_failure(UserId(9)).await }).await;
        assert!(matches!(nobody, Err(Error::Stale)));
    }

    async fn a_link_works_once_however_many_try(db: &Fixture) {
        db.store.write(NO_ORGANIZATION, |tx| async move { tx.one_time_links().insert(&link(1)).await }).await.unwrap();
        let tries = (0..8).map(|_| {
            let store = db.store.clone();
            tokio::spawn(async move {
                store.write(NO_ORGANIZATION, |tx| async move {
                    tx.one_time_links().use_up(Uuid::from_u128(1), NOON).await
                }).await
            })
        });
        let mut used = 0;
        for attempt in tries.collect::<Vec<_>>() {
            used += usize::from(attempt.await.unwrap().is_ok());
        }
        assert_eq!(used, 1);
        let found = db.store.read(NO_ORGANIZATION).one_time_links().get(Uuid::from_u128(1)).await.unwrap().unwrap();
        assert_eq!(found, OneTimeLink { used_at: Some(NOON), ..link(1) });
    }

    async fn a_new_link_ends_the_earlier_ones_and_time_ends_all(db: &Fixture) {
        db.store.write(NO_ORGANIZATION, |tx| async move {
            tx.one_time_links().insert(&link(1)).await?;
            tx.one_time_links().insert(&link(2)).await
        }).await.unwrap();
        let links = db.store.read(NO_ORGANIZATION);
        assert_eq!(links.one_time_links().get(Uuid::from_u128(1)).await.unwrap(), None);
        let late = db.store.write(NO_ORGANIZATION, |tx| async move {
            tx.one_time_links().use_up(Uuid::from_u128(2), LATER).await
        }).await;
        assert!(matches!(late, Err(Error::Stale)));
    }

    async fn r29_tokens_overlap_expire_and_are_revoked_once(db: &Fixture) {
        let token = |id: u128| ScimToken {
            id: TokenId(id),
            name: "entra".to_owned(),
            secret_hash: vec![id as u8; 32],
            last_four: "abcd".to_owned(),
            created_at: NOON,
            created_by: Some(UserId(1)),
            expires_at: (id == 2).then_some(LATER),
            last_used_at: None,
            last_used_address: None,
            revoked_at: None,
        };
        db.write(|tx| async move {
            tx.scim_tokens().insert(&token(1)).await?;
            tx.scim_tokens().insert(&token(2)).await?;
            tx.scim_tokens().record_use(TokenId(2), NOON, Some("10.0.0.1")).await?;
            tx.scim_tokens().revoke(TokenId(1), LATER).await
        }).await.unwrap();
        let listed = db.contoso().scim_tokens().list().await.unwrap();
        assert_eq!(listed[0], ScimToken { last_used_at: Some(NOON), last_used_address: Some("10.0.0.1".into()), ..token(2) });
        assert!(!listed[1].is_valid_at(NOON) && listed[0].is_valid_at(NOON) && !listed[0].is_valid_at(LATER));
        let (token, settings) =
            db.contoso().scim_tokens().presented(TokenId(2), "contoso").await.unwrap().unwrap();
        assert_eq!((Some(&token), Some(settings)), (listed.first(), db.contoso().provisioning().get().await.unwrap()));
        assert_eq!(db.contoso().scim_tokens().presented(TokenId(3), "contoso").await.unwrap(), None);
        let again = db.write(|tx| async move { tx.scim_tokens().revoke(TokenId(1), LATER).await }).await;
        assert!(matches!(again, Err(Error::Stale)));
    }

    async fn an_answer_is_kept_for_its_actor_and_key_alone(db: &Fixture) {
        let answer = &IdempotencyKey {
            actor_id: "usr_1".to_owned(),
            key: "k".to_owned(),
            request_hash: vec![3; 32],
            status: 201,
            body: "{}".to_owned(),
            created_at: NOON,
        };
        db.write(|tx| async move { tx.idempotency_keys().insert(answer).await }).await.unwrap();
        let kept = db.contoso();
        assert_eq!(kept.idempotency_keys().get("usr_1", "k").await.unwrap().as_ref(), Some(answer));
        assert_eq!(kept.idempotency_keys().get("usr_2", "k").await.unwrap(), None);
        assert_eq!(kept.idempotency_keys().get("usr_1", "k\0").await.unwrap(), None);
        let twice = db.write(|tx| async move { tx.idempotency_keys().insert(answer).await }).await;
        assert!(matches!(twice, Err(Error::Conflict(Conflict::KeyUsed))));
        assert_eq!(db.write(|tx| async move { tx.idempotency_keys().delete_older(LATER).await }).await.unwrap(), 1);
    }

    async fn provisioning_is_off_at_first_and_changes_by_version(db: &Fixture) {
        let before = &db.contoso().provisioning().get().await.unwrap().unwrap();
        assert!(!before.enabled && before.version == 1 && before.first_call_at.is_none());
        assert_eq!((before.guard_percent, before.guard_dismissed_at), (20, None));
        let after = &Provisioning {
            enabled: true,
            identity_provider: IdentityProvider::Okta,
            retrieval_scope: RetrievalScope::CreatedByIdentityProvider,
            legacy_site_urn: true,
            strict: true,
            guard_percent: 35,
            guard_dismissed_at: Some(NOON),
            updated_at: LATER,
            ..before.clone()
        };
        db.write(|tx| async move { tx.provisioning().update(before, after.clone()).await }).await.unwrap();
        db.write(|tx| async move { tx.provisioning().record_call(NOON).await }).await.unwrap();
        db.write(|tx| async move { tx.provisioning().record_call(LATER).await }).await.unwrap();
        let stored = db.contoso().provisioning().get().await.unwrap().unwrap();
        assert_eq!(stored, Provisioning {
            version: 2, first_call_at: Some(NOON), last_call_at: Some(LATER), ..after.clone()
        });
        let stale = db.write(|tx| async move { tx.provisioning().update(before, after.clone()).await }).await;
        assert!(matches!(stale, Err(Error::Stale)));
        assert!(!db.fabrikam().provisioning().get().await.unwrap().unwrap().enabled);
    }

    async fn a_slug_belongs_to_one_organization(db: &Fixture) {
        let twin = &organization(domain::OrgId(0xdd), "contoso");
        let refused = db.store.write(twin.id, |tx| async move { tx.organization().insert(twin).await }).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::SlugTaken))), "{refused:?}");
        let fabrikam = &db.store.organizations().get(FABRIKAM).await.unwrap().unwrap();
        let renamed = db.store.write(FABRIKAM, |tx| async move {
            tx.organization().update(fabrikam, Organization { name: "Fabrikam".to_owned(), ..fabrikam.clone() }).await
        }).await.unwrap();
        assert_eq!(db.store.organizations().by_slug("fabrikam").await.unwrap(), Some(renamed));
        assert_eq!(Error::from(Reason::OwnAccount).reason(), Some(Reason::OwnAccount));
    }
}
