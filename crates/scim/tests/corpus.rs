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
fn any_filter_of_the_corpus_is_refused_or_reads_back_as_it_is_shown() {
    each_seed("filter", targets::filter);
}

#[test]
fn any_path_of_the_corpus_is_refused_or_can_be_written_to() {
    each_seed("patch_path", targets::patch_path);
}

#[test]
fn any_patch_of_the_corpus_is_refused_or_makes_a_sound_user() {
    each_seed("patch_body", targets::patch_body);
}

#[test]
fn any_resource_of_the_corpus_is_refused_or_makes_a_sound_user() {
    each_seed("resource_body", targets::resource_body);
}
