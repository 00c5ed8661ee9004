//! Users: what is written is what is read, uniqueness, versions.

use domain::{Field, ManagedBy, Reason, Role, Status, UserId};
use serde_json::json;
use store::{Error, User};
use uuid::Uuid;

use crate::support::{CONTOSO, Fixture, NOON, on_both, user};

fn everything() -> User {
    User {
        external_id: Some("0A21".to_owned()),
        job_title: Some("Analyst".to_owned()),
        department: Some("R&D".to_owned()),
        personal_phone: Some("+44 20 1".to_owned()),
        work_phone: Some("+44 20 2".to_owned()),
        extension: Some("1001".to_owned()),
        phone_number: Some("+44 20 3".to_owned()),
        locale: Some("en-GB".to_owned()),
        time_zone: Some("Europe/London".to_owned()),
        role: Role::UserAdmin,
        status: Status::Deactivated,
        deactivated_at: Some(NOON),
        managed_by: ManagedBy::IdentityProvider,
        sent: [Field::JobTitle, Field::Locale].into_iter().collect(),
        directory_visible: false,
        scim_extra: json!({"nickName": "Countess", "emails": [{"type": "work", "value": "a@b.c"}]})
            .as_object()
            .unwrap()
            .clone(),
        scim_created_at: Some(NOON),
        scim_tombstoned_at: Some(NOON.plus_ms(1)),
        last_sign_in_at: Some(NOON.plus_ms(2)),
        ..user(1, "Ada Lovelace")
    }
}

on_both! {
    async fn a_user_reads_back_as_written(db: &Fixture) {
        let site = db.add_site(7, "London").await;
        let ada = User { site_id: Some(site.id), ..everything() };
        db.add(&[ada.clone(), user(2, "Łukasz Nguyễn")]).await;
        assert_eq!(db.user(1).await, ada);
        assert_eq!(db.user(2).await, user(2, "Łukasz Nguyễn"));
        let users = db.contoso();
        let found = users.users().by_scim_id(ada.scim_id.unwrap()).await.unwrap();
        assert_eq!(found, Some((ada.clone(), Some("London".to_owned()))));
        let elsewhere = users.users().by_scim_id(user(2, "").scim_id.unwrap()).await.unwrap();
        assert_eq!(elsewhere, Some((user(2, "Łukasz Nguyễn"), None)));
        assert_eq!(users.users().by_username("ADA.Lovelace@Contoso.COM").await.unwrap(), Some(ada));
        assert_eq!(users.users().by_username("ada.lovelace@contoso.com\0").await.unwrap(), None);
        assert_eq!(users.users().get(UserId(3)).await.unwrap(), None);
    }

    async fn an_update_writes_every_field_that_differs(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace")]).await;
        let before = &db.user(1).await;
        let after = &User { updated_at: NOON.plus_ms(9), ..everything() };
        let stored = db.write(|tx| async move { tx.users().update(before, after.clone()).await }).await.unwrap();
        assert_eq!(stored, User { version: 2, ..after.clone() });
        assert_eq!(db.user(1).await, stored);
    }

    async fn an_update_without_a_difference_changes_neither_version_nor_time(db: &Fixture) {
        db.add(&[everything()]).await;
        let before = &db.user(1).await;
        let stored = db.write(|tx| async move {
            tx.users().update(before, User { updated_at: NOON.plus_ms(99), ..before.clone() }).await
        }).await.unwrap();
        assert_eq!(&stored, before);
        assert_eq!(&db.user(1).await, before);
    }

    async fn r26_a_username_is_taken_without_regard_to_case(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace"), user(2, "Grace Hopper")]).await;
        let twin = &User { username: "ADA.Lovelace@contoso.com".to_owned(), ..user(3, "Ada Twin") };
        let inserted = db.write(|tx| async move { tx.users().insert(twin).await }).await;
        assert_eq!(inserted.unwrap_err().reason(), Some(Reason::UsernameTaken));
        let grace = &db.user(2).await;
        let renamed = db.write(|tx| async move {
            tx.users().update(grace, User { username: twin.username.clone(), ..grace.clone() }).await
        }).await;
        assert_eq!(renamed.unwrap_err().reason(), Some(Reason::UsernameTaken));
        assert_eq!(&db.user(2).await, grace);
    }

    async fn r26_of_many_who_take_a_username_at_once_one_wins(db: &Fixture) {
        let attempts = (1..=12).map(|id| {
            let store = db.store.clone();
            tokio::spawn(async move {
                let twin = &user(id, "Ada Lovelace");
                store.write(CONTOSO, |tx| async move {
                    if tx.users().by_username(&twin.username).await?.is_some() {
                        return Err(Reason::UsernameTaken.into());
                    }
                    tx.users().insert(twin).await
                }).await
            })
        });
        let mut won = 0;
        for attempt in attempts.collect::<Vec<_>>() {
            match attempt.await.unwrap() {
                Ok(()) => won += 1,
                Err(error) => assert_eq!(error.reason(), Some(Reason::UsernameTaken), "{error}"),
            }
        }
        assert_eq!(won, 1);
        assert_eq!(db.contoso().users().counts().await.unwrap().total, 1);
    }

    async fn of_many_who_edit_one_version_one_wins(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace")]).await;
        let before = db.user(1).await;
        let edits = (1..=12).map(|number| {
            let (store, before) = (db.store.clone(), before.clone());
            tokio::spawn(async move {
                let (before, title) = (&before, &format!("Title {number}"));
                store.write(CONTOSO, |tx| async move {
                    tx.users().update(before, User { job_title: Some(title.clone()), ..before.clone() }).await
                }).await
            })
        });
        let mut titles = Vec::new();
        for edit in edits.collect::<Vec<_>>() {
            match edit.await.unwrap() {
                Ok(user) => titles.push(user.job_title),
                Err(error) => assert!(matches!(error, Error::Stale), "{error}"),
            }
        }
        assert_eq!(titles.len(), 1);
        let after = db.user(1).await;
        assert_eq!((after.version, &after.job_title), (2, &titles[0]));
    }

    async fn r9_a_user_without_scim_id_stays_and_takes_a_new_one(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace"), user(2, "Grace Hopper")]).await;
        for id in [1, 2] {
            let before = &db.user(id).await;
            db.write(|tx| async move {
                let gone = User { scim_id: None, scim_tombstoned_at: Some(NOON), ..before.clone() };
                tx.users().update(before, gone).await
            }).await.unwrap();
        }
        assert_eq!(db.contoso().users().by_scim_id(user(1, "").scim_id.unwrap()).await.unwrap(), None);
        let gone = &db.user(1).await;
        let fresh = Uuid::from_u128(77);
        db.write(|tx| async move {
            let back = User { scim_id: Some(fresh), scim_tombstoned_at: None, ..gone.clone() };
            tx.users().update(gone, back).await
        }).await.unwrap();
        assert_eq!(db.contoso().users().by_scim_id(fresh).await.unwrap().unwrap().0.id, UserId(1));
    }

    async fn r10_owners_who_deactivate_each_other_at_once_do_not_both_succeed(db: &Fixture) {
        let owner = |id, name| User { role: Role::Owner, ..user(id, name) };
        db.add(&[owner(1, "Ada Lovelace"), owner(2, "Grace Hopper")]).await;
        let deactivations = [1, 2].map(|id| {
            let store = db.store.clone();
            tokio::spawn(async move {
                store.write(CONTOSO, |tx| async move {
                    if tx.users().lock_active_owners().await? < 2 {
                        return Err(Reason::LastActiveOwner.into());
                    }
                    let before = tx.users().lock(UserId(id)).await?.ok_or(Error::Stale)?;
                    let after = User { status: Status::Deactivated, ..before.clone() };
                    tx.users().update(&before, after).await
                }).await
            })
        });
        let mut refused = 0;
        for deactivation in deactivations {
            if let Err(error) = deactivation.await.unwrap() {
                assert_eq!(error.reason(), Some(Reason::LastActiveOwner), "{error}");
                refused += 1;
            }
        }
        assert_eq!(refused, 1);
        assert_eq!(db.contoso().users().count_active_owners().await.unwrap(), 1);
    }

    async fn r9_deleting_a_user_takes_everything_of_theirs_along(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace")]).await;
        db.write(|tx| async move { tx.credentials().set(UserId(1), "$argon2id$", NOON).await }).await.unwrap();
        let ada = &db.user(1).await;
        db.write(|tx| async move { tx.users().delete(ada).await }).await.unwrap();
        assert_eq!(db.contoso().users().get(UserId(1)).await.unwrap(), None);
        assert_eq!(db.contoso().credentials().get(UserId(1)).await.unwrap(), None);
        let again = db.write(|tx| async move { tx.users().delete(ada).await }).await;
        assert!(matches!(again, Err(Error::Stale)));
        db.add(&[user(1, "Ada Lovelace")]).await;
    }

    async fn a_sign_in_is_remembered_without_a_new_version(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace")]).await;
        db.write(|tx| async move { tx.users().record_sign_in(UserId(1), NOON).await }).await.unwrap();
        let ada = db.user(1).await;
        assert_eq!((ada.last_sign_in_at, ada.version), (Some(NOON), 1));
    }

    async fn long_names_that_folding_lengthens_are_stored(db: &Fixture) {
        let name = "\u{FDFA}".repeat(256);
        let long = User { username: name.clone(), first_name: name.clone(), last_name: name.clone(), ..user(1, "A") };
        db.add(std::slice::from_ref(&long)).await;
        assert_eq!(db.contoso().users().by_username(&name).await.unwrap(), Some(long));
    }
}
