//! The sections of the file: what differs is said, and put right. What others may hold up comes first.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::fold;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::super::{Error, tell};
use super::Made;
use super::file::{File, SingleSignOn, SiteOfFile};

/// Everything that the file says.
pub async fn all(made: &mut Made, file: &File) -> Result<(), Error> {
    if let Some(sso) = &file.single_sign_on {
        single_sign_on(made, sso).await?;
    }
    if let Some(sessions) = &file.sessions {
        settings(made, "sessions", "/api/v1/session-limits", &fields(sessions)?).await?;
    }
    if let Some(provisioning) = &file.provisioning {
        settings(made, "provisioning", "/api/v1/provisioning", &fields(provisioning)?).await?;
    }
    sites(made, &file.sites).await?;
    plans(made, file).await
}

/// The fields that the file names.
fn fields(of: &impl Serialize) -> Result<Map<String, Value>, Error> {
    match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => Ok(fields.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        _ => Err(Error::new("The file holds what is no setting.")),
    }
}

/// The fields of `wanted` that `is` has otherwise, with a line for each.
fn differences(is: &Value, wanted: &Map<String, Value>) -> (Map<String, Value>, Vec<String>) {
    let empty = |value: &Value| value.is_null() || value.as_str() == Some("");
    let differ = wanted.iter().filter(|(field, to)| {
        let from = &is[field.as_str()];
        from != *to && !(empty(from) && empty(to))
    });
    // By name, whatever order the objects keep their fields in.
    let differ: BTreeMap<&String, &Value> = differ.collect();
    let lines = differ.iter().map(|(field, to)| format!("{field} {} → {to}", is[field.as_str()])).collect();
    (differ.into_iter().map(|(field, to)| (field.clone(), to.clone())).collect(), lines)
}

/// One thing that is always there: its fields are edited.
async fn settings(made: &mut Made, name: &str, path: &str, wanted: &Map<String, Value>) -> Result<(), Error> {
    let is = made.api.get(path).await?;
    edit(made, name, path, &is, wanted).await
}

async fn edit(
    made: &mut Made,
    name: &str,
    path: &str,
    is: &Value,
    wanted: &Map<String, Value>,
) -> Result<(), Error> {
    let (changed, lines) = differences(is, wanted);
    if changed.is_empty() {
        return Ok(());
    }
    if !made.dry_run {
        let body = Value::Object(changed);
        made.api
            .call("PATCH", path, Some(&is["version"]), Some(&body))
            .await
            .map_err(|error| at(name, &error))?;
    }
    made.say(&format!("~ {name}: {}", lines.join(", ")));
    Ok(())
}

fn at(name: &str, error: &Error) -> Error {
    Error::new(format!("{name}: {error}"))
}

/// The one of `items` that is called `name`, without regard to case (R11).
fn named<'a>(items: &'a [Value], name: &str) -> Option<&'a Value> {
    let key = fold::fold(name.trim());
    items.iter().find(|item| item["name"].as_str().is_some_and(|name| fold::fold(name) == key))
}

async fn items(made: &Made, path: &str) -> Result<Vec<Value>, Error> {
    match made.api.get(path).await?["items"].take() {
        Value::Array(items) => Ok(items),
        _ => Ok(Vec::new()),
    }
}

async fn create(made: &mut Made, name: &str, path: &str, body: &impl Serialize) -> Result<Value, Error> {
    let body = Value::Object(fields(body)?);
    let new = match made.dry_run {
        true => Value::Null,
        false => made.api.call("POST", path, None, Some(&body)).await.map_err(|error| at(name, &error))?,
    };
    made.say(&format!("+ {name}"));
    Ok(new)
}

async fn sites(made: &mut Made, wanted: &[SiteOfFile]) -> Result<(), Error> {
    if wanted.is_empty() {
        return Ok(());
    }
    let there = items(made, "/api/v1/sites").await?;
    for site in wanted {
        let name = format!("site \"{}\"", site.name);
        let is = match named(&there, &site.name) {
            Some(is) => {
                let path = format!("/api/v1/sites/{}", is["id"].as_str().unwrap_or_default());
                edit(made, &name, &path, is, &fields(&site.to_be_made())?).await?;
                is.clone()
            }
            None => create(made, &name, "/api/v1/sites", &site.to_be_made()).await?,
        };
        former_names(made, &name, &is, &site.former_names).await?;
    }
    Ok(())
}

/// R14: names under which provisioning finds the site as well.
async fn former_names(made: &mut Made, site: &str, is: &Value, wanted: &[String]) -> Result<(), Error> {
    let there: Vec<String> = is["former_names"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(fold::fold))
        .collect();
    for name in wanted.iter().filter(|name| !there.contains(&fold::fold(name.trim()))) {
        if !made.dry_run {
            let path = format!("/api/v1/sites/{}/add-former-name", is["id"].as_str().unwrap_or_default());
            let body = json!({"name": name});
            made.api.call("POST", &path, None, Some(&body)).await.map_err(|error| at(site, &error))?;
        }
        made.say(&format!("+ {site}: former name \"{name}\""));
    }
    Ok(())
}

async fn plans(made: &mut Made, file: &File) -> Result<(), Error> {
    if file.plans.is_empty() {
        return Ok(());
    }
    let there = items(made, "/api/v1/licenses").await?;
    for plan in &file.plans {
        let name = format!("plan \"{}\"", plan.name);
        let wanted = json!({"name": plan.name, "seats": plan.seats});
        match named(&there, &plan.name) {
            Some(is) => {
                let path = format!("/api/v1/licenses/{}", is["id"].as_str().unwrap_or_default());
                edit(made, &name, &path, is, &fields(&wanted)?).await?;
            }
            None => drop(create(made, &name, "/api/v1/licenses", &wanted).await?),
        }
    }
    Ok(())
}

/// The draft: a person tests it and makes it active, so that a file locks nobody out (R26, R27).
async fn single_sign_on(made: &mut Made, wanted: &SingleSignOn) -> Result<(), Error> {
    let is = made.api.get("/api/v1/sso").await?;
    let mut settings = wanted.settings.clone();
    for file in &wanted.certificate_files {
        let bytes = std::fs::read(file).map_err(|error| {
            Error::new(format!("The certificate {} cannot be read: {error}.", file.display()))
        })?;
        let body = json!({"content": STANDARD.encode(bytes)});
        let read = made.api.call("POST", "/api/v1/sso/certificates/read", None, Some(&body)).await;
        let read = read.map_err(|error| at(&file.display().to_string(), &error))?;
        settings.certificates.push(read["base64"].as_str().unwrap_or_default().to_owned());
    }
    let present = [&is["draft"], &is["active"]].into_iter().find(|revision| !revision.is_null());
    let present = present.map(|revision| revision["settings"].clone()).unwrap_or_default();
    let mut all = fields(&settings)?;
    // A draft is saved as a whole: what the file does not name is empty from then on.
    for field in present.as_object().into_iter().flat_map(Map::keys) {
        all.entry(field.clone()).or_insert(Value::Null);
    }
    let (changed, _) = differences(&present, &all);
    if changed.is_empty() {
        return Ok(());
    }
    if !made.dry_run {
        let body = Value::Object(fields(&settings)?);
        let put = made.api.call("PUT", "/api/v1/sso/draft", Some(&is["version"]), Some(&body)).await;
        put.map_err(|error| at("sso", &error))?;
        tell(
            "The draft of single sign-on is saved. Test it and make it active in the console, under Identity and Security.",
        );
    }
    let names: Vec<&str> = changed.keys().map(String::as_str).collect();
    made.say(&format!("~ draft of single sign-on: {}", names.join(", ")));
    Ok(())
}
