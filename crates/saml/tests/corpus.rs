//! Every file of the fuzz targets' corpus, run through the targets.

use std::fs;
use std::path::Path;

#[path = "../fuzz/src/lib.rs"]
mod targets;

/// Hands each seed to the target; a target that panics names the file by the line before it.
fn each_seed(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut seeds: Vec<_> = fs::read_dir(&folder)
        .expect("the corpus has a folder for each target")
        .map(|entry| entry.expect("the folder can be listed").path())
        .collect();
    seeds.sort();
    assert!(!seeds.is_empty(), "{} is empty", folder.display());
    for seed in seeds {
        println!("{}", seed.display());
        run(&fs::read(&seed).expect("the seed can be read"));
    }
}

#[test]
fn any_xml_of_the_corpus_is_refused_or_says_who_was_signed() {
    each_seed("gate", targets::gate);
}

#[test]
fn any_edit_of_the_corpus_is_refused_or_says_who_was_signed() {
    each_seed("verify", targets::verify);
}

#[test]
fn any_file_of_the_corpus_is_refused_or_a_certificate() {
    each_seed("certificate", targets::certificate);
}

#[test]
fn any_metadata_of_the_corpus_is_refused_or_can_be_used() {
    each_seed("metadata", targets::metadata);
}

#[test]
fn no_logout_message_of_the_corpus_is_a_request_that_is_taken() {
    each_seed("logout", targets::logout);
}
