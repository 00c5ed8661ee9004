//! SCIM filters in SQL: each operator, missing values, elements of multi-valued attributes, scopes and pages.

use domain::{ManagedBy, RetrievalScope, SiteId, Status, Timestamp};
use serde_json::json;
use store::ElementPredicate as Element;
use store::Predicate as P;
use store::{Op, Operand, ScimFrom, ScimQuery, SubAttribute, User, UserColumn};
use uuid::Uuid;

use crate::support::{Fixture, NOON, on_both, user};

fn text(value: &str) -> Operand {
    Operand::Text(value.to_owned())
}

fn compare(column: UserColumn, op: Op, value: Operand) -> P {
    P::Compare { column, op, value }
}

fn not(inner: P) -> P {
    P::Not(Box::new(inner))
}

fn sub(sub: SubAttribute, op: Op, value: Operand) -> Element {
    Element::Compare { sub, op, value }
}

fn element(attribute: &str, element: Element) -> P {
    P::Value { attribute: attribute.to_owned(), element }
}

fn query(filter: P) -> ScimQuery {
    ScimQuery {
        filter,
        scope: RetrievalScope::AllUsers,
        sort: None,
        descending: false,
        from: ScimFrom::Offset(0),
        limit: 100,
    }
}

async fn matches(db: &Fixture, filter: P) -> Vec<u128> {
    let page = db.contoso().users().scim_page(&query(filter)).await.unwrap();
    assert_eq!(page.total.unwrap(), page.users.len() as u64);
    page.users.iter().map(|user| user.id.0).collect()
}

/// 1 has everything, 2 nothing but a username, 3 is in between.
async fn people(db: &Fixture) {
    db.add_site(1, "London").await;
    let extra = json!({
        "nickName": "Countess",
        "name": {"middleName": "King"},
        "emails": [
            {"type": "work", "value": "Ada@Contoso.com", "primary": true},
            {"type": "home", "value": "ada@home.example", "display": "At home"},
        ],
        "addresses": [
            {"type": "work", "country": "GB", "locality": "London"},
            {"type": "home", "country": "ML", "locality": "Bamako"},
        ],
        "roles": [{"value": "Admin", "primary": "True"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
            "employeeNumber": "701984", "manager": {"value": "26118915"},
        },
    });
    db.add(&[
        User {
            external_id: Some("Ab%C_1".to_owned()),
            job_title: Some("Analyst".to_owned()),
            department: Some("R&D".to_owned()),
            personal_phone: Some("+44 20 7946".to_owned()),
            locale: Some("en-GB".to_owned()),
            site_id: Some(SiteId(1)),
            scim_extra: extra.as_object().unwrap().clone(),
            updated_at: NOON.plus_ms(500),
            ..user(1, "Ada Lovelace")
        },
        User { email: None, first_name: String::new(), last_name: String::new(), ..user(2, "nobody") },
        User {
            status: Status::Deactivated,
            job_title: Some("analyst %".to_owned()),
            ..user(3, "Grace Hopper")
        },
    ])
    .await;
}

on_both! {
    async fn each_operator_compares_text_without_regard_to_case(db: &Fixture) {
        people(db).await;
        let title = |op, value: &str| compare(UserColumn::JobTitle, op, text(value));
        for (filter, expected) in [
            (title(Op::Eq, "ANALYST"), vec![1]),
            (title(Op::Ne, "analyst"), vec![2, 3]),
            (title(Op::Co, "NALY"), vec![1, 3]),
            (title(Op::Co, "%"), vec![3]),
            (title(Op::Co, "a_a"), vec![]),
            (title(Op::Co, ""), vec![1, 3]),
            (title(Op::Sw, "ana"), vec![1, 3]),
            (title(Op::Sw, "nal"), vec![]),
            (title(Op::Ew, "LYST"), vec![1]),
            (title(Op::Ew, "%"), vec![3]),
            (title(Op::Gt, "analyst"), vec![3]),
            (title(Op::Ge, "analyst"), vec![1, 3]),
            (title(Op::Lt, "analyst"), vec![]),
            (title(Op::Le, "analyst"), vec![1]),
            (title(Op::Eq, "anal\0yst"), vec![]),
            (compare(UserColumn::Username, Op::Eq, text("ADA.lovelace@contoso.com")), vec![1]),
            (compare(UserColumn::Department, Op::Eq, text("r&d")), vec![1]),
            (compare(UserColumn::Site, Op::Eq, text("london")), vec![1]),
            (compare(UserColumn::LastName, Op::Sw, text("hop")), vec![3]),
            (compare(UserColumn::FullName, Op::Eq, text("ada lovelace")), vec![1]),
        ] {
            assert_eq!(matches(db, filter.clone()).await, expected, "{filter:?}");
        }
    }

    async fn an_external_id_is_compared_with_regard_to_case(db: &Fixture) {
        people(db).await;
        let id = |op, value: &str| compare(UserColumn::ExternalId, op, text(value));
        for (filter, expected) in [
            (id(Op::Eq, "Ab%C_1"), vec![1]),
            (id(Op::Eq, "ab%c_1"), vec![]),
            (id(Op::Co, "%C_"), vec![1]),
            (id(Op::Co, "b%c"), vec![]),
            (id(Op::Sw, "Ab"), vec![1]),
            (id(Op::Sw, "ab"), vec![]),
            (id(Op::Ew, "_1"), vec![1]),
            (id(Op::Ew, "xxxxxxxxAb%C_1"), vec![]),
            (id(Op::Co, ""), vec![1]),
            (id(Op::Ne, "Ab%C_1"), vec![2, 3]),
        ] {
            assert_eq!(matches(db, filter.clone()).await, expected, "{filter:?}");
        }
    }

    async fn a_missing_value_is_never_equal_and_always_unequal(db: &Fixture) {
        people(db).await;
        let email = |op, value| compare(UserColumn::Email, op, value);
        for (filter, expected) in [
            (P::Present(UserColumn::Email), vec![1, 3]),
            (not(P::Present(UserColumn::Email)), vec![2]),
            (email(Op::Eq, Operand::Null), vec![2]),
            (email(Op::Ne, Operand::Null), vec![1, 3]),
            (email(Op::Gt, text("")), vec![1, 3]),
            (not(email(Op::Gt, text(""))), vec![2]),
            (not(email(Op::Ne, text("x"))), vec![]),
            (compare(UserColumn::FirstName, Op::Eq, text("")), vec![]),
            (P::Present(UserColumn::FirstName), vec![1, 3]),
            (P::Present(UserColumn::Site), vec![1]),
            (compare(UserColumn::Site, Op::Gt, text("a")), vec![1]),
            (P::And(vec![not(P::Present(UserColumn::JobTitle)), P::Present(UserColumn::Username)]), vec![2]),
        ] {
            assert_eq!(matches(db, filter.clone()).await, expected, "{filter:?}");
        }
    }

    async fn logic_holds_with_nothing_in_it(db: &Fixture) {
        people(db).await;
        for (filter, expected) in [
            (P::True, vec![1, 2, 3]),
            (P::False, vec![]),
            (not(P::False), vec![1, 2, 3]),
            (P::And(vec![]), vec![1, 2, 3]),
            (P::Or(vec![]), vec![]),
            (not(P::Or(vec![])), vec![1, 2, 3]),
            (not(P::And(vec![P::True, P::Or(vec![P::False, P::True])])), vec![]),
            (not(P::Or(vec![P::False, compare(UserColumn::Active, Op::Eq, Operand::Bool(true))])), vec![3]),
        ] {
            assert_eq!(matches(db, filter.clone()).await, expected, "{filter:?}");
        }
    }

    async fn booleans_times_and_ids_compare_as_what_they_are(db: &Fixture) {
        people(db).await;
        let time = |column, op, ms| compare(column, op, Operand::Time(Timestamp(NOON.0 + ms)));
        let id = user(3, "").scim_id.unwrap();
        for (filter, expected) in [
            (compare(UserColumn::Active, Op::Eq, Operand::Bool(false)), vec![3]),
            (compare(UserColumn::Active, Op::Ne, Operand::Bool(false)), vec![1, 2]),
            (compare(UserColumn::Active, Op::Eq, text("x")), vec![]),
            (time(UserColumn::UpdatedAt, Op::Gt, 400), vec![1]),
            (time(UserColumn::UpdatedAt, Op::Le, 500), vec![1, 2, 3]),
            (time(UserColumn::CreatedAt, Op::Ge, 2), vec![2, 3]),
            (time(UserColumn::CreatedAt, Op::Eq, 2), vec![2]),
            (time(UserColumn::CreatedAt, Op::Co, 2), vec![]),
            (compare(UserColumn::ScimId, Op::Eq, Operand::Id(id)), vec![3]),
            (compare(UserColumn::ScimId, Op::Ne, Operand::Id(id)), vec![1, 2]),
            (compare(UserColumn::ScimId, Op::Eq, Operand::Id(Uuid::nil())), vec![]),
            (compare(UserColumn::ScimId, Op::Co, text("a")), vec![]),
        ] {
            assert_eq!(matches(db, filter.clone()).await, expected, "{filter:?}");
        }
    }

    async fn one_element_must_meet_the_whole_value_filter(db: &Fixture) {
        people(db).await;
        let kind = |value| sub(SubAttribute::Type, Op::Eq, text(value));
        let value = |op, of: &str| sub(SubAttribute::Value, op, text(of));
        let other = |name: &str, of: &str| sub(SubAttribute::Other(name.to_owned()), Op::Eq, text(of));
        for (filter, expected) in [
            (element("emails", Element::And(vec![kind("work"), value(Op::Eq, "ADA@contoso.com")])), vec![1]),
            (element("emails", Element::And(vec![kind("home"), value(Op::Eq, "ADA@contoso.com")])), vec![]),
            (element("emails", value(Op::Co, "@contoso")), vec![1, 3]),
            (element("emails", Element::True), vec![1, 3]),
            (not(element("emails", Element::True)), vec![2]),
            (element("emails", Element::False), vec![]),
            (element("emails", sub(SubAttribute::Primary, Op::Eq, Operand::Bool(true))), vec![1, 3]),
            (element("roles", sub(SubAttribute::Primary, Op::Eq, text("True"))), vec![1]),
            (element("emails", sub(SubAttribute::Display, Op::Sw, text("at "))), vec![1]),
            (element("emails", Element::Present(SubAttribute::Display)), vec![1]),
            (element("emails", Element::Not(Box::new(Element::Present(SubAttribute::Display)))), vec![1, 3]),
            (element("addresses", Element::And(vec![kind("work"), other("country", "gb")])), vec![1]),
            (element("addresses", Element::And(vec![kind("home"), other("country", "gb")])), vec![]),
            (element("addresses", Element::And(vec![other("country", "ML"), other("locality", "bamako")])), vec![1]),
            (element("addresses", Element::And(vec![other("country", "ML"), other("locality", "London")])), vec![]),
            (element("addresses", Element::Not(Box::new(other("country", "GB")))), vec![1]),
            (element("addresses", sub(SubAttribute::Value, Op::Eq, Operand::Null)), vec![1]),
            (element("emails", sub(SubAttribute::Value, Op::Eq, Operand::Exact("ada@contoso.com".to_owned()))), vec![]),
        ] {
            assert_eq!(matches(db, filter.clone()).await, expected, "{filter:?}");
        }
    }

    async fn values_without_a_column_are_found_by_their_names(db: &Fixture) {
        people(db).await;
        let value = |attribute: &str, of: &str| element(attribute, sub(SubAttribute::Value, Op::Eq, text(of)));
        for (filter, expected) in [
            (value("nickName", "countess"), vec![1]),
            (value("name.middleName", "king"), vec![1]),
            (value("locale", "EN-gb"), vec![1]),
            (value("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber", "701984"), vec![1]),
            (value("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value", "26118915"), vec![1]),
            (value("phoneNumbers", "+44 20 7946"), vec![1]),
            (not(value("nickname", "countess")), vec![2, 3]),
        ] {
            assert_eq!(matches(db, filter.clone()).await, expected, "{filter:?}");
        }
    }

    async fn values_follow_every_change_of_the_user(db: &Fixture) {
        people(db).await;
        let grace = &db.user(3).await;
        db.write(|tx| async move {
            tx.users().update(grace, User { email: Some("g@navy.mil".to_owned()), ..grace.clone() }).await
        }).await.unwrap();
        let value = |of: &str| element("emails", sub(SubAttribute::Value, Op::Eq, text(of)));
        assert_eq!(matches(db, value("g@navy.mil")).await, [3]);
        assert_eq!(matches(db, value("grace.hopper@contoso.com")).await, Vec::<u128>::new());
    }

    async fn r30_local_users_are_hidden_in_the_narrow_scope_and_deleted_ones_in_both(db: &Fixture) {
        db.add(&[
            User { managed_by: ManagedBy::IdentityProvider, ..user(1, "Ada Lovelace") },
            user(2, "Grace Hopper"),
            User { managed_by: ManagedBy::IdentityProvider, scim_id: None, scim_tombstoned_at: Some(NOON), ..user(3, "Gone Girl") },
        ]).await;
        let ids = |scope| async move {
            let page = db.contoso().users().scim_page(&ScimQuery { scope, ..query(P::True) }).await.unwrap();
            page.users.iter().map(|user| user.id.0).collect::<Vec<_>>()
        };
        assert_eq!(ids(RetrievalScope::AllUsers).await, [1, 2]);
        assert_eq!(ids(RetrievalScope::CreatedByIdentityProvider).await, [1]);
    }

    async fn pages_by_number_follow_the_order_of_creation(db: &Fixture) {
        db.add(&(1..=7).map(|id| user(id, &format!("U {id}"))).collect::<Vec<_>>()).await;
        let page = |offset, limit| async move {
            let page = db.contoso().users().scim_page(&ScimQuery { from: ScimFrom::Offset(offset), limit, ..query(P::True) }).await.unwrap();
            (page.users.iter().map(|user| user.id.0).collect::<Vec<_>>(), page.total.unwrap())
        };
        assert_eq!(page(0, 3).await, (vec![1, 2, 3], 7));
        assert_eq!(page(6, 3).await, (vec![7], 7));
        assert_eq!(page(7, 3).await, (vec![], 7));
        assert_eq!(page(0, 0).await, (vec![], 7));
    }

    async fn long_values_are_told_apart_behind_the_end_of_their_keys(db: &Fixture) {
        let long = |end: &str| format!("{}{end}", "x".repeat(1_900));
        let with = |id, end: &str| User {
            scim_extra: json!({"photos": [{"value": long(end)}]}).as_object().unwrap().clone(), ..user(id, &format!("U {id}"))
        };
        db.add(&[with(1, "one"), with(2, "two")]).await;
        let photo = |of: &str| element("photos", sub(SubAttribute::Value, Op::Eq, text(of)));
        assert_eq!(matches(db, photo(&long("two"))).await, [2]);
    }
}
