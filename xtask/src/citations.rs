//! The pages of docs/security name files and tests: each of them has to be there.

use std::{fs, path::Path};

/// Where the pages are, and what they cite, begin here.
fn read(path: &str) -> std::io::Result<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path))
}

/// A file of the sources and, behind `::`, a test in it.
fn citation(code: &str) -> Option<(&str, Option<&str>)> {
    let (file, test) = code.split_once("::").map_or((code, None), |(file, test)| (file, Some(test)));
    let is_source = file.contains('/') && Path::new(file).extension().is_some_and(|end| end == "rs");
    is_source.then_some((file, test))
}

#[test]
fn every_file_and_test_that_is_cited_is_there() {
    let mut tests = 0;
    for page in ["docs/security/asvs.md", "docs/security/inventory.md"] {
        let text = read(page).unwrap();
        for (file, test) in text.split('`').skip(1).step_by(2).filter_map(citation) {
            let source = read(file).unwrap_or_else(|error| panic!("{page} cites {file}: {error}"));
            let Some(test) = test else { continue };
            assert!(source.contains(&format!("fn {test}(")), "{page} cites {test}, which is not in {file}");
            tests += 1;
        }
    }
    assert!(tests > 100, "{tests}");
}

#[test]
fn the_summary_counts_what_is_in_the_table() {
    let text = read("docs/security/asvs.md").unwrap();
    let rows: Vec<&str> = text.lines().filter(|line| is_requirement(line)).collect();
    let ends = |end: &str| rows.iter().filter(|row| row.ends_with(&format!("| {end} |"))).count();
    let [construction, nothing, gap] = [ends("by construction"), ends("not applicable"), ends("**gap**")];
    let tested = rows.len() - construction - nothing - gap;
    let all = format!("| **All** | **{tested}** | **{construction}** | **{nothing}** | **{gap}** |");
    assert!(text.contains(&all), "{all}");
    assert_eq!(rows.len(), 253, "levels 1 and 2 of ASVS 5.0.0");
}

/// `| 1.2.3 | …`
fn is_requirement(line: &str) -> bool {
    line.strip_prefix("| ").is_some_and(|line| line.starts_with(|c: char| c.is_ascii_digit()))
}
