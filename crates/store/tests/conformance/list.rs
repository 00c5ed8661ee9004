//! The list of users: every sort, filters, pages that hold still.

use domain::{ManagedBy, PlanId, Role, SiteId, Status};
use store::{Cursor, Error, LicenseFilter, SignedIn, SiteFilter, User, UserQuery, UserSort};

use crate::support::{Fixture, NOON, names, on_both, user};

/// Equal keys everywhere, so that the id must decide, and every kind of missing value.
async fn crowd(db: &Fixture) -> Vec<User> {
    for (id, name) in [(1, "London"), (2, "berlin")] {
        db.add_site(id, name).await;
    }
    for (id, name) in [(1, "X2"), (2, "voice")] {
        db.add_plan(id, name, 23).await;
    }
    let users: Vec<User> = (1..=23)
        .map(|id| {
            let name = ["Ada Lovelace", "Zoë Åkesson", "grace hopper", "Émile Borel"][id as usize % 4];
            User {
                username: format!("U{:02}@contoso.com", 50 - id),
                email: (id % 3 != 0).then(|| format!("{}@contoso.com", id % 5)),
                site_id: [None, Some(SiteId(1)), Some(SiteId(2))][id as usize % 3],
                status: Status::from_active(id % 4 != 0),
                managed_by: if id % 2 == 0 { ManagedBy::Local } else { ManagedBy::IdentityProvider },
                last_sign_in_at: (id % 5 != 0).then(|| NOON.plus_ms(i64::from(id as u8 % 4))),
                created_at: NOON.plus_ms(i64::from(id as u8 % 6)),
                updated_at: NOON.plus_ms(i64::from(id as u8 % 7)),
                plan_id: [None, Some(PlanId(1)), Some(PlanId(2)), None][id as usize % 4],
                directory_visible: id % 3 != 0,
                role: Role::ALL[id as usize % 5],
                department: [None, Some("Sales"), Some("IT")][id as usize % 3].map(str::to_owned),
                job_title: [None, Some("Clerk"), Some("analyst")][id as usize % 3].map(str::to_owned),
                ..user(id, name)
            }
        })
        .collect();
    db.add(&users).await;
    users
}

/// What a person expects of each order, said in Rust.
fn expected(users: &[User], sort: UserSort, descending: bool) -> Vec<u128> {
    let fold = domain::fold::fold;
    let last = "\u{10FFFF}".to_owned();
    let sites = ["berlin", "london"];
    let plans = ["voice", "x2"];
    let optional = |text: Option<&str>| text.map_or(last.clone(), fold);
    let key = |user: &User| -> (String, String) {
        let name = fold(&user.full_name());
        match sort {
            UserSort::Name => (name, String::new()),
            UserSort::Username => (fold(&user.username), String::new()),
            UserSort::Email => (user.email.as_deref().map_or(last.clone(), fold), String::new()),
            UserSort::LastSignIn => {
                (format!("{:020}", user.last_sign_in_at.map_or(0, |at| at.0)), String::new())
            }
            UserSort::Created => (format!("{:020}", user.created_at.0), String::new()),
            UserSort::Status => (format!("{}", u8::from(!user.status.is_active())), name),
            UserSort::Site => {
                (user.site_id.map_or(last.clone(), |id| sites[2 - id.0 as usize].to_owned()), name)
            }
            UserSort::ManagedBy => (format!("{:?}", user.managed_by), name),
            UserSort::Updated => (format!("{:020}", user.updated_at.0), String::new()),
            UserSort::License => {
                (user.plan_id.map_or(last.clone(), |id| plans[2 - id.0 as usize].to_owned()), name)
            }
            UserSort::Directory => (format!("{}", u8::from(user.directory_visible)), name),
            UserSort::Department => (optional(user.department.as_deref()), name),
            UserSort::JobTitle => (optional(user.job_title.as_deref()), name),
            UserSort::Role => (user.role.name().to_owned(), name),
        }
    };
    let mut sorted: Vec<&User> = users.iter().collect();
    sorted.sort_by_key(|user| (key(user), user.id));
    if descending {
        sorted.reverse();
    }
    sorted.into_iter().map(|user| user.id.0).collect()
}

async fn walk(db: &Fixture, query: &UserQuery) -> (Vec<Vec<u128>>, Option<Cursor>) {
    let (mut pages, mut query, mut back) = (Vec::new(), query.clone(), None);
    loop {
        let page = db.contoso().users().page(&query).await.unwrap();
        pages.push(page.items.iter().map(|user| user.id.0).collect());
        back = page.previous.or(back);
        match page.next {
            Some(next) => query.cursor = Some(next.to_string().parse().unwrap()),
            None => return (pages, back),
        }
    }
}

on_both! {
    async fn every_sort_walks_all_users_forwards_and_backwards(db: &Fixture) {
        let users = crowd(db).await;
        for sort in UserSort::ALL {
            for descending in [false, true] {
                let query = UserQuery { sort, descending, ..UserQuery::first(5) };
                let (pages, back) = walk(db, &query).await;
                assert_eq!(pages.concat(), expected(&users, sort, descending), "{sort:?} {descending}");
                let mut cursor = back;
                for page in pages.iter().rev().skip(1) {
                    let before = UserQuery { cursor, ..query.clone() };
                    let found = db.contoso().users().page(&before).await.unwrap();
                    let ids: Vec<u128> = found.items.iter().map(|user| user.id.0).collect();
                    assert_eq!(&ids, page, "{sort:?} {descending} backwards");
                    assert_eq!(found.total, 23);
                    cursor = found.previous;
                }
                assert_eq!(cursor, None, "{sort:?}: there is nothing before the first page");
            }
        }
    }

    async fn a_page_holds_still_when_users_come_and_go(db: &Fixture) {
        db.add(&["Bo A", "Di A", "Fay A", "Hal A", "Jo A", "Lu A"].iter().zip(1..)
            .map(|(name, id)| user(id, name)).collect::<Vec<_>>()).await;
        let first = db.contoso().users().page(&UserQuery::first(2)).await.unwrap();
        assert_eq!(names(&first.items), ["Bo A", "Di A"]);
        db.add(&[user(10, "Al A"), user(11, "Cy A"), user(12, "Eve A")]).await;
        let di = &db.user(2).await;
        db.write(|tx| async move { tx.users().delete(di).await }).await.unwrap();
        let second = UserQuery { cursor: first.next, ..UserQuery::first(2) };
        let second = db.contoso().users().page(&second).await.unwrap();
        assert_eq!(names(&second.items), ["Eve A", "Fay A"]);
        let back = UserQuery { cursor: second.previous, ..UserQuery::first(2) };
        assert_eq!(names(&db.contoso().users().page(&back).await.unwrap().items), ["Bo A", "Cy A"]);
    }

    async fn filters_combine_with_every_sort(db: &Fixture) {
        let users = crowd(db).await;
        let london = |user: &User| user.site_id == Some(SiteId(1)) && !user.status.is_active();
        for sort in UserSort::ALL {
            let query = UserQuery {
                status: Some(Status::Deactivated), site: Some(SiteFilter::Is(SiteId(1))), sort, ..UserQuery::first(50)
            };
            let page = db.contoso().users().page(&query).await.unwrap();
            assert_eq!(page.total, users.iter().filter(|user| london(user)).count() as u64);
            assert!(page.items.iter().all(london));
        }
        let query = UserQuery {
            managed_by: Some(ManagedBy::Local), site: Some(SiteFilter::None), ..UserQuery::first(1)
        };
        let page = db.contoso().users().page(&query).await.unwrap();
        assert_eq!((page.items.len(), page.total), (1, 3), "6, 12 and 18");
    }

    async fn each_filter_lets_through_whom_it_says_in_every_order(db: &Fixture) {
        let users = crowd(db).await;
        let first = || UserQuery::first(200);
        type Test = fn(&User) -> bool;
        let cases: Vec<(UserQuery, Test)> = vec![
            (UserQuery { license: Some(LicenseFilter::Is(PlanId(1))), ..first() }, |u| u.plan_id == Some(PlanId(1))),
            (UserQuery { license: Some(LicenseFilter::IsNot(PlanId(1))), ..first() }, |u| u.plan_id != Some(PlanId(1))),
            (UserQuery { license: Some(LicenseFilter::None), ..first() }, |u| u.plan_id.is_none()),
            (UserQuery { license: Some(LicenseFilter::Any), ..first() }, |u| u.plan_id.is_some()),
            (UserQuery { site: Some(SiteFilter::IsNot(SiteId(1))), ..first() }, |u| u.site_id != Some(SiteId(1))),
            (UserQuery { site: Some(SiteFilter::Any), ..first() }, |u| u.site_id.is_some()),
            (UserQuery { directory_visible: Some(false), ..first() }, |u| !u.directory_visible),
            (UserQuery { role: Some(Role::Auditor), ..first() }, |u| u.role == Role::Auditor),
            (UserQuery { department: Some("SALES".to_owned()), ..first() }, |u| u.department.as_deref() == Some("Sales")),
            (UserQuery { last_sign_in: Some(SignedIn::Never), ..first() }, |u| u.last_sign_in_at.is_none()),
            (UserQuery { last_sign_in: Some(SignedIn::Before(NOON.plus_ms(2))), ..first() }, |u| {
                u.last_sign_in_at.is_none_or(|at| at < NOON.plus_ms(2))
            }),
            (UserQuery { last_sign_in: Some(SignedIn::After(NOON.plus_ms(2))), ..first() }, |u| {
                u.last_sign_in_at.is_some_and(|at| at >= NOON.plus_ms(2))
            }),
        ];
        for (query, test) in cases {
            for sort in UserSort::ALL {
                let among: Vec<User> = users.iter().filter(|user| test(user)).cloned().collect();
                let all = UserQuery { sort, ..query.clone() };
                let found = db.contoso().users().page(&all).await.unwrap();
                let ids: Vec<u128> = found.items.iter().map(|user| user.id.0).collect();
                assert_eq!(ids, expected(&among, sort, false), "{all:?}");
                let one = db.contoso().users().page(&UserQuery { limit: 1, ..all.clone() }).await.unwrap();
                assert_eq!((one.total, one.total_is_minimum), (among.len() as u64, false), "{all:?}");
            }
        }
    }

    async fn a_cursor_of_another_order_is_refused(db: &Fixture) {
        crowd(db).await;
        let page = db.contoso().users().page(&UserQuery::first(2)).await.unwrap();
        for query in [
            UserQuery { sort: UserSort::Email, ..UserQuery::first(2) },
            UserQuery { descending: true, ..UserQuery::first(2) },
        ] {
            let query = UserQuery { cursor: page.next.clone(), ..query };
            assert!(matches!(db.contoso().users().page(&query).await, Err(Error::InvalidCursor)));
        }
    }

    async fn a_forged_cursor_is_refused_and_never_breaks_a_query(db: &Fixture) {
        crowd(db).await;
        // {"o":"name","b":false,"k":[{"n":1},{"t":"x"}]}, and with "last_sign_in"
        for forged in [
            "eyJvIjoibmFtZSIsImIiOmZhbHNlLCJrIjpbeyJuIjoxfSx7InQiOiJ4In1dfQ",
            "eyJvIjoibmFtZSIsImIiOmZhbHNlLCJrIjpbeyJ0IjoiYVx1MDAwMCJ9LHsiaSI6MX1dfQ",
        ] {
            let cursor: Cursor = forged.parse().unwrap();
            let query = UserQuery { cursor: Some(cursor), ..UserQuery::first(2) };
            let result = db.contoso().users().page(&query).await;
            assert!(matches!(result, Err(Error::InvalidCursor)), "{forged}: {result:?}");
        }
    }

    async fn the_numbers_of_home_add_up(db: &Fixture) {
        let users = crowd(db).await;
        let counts = db.contoso().users().counts().await.unwrap();
        let count = |test: fn(&User) -> bool| users.iter().filter(|user| test(user)).count() as u64;
        assert_eq!(counts.total, 23);
        assert_eq!(counts.deactivated, count(|user| !user.status.is_active()));
        assert_eq!(counts.active + counts.deactivated, counts.total);
        assert_eq!(counts.managed, count(|user| user.managed_by == ManagedBy::IdentityProvider));
        assert_eq!(counts.without_site, count(|user| user.site_id.is_none()));
    }
}
