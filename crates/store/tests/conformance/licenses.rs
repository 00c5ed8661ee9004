//! Plans, and the exact number of their seats (R16-R18).

use domain::{LicenseRuleId, PlanId, Reason, SiteId, Status, UserId};
use store::{Conflict, Error, LicenseFilter, LicenseRule, Store, User, UserQuery, UserSort};

use crate::support::{CONTOSO, FABRIKAM, Fixture, NOON, names, on_both, plan, user};

/// Gives somebody a plan, or takes theirs away, as soon as nobody else changes them.
async fn assign(store: &Store, id: u128, plan: Option<u128>) -> Result<User, Error> {
    store
        .write(CONTOSO, |tx| async move {
            let before = tx.users().lock(UserId(id)).await?.ok_or(Error::Stale)?;
            tx.users().update(&before, User { plan_id: plan.map(PlanId), ..before.clone() }).await
        })
        .await
}

async fn people(db: &Fixture, count: u128) {
    let site = db.add_site(1, "London").await;
    let people: Vec<User> =
        (1..=count).map(|id| User { site_id: Some(site.id), ..user(id, &format!("U {id}")) }).collect();
    db.add(&people).await;
}

async fn holders(db: &Fixture, plan: u128) -> u64 {
    let query = UserQuery { license: Some(LicenseFilter::Is(PlanId(plan))), ..UserQuery::first(1) };
    let counted = db.contoso().users().page(&query).await.unwrap().total;
    let all = db.contoso().users().page(&UserQuery::first(200)).await.unwrap();
    assert_eq!(counted, all.items.iter().filter(|user| user.plan_id == Some(PlanId(plan))).count() as u64);
    counted
}

/// R18: what is counted is what is there.
async fn used(db: &Fixture, plan: u128) -> u64 {
    let used = db.plan(plan).await.used;
    assert_eq!(used, holders(db, plan).await);
    used
}

fn rule(id: u128, plan: u128, site: Option<u128>) -> LicenseRule {
    LicenseRule {
        id: LicenseRuleId(id),
        plan_id: PlanId(plan),
        site_id: site.map(SiteId),
        department: None,
        enabled: true,
        position: 1,
        created_at: NOON,
        updated_at: NOON,
        version: 1,
    }
}

on_both! {
    async fn r18_fifty_who_ask_at_once_for_ten_seats_get_exactly_ten(db: &Fixture) {
        people(db, 50).await;
        db.add_plan(1, "X1", 10).await;
        let asked = (1..=50).map(|id| {
            let store = db.store.clone();
            tokio::spawn(async move { assign(&store, id, Some(1)).await })
        });
        let (mut given, mut refused) = (0, 0);
        for asked in asked.collect::<Vec<_>>() {
            match asked.await.unwrap() {
                Ok(_) => given += 1,
                Err(error) => {
                    assert_eq!(error.reason(), Some(Reason::NoFreeSeat { plan: PlanId(1), seats: 10 }));
                    refused += 1;
                }
            }
        }
        assert_eq!((given, refused, used(db, 1).await), (10, 40, 10));
    }

    async fn r18_seats_stay_exact_while_some_are_freed_and_others_taken(db: &Fixture) {
        people(db, 30).await;
        db.add_plan(1, "X1", 12).await;
        for id in 1..=10 {
            assign(&db.store, id, Some(1)).await.unwrap();
        }
        let changes = (1..=30).map(|id| {
            let store = db.store.clone();
            let plan = (id > 10).then_some(1);
            tokio::spawn(async move { assign(&store, id, plan).await })
        });
        let mut taken = 0;
        for (change, id) in changes.collect::<Vec<_>>().into_iter().zip(1..) {
            match change.await.unwrap() {
                Ok(_) => taken += u64::from(id > 10),
                Err(error) => assert_eq!(error.reason(), Some(Reason::NoFreeSeat { plan: PlanId(1), seats: 12 })),
            }
        }
        assert!((2..=12).contains(&taken), "{taken}");
        assert_eq!(used(db, 1).await, taken);
    }

    async fn r18_two_plans_are_exchanged_at_once_without_a_seat_lost(db: &Fixture) {
        people(db, 20).await;
        db.add_plan(1, "X1", 20).await;
        db.add_plan(2, "X2", 20).await;
        for id in 1..=20 {
            assign(&db.store, id, Some(1 + id % 2)).await.unwrap();
        }
        let moves = (1..=20).map(|id| {
            let store = db.store.clone();
            tokio::spawn(async move { assign(&store, id, Some(2 - id % 2)).await })
        });
        for change in moves.collect::<Vec<_>>() {
            change.await.unwrap().unwrap();
        }
        assert_eq!((used(db, 1).await, used(db, 2).await), (10, 10));
    }

    async fn r18_a_refused_seat_writes_nothing_at_all(db: &Fixture) {
        people(db, 2).await;
        db.add_plan(1, "X1", 1).await;
        db.add_plan(2, "X2", 1).await;
        assign(&db.store, 1, Some(1)).await.unwrap();
        assign(&db.store, 2, Some(2)).await.unwrap();
        let refused = assign(&db.store, 1, Some(2)).await.unwrap_err();
        assert_eq!(refused.reason(), Some(Reason::NoFreeSeat { plan: PlanId(2), seats: 1 }));
        assert_eq!((used(db, 1).await, used(db, 2).await), (1, 1), "the old seat was not freed");
    }

    async fn r18_seats_are_not_made_fewer_than_are_taken_at_that_moment(db: &Fixture) {
        people(db, 8).await;
        db.add_plan(1, "X1", 8).await;
        let asked = (1..=8).map(|id| {
            let store = db.store.clone();
            tokio::spawn(async move { assign(&store, id, Some(1)).await })
        });
        let asked: Vec<_> = asked.collect();
        let cut = db.write(|tx| async move {
            let before = tx.licenses().lock(PlanId(1)).await?.ok_or(Error::Stale)?;
            tx.licenses().update(&before, "X1", 4, NOON).await
        }).await;
        for asked in asked {
            let _ = asked.await.unwrap();
        }
        let plan = db.plan(1).await;
        assert!(plan.used <= plan.seats, "{plan:?}");
        assert_eq!(plan.used, used(db, 1).await);
        match cut {
            Ok(_) => assert_eq!((plan.seats, plan.used), (4, 4)),
            Err(error) => assert!(matches!(error.reason(), Some(Reason::SeatsInUse { .. })), "{error}"),
        }
    }

    async fn r17_deactivation_keeps_the_seat_and_deletion_frees_it(db: &Fixture) {
        people(db, 2).await;
        db.add_plan(1, "X1", 2).await;
        let ada = &assign(&db.store, 1, Some(1)).await.unwrap();
        let off = &db.write(|tx| async move {
            tx.users().update(ada, User { status: Status::Deactivated, ..ada.clone() }).await
        }).await.unwrap();
        assert_eq!(used(db, 1).await, 1);
        let summary = db.contoso().licenses().summary(PlanId(1)).await.unwrap().unwrap();
        assert_eq!((summary.deactivated, summary.plan.used), (1, 1));
        db.write(|tx| async move { tx.users().delete(off).await }).await.unwrap();
        assert_eq!(used(db, 1).await, 0);
    }

    async fn many_who_are_made_at_once_take_a_seat_each_or_nobody_does(db: &Fixture) {
        db.add_plan(1, "X1", 3).await;
        let holder = |id| User { plan_id: Some(PlanId(1)), ..user(id, &format!("U {id}")) };
        let (four, three): (Vec<User>, Vec<User>) = ((1..=4).map(holder).collect(), (1..=3).map(holder).collect());
        let (four, three) = (&four, &three);
        let refused = db.write(|tx| async move { tx.users().insert_many(four).await }).await.unwrap_err();
        assert_eq!(refused.reason(), Some(Reason::NoFreeSeat { plan: PlanId(1), seats: 3 }));
        assert_eq!(used(db, 1).await, 0);
        db.write(|tx| async move { tx.users().insert_many(three).await }).await.unwrap();
        assert_eq!(used(db, 1).await, 3);
    }

    async fn r16_a_plan_name_is_taken_without_regard_to_case(db: &Fixture) {
        db.add_plan(1, "Voice", 1).await;
        let twin = &plan(2, "\u{FF36}OICE", 1);
        let refused = db.write(|tx| async move { tx.licenses().insert(twin).await }).await;
        assert_eq!(refused.unwrap_err().reason(), Some(Reason::PlanNameTaken));
        db.store.write(FABRIKAM, |tx| async move { tx.licenses().insert(twin).await }).await.unwrap();
    }

    async fn r16_a_plan_does_not_vanish_under_somebody_who_gets_it_at_the_same_time(db: &Fixture) {
        people(db, 6).await;
        for round in 1..=6 {
            db.add_plan(round, &format!("X{round}"), 5).await;
            let store = db.store.clone();
            let delete = tokio::spawn(async move {
                store.write(CONTOSO, |tx| async move {
                    let before = tx.licenses().lock(PlanId(round)).await?.ok_or(Error::Stale)?;
                    tx.licenses().delete(&before).await
                }).await
            });
            let store = db.store.clone();
            let given = tokio::spawn(async move { assign(&store, round, Some(round)).await });
            let (delete, given) = (delete.await.unwrap(), given.await.unwrap());
            assert!(delete.is_ok() != given.is_ok(), "{delete:?} {given:?}");
            for error in [delete.err(), given.err()].into_iter().flatten() {
                let expected = matches!(error, Error::Conflict(Conflict::Constraint(_)))
                    || error.reason() == Some(Reason::PlanHasHolders { holders: 1 });
                assert!(expected, "{error:?}");
            }
        }
    }

    async fn a_renamed_plan_moves_its_holders_in_the_list(db: &Fixture) {
        people(db, 3).await;
        db.add_plan(1, "Zulu", 5).await;
        db.add_plan(2, "Mike", 5).await;
        assign(&db.store, 1, Some(1)).await.unwrap();
        assign(&db.store, 2, Some(2)).await.unwrap();
        let by_license = UserQuery { sort: UserSort::License, ..UserQuery::first(10) };
        assert_eq!(names(&db.contoso().users().page(&by_license).await.unwrap().items), ["U 2", "U 1", "U 3"]);
        db.write(|tx| async move {
            let before = tx.licenses().lock(PlanId(1)).await?.ok_or(Error::Stale)?;
            tx.licenses().update(&before, "Alpha", 5, NOON).await
        }).await.unwrap();
        assert_eq!(names(&db.contoso().users().page(&by_license).await.unwrap().items), ["U 1", "U 2", "U 3"]);
        assign(&db.store, 1, None).await.unwrap();
        assert_eq!(names(&db.contoso().users().page(&by_license).await.unwrap().items), ["U 2", "U 1", "U 3"]);
    }

    async fn whoever_may_get_a_licence_is_found_by_site_and_department(db: &Fixture) {
        people(db, 4).await;
        db.add_site(2, "Berlin").await;
        db.add_plan(1, "X1", 5).await;
        assign(&db.store, 4, Some(1)).await.unwrap();
        db.add(&[
            User { site_id: Some(SiteId(2)), department: Some("SALES".to_owned()), ..user(10, "Ada L") },
            User { department: Some("Sales".to_owned()), ..user(11, "No Site") },
            User { site_id: Some(SiteId(2)), status: Status::Deactivated, ..user(12, "Off Duty") },
        ]).await;
        let found = async |site: Option<u128>, department: Option<&str>, limit| {
            let ids = db.contoso().users().licensable(site.map(SiteId), department, limit).await.unwrap();
            ids.into_iter().map(|id| id.0).collect::<Vec<_>>()
        };
        assert_eq!(found(None, None, 9).await, [10, 1, 2, 3]);
        assert_eq!(found(None, None, 2).await, [10, 1]);
        assert_eq!(found(Some(1), None, 9).await, [1, 2, 3]);
        assert_eq!(found(Some(2), None, 9).await, [10]);
        assert_eq!(found(None, Some("sales"), 9).await, [10]);
        assert_eq!(found(Some(1), Some("sales"), 9).await, [0; 0]);
        assert_eq!(found(Some(7), None, 9).await, [0; 0]);
    }

    async fn rules_are_listed_in_their_order_and_go_with_their_plan_and_site(db: &Fixture) {
        let london = &db.add_site(1, "London").await;
        db.add_plan(1, "X1", 5).await;
        let x2 = &db.add_plan(2, "X2", 5).await;
        for rule in &[rule(1, 1, Some(1)), rule(2, 2, None), rule(3, 1, None)] {
            db.write(|tx| async move { tx.license_rules().insert(rule).await }).await.unwrap();
        }
        db.write(|tx| async move { tx.license_rules().place(LicenseRuleId(1), 5).await }).await.unwrap();
        let order = async || -> Vec<u128> {
            db.contoso().license_rules().list().await.unwrap().iter().map(|rule| rule.id.0).collect()
        };
        assert_eq!(order().await, [2, 3, 1]);
        let first = &db.contoso().license_rules().get(LicenseRuleId(1)).await.unwrap().unwrap();
        let off = db.write(|tx| async move { tx.license_rules().switch(first, false, NOON).await }).await.unwrap();
        assert_eq!((off.enabled, off.version), (false, 2));
        let stale = db.write(|tx| async move { tx.license_rules().switch(first, true, NOON).await }).await;
        assert!(matches!(stale, Err(Error::Stale)));
        db.write(|tx| async move { tx.licenses().delete(x2).await }).await.unwrap();
        assert_eq!(order().await, [3, 1]);
        db.write(|tx| async move { tx.sites().delete(london).await }).await.unwrap();
        assert_eq!(order().await, [3]);
        assert!(db.fabrikam().license_rules().list().await.unwrap().is_empty());
    }

    async fn another_organization_neither_sees_nor_takes_a_seat(db: &Fixture) {
        let x1 = &db.add_plan(1, "X1", 5).await;
        assert!(db.fabrikam().licenses().list().await.unwrap().is_empty());
        assert_eq!(db.fabrikam().licenses().get(PlanId(1)).await.unwrap(), None);
        let spy = &User { plan_id: Some(PlanId(1)), ..user(2, "Eve Mallory") };
        let refused = db.store.write(FABRIKAM, |tx| async move { tx.users().insert(spy).await }).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::Constraint(_)))), "{refused:?}");
        let delete = db.store.write(FABRIKAM, |tx| async move { tx.licenses().delete(x1).await }).await;
        assert!(matches!(delete, Err(Error::Stale)));
        assert_eq!(db.plan(1).await.used, 0);
    }
}
