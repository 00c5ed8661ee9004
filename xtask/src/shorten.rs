//! The names between the console's WebAssembly and its JavaScript, made short: wasm-bindgen gives each a hash of 16 letters, which no
//! compression makes smaller, twice (docs/decisions/view.md).
//!
//! <https://webassembly.github.io/spec/core/binary/modules.html>

use std::collections::HashMap;

use crate::wasm::{MAGIC, Reader, block, number};

/// Exports that nothing in the console calls: Leptos's dependency for streams between Rust and JavaScript.
const UNUSED: &str = "intounderlying";

/// The module and the JavaScript with short names, and without the [unused](UNUSED) exports; `None` if the module is none.
pub fn shorten(module: &[u8], script: &str) -> Option<(Vec<u8>, String)> {
    let mut reader = Reader(module.strip_prefix(MAGIC)?);
    let mut names = Names::default();
    let mut out = MAGIC.to_vec();
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let section = reader.block()?;
        let written = match id {
            2 => imports(section, &mut names)?,
            7 => exports(section, &mut names)?,
            _ => section.to_vec(),
        };
        out.push(id);
        block(&mut out, &written);
    }
    Some((out, names.replace(&without_unused_classes(script))))
}

/// The script without the classes of the [unused](UNUSED) exports: from each one's beginning to its last statement, as Trunk has them minified.
fn without_unused_classes(script: &str) -> String {
    const END: &str = ".prototype.free);";
    let (mut out, mut rest) = (String::with_capacity(script.len()), script);
    while let Some(at) = rest.find("export class ") {
        let (before, class) = rest.split_at(at);
        out += before;
        let unused = class["export class ".len()..].to_ascii_lowercase().starts_with(UNUSED);
        let length = match class.find(END).filter(|_| unused) {
            Some(end) => end + END.len(),
            None => {
                out += "export class ";
                "export class ".len()
            }
        };
        rest = &class[length..];
    }
    out + rest
}

/// Old names and new ones.
#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    fn short(&mut self, name: &[u8]) -> Option<String> {
        let next = format!("_{}", self.0.len());
        Some(self.0.entry(str::from_utf8(name).ok()?.to_owned()).or_insert(next).clone())
    }

    /// The script with the new names, which stand in it as words of their own.
    fn replace(&self, script: &str) -> String {
        let mut out = String::with_capacity(script.len());
        let mut rest = script;
        while !rest.is_empty() {
            let word = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$');
            let (word, other) = rest.split_at(word.unwrap_or(rest.len()));
            out += self.0.get(word).map_or(word, String::as_str);
            let skip = other.find(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$');
            let (between, after) = other.split_at(skip.unwrap_or(other.len()));
            out += between;
            rest = after;
        }
        out
    }
}

fn imports(section: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let mut reader = Reader(section);
    let count = reader.number()?;
    let mut out = Vec::new();
    number(&mut out, count);
    for _ in 0..count {
        block(&mut out, reader.block()?);
        block(&mut out, names.short(reader.block()?)?.as_bytes());
        let kind = reader.0;
        reader.import()?;
        out.extend(&kind[..kind.len() - reader.0.len()]);
    }
    Some(out)
}

fn exports(section: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let mut reader = Reader(section);
    let (mut kept, mut out) = (0, Vec::new());
    for _ in 0..reader.number()? {
        let name = reader.block()?;
        let kind = reader.0;
        reader.byte()?;
        reader.number()?;
        let words = str::from_utf8(name).ok()?;
        if words.trim_start_matches("__wbg_").starts_with(UNUSED) {
            continue;
        }
        // Others, such as `memory`, are words that the script may use for something else too.
        let generated = words.starts_with("__wb") || words.starts_with("wasm_bindgen");
        let name = if generated { names.short(name)? } else { words.to_owned() };
        block(&mut out, name.as_bytes());
        out.extend(&kind[..kind.len() - reader.0.len()]);
        kept += 1;
    }
    let mut section = Vec::new();
    number(&mut section, kept);
    section.extend(out);
    Some(section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_that_nothing_uses_are_taken_out_and_others_stay() {
        let unused = "export class IntoUnderlyingSink{free(){}}Symbol.dispose&&(IntoUnderlyingSink.prototype[Symbol.dispose]=IntoUnderlyingSink.prototype.free);";
        let used = "export class Other{}";
        assert_eq!(without_unused_classes(&format!("a;{unused}{used}b;{unused}")), format!("a;{used}b;"));
    }

    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        [&[id, u8::try_from(content.len()).unwrap()], content].concat()
    }

    #[test]
    fn generated_names_are_short_on_both_sides_and_others_stay() {
        let imports = section(2, b"\x01\x01m\x0b__wbg_f_12a\x00\x00");
        let exports = section(7, b"\x02\x06memory\x02\x00\x05__wbx\x00\x01");
        let (module, script) = shorten(
            &[MAGIC, &imports, &exports].concat(),
            "const memory=1;i={__wbg_f_12a:1};c.__wbx(c.memory,__wbg_f_12ab)",
        )
        .unwrap();
        let imports = section(2, b"\x01\x01m\x02_0\x00\x00");
        let exports = section(7, b"\x02\x06memory\x02\x00\x02_1\x00\x01");
        assert_eq!(module, [MAGIC, &imports, &exports].concat());
        assert_eq!(script, "const memory=1;i={_0:1};c._1(c.memory,__wbg_f_12ab)");
    }

    #[test]
    fn exports_for_streams_are_gone() {
        let exports = section(7, b"\x02\x16intounderlyingsink_end\x00\x00\x01a\x00\x01");
        let (module, _) = shorten(&[MAGIC, &exports].concat(), "").unwrap();
        assert_eq!(module, [MAGIC, &section(7, b"\x01\x01a\x00\x01")].concat());
    }

    #[test]
    fn what_is_not_a_module_is_refused() {
        assert!(shorten(b"<!doctype html>", "").is_none());
    }
}
