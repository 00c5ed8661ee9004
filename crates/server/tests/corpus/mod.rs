//! Every file of the fuzz targets' corpus, run through the targets.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
mod targets;

/// Hands each seed to the target; a target that panics names the file by the line before it.
fn each_seed(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut seeds: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    assert!(!seeds.is_empty(), "{} is empty", folder.display());
    for seed in seeds {
        println!("{}", seed.display());
        run(&fs::read(&seed).unwrap());
    }
}

#[test]
fn any_file_of_the_corpus_is_refused_or_read_the_same_whatever_its_parts() {
    each_seed("csv", targets::csv);
}

#[test]
fn any_cookie_of_the_corpus_is_none_or_holds_its_secret_to_the_letter() {
    each_seed("cookie", targets::cookie);
}
