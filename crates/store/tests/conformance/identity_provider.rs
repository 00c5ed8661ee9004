//! What is asked of people about their identity provider: who is on its list already, and what it has sent.

use domain::{Field, ManagedBy, Role, Status, UserId};
use store::{Identifier, SentCounts, User};

use crate::support::{Fixture, NOON, names, on_both, user};

fn managed(id: u128, name: &str, sent: &[Field]) -> User {
    User {
        managed_by: ManagedBy::IdentityProvider,
        sent: sent.iter().copied().collect(),
        updated_at: NOON.plus_ms(i64::try_from(id).unwrap()),
        ..user(id, name)
    }
}

on_both! {
    async fn people_are_identified_without_regard_to_case_by_username_email_and_name(db: &Fixture) {
        let renamed = User { username: "alovelace".to_owned(), role: Role::Owner, ..user(1, "Ada Lovelace") };
        let gone = User { scim_id: None, scim_tombstoned_at: Some(NOON), ..managed(2, "Grace Hopper", &[]) };
        let nameless = User { last_name: String::new(), email: None, ..user(3, "Ölaf Ångström") };
        db.add(&[renamed, gone, nameless]).await;
        let reader = db.contoso();
        for (by, text, expected) in [
            (Identifier::Username, "ALovelace", Some(1)),
            (Identifier::Username, "ada.lovelace@contoso.com", None),
            (Identifier::Email, "ADA.lovelace@contoso.com", Some(1)),
            (Identifier::Name, "grace hopper", Some(2)),
            (Identifier::Name, "ÖLAF", Some(3)),
            (Identifier::Email, "", None),
        ] {
            let found = reader.users().identified(by, &[text, "nobody@contoso.com"]).await.unwrap();
            let ids: Vec<u128> = found.iter().map(|person| person.id.0).collect();
            assert_eq!(ids, expected.into_iter().collect::<Vec<_>>(), "{by:?} {text}");
        }
        let all = ["alovelace", "grace.hopper@contoso.com", "ölaf.ångström@contoso.com"];
        let mut found = reader.users().identified(Identifier::Username, &all).await.unwrap();
        found.sort_by_key(|person| person.id);
        let facts: Vec<_> = found
            .iter()
            .map(|p| (p.name.as_str(), p.managed_by, p.gone_from_scim, p.is_active_owner))
            .collect();
        assert_eq!(facts, [
            ("Ada Lovelace", ManagedBy::Local, false, true),
            ("Grace Hopper", ManagedBy::IdentityProvider, true, false),
            ("Ölaf", ManagedBy::Local, false, false),
        ]);
        assert!(db.fabrikam().users().identified(Identifier::Username, &all).await.unwrap().is_empty());
        assert!(reader.users().identified(Identifier::Username, &[]).await.unwrap().is_empty());
    }

    async fn an_owner_who_is_deactivated_is_no_active_owner(db: &Fixture) {
        let owner = User {
            role: Role::Owner,
            status: Status::Deactivated,
            deactivated_at: Some(NOON),
            ..user(1, "Ada Lovelace")
        };
        db.add(&[owner]).await;
        let found =
            db.contoso().users().identified(Identifier::Name, &["Ada Lovelace"]).await.unwrap();
        assert_eq!(found.iter().map(|person| person.is_active_owner).collect::<Vec<_>>(), [false]);
    }

    async fn what_was_sent_is_counted_of_managed_people_alone(db: &Fixture) {
        assert_eq!(db.contoso().users().sent_counts().await.unwrap(), SentCounts::default());
        let with_ids = User {
            external_id: Some("0A21".to_owned()),
            work_phone: Some("+44 20 2".to_owned()),
            ..managed(1, "Ada Lovelace", &[Field::JobTitle, Field::Locale])
        };
        db.add(&[
            with_ids,
            managed(2, "Grace Hopper", &[Field::JobTitle]),
            managed(3, "Mary Jackson", &[Field::JobTitle]),
            user(4, "Local Person"),
        ]).await;
        let counts = db.contoso().users().sent_counts().await.unwrap();
        assert_eq!((counts.managed, counts.external_id, counts.work_phone), (3, 1, 1));
        let of = [Field::JobTitle, Field::Locale, Field::Department].map(|field| counts.of(field));
        assert_eq!(of, [3, 1, 0]);
        assert_eq!(db.fabrikam().users().sent_counts().await.unwrap(), SentCounts::default());
    }

    async fn an_example_is_whoever_was_changed_last(db: &Fixture) {
        db.add(&[managed(1, "Ada Lovelace", &[]), managed(2, "Grace Hopper", &[]), user(3, "Local Person")]).await;
        let recent = db.contoso().users().managed_recently(5).await.unwrap();
        assert_eq!(names(&recent), ["Grace Hopper", "Ada Lovelace"]);
        let before = &db.user(1).await;
        db.write(|tx| async move {
            let after = User { updated_at: NOON.plus_ms(9), first_name: "Augusta".to_owned(), ..before.clone() };
            tx.users().update(before, after).await
        }).await.unwrap();
        let recent = db.contoso().users().managed_recently(1).await.unwrap();
        assert_eq!(recent.iter().map(|user| user.id).collect::<Vec<_>>(), [UserId(1)]);
        assert!(db.fabrikam().users().managed_recently(5).await.unwrap().is_empty());
    }
}
