//! `rollcall apply`: settings as code.

use std::fs;
use std::path::Path;

use tempfile::tempdir;

use super::serving::Serving;
use super::{contoso, fail, run, stderr, succeed};

const SETTINGS: &str = r#"
[[sites]]
name = "London"
time_zone = "Europe/London"
former_names = ["LON"]

[[sites]]
name = "Paris"

[[plans]]
name = "Standard"
seats = 100

[provisioning]
enabled = true
identity_provider = "okta"

[sessions]
idle_minutes = 30
"#;

fn file(folder: &Path, text: &str) -> String {
    let path = folder.join("settings.toml");
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn apply<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["apply", file, "--org", "contoso"], more].concat()
}

#[test]
fn what_differs_is_put_right_and_the_second_time_nothing_is() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let file = file(data.path(), SETTINGS);
    let expected = [
        "~ sessions: idle_minutes 120 → 30",
        "~ provisioning: enabled false → true, identity_provider \"entra\" → \"okta\"",
        "+ site \"London\"",
        "+ site \"London\": former name \"LON\"",
        "+ site \"Paris\"",
        "+ plan \"Standard\"",
    ];
    let dry = succeed(data.path(), &apply(&file, &["--dry-run"]));
    let lines: Vec<&str> = dry.lines().collect();
    assert_eq!(lines[..6], expected);
    assert_eq!(lines[6], "6 to change. This was a dry run: nothing was changed.");
    let done = succeed(data.path(), &apply(&file, &[]));
    let lines: Vec<&str> = done.lines().collect();
    assert_eq!(lines[..6], expected);
    assert_eq!(lines[6..], ["6 changed."]);
    assert_eq!(succeed(data.path(), &apply(&file, &[])), "Everything is as the file says.\n");
    let sites = fail(data.path(), &["site", "create", "--org", "contoso", "--name", "lon"]);
    assert!(sites.contains("has this name"), "a former name is taken: {sites}");
}

#[test]
fn a_changed_file_changes_what_it_names_and_leaves_the_rest() {
    let data = tempdir().unwrap();
    contoso(data.path());
    succeed(data.path(), &apply(&file(data.path(), SETTINGS), &[]));
    let text = "[[sites]]\nname = \"paris\"\naddress = \"1 Rue de Rivoli\"\n[[plans]]\nname = \"Standard\"\nseats = 50\n";
    let out = succeed(data.path(), &apply(&file(data.path(), text), &[]));
    let expected = [
        "~ site \"paris\": address null → \"1 Rue de Rivoli\", name \"Paris\" → \"paris\"",
        "~ plan \"Standard\": seats 100 → 50",
        "2 changed.",
    ];
    assert_eq!(out.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_file_with_a_mistake_in_it_changes_nothing_and_tells_all_mistakes() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let text =
        "[[sites]]\nname = \"London\"\n[[sites]]\nname = \"LONDON\"\n[[plans]]\nname = \" \"\nseats = 1\n";
    let words = fail(data.path(), &apply(&file(data.path(), text), &[]));
    assert!(words.contains("\"LONDON\" is in the file twice") && words.contains("plans: \" \""), "{words}");
    let words = fail(data.path(), &apply(&file(data.path(), "[provisionning]\nenabled = true\n"), &[]));
    assert!(words.contains("provisionning") && words.contains("expected one of"), "{words}");
    let words = fail(
        data.path(),
        &apply(&file(data.path(), "[sessions]\nidle_minutes = 1\n[[sites]]\nname = \"Oslo\"\n"), &[]),
    );
    assert!(words.contains("idle minutes") && words.contains("Nothing was changed so far."), "{words}");
    let out =
        succeed(data.path(), &apply(&file(data.path(), "[[sites]]\nname = \"Oslo\"\n"), &["--dry-run"]));
    assert!(out.starts_with("+ site \"Oslo\""), "it was not made by the file before: {out}");
}

#[test]
fn an_organization_that_is_not_there_is_told() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let file = file(data.path(), SETTINGS);
    let words = fail(data.path(), &["apply", &file, "--org", "fabrikam"]);
    assert!(words.contains("There is no organization \"fabrikam\""), "{words}");
    assert!(stderr(&run(data.path(), &["apply", &file])).contains("--org"), "one of the two is needed");
}

#[tokio::test]
async fn through_a_running_server_it_is_the_token_that_decides() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let serving = Serving::start(data.path());
    let file = file(data.path(), SETTINGS);
    let token = |role: &str| {
        let who = ["--username", "ada.lovelace@contoso.com", "--role", role];
        let create = ["api", "token", "create", "--org", "contoso", "--name", "ci"];
        let path = data.path().join(role);
        fs::write(&path, succeed(data.path(), &[&create[..], &who[..]].concat())).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (auditor, admin) = (token("auditor"), token("admin"));
    let there =
        |token: &str| ["apply", &file, "--url", &serving.url, "--token-file", token].map(str::to_owned);
    let arguments = there(&auditor);
    let words = fail(data.path(), &arguments.each_ref().map(String::as_str));
    assert!(words.contains("Your role does not let you change identity and security settings"), "{words}");
    let arguments = there(&admin);
    let out = succeed(data.path(), &arguments.each_ref().map(String::as_str));
    assert!(out.ends_with("6 changed.\n"), "{out}");
    let arguments = there(&admin);
    let again = succeed(data.path(), &arguments.each_ref().map(String::as_str));
    assert_eq!(again, "Everything is as the file says.\n");
}

#[test]
fn r26_single_sign_on_becomes_a_draft_that_nobody_signs_in_with() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let certificate =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../saml/tests/fixtures/certificates/good-bom-crlf.cer");
    let text = format!(
        "[sso]\nprovider = \"entra\"\nsign_in_url = \"https://login.example/saml2\"\nissuer = \"https://sts.example/1/\"\n\
         name_id_format = \"email_address\"\ncertificate_files = [\"{certificate}\"]\n"
    );
    let file = file(data.path(), &text);
    let out = succeed(data.path(), &apply(&file, &[]));
    assert!(out.starts_with("~ draft of single sign-on: ") && out.contains("certificates"), "{out}");
    assert_eq!(succeed(data.path(), &apply(&file, &[])), "Everything is as the file says.\n");
    fs::write(&file, text.replace("https://login", "http://login")).unwrap();
    let words = fail(data.path(), &apply(&file, &[]));
    assert!(words.contains("sso: sign in url: "), "{words}");
}

#[test]
fn r32_an_api_token_is_made_for_somebody_who_may_as_much() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let create = |username: &str, role: &str| {
        let arguments = [
            "api",
            "token",
            "create",
            "--org",
            "contoso",
            "--name",
            "ci",
            "--username",
            username,
            "--role",
            role,
        ];
        run(data.path(), &arguments)
    };
    let made = create("ada.lovelace@contoso.com", "user_admin");
    let out = super::stdout(&made);
    assert!(out.starts_with("rc_api_") && out.lines().count() == 1, "{out} {}", stderr(&made));
    let nobody = create("nobody@contoso.com", "auditor");
    assert!(stderr(&nobody).contains("No active user of Contoso"), "{}", stderr(&nobody));
}
