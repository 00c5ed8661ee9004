//! What people have granted applications (R34), and what ends it (R7).

use domain::{ApplicationId, ApplicationKind, SessionId, Timestamp, UserId};
use store::{Application, Error, Grant, GrantToken, Offline, SamlSession, Session, TokenKind};
use uuid::Uuid;

use crate::support::{FABRIKAM, Fixture, NOON, on_both, user};

const HOUR_MS: i64 = 3_600_000;

fn session(id: u128, saml: Option<SamlSession>) -> Session {
    Session {
        id: SessionId(id),
        user_id: UserId(1),
        secret_hash: vec![1; 32],
        created_at: NOON,
        last_seen_at: NOON,
        expires_at: NOON.plus_ms(HOUR_MS),
        user_agent: None,
        address: None,
        method: "password".to_owned(),
        idle_ms: HOUR_MS,
        saml,
    }
}

fn grant(id: u128, session: u128, offline: bool) -> Grant {
    Grant {
        id: Uuid::from_u128(id),
        application_id: ApplicationId(7),
        user_id: UserId(1),
        session_id: SessionId(session),
        offline,
        scope: "openid".to_owned(),
        nonce: None,
        auth_time: NOON,
        methods: "pwd".to_owned(),
        created_at: NOON,
        expires_at: NOON.plus_ms(HOUR_MS),
    }
}

fn token(id: u128, grant: u128, kind: TokenKind, expires_at: Timestamp) -> GrantToken {
    GrantToken {
        id: Uuid::from_u128(id),
        grant_id: Uuid::from_u128(grant),
        kind,
        secret_hash: vec![2; 32],
        scope: None,
        redirect_uri: None,
        challenge: None,
        created_at: NOON,
        expires_at,
        used_at: None,
    }
}

/// Ada with two sessions, the second by SAML, and two grants in each: one of them for offline use.
async fn granted(db: &Fixture) {
    db.add(&[user(1, "Ada Lovelace")]).await;
    let application = &Application {
        id: ApplicationId(7),
        name: "Payroll".to_owned(),
        kind: ApplicationKind::Public,
        redirect_uris: vec!["https://app.example/".to_owned()],
        post_logout_redirect_uris: Vec::new(),
        created_at: NOON,
        updated_at: NOON,
        last_used_at: None,
        version: 1,
    };
    let saml = SamlSession {
        issuer: "https://idp.example".to_owned(),
        name_id: "ada".to_owned(),
        session_index: Some("_1".to_owned()),
    };
    let (one, other) = (&session(1, None), &session(2, Some(saml)));
    let grants = &[grant(11, 1, false), grant(12, 1, true), grant(21, 2, false), grant(22, 2, true)];
    db.write(|tx| async move {
        tx.applications().insert(application).await?;
        tx.sessions().insert(one).await?;
        tx.sessions().insert(other).await?;
        for grant in grants {
            tx.grants().insert(grant).await?;
            let id = grant.id.as_u128() + 100;
            let access = token(id, grant.id.as_u128(), TokenKind::Access, NOON.plus_ms(1));
            tx.grants().insert_token(&access).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
}

/// The grants that are left; a token is there as long as its grant.
async fn left(db: &Fixture) -> Vec<u128> {
    let grants = db.contoso();
    let mut left = Vec::new();
    for grant in grants.grants().of_user(UserId(1)).await.unwrap() {
        left.push(grant.id.as_u128());
    }
    left.sort_unstable();
    for id in [11, 12, 21, 22] {
        let token = grants.grants().token(Uuid::from_u128(id + 100)).await.unwrap();
        assert_eq!(token.is_some(), left.contains(&id), "{id}");
    }
    left
}

on_both! {
    async fn r34_a_session_that_ends_takes_its_grants_with_it_and_leaves_offline_ones_if_told_so(db: &Fixture) {
        granted(db).await;
        db.write(|tx| async move { tx.sessions().delete(SessionId(1), Offline::Keep).await }).await.unwrap();
        assert_eq!(left(db).await, [12, 21, 22]);
        db.write(|tx| async move { tx.sessions().delete(SessionId(2), Offline::End).await }).await.unwrap();
        assert_eq!(left(db).await, [12]);
    }

    async fn r7_all_sessions_of_a_person_take_all_grants_with_them_but_those_of_the_one_that_stays(db: &Fixture) {
        granted(db).await;
        let stays = Some(SessionId(2));
        db.write(|tx| async move { tx.sessions().delete_of_user(UserId(1), stays).await }).await.unwrap();
        assert_eq!(left(db).await, [21, 22]);
        db.write(|tx| async move { tx.sessions().delete_of_user(UserId(1), None).await }).await.unwrap();
        assert!(left(db).await.is_empty());
    }

    async fn r34_signing_out_at_the_identity_provider_ends_what_hangs_on_the_session(db: &Fixture) {
        granted(db).await;
        let ended = db
            .write(|tx| async move { tx.sessions().delete_of_saml("https://idp.example", "ada", &[]).await })
            .await
            .unwrap();
        assert_eq!(ended, 1);
        assert_eq!(left(db).await, [11, 12, 22]);
    }

    async fn r7_a_person_or_an_application_that_is_deleted_takes_everything_with_it(db: &Fixture) {
        granted(db).await;
        let ada = &db.user(1).await;
        db.write(|tx| async move { tx.users().delete(ada).await }).await.unwrap();
        assert!(left(db).await.is_empty());
    }

    async fn r34_of_several_who_use_a_token_up_one_succeeds(db: &Fixture) {
        granted(db).await;
        let id = Uuid::from_u128(111);
        db.write(|tx| async move { tx.grants().use_up(id, NOON).await }).await.unwrap();
        let again = db.write(|tx| async move { tx.grants().use_up(id, NOON).await }).await;
        assert!(matches!(again, Err(Error::Stale)), "{again:?}");
    }

    async fn r34_what_has_expired_is_cleared_away_and_a_used_code_stays_as_long_as_its_grant(db: &Fixture) {
        granted(db).await;
        let code = &token(500, 11, TokenKind::Code, NOON.plus_ms(1));
        db.write(|tx| async move { tx.grants().insert_token(code).await }).await.unwrap();
        let later = NOON.plus_ms(HOUR_MS);
        db.write(|tx| async move { tx.grants().delete_expired(later).await }).await.unwrap();
        let grants = db.contoso();
        assert!(grants.grants().token(Uuid::from_u128(111)).await.unwrap().is_none());
        assert!(grants.grants().token(Uuid::from_u128(500)).await.unwrap().is_some());
        db.write(|tx| async move { tx.grants().delete_expired(later.plus_ms(1)).await }).await.unwrap();
        assert!(grants.grants().of_user(UserId(1)).await.unwrap().is_empty());
        assert!(grants.grants().token(Uuid::from_u128(500)).await.unwrap().is_none());
    }

    async fn another_organization_sees_and_ends_nothing(db: &Fixture) {
        granted(db).await;
        let other = db.fabrikam();
        assert!(other.applications().get(ApplicationId(7)).await.unwrap().is_none());
        assert!(other.applications().list().await.unwrap().is_empty());
        assert!(other.grants().get(Uuid::from_u128(11)).await.unwrap().is_none());
        assert!(other.grants().token(Uuid::from_u128(111)).await.unwrap().is_none());
        db.store.write(FABRIKAM, |tx| async move {
            tx.grants().delete(Uuid::from_u128(11)).await?;
            tx.grants().delete_token(Uuid::from_u128(112)).await?;
            tx.grants().delete_expired(NOON.plus_ms(2 * HOUR_MS)).await?;
            tx.sessions().delete_of_user(UserId(1), None).await
        }).await.unwrap();
        assert_eq!(left(db).await, [11, 12, 21, 22]);
    }
}
