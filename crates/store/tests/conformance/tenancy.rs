//! Nothing of one organization is reached through a handle of another.

use domain::{ApiTokenId, Role, SiteId, TokenId, UserId};
use store::{ApiToken, Error, ScimToken, User, UserQuery};

use crate::support::{FABRIKAM, Fixture, NOON, on_both, user};

fn api_token() -> ApiToken {
    ApiToken {
        id: ApiTokenId(8),
        user_id: UserId(1),
        name: "nightly".to_owned(),
        role: Role::Auditor,
        secret_hash: vec![7; 32],
        last_four: "abcd".to_owned(),
        created_at: NOON,
        expires_at: None,
        last_used_at: None,
        last_used_address: None,
    }
}

fn token() -> ScimToken {
    ScimToken {
        id: TokenId(9),
        name: "entra".to_owned(),
        secret_hash: vec![7; 32],
        last_four: "abcd".to_owned(),
        created_at: NOON,
        created_by: None,
        expires_at: None,
        last_used_at: None,
        last_used_address: None,
        revoked_at: None,
    }
}

on_both! {
    async fn another_organization_reads_nothing(db: &Fixture) {
        let site = db.add_site(1, "London").await;
        db.add(&[User { site_id: Some(site.id), ..user(1, "Ada Lovelace") }]).await;
        let (token, api_token) = (&token(), &api_token());
        db.write(|tx| async move {
            tx.scim_tokens().insert(token).await?;
            tx.api_tokens().insert(api_token).await?;
            tx.credentials().set(UserId(1), "$argon2id$", NOON).await?;
            tx.announce("user.created", "usr_1", NOON);
            Ok(())
        }).await.unwrap();

        let other = db.fabrikam();
        assert_eq!(other.users().get(UserId(1)).await.unwrap(), None);
        assert_eq!(other.users().by_username("ada.lovelace@contoso.com").await.unwrap(), None);
        assert_eq!(other.users().by_scim_id(user(1, "").scim_id.unwrap()).await.unwrap(), None);
        assert_eq!(other.users().page(&UserQuery::first(10)).await.unwrap().total, 0);
        let search = UserQuery { search: Some("lovelace".to_owned()), ..UserQuery::first(10) };
        assert_eq!(other.users().page(&search).await.unwrap().total, 0);
        assert_eq!(db.contoso().users().page(&search).await.unwrap().total, 1);
        assert_eq!(other.users().counts().await.unwrap().total, 0);
        assert_eq!(other.sites().get(SiteId(1)).await.unwrap(), None);
        assert_eq!(other.sites().resolve("London").await.unwrap(), None);
        assert!(other.sites().names([SiteId(1)]).await.unwrap().is_empty());
        assert_eq!(other.scim_tokens().get(TokenId(9)).await.unwrap(), None);
        assert_eq!(other.scim_tokens().presented(TokenId(9), "contoso").await.unwrap(), None);
        assert_eq!(other.scim_tokens().presented(TokenId(9), "fabrikam").await.unwrap(), None);
        assert_eq!(db.contoso().scim_tokens().presented(TokenId(9), "fabrikam").await.unwrap(), None);
        assert!(other.scim_tokens().list().await.unwrap().is_empty());
        assert_eq!(other.api_tokens().get(ApiTokenId(8)).await.unwrap(), None);
        assert!(other.api_tokens().list().await.unwrap().is_empty());
        assert_eq!(db.contoso().api_tokens().with_user(ApiTokenId(8)).await.unwrap().unwrap().0, *api_token);
        assert_eq!(other.credentials().get(UserId(1)).await.unwrap(), None);
        assert_eq!(other.feed().head().await.unwrap(), 0);
        assert!(other.feed().read_after(0, 10).await.unwrap().is_empty());
    }

    async fn another_organization_writes_nothing(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace")]).await;
        let ada = &db.user(1).await;
        let update = db.store.write(FABRIKAM, |tx| async move {
            tx.users().update(ada, User { first_name: "Eve".to_owned(), ..ada.clone() }).await
        }).await;
        assert!(matches!(update, Err(Error::Stale)));
        let delete = db.store.write(FABRIKAM, |tx| async move { tx.users().delete(ada).await }).await;
        assert!(matches!(delete, Err(Error::Stale)));
        assert_eq!(&db.user(1).await, ada);
        assert_eq!(db.contoso().users().page(&UserQuery {
            search: Some("lovelace".to_owned()), ..UserQuery::first(10)
        }).await.unwrap().total, 1);
    }

    async fn an_api_token_ends_with_the_person_who_made_it(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace")]).await;
        let token = &api_token();
        db.write(|tx| async move { tx.api_tokens().insert(token).await }).await.unwrap();
        let elsewhere = db.store.write(FABRIKAM, |tx| async move { tx.api_tokens().delete(ApiTokenId(8)).await }).await;
        assert!(matches!(elsewhere, Err(Error::Stale)));
        let ada = &db.user(1).await;
        db.write(|tx| async move { tx.users().delete(ada).await }).await.unwrap();
        assert!(db.contoso().api_tokens().list().await.unwrap().is_empty());
        let orphan = db.write(|tx| async move { tx.api_tokens().insert(token).await }).await;
        assert!(matches!(orphan, Err(Error::Conflict(_))), "{orphan:?}");
    }

    async fn a_username_is_free_in_another_organization(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace")]).await;
        let same = &user(2, "Ada Lovelace");
        db.store.write(FABRIKAM, |tx| async move { tx.users().insert(same).await }).await.unwrap();
    }

    async fn a_user_is_not_put_at_a_site_of_another_organization(db: &Fixture) {
        let london = db.add_site(1, "London").await;
        let spy = &User { site_id: Some(london.id), ..user(2, "Eve Mallory") };
        let result = db.store.write(FABRIKAM, |tx| async move { tx.users().insert(spy).await }).await;
        assert!(matches!(result, Err(Error::Conflict(_))), "{result:?}");
    }

    async fn an_organization_is_found_by_slug_alone(db: &Fixture) {
        let found = db.store.organizations().by_slug("contoso").await.unwrap().unwrap();
        assert_eq!(found.slug, "contoso");
        assert_eq!(db.store.organizations().by_slug("Contoso\0").await.unwrap(), None);
        assert_eq!(db.store.organizations().list().await.unwrap().len(), 2);
    }
}
