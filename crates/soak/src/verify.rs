//! Afterwards: is everything there that was acknowledged, and nothing twice?

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::failure::Result;
use crate::http::Request;
use crate::ledger::{Ledger, Written};
use crate::load::Target;
use crate::rollcall::{ORGANIZATION, Rollcall};

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Acknowledged, and not there.
    pub missing: Vec<String>,
    /// There more than once, acknowledged or not.
    pub twice: Vec<String>,
}

/// Everything that is there, by what it is known by, and how often.
type Seen = HashMap<String, u32>;

/// Looks for everything through the API, and runs `rollcall check`.
///
/// # Errors
/// The API does not answer, or `rollcall check` is not content.
pub fn verify(ledger: &Ledger, target: &Target, rollcall: &Rollcall) -> Result<Found> {
    let (people, titles, strangers) = people(target)?;
    let locals = pages(target, "/api/v1/users", "username")?;
    let sites = pages(target, "/api/v1/sites", "name")?;
    let mut found = Found { missing: ledger.losses(), twice: Vec::new() };
    let mut last_titles = HashMap::new();
    for written in ledger.acknowledged() {
        let (seen, name) = match &written {
            Written::Person(name) => (&people, name),
            Written::Local(name) => (&locals, name),
            Written::Site(name) => (&sites, name),
            Written::Title(id, n) => {
                last_titles.insert(id.clone(), *n);
                continue;
            }
        };
        if !seen.contains_key(name) || strangers.contains(name) {
            found.missing.push(format!("{written:?}"));
        }
    }
    for (id, n) in last_titles {
        let title = titles.get(&id).map(String::as_str).unwrap_or_default();
        if title != n.to_string() {
            found.missing.push(format!("title {n} of {id}: it is {title:?}"));
        }
    }
    let all = people.iter().chain(&locals).chain(&sites);
    found.twice = all.filter(|(_, times)| **times > 1).map(|(name, _)| name.clone()).collect();
    rollcall.command(&["check"], "")?;
    Ok(found)
}

/// The people of the identity provider by username, their titles by id, and those whose external id is not their username, as it is of all
/// that the writers make.
fn people(target: &Target) -> Result<(Seen, HashMap<String, String>, HashSet<String>)> {
    let (mut seen, mut titles, mut strangers, mut start) = (Seen::new(), HashMap::new(), HashSet::new(), 1);
    loop {
        let path = format!("/scim/{ORGANIZATION}/v2/Users?startIndex={start}&count=200");
        let page = target.scim.get(&target.urls[0], &Request::get(path))?;
        let resources = page["Resources"].as_array().map(Vec::as_slice).unwrap_or_default();
        for person in resources {
            let name = text(person, "userName");
            if let Some(external) = person["externalId"].as_str() {
                if external != name {
                    strangers.insert(name.clone());
                }
                *seen.entry(name).or_default() += 1;
            }
            titles.insert(text(person, "id"), text(person, "title"));
        }
        start += resources.len();
        if resources.is_empty() || start as u64 > page["totalResults"].as_u64().unwrap_or_default() {
            return Ok((seen, titles, strangers));
        }
    }
}

/// A list of the console's, page by page; a short one is whole.
fn pages(target: &Target, path: &str, name: &str) -> Result<Seen> {
    let (mut seen, mut query) = (Seen::new(), String::new());
    loop {
        let page = target.console.get(&target.urls[0], &Request::get(format!("{path}{query}")))?;
        for item in page["items"].as_array().map(Vec::as_slice).unwrap_or_default() {
            *seen.entry(text(item, name)).or_default() += 1;
        }
        match page["next_cursor"].as_str() {
            Some(next) => query = format!("?cursor={next}"),
            None => return Ok(seen),
        }
    }
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}
