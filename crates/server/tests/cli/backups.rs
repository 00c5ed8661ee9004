//! `backup`, `restore`, back-ups by themselves, and what `check` finds.

use std::fs;
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use store::SQLITE_FILE;
use tempfile::{TempDir, tempdir};

use super::serving::Serving;
use super::{contoso, fail, rollcall, run, stderr, stdout, succeed};

/// An organization with people, and a back-up of it.
fn backed_up() -> (TempDir, PathBuf) {
    let folder = tempdir().unwrap();
    let data = data(&folder);
    contoso(&data);
    succeed(&data, &["seed", "--org", "contoso", "--users", "300"]);
    let file = folder.path().join("back up é%?.sqlite");
    succeed(&data, &["backup", file.to_str().unwrap()]);
    (folder, file)
}

fn data(folder: &TempDir) -> PathBuf {
    folder.path().join("data")
}

fn restore(data: &Path, file: &Path) -> String {
    fail(data, &["restore", file.to_str().unwrap()])
}

async fn open(file: &Path) -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite:");
    let file = file.to_owned();
    options
        .max_connections(1)
        .map_sqlx_sqlite_opts(move |options| options.filename(&file).foreign_keys(false));
    Database::connect(options).await.unwrap()
}

/// Statements past all that guards the file.
async fn execute(file: &Path, sql: &str) {
    let database = open(file).await;
    database.execute_unprepared(sql).await.unwrap();
    database.close().await.unwrap();
}

async fn texts(database: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = database.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// Every row of every table, the hidden ones of the search, too.
async fn everything(file: &Path) -> Vec<String> {
    let database = open(file).await;
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name";
    let mut all = Vec::new();
    for table in texts(&database, tables).await {
        let columns = texts(&database, &format!("SELECT name FROM pragma_table_info('{table}')")).await;
        let columns: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let rows = format!("SELECT {} AS r FROM {table} ORDER BY r", columns.join(" || '|' || "));
        all.extend(texts(&database, &rows).await.into_iter().map(|row| format!("{table}: {row}")));
    }
    database.close().await.unwrap();
    all
}

/// What is in a folder, if it is there at all.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_is_restored_equals_what_was_backed_up() {
    let (folder, file) = backed_up();
    let new = folder.path().join("new");
    let out = succeed(&new, &["restore", file.to_str().unwrap()]);
    assert_eq!(out.lines().nth(1), Some("contoso\tContoso\t301 users, 266 active"), "{out}");
    let before = everything(&data(&folder).join(SQLITE_FILE)).await;
    let after = everything(&new.join(SQLITE_FILE)).await;
    assert!(before.len() > 1_000);
    assert!(before == after, "the restored database differs");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(&new), mode(&new.join(SQLITE_FILE))), (0o600, 0o700, 0o600));
    assert!(names(&new).iter().all(|name| name.starts_with(SQLITE_FILE)), "{:?}", names(&new));
}

#[test]
fn a_back_up_never_replaces_a_file_and_says_where_the_key_is() {
    let (folder, file) = backed_up();
    let other = folder.path().join("other");
    fs::write(&other, "of somebody").unwrap();
    for there in [&file, &other] {
        let before = fs::read(there).unwrap();
        let words = fail(&data(&folder), &["backup", there.to_str().unwrap()]);
        assert!(words.contains("There is a file") && words.contains("Choose another name"), "{words}");
        assert!(fs::read(there).unwrap() == before);
    }
    let nowhere = fail(&data(&folder), &["backup", "/nonexistent/b.sqlite"]);
    assert!(nowhere.contains("cannot be written to /nonexistent/b.sqlite"), "{nowhere}");
    let nothing = fail(&folder.path().join("none"), &["backup", "/tmp/b.sqlite"]);
    assert!(nothing.contains("There is no database in"), "{nothing}");
    // The key is made by the first command that may need it.
    let again = run(&data(&folder), &["backup", folder.path().join("b2").to_str().unwrap()]);
    assert!(stderr(&again).contains("data/secret.key apart from the back-up"), "{}", stderr(&again));
    assert_eq!(names(folder.path()), ["b2", "back up é%?.sqlite", "data", "other"], "no draft is left");
}

#[test]
fn a_restore_never_replaces_a_database_or_what_is_left_of_one() {
    let (folder, file) = backed_up();
    let words = restore(&data(&folder), &file);
    assert!(words.contains("is there already") && words.contains("move rollcall.sqlite"), "{words}");
    let left = folder.path().join("left");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("rollcall.sqlite-wal"), "a part of another database").unwrap();
    let words = restore(&left, &file);
    assert!(words.contains("rollcall.sqlite-wal is there already"), "{words}");
    assert_eq!(names(&left), ["rollcall.sqlite-wal"]);
}

#[test]
fn a_file_that_is_no_sound_back_up_is_refused_and_nothing_is_left_of_it() {
    let (folder, file) = backed_up();
    let whole = fs::read(&file).unwrap();
    let mut torn = whole.clone();
    let at = torn.len() / 4096 / 2 * 4096;
    torn[at..at + 4096].fill(0xff);
    let sqlite = b"SQLite format 3\0 and nothing of it".to_vec();
    let cases = [
        (b"not a database at all, only words".to_vec(), "it is not a database of Rollcall"),
        (Vec::new(), "it is not a database of Rollcall"),
        (sqlite, "it is not a database of Rollcall"),
        (whole[..whole.len() / 2].to_vec(), "it is damaged"),
        (whole[..whole.len() - 4096].to_vec(), "it is damaged"),
        (torn, "it is damaged"),
    ];
    let (bad, new) = (folder.path().join("bad"), folder.path().join("new"));
    for (bytes, expected) in cases {
        fs::write(&bad, &bytes).unwrap();
        let words = restore(&new, &bad);
        assert!(words.contains(expected), "{expected}: {words}");
        assert_eq!(names(&new), Vec::<String>::new());
    }
    let words = restore(&new, &folder.path().join("none"));
    assert!(words.contains("it cannot be read"), "{words}");
}

#[tokio::test]
async fn a_file_of_a_newer_version_or_of_another_program_or_with_a_journal_is_refused() {
    let (folder, file) = backed_up();
    let new = folder.path().join("new");
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_future', 0)";
    execute(&file, newer).await;
    let words = restore(&new, &file);
    assert!(words.contains("made by a newer Rollcall (it holds m9999_future"), "{words}");
    let foreign = folder.path().join("foreign.sqlite");
    fs::write(&foreign, "").unwrap();
    execute(&foreign, "CREATE TABLE notes (text TEXT)").await;
    let words = restore(&new, &foreign);
    assert!(words.contains("it is not a database of Rollcall"), "{words}");
    fs::write(folder.path().join("foreign.sqlite-wal"), "more").unwrap();
    let words = restore(&new, &foreign);
    assert!(words.contains("foreign.sqlite-wal lies beside it"), "{words}");
    assert_eq!(names(&new), Vec::<String>::new());
}

#[tokio::test]
async fn a_file_of_an_earlier_version_is_migrated_and_stays_as_it_is() {
    let (folder, file) = backed_up();
    let earlier = "DROP TABLE grant_tokens; DROP TABLE grants; DROP TABLE signing_keys; DROP TABLE application_secrets; \
        DROP TABLE applications; DELETE FROM seaql_migrations WHERE version = 'm0030_oidc'";
    execute(&file, earlier).await;
    let before = fs::read(&file).unwrap();
    let output = run(&folder.path().join("new"), &["restore", file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("It was of an earlier version"), "{}", stderr(&output));
    assert!(fs::read(&file).unwrap() == before);
}

#[test]
fn a_restore_is_refused_while_a_server_works_on_the_folder() {
    let (folder, file) = backed_up();
    let data = data(&folder);
    let serving = Serving::start(&data);
    for name in names(&data).iter().filter(|name| name.starts_with(SQLITE_FILE)) {
        fs::remove_file(data.join(name)).unwrap();
    }
    let words = restore(&data, &file);
    assert!(words.contains("A Rollcall server, or another restore, works on"), "{words}");
    drop(serving);
    succeed(&data, &["restore", file.to_str().unwrap()]);
}

#[test]
fn a_server_backs_up_by_itself_and_what_it_makes_can_be_restored() {
    let folder = tempdir().unwrap();
    let (data, backups) = (data(&folder), folder.path().join("backups"));
    contoso(&data);
    let mut command = rollcall(&data);
    command.args(["serve", "--listen", "127.0.0.1:0", "--backup-every", "1h", "--backup-keep", "2"]);
    let mut child = command.env("ROLLCALL_BACKUP_DIR", &backups).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("backed up")));
    child.kill().unwrap();
    child.wait().unwrap();
    let made = names(&backups);
    assert!(made.len() == 1 && made[0].starts_with("rollcall-2"), "{made:?}");
    let file = backups.join(&made[0]);
    let out = succeed(&folder.path().join("new"), &["restore", file.to_str().unwrap()]);
    assert!(out.contains("contoso\tContoso\t1 users"), "{out}");
}

#[test]
fn with_postgresql_each_of_them_names_the_tools_to_use_and_does_nothing() {
    let folder = tempdir().unwrap();
    let url = ["--database-url", "postgres://nobody@127.0.0.1:1/none"];
    let backups = folder.path().join("backups");
    let backups = backups.to_str().unwrap();
    for command in [["backup", "b"], ["restore", "b"], ["serve", "--backup-dir"]] {
        let mut arguments = command.to_vec();
        if command[0] == "serve" {
            arguments.push(backups);
        }
        arguments.extend(url);
        let words = fail(folder.path(), &arguments);
        assert!(
            words.contains("point-in-time recovery") && words.contains("docs/guides/operating.md"),
            "{words}"
        );
    }
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn a_folder_for_back_ups_that_cannot_be_is_said_before_the_server_listens() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "not a folder").unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0", "--backup-dir", file.to_str().unwrap()];
    let words = fail(&data(&folder), &serve);
    assert!(words.contains("Back-ups cannot be kept in") && words.contains("--backup-dir"), "{words}");
    let often = fail(&data(&folder), &["serve", "--backup-every", "1s"]);
    assert!(often.contains("such as 30m, 24h or 7d"), "{often}");
}

#[test]
fn check_finds_a_page_that_was_overwritten() {
    let (folder, file) = backed_up();
    let new = folder.path().join("new");
    succeed(&new, &["restore", file.to_str().unwrap()]);
    let database = new.join(SQLITE_FILE);
    let mut open = fs::OpenOptions::new().write(true).open(&database).unwrap();
    let pages = open.metadata().unwrap().len() / 4096;
    open.seek(SeekFrom::Start(pages / 2 * 4096)).unwrap();
    open.write_all(&[0xff; 4096]).unwrap();
    drop(open);
    let words = fail(&new, &["check"]);
    assert!(
        words.contains("The database file is damaged") && words.contains("rollcall restore FILE"),
        "{words}"
    );
    let refused = fail(&new, &["backup", folder.path().join("b2").to_str().unwrap()]);
    assert!(refused.contains("rollcall check"), "{refused}");
    assert!(!folder.path().join("b2").exists());
}

#[tokio::test]
async fn check_finds_rows_whose_parent_is_gone_and_secrets_that_no_key_here_opens() {
    let data = tempdir().unwrap();
    contoso(data.path());
    let database = data.path().join(SQLITE_FILE);
    execute(&database, "UPDATE single_sign_on SET private_key = 'deadbeef.AAAA'; UPDATE user_values SET user_id = org_id; UPDATE one_time_links SET user_id = org_id").await;
    let output = run(data.path(), &["check"]);
    let words = stderr(&output);
    assert!(!output.status.success());
    assert!(stdout(&output).contains("contoso\tContoso\t1 users"), "what is held is said all the same");
    assert!(words.contains("of one_time_links (without users)"), "{words}");
    assert!(
        words.contains("contoso (single sign-on): encrypted with the key deadbeef, which is not here"),
        "{words}"
    );
    let file = data.path().join("b");
    succeed(data.path(), &["backup", file.to_str().unwrap()]);
    let restored = run(&data.path().join("new"), &["restore", file.to_str().unwrap()]);
    let words = stderr(&restored);
    assert!(words.contains("is restored into") && words.contains("Stored secrets cannot be read"), "{words}");
}
