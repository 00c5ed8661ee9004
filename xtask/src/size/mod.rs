//! `cargo xtask size`: what a browser downloads, compressed as the server compresses it, against the budget.

mod crates;
mod wasm;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use crate::{
    console,
    failure::{Failure, Result},
    project::Project,
    tools,
};

/// 250 KB for the whole console.
const BUDGET: usize = 256_000;

/// The strongest that brotli has, as the server's build uses for files that never change.
const QUALITY: u32 = 11;
/// Base-two logarithm of the window, in bytes.
const WINDOW: u32 = 22;

/// One file of the bundle.
#[derive(Debug, PartialEq, Eq)]
struct Asset {
    name: String,
    bytes: usize,
    compressed: usize,
}

impl Asset {
    /// Does it hold the texts of a language, as in `de-0f3a….txt` (build.rs)?
    fn is_texts(&self) -> bool {
        let tag = self.name.split_once('-').map(|(tag, _)| tag);
        self.name.ends_with(".txt") && tag.is_some_and(|tag| tag.len() == 2)
    }
}

/// Bundles the console and prints its size by file and by crate; fails over the budget.
pub fn run(project: &Project) -> Result {
    let toolbox = tools::ensure(project, tools::BUNDLE)?;
    let dist = console::bundle(project, &toolbox)?;
    let verdict = check(&dist);
    println!();
    crates::print(project, &toolbox)?;
    verdict
}

/// Prints the size of each file of a bundle and their sum; fails over the budget.
pub fn check(dist: &Path) -> Result {
    let mut assets = assets(dist)?;
    assets.sort_by(|a, b| b.compressed.cmp(&a.compressed).then_with(|| a.name.cmp(&b.name)));
    print!("{}", table(&assets));
    verdict(loaded(&assets).map(|asset| asset.compressed).sum())
}

/// Bundles the console; gives its size, and its budget, in bytes.
pub fn total(project: &Project) -> Result<(usize, usize)> {
    let toolbox = tools::ensure(project, tools::BUNDLE)?;
    let assets = assets(&console::bundle(project, &toolbox)?)?;
    Ok((loaded(&assets).map(|asset| asset.compressed).sum(), BUDGET))
}

fn assets(dist: &Path) -> Result<Vec<Asset>> {
    let mut assets = Vec::new();
    for file in files(dist)? {
        let bytes = fs::read(&file).map_err(Failure::io("read", &file))?;
        let name = file.strip_prefix(dist).unwrap_or(&file).display().to_string();
        assets.push(Asset { name, bytes: bytes.len(), compressed: brotli_size(&bytes) });
    }
    Ok(assets)
}

/// What a browser loads: everything, but of the texts those of one language. The largest counts.
fn loaded(assets: &[Asset]) -> impl Iterator<Item = &Asset> {
    let largest = assets.iter().filter(|asset| asset.is_texts()).max_by_key(|asset| asset.compressed);
    assets.iter().filter(move |asset| !asset.is_texts() || Some(*asset) == largest)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::io("read", folder))? {
        let path = entry.map_err(Failure::io("read", folder))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn brotli_size(bytes: &[u8]) -> usize {
    brotli(bytes).len()
}

/// Compressed as strongly as can be.
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, QUALITY, WINDOW);
    writer.write_all(bytes).expect("writing to memory does not fail");
    writer.into_inner()
}

fn table(assets: &[Asset]) -> String {
    let row =
        |name: &str, bytes: usize, compressed: usize| format!("{name:44} {bytes:>10} {compressed:>10}\n");
    let mut text = format!("{:44} {:>10} {:>10}\n", "file", "bytes", "brotli");
    for asset in assets {
        text += &row(&asset.name, asset.bytes, asset.compressed);
    }
    let bytes = loaded(assets).map(|asset| asset.bytes).sum();
    let compressed = loaded(assets).map(|asset| asset.compressed).sum();
    text + &row("the whole console, in one language", bytes, compressed)
}

fn verdict(compressed: usize) -> Result {
    if compressed > BUDGET {
        let over = compressed - BUDGET;
        let sentence = format!(
            "The console is {over} bytes over its budget of {BUDGET}: `cargo xtask size` shows where."
        );
        return Err(Failure::new(sentence));
    }
    println!("{} % of the budget of {BUDGET} bytes", compressed * 100 / BUDGET);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_itself_is_allowed_and_one_byte_more_is_not() {
        assert!(verdict(BUDGET).is_ok());
        let failure = verdict(BUDGET + 1).unwrap_err();
        assert!(failure.to_string().starts_with("The console is 1 bytes over"), "{failure}");
    }

    #[test]
    fn the_table_ends_with_the_sum_of_its_rows() {
        let asset = |name: &str, bytes, compressed| Asset { name: name.into(), bytes, compressed };
        let text = table(&[asset("console.wasm", 1_000, 400), asset("console.js", 50, 20)]);
        assert!(last(&text).ends_with(&["1050", "420"]), "{text}");
    }

    #[test]
    fn of_the_texts_the_largest_language_counts_and_all_are_listed() {
        let asset = |name: &str, compressed| Asset { name: name.into(), bytes: compressed, compressed };
        let text = table(&[
            asset("console.js", 50),
            asset("en-01.txt", 7),
            asset("de-02.txt", 9),
            asset("es-03.txt", 8),
        ]);
        assert_eq!(text.lines().count(), 6);
        assert!(last(&text).ends_with(&["59", "59"]), "{text}");
    }

    fn last(text: &str) -> Vec<&str> {
        text.lines().last().unwrap().split_whitespace().collect()
    }

    #[test]
    fn what_repeats_compresses_to_almost_nothing() {
        assert!(brotli_size(&[b'a'; 100_000]) < 40);
        assert!(brotli_size(b"") <= 2);
    }
}
