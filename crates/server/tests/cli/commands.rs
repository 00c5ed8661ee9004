//! What the commands do.

use server::secret::token_secret;
use tempfile::tempdir;

use super::{contoso, run_with_input, stderr, stdout, succeed};

#[test]
fn an_organization_is_created_with_a_link_for_its_owner() {
    let data = tempdir().unwrap();
    let arguments =
        ["org", "create", "--slug", "contoso", "--name", "Contoso", "--owner", "ada.lovelace@contoso.com"];
    let out = succeed(data.path(), &arguments);
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("org_") && lines[0].ends_with(" contoso"), "{out}");
    assert!(lines[1].starts_with("http://127.0.0.1:8080/set-password#"), "{out}");
    assert_eq!(lines.len(), 2);
    assert_eq!(succeed(data.path(), &["check"]).lines().nth(1), Some("contoso\tContoso\t1 users, 1 active"));
}

#[test]
fn the_owners_password_is_read_from_standard_input() {
    let data = tempdir().unwrap();
    let arguments = [
        "org",
        "create",
        "--slug",
        "contoso",
        "--name",
        "Contoso",
        "--owner",
        "ada@contoso.com",
        "--password-stdin",
    ];
    let output = run_with_input(data.path(), &arguments, "correct horse battery staple\n");
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), 1);
    let short = run_with_input(data.path(), &arguments, "short\n");
    assert!(!short.status.success());
    assert!(stderr(&short).contains("password: Use at least 12 characters."), "{}", stderr(&short));
}

#[test]
fn r29_a_token_is_all_that_is_printed_and_provisioning_is_on() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let create =
        ["scim", "token", "create", "--org", "contoso", "--name", "entra", "--expires-in-days", "30"];
    let out = succeed(data.path(), &create);
    assert_eq!(out.lines().count(), 1);
    assert!(token_secret(out.trim_end()).is_ok(), "{out}");
    succeed(data.path(), &create);
}

#[test]
fn r11_a_site_is_created_once() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let out = succeed(data.path(), &["site", "create", "--org", "contoso", "--name", "London"]);
    assert!(out.starts_with("sit_"), "{out}");
    let again = super::fail(data.path(), &["site", "create", "--org", "contoso", "--name", "LONDON"]);
    assert!(again.contains("Another site has this name"), "{again}");
}

#[test]
fn seeding_gives_part_of_the_people_licences_and_the_check_finds_every_number_right() {
    let data = tempdir().unwrap();
    contoso(data.path());
    succeed(data.path(), &["seed", "--org", "contoso", "--users", "300"]);
    succeed(data.path(), &["check"]);
    succeed(data.path(), &["seed", "--org", "contoso", "--users", "400"]);
    assert_eq!(succeed(data.path(), &["check", "--repair"]).lines().count(), 2, "nothing to put right");
}

#[test]
fn an_owner_gets_a_new_link_and_nobody_else_does() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let out = succeed(
        data.path(),
        &[
            "owner",
            "reset-link",
            "--org",
            "contoso",
            "--username",
            "ADA.lovelace@contoso.com",
            "--public-url",
            "https://rollcall.example/",
        ],
    );
    assert!(out.starts_with("https://rollcall.example/set-password#"), "{out}");
    let nobody = super::fail(data.path(), &["owner", "reset-link", "--org", "contoso", "--username", "bob"]);
    assert!(nobody.contains("No owner of Contoso has the username \"bob\"."), "{nobody}");
}

#[test]
fn seeding_twice_adds_only_who_is_missing() {
    let data = tempdir().unwrap();
    contoso(data.path());
    succeed(data.path(), &["seed", "--org", "contoso", "--users", "30", "--sites", "3"]);
    let more = super::run(data.path(), &["seed", "--org", "contoso", "--users", "50", "--sites", "3"]);
    assert!(
        stderr(&more).contains("20 people were added to Contoso; 30 were there already."),
        "{}",
        stderr(&more)
    );
    assert!(succeed(data.path(), &["check"]).contains("\t51 users, "));
}

#[test]
fn the_demo_can_be_run_again_and_prints_how_to_sign_in() {
    let data = tempdir().unwrap();
    for _ in 0..2 {
        let out = succeed(data.path(), &["demo"]);
        assert!(out.contains("username  admin@contoso.com"), "{out}");
        assert!(out.contains("password  "), "{out}");
    }
    assert!(succeed(data.path(), &["check"]).contains("contoso\tContoso\t253 users, "));
}

#[test]
fn help_names_every_command_and_the_variable_of_every_option() {
    let data = tempdir().unwrap();
    let help = succeed(data.path(), &["--help"]);
    for command in [
        "serve", "migrate", "check", "backup", "restore", "org", "site", "scim", "owner", "seed", "demo",
        "openapi",
    ] {
        assert!(help.contains(&format!("\n  {command}")), "{command}\n{help}");
    }
    let serve = succeed(data.path(), &["serve", "--help"]);
    for variable in [
        "ROLLCALL_LISTEN",
        "ROLLCALL_BACKUP_DIR",
        "ROLLCALL_PUBLIC_URL",
        "ROLLCALL_DATA",
        "ROLLCALL_DATABASE_URL",
        "ROLLCALL_LOG",
    ] {
        assert!(serve.contains(variable), "{variable}\n{serve}");
    }
}
