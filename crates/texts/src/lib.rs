//! The console's texts, from what a translator writes to what the program reads. The console's `build.rs` runs this.
//!
//! `text/<language>/<module>.txt` holds a message a line; a folder holds the modules below a module:
//!
//! ```text
//! # The sentences of the pages under `pages/sites`.      (the first comment, with a blank line after it: of the module)
//!
//! title = Sites
//!
//! # Announced after a rename.                            (a comment right above: of the message)
//! renamed(from, to) = {from} is now {to}.
//!
//! # How many sites there are.
//! shown(#n) =
//!     one: {n} site
//!     other: {n} sites
//!
//! # A list, of which one part is said: `states(1)` is `Tested`.
//! states = Draft | Tested | Active
//! ```
//!
//! What stands before `=` is the same in every language. `from` is a text and `#n` a number, written as the language writes numbers.
//! A message with a number may have forms, one a line, indented: the plural categories of Unicode's CLDR that the language has,
//! chosen by the first number. Only they may leave that number out.
//!
//! [`build`] fails, with file and line, where a language lacks a message of the English ones, has one more, differs in
//! what stands before `=`, leaves a placeholder out, lacks a plural form, or has another number of parts.

mod check;
mod read;
mod write;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

pub use read::{Message, Module, Parameter, Words};

/// A language of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// Its tag, which is also the name of its folder.
    pub tag: &'static str,
    /// The plural categories of its whole numbers (CLDR).
    pub forms: &'static [&'static str],
}

/// The languages; the first is the one that the others are translated from.
pub const LANGUAGES: [Language; 3] = [
    Language { tag: "en", forms: &["one", "other"] },
    Language { tag: "de", forms: &["one", "other"] },
    Language { tag: "es", forms: &["one", "many", "other"] },
];

/// Every plural category, in the order in which a pack holds them.
pub const FORMS: [&str; 6] = ["other", "one", "two", "few", "many", "zero"];

/// What is wrong in a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub words: String,
}

impl Fault {
    fn new(file: &Path, line: usize, words: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, words: words.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.words)
    }
}

/// What [`build`] has made.
#[derive(Debug)]
pub struct Built {
    /// A Rust module for each module of texts, with a function for each message.
    pub functions: String,
    /// The messages of each language in the order of their numbers, one a line.
    pub packs: Vec<(Language, String)>,
}

/// Reads the texts of every language below `folder`, and makes functions and packs of them.
///
/// # Errors
/// Everything that is wrong in any file.
pub fn build(folder: &Path) -> Result<Built, Vec<Fault>> {
    let mut faults = Vec::new();
    let read: Vec<Vec<Module>> = LANGUAGES
        .iter()
        .map(|language| read::language(&folder.join(language.tag), *language, &mut faults))
        .collect();
    let (source, translations) = read.split_first().expect("there is a first language");
    for (translation, language) in translations.iter().zip(&LANGUAGES[1..]) {
        check::translation(source, translation, &folder.join(language.tag), &mut faults);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let packs =
        LANGUAGES.iter().zip(&read).map(|(language, modules)| (*language, write::pack(source, modules)));
    Ok(Built { functions: write::functions(source), packs: packs.collect() })
}

/// The name of a pack's file: it holds a hash of what is in it, so that browsers may keep it for good.
#[must_use]
pub fn file_name(language: Language, pack: &str) -> String {
    // FNV-1a: short, and the same everywhere.
    let hash = pack
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{}-{hash:016x}.txt", language.tag)
}

/// Every file below a folder that ends in `.txt`, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            found.push(path);
        }
    }
    found.sort();
    found
}
