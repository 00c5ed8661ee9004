//! Who of the list is who here.

use std::collections::{HashMap, HashSet};

use super::{Known, Likely, Likeness, Listed, Verdict, Why, provided_username};
use crate::fold::fold;
use crate::{ManagedBy, RetrievalScope};

/// Lines that a reason names.
const LINES_NAMED: usize = 5;

/// What two people are compared by; empty where there is nothing to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The username.
    pub username: String,
    /// The email.
    pub email: String,
    /// First and last name: two words at least, for one is shared by too many.
    pub name: String,
}

/// What a person is compared by.
#[must_use]
pub fn keys_of(username: &str, email: &str, name: &str) -> Keys {
    let words: Vec<&str> = name.split_whitespace().collect();
    let name = if words.len() > 1 { fold(&words.join(" ")) } else { String::new() };
    Keys { username: fold(username.trim()), email: fold(email.trim()), name }
}

/// What becomes of each person of the list, in its order. `known` holds at least everybody here who has a username of the
/// list, and whoever else is to be looked at as probably the same person.
#[must_use]
pub fn judge(listed: &[Listed], known: &[Known], scope: RetrievalScope) -> Vec<Verdict> {
    let people: Vec<Keys> = listed.iter().map(|p| keys_of(&p.username, &p.email, &p.name)).collect();
    let users: Vec<Keys> = known.iter().map(|u| keys_of(&u.username, &u.email, &u.name)).collect();
    let lines = grouped(people.iter().map(|keys| keys.username.as_str()));
    let by_username = grouped(users.iter().map(|keys| keys.username.as_str()));
    let mut verdicts: Vec<Verdict> = listed
        .iter()
        .zip(&people)
        .map(|(person, keys)| {
            let found = by_username.get(keys.username.as_str()).and_then(|found| found.first()).copied();
            let same = lines.get(keys.username.as_str()).map_or(&[][..], Vec::as_slice);
            let why = match provided_username(&person.username) {
                Err(invalid) => Why::InvalidUsername { invalid },
                Ok(()) if same.len() > 1 => Why::Repeated {
                    lines: same.iter().take(LINES_NAMED).map(|at| listed[*at].line).collect(),
                },
                Ok(()) => found.map_or(Why::Nobody, |at| meets(person, &known[at], scope)),
            };
            Verdict { why, known: found, likely: None }
        })
        .collect();
    // Somebody whose own username is in the list is somebody else.
    let strangers: Vec<usize> =
        (0..known.len()).filter(|at| !lines.contains_key(users[*at].username.as_str())).collect();
    for (person, likely) in likely(&people, &users, &strangers, &verdicts) {
        let here = known[likely.known].username.clone();
        verdicts[person].why = Why::UsernameDiffers { here, by: likely.by };
        verdicts[person].likely = Some(likely);
    }
    verdicts
}

/// What happens when the identity provider sends a person whose username a user has.
fn meets(person: &Listed, user: &Known, scope: RetrievalScope) -> Why {
    let hidden = scope == RetrievalScope::CreatedByIdentityProvider && user.managed_by == ManagedBy::Local;
    if hidden {
        Why::HiddenLocalUser
    } else if user.is_last_active_owner && person.active == Some(false) {
        Why::LastActiveOwner
    } else if user.gone_from_scim {
        Why::BackAgain
    } else {
        match user.managed_by {
            ManagedBy::Local => Why::LocalUser,
            ManagedBy::IdentityProvider => Why::ManagedAlready,
        }
    }
}

/// Where each text stands; nothing for empty ones.
fn grouped<'a>(texts: impl Iterator<Item = &'a str>) -> HashMap<&'a str, Vec<usize>> {
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, text) in texts.enumerate().filter(|(_, text)| !text.is_empty()) {
        groups.entry(text).or_default().push(at);
    }
    groups
}

/// People who would be created, with whoever is probably them: only where there is one on each side, for a wrong link would
/// give one person the account of another.
fn likely(
    people: &[Keys],
    users: &[Keys],
    strangers: &[usize],
    verdicts: &[Verdict],
) -> Vec<(usize, Likely)> {
    let mut new: Vec<usize> = (0..people.len()).filter(|at| verdicts[*at].why == Why::Nobody).collect();
    let mut strangers = strangers.to_vec();
    let mut found: Vec<(usize, Likely)> = Vec::new();
    for by in [Likeness::Email, Likeness::Name] {
        let here = grouped(strangers.iter().map(|at| of(&users[*at], by)));
        let mut claims: HashMap<usize, Vec<usize>> = HashMap::new();
        for person in &new {
            let same = texts(&people[*person], by).into_iter().filter_map(|text| here.get(text)).flatten();
            let candidates: HashSet<usize> = same.map(|at| strangers[*at]).collect();
            if let [one] = candidates.into_iter().collect::<Vec<_>>()[..] {
                claims.entry(one).or_default().push(*person);
            }
        }
        let only = |(known, people): (&usize, &Vec<usize>)| match people[..] {
            [person] => Some((person, Likely { known: *known, by })),
            _ => None,
        };
        found.extend(claims.iter().filter_map(only));
        let taken: HashSet<usize> = found.iter().map(|(_, likely)| likely.known).collect();
        let settled: HashSet<usize> = found.iter().map(|(person, _)| *person).collect();
        strangers.retain(|at| !taken.contains(at));
        new.retain(|at| !settled.contains(at));
    }
    found
}

fn of(user: &Keys, by: Likeness) -> &str {
    match by {
        Likeness::Email => &user.email,
        Likeness::Name => &user.name,
    }
}

/// A username is an email as well, mostly: it stands for one where the list has none, or another.
fn texts(person: &Keys, by: Likeness) -> Vec<&str> {
    match by {
        Likeness::Email => vec![&person.email, &person.username],
        Likeness::Name => vec![&person.name],
    }
}

#[cfg(test)]
mod tests;
