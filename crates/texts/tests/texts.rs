//! What a build says of texts that are not complete, and what it makes of those that are.

#![expect(clippy::unwrap_used, reason = "a test stops where something is missing; clippy only knows #[test]")]

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use texts::{Built, build, file_name};

const ENGLISH: &str = "# A page.\n\ntitle = Sites\n# After a rename.\nrenamed(from, to) = {from} is now {to}.\nshown(#n) =\n    one: {n} site\n    other: {n} sites\n";
const GERMAN: &str = "title = Standorte\nrenamed(from, to) = {to} hieß {from}.\nshown(#n) =\n    one: Ein Standort\n    other: {n} Standorte\n";
const SPANISH: &str = "title = Sitios\nrenamed(from, to) = {from} ahora es {to}.\nshown(#n) =\n    one: {n} sitio\n    many: {n} de sitios\n    other: {n} sitios\n";

fn write(folder: &Path, file: &str, text: &str) {
    let file = folder.join(file);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn folder(german: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "en/sites.txt", ENGLISH);
    write(folder.path(), "de/sites.txt", german);
    write(folder.path(), "es/sites.txt", SPANISH);
    folder
}

/// What is said of these German texts, without the path of the folder.
fn faults(german: &str) -> Vec<String> {
    let folder = folder(german);
    let prefix = format!("{}/", folder.path().display());
    let faults = build(folder.path()).err().unwrap_or_default();
    faults.into_iter().map(|fault| fault.to_string().replace(&prefix, "")).collect()
}

fn built() -> Built {
    build(folder(GERMAN).path()).unwrap()
}

#[test]
fn complete_texts_become_one_pack_a_language_in_the_order_of_the_english() {
    let packs: Vec<(&str, String)> =
        built().packs.into_iter().map(|(language, pack)| (language.tag, pack)).collect();
    assert_eq!(packs[0], ("en", "Sites\n{0} is now {1}.\n{0} sites\t{0} site".to_owned()));
    assert_eq!(packs[1], ("de", "Standorte\n{1} hieß {0}.\n{0} Standorte\tEin Standort".to_owned()));
    assert_eq!(packs[2].1.lines().last(), Some("{0} sitios\t{0} sitio\t\t\t{0} de sitios"));
}

#[test]
fn each_message_becomes_a_function_of_its_parameters() {
    let functions = built().functions;
    for line in [
        "pub mod sites {",
        "pub const fn title() -> crate::text::Message { crate::text::Message::of(0) }",
        "pub fn renamed(from: &str, to: &str) -> String { crate::text::fill(1, &[from, to]) }",
        "pub fn shown(n: u64) -> String { crate::text::plural(2, n, &[&crate::text::number(n)]) }",
        "/// After a rename.",
    ] {
        assert!(functions.contains(line), "{line}\n{functions}");
    }
}

#[test]
fn the_parts_of_a_list_are_messages_one_after_the_other_and_as_many_in_each_language() {
    let with = |german: &str| {
        let folder = folder(GERMAN);
        for (language, words) in [("en", "On | Off"), ("de", german), ("es", "Sí | No")] {
            let text = format!("states = {words}\nafter = Z\n");
            write(folder.path(), &format!("{language}/a.txt"), &text);
        }
        build(folder.path())
    };
    let built = with("An | Aus").unwrap();
    assert!(built.packs[1].1.starts_with("An\nAus\nZ\n"), "{}", built.packs[1].1);
    for line in ["pub const fn states(at: usize)", "Message::of(0 + at)", "Message::of(2)"] {
        assert!(built.functions.contains(line), "{line}\n{}", built.functions);
    }
    let fault = &with("An").unwrap_err()[0];
    assert!(fault.words.ends_with("“states” has 1 parts; English has 2."), "{fault}");
}

#[test]
fn a_folder_is_a_module_with_those_below_it() {
    let folder = folder(GERMAN);
    for language in ["en", "de", "es"] {
        write(folder.path(), &format!("{language}/sites/map.txt"), "zoom = Zoom\n");
    }
    let functions = build(folder.path()).unwrap().functions;
    let inside = functions.split("pub mod map {").nth(1).unwrap();
    assert!(inside.contains("pub const fn zoom() -> crate::text::Message"), "{functions}");
}

#[test]
fn a_message_that_is_not_translated_fails_the_build_with_file_and_line() {
    let missing = GERMAN.replace("title = Standorte\n", "");
    let english = "en/sites.txt:3";
    assert_eq!(faults(&missing), [format!("de/sites.txt:2: “title” is missing ({english}).")]);
}

#[test]
fn a_file_that_is_not_translated_fails_the_build() {
    let folder = folder(GERMAN);
    write(folder.path(), "en/users.txt", "title = Users\n");
    write(folder.path(), "es/users.txt", "title = Usuarios\n");
    let faults = build(folder.path()).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert!(faults[0].file.ends_with("de/users.txt"), "{}", faults[0]);
}

#[test]
fn a_message_that_english_does_not_have_fails_the_build() {
    let extra = format!("{GERMAN}lead = Orte\n");
    assert_eq!(faults(&extra), ["de/sites.txt:6: “lead” is not in English."]);
}

#[test]
fn other_parameters_than_english_fail_the_build() {
    let other = GERMAN.replace("renamed(from, to) = {to} hieß {from}.", "renamed(from) = Es hieß {from}.");
    assert_eq!(
        faults(&other),
        ["de/sites.txt:2: English has `renamed(from, to)` here, not `renamed(from)`."]
    );
}

#[test]
fn a_placeholder_that_is_left_out_or_unknown_fails_the_build() {
    assert_eq!(faults(&GERMAN.replace("{from}.", "so.")), ["de/sites.txt:2: “renamed” does not say {from}."]);
    let unknown = "de/sites.txt:2: “renamed” has a placeholder that is not one of `renamed(from, to)`.";
    assert_eq!(faults(&GERMAN.replace("{from}.", "{from} {when}.")), [unknown]);
}

#[test]
fn a_plural_form_that_the_language_needs_or_does_not_have_fails_the_build() {
    assert_eq!(
        faults(&GERMAN.replace("    one: Ein Standort\n", "")),
        ["de/sites.txt:3: “shown” lacks the plural form “one”."]
    );
    assert_eq!(
        faults(&GERMAN.replace("    one: Ein", "    many: {n}\n    one: Ein")),
        ["de/sites.txt:4: “many” is no plural form of this language. It has: one, other."]
    );
}

#[test]
fn the_number_that_chooses_the_form_may_be_left_out_and_another_may_not() {
    let of = |words: &str| {
        let folder = folder(GERMAN);
        for language in ["en", "de", "es"] {
            let many = if language == "es" { "    many: {n} of {all}\n" } else { "" };
            let text = format!("of(#n, #all) =\n    one: {words}\n{many}    other: {{n}} of {{all}}\n");
            write(folder.path(), &format!("{language}/of.txt"), &text);
        }
        build(folder.path()).map(|_| ()).map_err(|faults| faults.len())
    };
    assert_eq!(of("one of {all}"), Ok(()));
    assert_eq!(of("one of all"), Err(3));
}

#[test]
fn a_message_twice_an_empty_one_and_a_line_that_is_none_fail_the_build() {
    let twice = format!("{GERMAN}title = Orte\n");
    assert_eq!(faults(&twice), ["de/sites.txt:6: “title” is in this file already."]);
    assert_eq!(
        faults(&GERMAN.replace("    other: {n} Standorte", "    other:")),
        ["de/sites.txt:3: “shown, other” is empty."]
    );
    let none = faults(&format!("{GERMAN}Standorte\n"));
    assert_eq!(none, ["de/sites.txt:6: A message is written `name = words`; a plural form is indented."]);
}

#[test]
fn the_name_of_a_packs_file_changes_with_what_is_in_it() {
    let german = texts::LANGUAGES[1];
    let name = file_name(german, "Standorte");
    assert_eq!(name, file_name(german, "Standorte"));
    assert_ne!(name, file_name(german, "Orte"));
    assert!(
        name.starts_with("de-") && name.ends_with(".txt") && name.len() == "de-.txt".len() + 16,
        "{name}"
    );
}
