//! Sites: names, former names, and what keeps a site.

use domain::{ManagedBy, Reason, SiteId};
use store::{Conflict, Error, User, UserQuery, UserSort};

use crate::support::{CONTOSO, Fixture, NOON, names, on_both, site, user};

on_both! {
    async fn r11_a_site_name_is_taken_without_regard_to_case(db: &Fixture) {
        db.add_site(1, "London").await;
        let twin = &site(2, "ＬONDON");
        let result = db.write(|tx| async move { tx.sites().insert(twin).await }).await;
        assert_eq!(result.unwrap_err().reason(), Some(Reason::SiteNameTaken));
    }

    async fn r13_a_site_is_found_by_its_name_and_by_former_names(db: &Fixture) {
        let london = &db.add_site(1, "London").await;
        let renamed = &db.write(|tx| async move { tx.sites().rename(london, "London City", true, NOON).await }).await.unwrap();
        assert_eq!((renamed.name.as_str(), renamed.version), ("London City", 2));
        for name in ["london", "LONDON CITY"] {
            let found = db.contoso().sites().resolve(name).await.unwrap().unwrap();
            assert_eq!(&found, renamed);
        }
        assert_eq!(db.contoso().sites().resolve("Lond").await.unwrap(), None);
        let summary = db.contoso().sites().summary(SiteId(1)).await.unwrap().unwrap();
        assert_eq!(summary.former_names, ["London"]);
    }

    async fn r14_a_former_name_blocks_others_until_it_is_dropped(db: &Fixture) {
        let london = &db.add_site(1, "London").await;
        let city = &db.write(|tx| async move { tx.sites().rename(london, "City", true, NOON).await }).await.unwrap();
        let new = &site(2, "london");
        let refused = db.write(|tx| async move { tx.sites().insert(new).await }).await;
        assert_eq!(refused.unwrap_err().reason(), Some(Reason::SiteNameTaken));
        let dropped = db.write(|tx| async move { tx.sites().drop_former_name(city, "LONDON", NOON).await }).await.unwrap();
        assert_eq!(dropped.version, 3);
        db.write(|tx| async move { tx.sites().insert(new).await }).await.unwrap();
        let dropped = &dropped;
        let again = db.write(|tx| async move { tx.sites().drop_former_name(dropped, "London", NOON).await }).await;
        assert!(matches!(again, Err(Error::Stale)));
        let current = db.write(|tx| async move { tx.sites().drop_former_name(dropped, "City", NOON).await }).await;
        assert!(matches!(current, Err(Error::Stale)), "the current name is no former name");
    }

    async fn r14_a_rename_can_drop_the_old_name_and_can_take_it_back(db: &Fixture) {
        let london = &db.add_site(1, "London").await;
        let dropped = &db.write(|tx| async move { tx.sites().rename(london, "City", false, NOON).await }).await.unwrap();
        assert_eq!(db.contoso().sites().resolve("London").await.unwrap(), None);
        let west = &db.write(|tx| async move { tx.sites().rename(dropped, "West", true, NOON).await }).await.unwrap();
        let back = &db.write(|tx| async move { tx.sites().rename(west, "CITY", true, NOON).await }).await.unwrap();
        let cased = db.write(|tx| async move { tx.sites().rename(back, "city", true, NOON).await }).await.unwrap();
        assert_eq!(cased.name, "city");
        let summary = db.contoso().sites().summary(SiteId(1)).await.unwrap().unwrap();
        assert_eq!(summary.former_names, ["West"]);
    }

    async fn a_rename_to_the_name_of_another_site_is_refused_wholly(db: &Fixture) {
        let london = &db.add_site(1, "London").await;
        db.add_site(2, "Berlin").await;
        let refused = db.write(|tx| async move { tx.sites().rename(london, "BERLIN", true, NOON).await }).await;
        assert_eq!(refused.unwrap_err().reason(), Some(Reason::SiteNameTaken));
        assert_eq!(db.contoso().sites().get(SiteId(1)).await.unwrap().as_ref(), Some(london));
        let stale = db.write(|tx| async move {
            tx.sites().rename(&store::Site { version: 9, ..london.clone() }, "Paris", true, NOON).await
        }).await;
        assert!(matches!(stale, Err(Error::Stale)));
    }

    async fn r15_a_site_with_users_is_not_deleted(db: &Fixture) {
        let london = &db.add_site(1, "London").await;
        db.add(&[User { site_id: Some(SiteId(1)), ..user(1, "Ada Lovelace") }]).await;
        let refused = db.write(|tx| async move { tx.sites().delete(london).await }).await;
        assert_eq!(refused.unwrap_err().reason(), Some(Reason::SiteHasUsers { users: 1 }));
        let ada = &db.user(1).await;
        db.write(|tx| async move { tx.users().delete(ada).await }).await.unwrap();
        db.write(|tx| async move { tx.sites().delete(london).await }).await.unwrap();
        assert_eq!(db.contoso().sites().resolve("London").await.unwrap(), None);
        db.add_site(2, "London").await;
    }

    async fn r15_a_site_does_not_vanish_under_a_user_who_is_put_there_at_the_same_time(db: &Fixture) {
        for round in 1..=6 {
            let london = db.add_site(round, &format!("London {round}")).await;
            let (store, doomed) = (db.store.clone(), london.clone());
            let delete = tokio::spawn(async move {
                let doomed = &doomed;
                store.write(CONTOSO, |tx| async move { tx.sites().delete(doomed).await }).await
            });
            let store = db.store.clone();
            let insert = tokio::spawn(async move {
                let ada = &User { site_id: Some(london.id), ..user(round, &format!("Ada {round}")) };
                store.write(CONTOSO, |tx| async move { tx.users().insert(ada).await }).await
            });
            let (delete, insert) = (delete.await.unwrap(), insert.await.unwrap());
            assert!(delete.is_ok() != insert.is_ok(), "{delete:?} {insert:?}");
            for error in [delete.err(), insert.err()].into_iter().flatten() {
                let expected = matches!(error, Error::Conflict(Conflict::Constraint(_)))
                    || error.reason() == Some(Reason::SiteHasUsers { users: 1 });
                assert!(expected, "{error:?}");
            }
        }
    }

    async fn sites_are_listed_with_their_users(db: &Fixture) {
        for (id, name) in [(1, "London"), (2, "berlin"), (3, "Aachen")] {
            db.add_site(id, name).await;
        }
        let at = |id, site, managed_by| User { site_id: Some(SiteId(site)), managed_by, ..user(id, &format!("U {id}")) };
        db.add(&[at(1, 1, ManagedBy::Local), at(2, 1, ManagedBy::IdentityProvider), at(3, 2, ManagedBy::IdentityProvider)]).await;
        let first = db.contoso().sites().page(None, 2).await.unwrap();
        let row = |summary: &store::SiteSummary| (summary.site.name.clone(), summary.users, summary.managed_users);
        assert_eq!(first.items.iter().map(row).collect::<Vec<_>>(), [("Aachen".into(), 0, 0), ("berlin".into(), 1, 1)]);
        assert_eq!((first.total, first.previous), (3, None));
        let second = db.contoso().sites().page(first.next.as_ref(), 2).await.unwrap();
        assert_eq!(second.items.iter().map(row).collect::<Vec<_>>(), [("London".into(), 2, 1)]);
        assert_eq!(second.next, None);
        let names = db.contoso().sites().names([SiteId(1), SiteId(9)]).await.unwrap();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), [(SiteId(1), "London".to_owned())]);
    }

    async fn a_renamed_site_moves_its_users_in_the_list(db: &Fixture) {
        let zurich = &db.add_site(1, "Zurich").await;
        db.add_site(2, "London").await;
        let at = |id, site, name| User { site_id: Some(SiteId(site)), ..user(id, name) };
        db.add(&[at(1, 1, "Ada Lovelace"), at(2, 2, "Grace Hopper"), user(3, "Nowhere Man")]).await;
        let by_site = UserQuery { sort: UserSort::Site, ..UserQuery::first(10) };
        assert_eq!(names(&db.contoso().users().page(&by_site).await.unwrap().items), ["Grace Hopper", "Ada Lovelace", "Nowhere Man"]);
        db.write(|tx| async move { tx.sites().rename(zurich, "Aarau", true, NOON).await }).await.unwrap();
        assert_eq!(names(&db.contoso().users().page(&by_site).await.unwrap().items), ["Ada Lovelace", "Grace Hopper", "Nowhere Man"]);
        assert_eq!(db.user(1).await.version, 1);
    }

    async fn r13_of_unknown_names_those_that_were_sent_last_are_kept(db: &Fixture) {
        db.write(|tx| async move {
            for number in 1..=1_002_i64 {
                assert!(tx.sites().remember_unmatched(&format!("Site {number}"), "ada", NOON.plus_ms(number)).await?);
            }
            assert!(!tx.sites().remember_unmatched(" SITE 1002", "grace", NOON.plus_ms(2_000)).await?);
            Ok(())
        }).await.unwrap();
        let kept = db.contoso().sites().unmatched().await.unwrap();
        assert_eq!(kept.len() as u64, store::MOST_UNMATCHED);
        assert_eq!(db.contoso().sites().unmatched_count().await.unwrap(), store::MOST_UNMATCHED);
        assert_eq!((kept[0].name.as_str(), kept[0].requests, kept[0].last_username.as_str()), ("SITE 1002", 2, "grace"));
        assert_eq!(kept.last().unwrap().name, "Site 3");
        assert!(db.fabrikam().sites().unmatched().await.unwrap().is_empty());
        assert_eq!(db.fabrikam().sites().unmatched_count().await.unwrap(), 0);
        db.add_site(1, "site 500").await;
        assert_eq!(db.contoso().sites().unmatched_named("Site 500").await.unwrap(), None);
    }
}
