//! What goes wrong is said in a sentence that says what to do, and the exit code is not 0.

use std::net::TcpListener;

use tempfile::tempdir;

use super::{contoso, fail, succeed};

/// Words for a person: no names of types, no stack.
fn is_plain(text: &str) -> bool {
    text.trim_end().ends_with(['.', '…'])
        && !["Err(", "DbErr", "panicked", "RUST_BACKTRACE", "Os {"].iter().any(|word| text.contains(word))
}

#[test]
fn a_port_in_use_names_a_free_one_to_take() {
    let data = tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let words = fail(data.path(), &["serve", "--listen", &address]);
    assert!(words.contains(&format!("Another program listens on {address} already.")), "{words}");
    assert!(words.contains("--listen 127.0.0.1:"), "{words}");
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["migrate"], &["check"]] {
        let words = fail(&file.join("data"), command);
        assert!(words.contains("cannot write to the data folder") && words.contains("--data"), "{words}");
        assert!(is_plain(&words), "{words}");
    }
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let data = tempdir().unwrap();
    let file = data.path().join(store::SQLITE_FILE);
    let junk = "this is not a database, ".repeat(1_000);
    std::fs::write(&file, &junk).unwrap();
    let words = fail(data.path(), &["migrate"]);
    assert!(words.contains("is damaged, or is not a Rollcall database"), "{words}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), junk);
}

#[test]
fn an_unknown_organization_is_named() {
    let data = tempdir().unwrap();
    let commands = [
        &["site", "create", "--org", "nowhere", "--name", "London"][..],
        &["scim", "token", "create", "--org", "nowhere", "--name", "x"],
        &["seed", "--org", "nowhere", "--users", "1"],
        &["owner", "reset-link", "--org", "nowhere", "--username", "x"],
    ];
    for command in commands {
        let words = fail(data.path(), command);
        assert!(words.contains("There is no organization \"nowhere\"."), "{command:?}: {words}");
    }
}

#[test]
fn values_that_are_not_accepted_are_all_named() {
    let data = tempdir().unwrap();
    let words =
        fail(data.path(), &["org", "create", "--slug", "Contoso!", "--name", "", "--owner", "nobody"]);
    for field in ["organization name: ", "slug: ", "email: "] {
        assert!(words.contains(field), "{field}: {words}");
    }
    contoso(data.path());
    let again =
        fail(data.path(), &["org", "create", "--slug", "contoso", "--name", "C", "--owner", "a@contoso.com"]);
    assert!(again.contains("slug: Another organization has this short name."), "{again}");
    assert!(succeed(data.path(), &["check"]).contains("Organizations: 1."));
}

#[test]
fn a_database_server_that_is_not_there_or_a_url_that_is_none_is_said() {
    let data = tempdir().unwrap();
    let words = fail(data.path(), &["migrate", "--database-url", "postgres://nobody@127.0.0.1:1/none"]);
    assert!(words.contains("cannot reach the PostgreSQL database"), "{words}");
    let words = fail(data.path(), &["migrate", "--database-url", "mysql://x"]);
    assert!(words.contains("not one of PostgreSQL"), "{words}");
}

#[test]
fn options_of_serve_that_cannot_be_are_said_before_it_listens() {
    let data = tempdir().unwrap();
    let words = fail(data.path(), &["serve", "--listen", "127.0.0.1:0", "--public-url", "rollcall.example"]);
    assert!(words.contains("is not a public URL"), "{words}");
    let words = fail(data.path(), &["serve", "--listen", "127.0.0.1:0", "--console-dir", "/nonexistent"]);
    assert!(words.contains("There is no index.html in /nonexistent."), "{words}");
    let words = fail(data.path(), &["check", "--log", "=,="]);
    assert!(words.contains("The log filter"), "{words}");
}
