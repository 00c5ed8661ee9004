//! The list of all crates that are in the server and in the console, in the form of CycloneDX 1.5, from what cargo has resolved: names,
//! versions, licences, checksums, and which needs which. <https://cyclonedx.org/docs/1.5/json/>

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{cargo, failure::Failure, failure::Result, process, project::Project};

/// The packages of which everything else is made.
const ROOTS: [&str; 2] = ["server", "console"];

/// The list as JSON; `featured` is a server with what its features bring.
pub fn of(project: &Project, version: &str, featured: bool) -> Result<String> {
    let metadata =
        process::output(cargo::command(project).args(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| Failure::new(format!("cargo's metadata cannot be read: {error}.")))?;
    let list = list(&metadata, &project.read("Cargo.lock")?, (version, featured));
    Ok(serde_json::to_string_pretty(&list).unwrap_or_default())
}

fn list(metadata: &Value, lock: &str, (version, featured): (&str, bool)) -> Value {
    let packages: BTreeMap<&str, &Value> =
        array(&metadata["packages"]).filter_map(|package| Some((package["id"].as_str()?, package))).collect();
    let needs = needs(metadata, featured);
    let found = reachable(&packages, &needs);
    let components: Vec<Value> = found
        .iter()
        .filter_map(|id| packages.get(id))
        .filter(|package| !package["source"].is_null())
        .map(|package| component(package, lock))
        .collect();
    let reference = |id: &&&str| packages.get(**id).map(|package| purl(package));
    let dependencies: Vec<Value> = found
        .iter()
        .filter_map(|id| {
            let on: Vec<String> = needs
                .get(id)
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .iter()
                .filter_map(reference)
                .collect();
            Some(json!({ "ref": purl(packages.get(id)?), "dependsOn": on }))
        })
        .collect();
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": { "type": "application", "bom-ref": "rollcall", "name": "rollcall", "version": version },
        },
        "components": components,
        "dependencies": dependencies,
    })
}

/// Which package needs which, to run: what only builds or tests is not in the product. Nor, unless it is `featured`, is what a root takes
/// on by a feature: tests have them all, and so cargo speaks of them.
fn needs(metadata: &Value, featured: bool) -> BTreeMap<&str, Vec<&str>> {
    let to_run = |dependency: &&Value| array(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null());
    let of = |id: &str, node| {
        let left_out = if featured { BTreeSet::new() } else { by_feature(metadata, id) };
        let needed = array(node).filter(to_run);
        let needed = needed.filter(|dependency| !left_out.contains(text(&dependency["name"])));
        needed.filter_map(|dependency| dependency["pkg"].as_str()).collect()
    };
    array(&metadata["resolve"]["nodes"])
        .filter_map(|node| Some((node["id"].as_str()?, of(node["id"].as_str()?, &node["deps"]))))
        .collect()
}

/// What a root needs only with a feature, by the names in its sources.
fn by_feature(metadata: &Value, id: &str) -> BTreeSet<String> {
    let roots = array(&metadata["packages"])
        .filter(|package| package["id"] == id && ROOTS.contains(&text(&package["name"])));
    let optional = roots
        .flat_map(|package| array(&package["dependencies"]))
        .filter(|dependency| dependency["optional"] == true);
    optional.map(|dependency| text(&dependency["name"]).replace('-', "_")).collect()
}

fn reachable<'a>(
    packages: &BTreeMap<&'a str, &Value>,
    needs: &BTreeMap<&'a str, Vec<&'a str>>,
) -> BTreeSet<&'a str> {
    let is_root = |package: &Value| {
        package["source"].is_null() && package["name"].as_str().is_some_and(|name| ROOTS.contains(&name))
    };
    let mut due: Vec<&str> =
        packages.iter().filter(|(_, package)| is_root(package)).map(|(id, _)| *id).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = due.pop() {
        if found.insert(id) {
            due.extend(needs.get(id).into_iter().flatten());
        }
    }
    found
}

fn component(package: &Value, lock: &str) -> Value {
    let (name, version) = (text(&package["name"]), text(&package["version"]));
    let mut component = json!({
        "type": "library", "bom-ref": purl(package), "purl": purl(package), "name": name, "version": version,
    });
    if let Some(license) = package["license"].as_str() {
        // Some still write "MIT/Apache-2.0", which is no expression of SPDX.
        component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    if let Some(sum) = checksum(lock, name, version) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
    }
    component
}

/// That of the downloaded crate, as Cargo.lock has it.
fn checksum<'a>(lock: &'a str, name: &str, version: &str) -> Option<&'a str> {
    let start = format!("name = \"{name}\"\nversion = \"{version}\"\n");
    let entry = lock.split("[[package]]\n").find(|entry| entry.starts_with(&start))?;
    entry.lines().find_map(|line| line.strip_prefix("checksum = \"")?.strip_suffix('"'))
}

/// <https://github.com/package-url/purl-spec>
fn purl(package: &Value) -> String {
    format!("pkg:cargo/{}@{}", text(&package["name"]), text(&package["version"]))
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_listed_with_its_checksum_and_what_only_builds_is_not() {
        let package = |name: &str, source: Value| {
            json!({
                "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "source": source,
            })
        };
        let registry = || json!("registry");
        let needs = |on: &str, kind: Value| json!({ "pkg": on, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [
                package("server", Value::Null), package("a", registry()), package("b", registry()), package("c", registry()),
            ],
            "resolve": { "nodes": [
                { "id": "server", "deps": [needs("a", Value::Null), needs("c", json!("dev"))] },
                { "id": "a", "deps": [needs("b", Value::Null)] },
                { "id": "b", "deps": [] },
                { "id": "c", "deps": [] },
            ] },
        });
        let lock =
            "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"registry\"\nchecksum = \"abc\"\n";
        let list = list(&metadata, lock, ("0.1.0", false));
        let names: Vec<&str> = array(&list["components"]).map(|one| text(&one["name"])).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(list["components"][0]["hashes"][0]["content"], "abc");
        assert_eq!(list["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(list["dependencies"][0]["dependsOn"], json!(["pkg:cargo/b@1.0.0"]));
    }

    #[test]
    fn what_only_a_feature_brings_is_listed_for_a_server_that_has_it() {
        let metadata = json!({
            "packages": [
                {
                    "id": "server", "name": "server", "version": "1.0.0", "source": null,
                    "dependencies": [{ "name": "some-traces", "optional": true }],
                },
                { "id": "t", "name": "some-traces", "version": "1.0.0", "source": "registry" },
            ],
            "resolve": { "nodes": [
                { "id": "server", "deps": [{ "name": "some_traces", "pkg": "t", "dep_kinds": [{ "kind": null }] }] },
                { "id": "t", "deps": [] },
            ] },
        });
        let names = |featured| {
            let list = list(&metadata, "", ("1.0.0", featured));
            array(&list["components"]).map(|one| text(&one["name"]).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!((names(false), names(true)), (vec![], vec!["some-traces".to_owned()]));
    }
}
