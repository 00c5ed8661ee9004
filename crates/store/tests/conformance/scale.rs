//! How long reads take among many users. Prints, and asserts nothing: run by hand with
//! `ROLLCALL_SCALE_USERS=1000000 cargo test -p store --test conformance scale -- --ignored --nocapture`.

use std::time::Instant;

use domain::{ManagedBy, PlanId, SiteId, Status};
use store::testing::TestDatabase;
use store::{
    LicenseFilter, Op, Operand, Predicate, ScimFrom, ScimQuery, SignedIn, SubAttribute, User, UserColumn,
    UserQuery, UserSort,
};

use crate::support::{Fixture, NOON, user};

const FIRST: [&str; 16] = [
    "Ada",
    "Grace",
    "Alan",
    "Edsger",
    "Barbara",
    "Donald",
    "Frances",
    "John",
    "Katherine",
    "Linus",
    "Margaret",
    "Niklaus",
    "Radia",
    "Tim",
    "Vint",
    "Whitfield",
];
const LAST: [&str; 12] = [
    "Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Allen", "Backus", "Johnson", "Hamilton",
    "Wirth", "Perlman",
];

fn person(number: u128) -> User {
    let (first, last) = (FIRST[number as usize % 16], LAST[(number / 16) as usize % 12]);
    let mut person = user(number, &format!("{first} {last}"));
    person.username = format!("{first}.{last}.{number}@contoso.com").to_lowercase();
    person.email = Some(person.username.clone());
    person.extension = Some(format!("{}", 10_000 + number % 90_000));
    person.site_id = (!number.is_multiple_of(10)).then_some(SiteId(1 + number % 50));
    person.status = Status::from_active(!number.is_multiple_of(20));
    person.managed_by = if number.is_multiple_of(4) { ManagedBy::Local } else { ManagedBy::IdentityProvider };
    person.plan_id =
        (person.site_id.is_some() && !number.is_multiple_of(3)).then_some(PlanId(1 + number % 4));
    person.directory_visible = !number.is_multiple_of(7);
    person.department = Some(["Sales", "IT", "Research", "Finance", "Legal"][number as usize % 5].to_owned());
    person.last_sign_in_at = (!number.is_multiple_of(4)).then(|| NOON.plus_ms((number % 1_000) as i64));
    person.job_title = Some("Engineer".to_owned());
    person.personal_phone = Some(format!("+44 20 {number:07}"));
    person
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the real clock")]
async fn timed<T>(what: &str, work: impl AsyncFn() -> T) -> T {
    let mut times = Vec::new();
    let mut result = None;
    for _ in 0..5 {
        let started = Instant::now();
        result = Some(work().await);
        times.push(started.elapsed().as_micros() as f64 / 1_000.0);
    }
    println!(
        "{what:50} first {:9.2} ms, then {:9.2} ms",
        times[0],
        times[1..].iter().copied().fold(f64::MAX, f64::min)
    );
    result.unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the real clock")]
async fn seed(db: &Fixture, users: u128) {
    for id in 1..=50 {
        db.add_site(id, &format!("Site {id:02}")).await;
    }
    for id in 1..=4 {
        db.add_plan(id, &format!("X{id}"), 10_000_000).await;
    }
    let started = Instant::now();
    let numbers: Vec<u128> = (1..=users).collect();
    for batch in numbers.chunks(10_000) {
        db.add(&batch.iter().map(|number| person(*number)).collect::<Vec<_>>()).await;
    }
    println!("{:50} {:.1} s", format!("{users} users inserted in"), started.elapsed().as_secs_f64());
}

async fn pages(db: &Fixture) {
    let users = db.contoso();
    for sort in UserSort::ALL {
        let query = UserQuery { sort, descending: true, ..UserQuery::first(50) };
        let first =
            timed(&format!("first page by {sort:?}"), async || users.users().page(&query).await.unwrap())
                .await;
        let next = UserQuery { cursor: first.next, ..query };
        timed(&format!("next page by {sort:?}"), async || users.users().page(&next).await.unwrap()).await;
    }
    for text in [
        "a",
        "ad",
        "zz",
        "ada",
        "lovelace",
        "ada love",
        "grace.hopper",
        "12345",
        "lovelace 9999",
        "nobody at all",
        "@contoso.com",
        "qqqq",
    ] {
        for sort in [UserSort::Name, UserSort::Created] {
            let query = UserQuery { search: Some(text.to_owned()), sort, ..UserQuery::first(50) };
            let page = timed(&format!("search {text:?} by {sort:?}"), async || {
                users.users().page(&query).await.unwrap()
            })
            .await;
            println!("{:50} {} found", "", page.total);
        }
    }
    for (what, query) in filtered() {
        let page = timed(what, async || users.users().page(&query).await.unwrap()).await;
        println!("{:50} {} found{}", "", page.total, if page.total_is_minimum { ", and more" } else { "" });
    }
    for department in [None, Some("Sales"), Some("Nowhere")] {
        timed(&format!("whom a rule may give a licence, {department:?}"), async || {
            users.users().licensable(None, department, 100).await.unwrap()
        })
        .await;
    }
    timed("all kept numbers against all users", async || users.users().miscounted().await.unwrap()).await;
    let query =
        UserQuery { status: Some(Status::Deactivated), sort: UserSort::Created, ..UserQuery::first(50) };
    timed("deactivated by creation", async || users.users().page(&query).await.unwrap()).await;
    timed("numbers of Home", async || users.users().counts().await.unwrap()).await;
    timed("sites with counts", async || users.sites().page(None, 100).await.unwrap()).await;
}

fn filtered() -> Vec<(&'static str, UserQuery)> {
    let first = || UserQuery::first(50);
    let search = |text: &str| Some(text.to_owned());
    vec![
        ("without a licence", UserQuery { license: Some(LicenseFilter::None), ..first() }),
        (
            "not that plan, by creation",
            UserQuery { license: Some(LicenseFilter::IsNot(PlanId(1))), sort: UserSort::Created, ..first() },
        ),
        (
            "deactivated with a licence",
            UserQuery { license: Some(LicenseFilter::Any), status: Some(Status::Deactivated), ..first() },
        ),
        ("hidden, by role", UserQuery { directory_visible: Some(false), sort: UserSort::Role, ..first() }),
        ("a department", UserQuery { department: Some("sales".to_owned()), ..first() }),
        ("never signed in", UserQuery { last_sign_in: Some(SignedIn::Never), ..first() }),
        (
            "signed in early, active",
            UserQuery {
                last_sign_in: Some(SignedIn::Before(NOON.plus_ms(900))),
                status: Some(Status::Active),
                ..first()
            },
        ),
        (
            "signed in late, few",
            UserQuery { last_sign_in: Some(SignedIn::After(NOON.plus_ms(999))), ..first() },
        ),
        (
            "search among the deactivated",
            UserQuery { search: search("ada"), status: Some(Status::Deactivated), ..first() },
        ),
    ]
}

async fn filters(db: &Fixture) {
    let users = db.contoso();
    let text = |value: &str| Operand::Text(value.to_owned());
    let username = "grace.hopper.18@contoso.com";
    let element = store::ElementPredicate::And(vec![
        store::ElementPredicate::Compare { sub: SubAttribute::Type, op: Op::Eq, value: text("work") },
        store::ElementPredicate::Compare { sub: SubAttribute::Value, op: Op::Eq, value: text(username) },
    ]);
    for (what, filter) in [
        (
            "userName eq",
            Predicate::Compare { column: UserColumn::Username, op: Op::Eq, value: text(username) },
        ),
        (
            "externalId eq",
            Predicate::Compare { column: UserColumn::ExternalId, op: Op::Eq, value: text("x") },
        ),
        ("emails[type eq work].value eq", Predicate::Value { attribute: "emails".to_owned(), element }),
        ("everybody", Predicate::True),
    ] {
        let query = ScimQuery {
            filter,
            scope: domain::RetrievalScope::AllUsers,
            sort: None,
            descending: false,
            from: ScimFrom::Offset(0),
            limit: 100,
        };
        timed(&format!("SCIM {what}"), async || users.users().scim_page(&query).await.unwrap()).await;
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the real clock")]
async fn writes(db: &Fixture, base: u128) {
    const WRITERS: u128 = 16;
    const EACH: u128 = 100;
    let started = Instant::now();
    let writers = (0..WRITERS).map(|writer| {
        let store = db.store.clone();
        tokio::spawn(async move {
            for number in 0..EACH {
                let new = &person(base + writer * EACH + number + 1);
                store
                    .write(crate::support::CONTOSO, |tx| async move { tx.users().insert(new).await })
                    .await
                    .unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    println!(
        "{:50} {:.0} a second",
        "inserts by 16 writers",
        (WRITERS * EACH) as f64 / started.elapsed().as_secs_f64()
    );
}

async fn measure(database: TestDatabase) {
    let users =
        std::env::var("ROLLCALL_SCALE_USERS").ok().and_then(|users| users.parse().ok()).unwrap_or(20_000);
    let db = Fixture::new(database).await;
    seed(&db, users).await;
    if matches!(db.database.location, store::Location::Postgres { .. }) {
        db.database.execute("VACUUM ANALYZE").await.unwrap();
    }
    pages(&db).await;
    filters(&db).await;
    writes(&db, users).await;
    db.database.drop_database().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a benchmark"]
async fn scale_on_sqlite() {
    measure(TestDatabase::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a benchmark"]
async fn scale_on_postgres() {
    measure(TestDatabase::postgres().await).await;
}
