//! Embeds the console's files, compressed, into the binary: those in the folder that `ROLLCALL_CONSOLE_DIST` names,
//! or, when there is none, a page that says how to build the console.

use std::path::{Path, PathBuf};

const DIST: &str = "ROLLCALL_CONSOLE_DIST";
const WITHOUT_CONSOLE: &str = "src/assets/without_console";

fn main() {
    println!("cargo::rerun-if-env-changed={DIST}");
    println!("cargo::rerun-if-changed=build.rs");
    let dist = std::env::var_os(DIST).map(PathBuf::from).filter(|dir| dir.join("index.html").is_file());
    let dir = dist.unwrap_or_else(|| PathBuf::from(WITHOUT_CONSOLE));
    let dir = dir.canonicalize().expect("the folder was found a line ago");
    println!("cargo::rerun-if-changed={}", dir.display());
    let out = std::env::var_os("OUT_DIR").expect("cargo tells build scripts where to write");
    let out = Path::new(&out);
    let code = memory_serve::assets_to_code(&dir.to_string_lossy(), &dir, out, true, |_| {});
    std::fs::write(out.join("console_assets.rs"), code).expect("cargo's own folder can be written to");
}
