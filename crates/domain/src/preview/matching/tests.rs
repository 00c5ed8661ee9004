use proptest::prelude::*;

use super::*;
use crate::UserId;
use crate::preview::Fate;
use crate::validation::Invalid;

const ALL: RetrievalScope = RetrievalScope::AllUsers;
const OWN: RetrievalScope = RetrievalScope::CreatedByIdentityProvider;

fn listed(line: u64, username: &str, name: &str, email: &str) -> Listed {
    Listed {
        line,
        username: username.to_owned(),
        name: name.to_owned(),
        email: email.to_owned(),
        active: None,
    }
}

fn local(id: u128, username: &str, name: &str, email: &str) -> Known {
    Known {
        id: UserId(id),
        username: username.to_owned(),
        name: name.to_owned(),
        email: email.to_owned(),
        managed_by: ManagedBy::Local,
        gone_from_scim: false,
        is_last_active_owner: false,
    }
}

fn managed(user: Known) -> Known {
    Known { managed_by: ManagedBy::IdentityProvider, ..user }
}

fn whys(listed: &[Listed], known: &[Known], scope: RetrievalScope) -> Vec<Why> {
    judge(listed, known, scope).into_iter().map(|verdict| verdict.why).collect()
}

#[test]
fn r5_a_local_user_with_that_username_is_linked_whatever_its_case() {
    let ada = local(1, "ada@contoso.com", "Ada Lovelace", "");
    let verdicts = judge(&[listed(2, " ADA@Contoso.com", "", "")], &[ada], ALL);
    assert_eq!((&verdicts[0].why, verdicts[0].known), (&Why::LocalUser, Some(0)));
    assert_eq!(verdicts[0].why.fate(), Fate::Linked);
}

#[test]
fn r30_a_hidden_local_user_is_a_conflict_and_a_managed_one_is_none() {
    let people = [listed(2, "ada", "", ""), listed(3, "bob", "", "")];
    let users = [local(1, "ada", "", ""), managed(local(2, "bob", "", ""))];
    assert_eq!(whys(&people, &users, OWN), [Why::HiddenLocalUser, Why::ManagedAlready]);
}

#[test]
fn r9_whom_scim_has_deleted_is_linked_again() {
    let gone = Known { gone_from_scim: true, ..managed(local(1, "ada", "", "")) };
    assert_eq!(whys(&[listed(2, "ada", "", "")], &[gone], OWN), [Why::BackAgain]);
}

#[test]
fn r10_the_last_active_owner_who_is_blocked_there_is_a_conflict() {
    let owner = Known { is_last_active_owner: true, ..local(1, "olga", "", "") };
    let blocked = Listed { active: Some(false), ..listed(2, "olga", "", "") };
    assert_eq!(whys(&[blocked], std::slice::from_ref(&owner), ALL), [Why::LastActiveOwner]);
    assert_eq!(whys(&[listed(2, "olga", "", "")], &[owner], ALL), [Why::LocalUser]);
}

#[test]
fn a_username_that_is_there_twice_is_a_conflict_in_each_of_its_lines() {
    let people = [listed(2, "ada", "", ""), listed(5, "Ada", "", ""), listed(6, "bob", "", "")];
    let twice = Why::Repeated { lines: vec![2, 5] };
    assert_eq!(whys(&people, &[], ALL), [twice.clone(), twice, Why::Nobody]);
}

#[test]
fn a_username_that_scim_would_not_take_is_a_conflict() {
    let long = "x".repeat(257);
    let people = [
        listed(2, "  ", "", ""),
        listed(3, "a\u{202E}b", "", ""),
        listed(4, &long, "", ""),
        listed(5, "", "", ""),
    ];
    let invalid = [Invalid::Empty, Invalid::HiddenCharacter, Invalid::TooLong { max: 256 }, Invalid::Empty];
    assert_eq!(whys(&people, &[], ALL), invalid.map(|invalid| Why::InvalidUsername { invalid }));
}

#[test]
fn the_same_email_or_the_same_name_under_another_username_is_told() {
    let people = [
        listed(2, "ada.l@contoso.com", "", "ada@contoso.com"),
        listed(3, "bruno@contoso.com", "Bruno Ruiz", ""),
        listed(4, "carla@contoso.com", "", ""),
    ];
    let users = [
        local(1, "ada", "Ada Lovelace", "ADA@contoso.com"),
        local(2, "br", "bruno  ruiz", "elsewhere@x.com"),
        local(3, "carla", "", "carla@contoso.com"),
    ];
    let by: Vec<_> = judge(&people, &users, ALL).iter().map(|v| v.likely.map(|l| (l.known, l.by))).collect();
    assert_eq!(
        by,
        [Some((0, Likeness::Email)), Some((1, Likeness::Name)), Some((2, Likeness::Email))],
        "a username that is an email is compared with emails"
    );
}

#[test]
fn who_could_be_two_people_is_no_suggestion() {
    let people = [listed(2, "j.smith", "John Smith", ""), listed(3, "john.s", "John Smith", "")];
    let one = [local(1, "js", "John Smith", "")];
    assert_eq!(whys(&people, &one, ALL), [Why::Nobody, Why::Nobody]);
    let two = [local(1, "js", "John Smith", ""), local(2, "jsm", "John Smith", "")];
    assert_eq!(whys(&people[..1], &two, ALL), [Why::Nobody]);
}

#[test]
fn somebody_whose_own_username_is_in_the_list_is_nobody_else() {
    let people = [listed(2, "ada", "", ""), listed(3, "ada.l", "", "shared@contoso.com")];
    let users = [local(1, "ada", "", "shared@contoso.com")];
    assert_eq!(whys(&people, &users, ALL), [Why::LocalUser, Why::Nobody]);
}

#[test]
fn one_word_is_not_enough_of_a_name() {
    assert_eq!(whys(&[listed(2, "x", "Madonna", "")], &[local(1, "y", "Madonna", "")], ALL), [Why::Nobody]);
}

fn text() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", "a", "A", "b", "c@x.y", "d e", "D E", "f g", "b@x.y"])
        .prop_map(str::to_owned)
}

prop_compose! {
    fn any_listed()(username in text(), name in text(), email in text(), active: Option<bool>) -> Listed {
        Listed { line: 0, username, name, email, active }
    }
}

prop_compose! {
    fn any_known()(name in text(), email in text(), is_local: bool, gone_from_scim: bool) -> Known {
        let managed_by = if is_local { ManagedBy::Local } else { ManagedBy::IdentityProvider };
        Known { managed_by, gone_from_scim: gone_from_scim && !is_local, ..local(0, "", &name, &email) }
    }
}

/// Users with usernames of their own, as in the database.
fn users() -> impl Strategy<Value = Vec<Known>> {
    let names = prop::sample::subsequence(vec!["a", "b", "c@x.y", "u", "v", "w"], 0..6);
    names.prop_flat_map(|names| {
        prop::collection::vec(any_known(), names.len()).prop_map(move |users| {
            let named = users.into_iter().zip(&names).zip(1..);
            named
                .map(|((user, name), id)| Known { id: UserId(id), username: (*name).to_owned(), ..user })
                .collect()
        })
    })
}

proptest! {
    #[test]
    fn everybody_has_one_fate_and_nobody_is_suggested_twice(
        listed in prop::collection::vec(any_listed(), 0..8), known in users(),
    ) {
        for scope in RetrievalScope::ALL {
            let verdicts = judge(&listed, &known, scope);
            prop_assert_eq!(verdicts.len(), listed.len());
            let mut suggested: Vec<usize> = verdicts.iter().filter_map(|v| v.likely.map(|l| l.known)).collect();
            let count = suggested.len();
            suggested.sort_unstable();
            suggested.dedup();
            prop_assert_eq!(suggested.len(), count);
            for verdict in &verdicts {
                prop_assert_eq!(verdict.likely.is_some(), matches!(verdict.why, Why::UsernameDiffers { .. }));
            }
        }
    }

    #[test]
    fn r5_a_username_that_is_put_right_is_linked_then(
        listed in prop::collection::vec(any_listed(), 0..8), mut known in users(),
    ) {
        let before = judge(&listed, &known, ALL);
        let Some((row, likely)) = before.iter().enumerate().find_map(|(row, v)| Some((row, v.likely?))) else {
            return Ok(());
        };
        known[likely.known].username.clone_from(&listed[row].username);
        prop_assert_eq!(judge(&listed, &known, ALL)[row].known, Some(likely.known));
        prop_assert!(matches!(judge(&listed, &known, ALL)[row].why.fate(), Fate::Linked | Fate::Managed));
    }

    #[test]
    fn the_order_of_those_who_are_here_decides_nothing(
        listed in prop::collection::vec(any_listed(), 0..8), mut known in users(),
    ) {
        let before = whys(&listed, &known, ALL);
        known.reverse();
        prop_assert_eq!(whys(&listed, &known, ALL), before);
    }
}
