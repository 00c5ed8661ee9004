//! The same noun in every layer (architecture §1): who knows one file of a resource knows where the others are.

use std::path::Path;

/// Each resource of the API, and where else it has a file or folder; an empty place says that it has none there.
struct Resource {
    noun: &'static str,
    store: &'static str,
    page: &'static str,
}

const RESOURCES: [Resource; 31] = [
    Resource { noun: "users", store: "users", page: "users" },
    Resource { noun: "users_export", store: "", page: "" },
    Resource { noun: "users_bulk", store: "", page: "" },
    Resource { noun: "users_import", store: "imports", page: "" },
    Resource { noun: "jobs", store: "jobs", page: "" },
    Resource { noun: "sites", store: "sites", page: "sites" },
    Resource { noun: "licenses", store: "licenses", page: "licenses" },
    Resource { noun: "license_rules", store: "license_rules", page: "licenses" },
    Resource { noun: "sessions", store: "sessions", page: "sign_in" },
    Resource { noun: "setup", store: "one_time_links", page: "setup" },
    Resource { noun: "provisioning", store: "provisioning", page: "identity" },
    Resource { noun: "provisioning_log", store: "provisioning_log", page: "provisioning" },
    Resource { noun: "provisioning_guard", store: "", page: "provisioning" },
    Resource { noun: "provisioning_preview", store: "", page: "identity" },
    Resource { noun: "provisioning_mapping", store: "", page: "identity" },
    Resource { noun: "sso", store: "sso", page: "identity" },
    Resource { noun: "sign_ins", store: "sign_ins", page: "identity" },
    Resource { noun: "domains", store: "domains", page: "identity" },
    Resource { noun: "organization", store: "organizations", page: "" },
    Resource { noun: "api_tokens", store: "api_tokens", page: "identity" },
    Resource { noun: "webhooks", store: "webhooks", page: "webhooks" },
    Resource { noun: "applications", store: "applications", page: "" },
    Resource { noun: "admins", store: "users", page: "admins" },
    Resource { noun: "audit", store: "audit", page: "audit" },
    Resource { noun: "directory", store: "users", page: "directory" },
    Resource { noun: "views", store: "views", page: "" },
    Resource { noun: "preferences", store: "preferences", page: "" },
    Resource { noun: "groups", store: "groups", page: "" },
    Resource { noun: "history", store: "audit", page: "" },
    Resource { noun: "home", store: "", page: "home" },
    Resource { noun: "events", store: "feed", page: "" },
];

/// Files of `api` that are no resource.
const NOT_RESOURCES: [&str; 4] = ["endpoint", "lib", "page", "problem"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().and_then(Path::parent).unwrap()
}

/// A file `<place>/<noun>.rs`, or a folder `<place>/<noun>` with a `mod.rs`.
fn exists(place: &str, noun: &str) -> bool {
    let path = root().join(place);
    path.join(format!("{noun}.rs")).is_file() || path.join(noun).join("mod.rs").is_file()
}

#[test]
fn every_resource_of_the_api_is_in_the_list() {
    let files = std::fs::read_dir(root().join("crates/api/src")).unwrap();
    for file in files {
        let name = file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        let known =
            RESOURCES.iter().any(|resource| resource.noun == name) || NOT_RESOURCES.contains(&name.as_str());
        assert!(known, "crates/api/src/{name}.rs is a resource that this test does not know yet");
    }
}

#[test]
fn every_resource_has_its_noun_in_every_layer() {
    for Resource { noun, store, page } in RESOURCES {
        assert!(exists("crates/api/src", noun), "api: {noun}");
        let handlers = if noun == "events" { "crates/server/src" } else { "crates/server/src/admin" };
        assert!(exists(handlers, noun), "server: {noun}");
        assert!(exists("crates/server/tests", noun), "tests of the server: {noun}");
        assert!(store.is_empty() || exists("crates/store/src", store), "store: {store}");
        assert!(page.is_empty() || exists("src/pages", page), "page: {page}");
    }
}

/// One file an operation, named by the verb of the operation.
#[test]
fn every_operation_has_a_file_of_its_own() {
    let handlers = root().join("crates/server/src");
    let count = |folder: &Path| {
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        files
            .filter(|file| {
                std::fs::read_to_string(file).is_ok_and(|text| text.contains("pub async fn handle("))
            })
            .count()
    };
    let admin = handlers.join("admin");
    let folders: Vec<_> = std::fs::read_dir(&admin)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    let handled: usize =
        folders.iter().map(|folder| count(folder)).sum::<usize>() + count(&handlers.join("events"));
    assert_eq!(handled, api::ALL.len());
}
