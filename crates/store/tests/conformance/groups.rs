//! Groups of the identity provider, and who is in them.

use domain::UserId;
use store::{Conflict, Error, Group, GroupColumn, GroupPredicate, GroupQuery, Member, Op, Operand};
use uuid::Uuid;

use crate::support::{FABRIKAM, Fixture, NOON, on_both, user};

fn group(id: u128, name: &str) -> Group {
    Group {
        id: Uuid::from_u128(id),
        display_name: name.to_owned(),
        external_id: Some(format!("X{id}")),
        created_at: NOON.plus_ms(id as i64),
        updated_at: NOON,
        version: 1,
    }
}

fn member(value: &str, user: Option<u128>) -> Member {
    Member { value: value.to_owned(), user: user.map(UserId), display: None }
}

fn query(filter: GroupPredicate) -> GroupQuery {
    GroupQuery { filter, sort: None, descending: false, offset: 0, limit: 100 }
}

async fn add(db: &Fixture, groups: &[Group]) {
    let added = db.write(|tx| async move {
        for group in groups {
            tx.groups().insert(group).await?;
        }
        Ok::<_, Error>(())
    });
    added.await.unwrap();
}

async fn names(db: &Fixture, filter: GroupPredicate) -> Vec<String> {
    let page = db.contoso().groups().page(&query(filter)).await.unwrap();
    assert_eq!(page.total, page.groups.len() as u64);
    page.groups.into_iter().map(|group| group.display_name).collect()
}

on_both! {
    async fn a_group_has_a_name_of_its_own_and_a_version(db: &Fixture) {
        add(db, &[group(1, "Sales"), group(2, "Engineering")]).await;
        let same = &group(3, "SALES");
        let refused = db.write(|tx| async move { tx.groups().insert(same).await }).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::Constraint(name))) if name.contains("scim_groups")));
        let before = &group(1, "Sales");
        let after = db.write(|tx| async move { tx.groups().update(before, Group { external_id: None, ..before.clone() }).await });
        assert_eq!(after.await.unwrap().version, 2);
        let stale = db.write(|tx| async move { tx.groups().delete(before).await }).await;
        assert!(matches!(stale, Err(Error::Stale)));
        assert_eq!(db.contoso().groups().get(before.id).await.unwrap().unwrap().external_id, None);
        assert_eq!(db.store.read(FABRIKAM).groups().get(before.id).await.unwrap(), None);
    }

    async fn members_are_added_once_and_known_people_know_their_groups(db: &Fixture) {
        db.add(&[user(1, "Ada Lovelace")]).await;
        add(db, &[group(1, "Sales"), group(2, "Engineering")]).await;
        let [sales, engineering] = [1, 2].map(Uuid::from_u128);
        let members = &[member("ada", Some(1)), member("somebody", None)];
        let counts = db.write(|tx| async move {
            let groups = tx.groups();
            let first = groups.add_members(sales, members).await?;
            let again = groups.add_members(sales, members).await?;
            groups.add_members(engineering, &members[..1]).await?;
            let removed = groups.remove_members(sales, &["somebody".to_owned(), "nobody".to_owned()]).await?;
            Ok::<_, Error>((first, again, removed))
        });
        assert_eq!(counts.await.unwrap(), (2, 0, 1));
        let of_ada = db.contoso().groups().of_users(&[UserId(1), UserId(2)]).await.unwrap();
        let named: Vec<&str> = of_ada[&UserId(1)].iter().map(|group| group.display_name.as_str()).collect();
        assert_eq!((named, of_ada.len()), (vec!["Engineering", "Sales"], 1));
        assert_eq!(names(db, GroupPredicate::HasMember("ada".to_owned())).await.len(), 2);
        db.write(|tx| async move { tx.groups().remove_user(UserId(1)).await }).await.unwrap();
        assert!(db.contoso().groups().members(&[sales, engineering]).await.unwrap().is_empty());
        assert!(names(db, GroupPredicate::HasMembers).await.is_empty());
    }

    async fn groups_are_filtered_and_sorted(db: &Fixture) {
        add(db, &[group(1, "Sales"), group(2, "éclair"), group(3, "Böse 100%")]).await;
        let compare = |column, op, value: Operand| GroupPredicate::Compare { column, op, value };
        let named = |op, text: &str| compare(GroupColumn::DisplayName, op, Operand::Text(text.to_owned()));
        assert_eq!(names(db, named(Op::Eq, "ÉCLAIR")).await, ["éclair"]);
        assert_eq!(names(db, named(Op::Co, "0%")).await, ["Böse 100%"]);
        assert_eq!(names(db, named(Op::Ne, "sales")).await, ["éclair", "Böse 100%"]);
        assert_eq!(names(db, compare(GroupColumn::ExternalId, Op::Eq, Operand::Exact("x1".to_owned()))).await, [""; 0]);
        assert_eq!(names(db, compare(GroupColumn::Id, Op::Eq, Operand::Id(Uuid::from_u128(1)))).await, ["Sales"]);
        let both = GroupPredicate::And(vec![named(Op::Sw, "s"), GroupPredicate::Present(GroupColumn::ExternalId)]);
        assert_eq!(names(db, both.clone()).await, ["Sales"]);
        assert_eq!(names(db, GroupPredicate::Not(Box::new(both))).await.len(), 2);
        let sorted = GroupQuery { sort: Some(GroupColumn::DisplayName), descending: true, limit: 2, ..query(GroupPredicate::True) };
        let page = db.contoso().groups().page(&sorted).await.unwrap();
        assert_eq!((page.groups[0].display_name.as_str(), page.groups.len(), page.total), ("éclair", 2, 3));
    }
}
