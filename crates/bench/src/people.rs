//! The people of the organization, as the identity provider knows them.

use serde_json::Value;

use crate::failure::Result;
use crate::http::Caller;

/// Most people on a page of SCIM.
const PAGE: u64 = 1_000;
/// Most pages that are read: they are spread over all people.
const PAGES: u64 = 10;

/// A person to ask for.
pub struct Person {
    /// The id in SCIM.
    pub id: String,
    /// The username.
    pub user_name: String,
}

/// Up to 10,000 of them.
pub fn read(caller: &Caller, base: &str) -> Result<Vec<Person>> {
    let total = page(caller, base, 1, 0)?["totalResults"].as_u64().unwrap_or_default();
    let step = (total / PAGES).max(PAGE);
    let mut people = Vec::new();
    for start in (1..=total).step_by(usize::try_from(step)?).take(usize::try_from(PAGES)?) {
        let page = page(caller, base, start, PAGE)?;
        people.extend(page["Resources"].as_array().into_iter().flatten().filter_map(person));
    }
    if people.is_empty() { Err("there is nobody to ask for".into()) } else { Ok(people) }
}

fn page(caller: &Caller, base: &str, start: u64, count: u64) -> Result<Value> {
    let path = format!("{base}/Users?attributes=userName&startIndex={start}&count={count}");
    let answer = caller.ask("GET", &path, "")?;
    if answer.status != 200 {
        return Err(format!("{path} was answered with {}", answer.status).into());
    }
    Ok(serde_json::from_slice(&answer.body)?)
}

fn person(resource: &Value) -> Option<Person> {
    let text = |name: &str| resource[name].as_str().map(str::to_owned);
    Some(Person { id: text("id")?, user_name: text("userName")? })
}
