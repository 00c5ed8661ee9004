//! Which crates the console's code comes from.

use std::{collections::BTreeMap, fs, path::PathBuf};

use super::wasm;
use crate::{
    failure::{Failure, Result},
    process,
    project::Project,
    tools::Toolbox,
};

/// Crates that get a row of their own; the rest share one.
const ROWS: usize = 25;

/// Prints the code size of each crate, in the bundle's module made once more with the names kept.
pub fn print(project: &Project, toolbox: &Toolbox) -> Result {
    let module = named_module(project, toolbox)?;
    let bytes = fs::read(&module).map_err(Failure::io("read", &module))?;
    let sizes = wasm::sizes(&bytes)
        .ok_or_else(|| Failure::new(format!("{} is not a WebAssembly module.", module.display())))?;
    print!("{}", table(&sizes));
    Ok(())
}

/// The same steps that Trunk takes after cargo, with `--debuginfo`, which keeps the names.
fn named_module(project: &Project, toolbox: &Toolbox) -> Result<PathBuf> {
    let compiled = project.target().join("wasm32-unknown-unknown/web/console.wasm");
    let folder = project.target().join("xtask-size");
    let mut bindgen = toolbox.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&folder).arg(compiled);
    process::run(&mut bindgen)?;
    let named = folder.join("named.wasm");
    let mut optimize = toolbox.command("wasm-opt");
    // What index.html tells Trunk.
    optimize.args(["-Os", "--one-caller-inline-max-function-size=25", "--debuginfo", "--output"]);
    optimize.arg(&named).arg(folder.join("console_bg.wasm"));
    process::run(&mut optimize)?;
    Ok(named)
}

fn table(sizes: &wasm::Sizes) -> String {
    let mut by_crate = BTreeMap::<&str, usize>::new();
    for (name, size) in &sizes.functions {
        *by_crate.entry(name.as_deref().map_or("(without name)", crate_of)).or_default() += size;
    }
    let mut rows: Vec<(&str, usize)> = by_crate.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let rest: usize = rows.iter().skip(ROWS).map(|(_, size)| size).sum();
    rows.truncate(ROWS);
    rows.extend([
        ("(other crates)", rest),
        ("(data: text, tables)", sizes.data),
        ("(other sections)", sizes.other),
    ]);
    let total: usize = rows.iter().map(|(_, size)| size).sum();
    let mut text =
        format!("{:44} {:>10} {:>10}\n", "crate (WebAssembly before compression)", "bytes", "share");
    for (name, size) in rows.into_iter().filter(|(_, size)| *size > 0) {
        let per_mille = size * 1_000 / total;
        text += &format!("{name:44} {size:>10} {:>8}.{} %\n", per_mille / 10, per_mille % 10);
    }
    text
}

/// The crate that a function belongs to, by its demangled name.
///
/// A method of an implementation belongs to the crate of the type it is for; drop glue and methods of generic wrappers
/// to what they wrap, since without it they would not be there.
fn crate_of(name: &str) -> &str {
    let dropped = name.split_once("drop_in_place").map(|(_, rest)| rest.trim_start_matches("::"));
    let name = dropped.and_then(|rest| rest.strip_prefix('<')).unwrap_or(name);
    let start = name.trim_start_matches(['<', '&', '(', '[', '*', ' ']);
    let start =
        ["mut ", "const ", "dyn "].iter().fold(start, |text, word| text.strip_prefix(word).unwrap_or(text));
    let end = start.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(start.len());
    let (first, rest) = start.split_at(end);
    if rest.starts_with("::") || rest.starts_with('[') {
        return first;
    }
    // `<T as core::fmt::Display>::fmt`: a type without a path; the trait says more.
    match name.split_once(" as ") {
        Some((_, of_trait)) if !of_trait.is_empty() => crate_of(of_trait),
        _ => "(without crate)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_of_its_path() {
        assert_eq!(crate_of("console::pages::users::list::h0123456789abcdef"), "console");
        assert_eq!(crate_of("reactive_graph[1f2e]::owner::Owner::new"), "reactive_graph");
    }

    #[test]
    fn a_method_belongs_to_the_crate_of_the_type_it_is_for() {
        assert_eq!(crate_of("<api::users::User as serde::Deserialize>::deserialize::h01"), "api");
        assert_eq!(crate_of("<&mut dyn console::ui::Row as core::fmt::Debug>::fmt"), "console");
        assert_eq!(crate_of("<T as alloc::string::ToString>::to_string::h01"), "alloc");
    }

    #[test]
    fn drop_glue_belongs_to_what_is_dropped() {
        assert_eq!(crate_of("core::ptr::drop_in_place<domain::user::User>::h01"), "domain");
        assert_eq!(crate_of("core[9a]::ptr::drop_in_place::<domain[1f]::user::User>"), "domain");
    }

    #[test]
    fn names_that_rust_did_not_give_are_kept_apart() {
        assert_eq!(crate_of("__wbindgen_malloc"), "(without crate)");
    }

    #[test]
    fn the_shares_are_of_code_and_data_together_and_empty_rows_are_left_out() {
        let functions =
            vec![(Some("console::a".to_owned()), 60), (Some("core::b".to_owned()), 15), (None, 5)];
        let text = table(&wasm::Sizes { functions, data: 20, other: 0 });
        let rows: Vec<Vec<&str>> =
            text.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows[0], ["console", "60", "60.0", "%"]);
        assert_eq!(rows.len(), 4);
    }
}
