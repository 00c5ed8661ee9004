//! Makes functions and packs of the texts below `text/`, and fails where a language is not complete. How they are written: `crates/texts`.

use std::fs;
use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=text");
    let out = std::env::var_os("OUT_DIR").expect("cargo tells build scripts where to write");
    let out = Path::new(&out);
    let built = match texts::build(Path::new("text")) {
        Ok(built) => built,
        Err(faults) => {
            faults.iter().for_each(|fault| println!("cargo::error={fault}"));
            return;
        }
    };
    write(&out.join("texts.rs"), &built.functions);
    // Beside the style sheet, where Trunk.toml looks for them: what of them is old would get into the bundle.
    let bundle = Path::new("target/texts");
    let _ = fs::remove_dir_all(bundle);
    fs::create_dir_all(bundle).expect("the target folder can be written to");
    let mut names = String::new();
    for (language, pack) in &built.packs {
        let name = texts::file_name(*language, pack);
        write(&out.join(language.tag).with_extension("txt"), pack);
        write(&bundle.join(&name), pack);
        names += &format!("s|/{}\\.txt|/{name}|\n", language.tag);
    }
    write(&bundle.join("names.sed"), &names);
}

fn write(file: &Path, text: &str) {
    if let Err(error) = fs::write(file, text) {
        println!("cargo::error={}: it cannot be written: {error}", file.display());
    }
}
