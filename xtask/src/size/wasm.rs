//! How large each function of a module is and what it is called.
//!
//! For names: <https://webassembly.github.io/spec/core/appendix/custom.html>.

use std::collections::HashMap;

use crate::wasm::{MAGIC, Reader};

/// Sizes in a module, in bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Each function's name, where the name section has one, and the size of its body.
    pub functions: Vec<(Option<String>, usize)>,
    /// Initial contents of memory: strings and tables.
    pub data: usize,
    /// Everything else that browsers load; without the names.
    pub other: usize,
}

/// Reads a module; `None` if it is not one.
pub fn sizes(module: &[u8]) -> Option<Sizes> {
    let mut reader = Reader(module.strip_prefix(MAGIC)?);
    let mut sizes = Sizes { other: MAGIC.len(), ..Sizes::default() };
    let (mut imported, mut bodies, mut names) = (0, Vec::new(), HashMap::new());
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let section = reader.block()?;
        match id {
            0 => match function_names(section) {
                Some(found) => names = found,
                None => sizes.other += section.len(),
            },
            2 => {
                imported = imported_functions(section)?;
                sizes.other += section.len();
            }
            10 => bodies = body_sizes(section)?,
            11 => sizes.data = section.len(),
            _ => sizes.other += section.len(),
        }
    }
    sizes.functions = (imported..).zip(bodies).map(|(index, size)| (names.remove(&index), size)).collect();
    Some(sizes)
}

fn body_sizes(section: &[u8]) -> Option<Vec<usize>> {
    let mut reader = Reader(section);
    (0..reader.number()?).map(|_| reader.block().map(<[u8]>::len)).collect()
}

/// Functions are numbered with the imported ones first.
fn imported_functions(section: &[u8]) -> Option<u32> {
    let mut reader = Reader(section);
    let mut functions = 0;
    for _ in 0..reader.number()? {
        reader.block()?;
        reader.block()?;
        functions += u32::from(reader.import()?);
    }
    Some(functions)
}

/// The names in a custom section, if it is the one called "name".
fn function_names(section: &[u8]) -> Option<HashMap<u32, String>> {
    let mut reader = Reader(section);
    if reader.block()? != b"name" {
        return None;
    }
    let mut names = HashMap::new();
    while !reader.0.is_empty() {
        let of_functions = reader.byte()? == 1;
        let mut part = Reader(reader.block()?);
        if of_functions {
            for _ in 0..part.number()? {
                let index = part.number()?;
                names.insert(index, String::from_utf8_lossy(part.block()?).into_owned());
            }
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        let length = u8::try_from(content.len()).unwrap();
        [&[id, length], content].concat()
    }

    fn module(sections: &[Vec<u8>]) -> Vec<u8> {
        [MAGIC.to_vec(), sections.concat()].concat()
    }

    #[test]
    fn functions_get_their_names_although_imports_are_counted_before_them() {
        let imports = section(2, b"\x02\x01a\x01f\x00\x00\x01a\x01m\x02\x01\x01\x02");
        let code = section(10, b"\x02\x02\x00\x0b\x03\x00\x01\x0b");
        let data = section(11, b"\x00");
        let names = section(0, b"\x04name\x01\x09\x02\x00\x01i\x02\x03two");
        let found = sizes(&module(&[imports.clone(), code, data, names])).unwrap();
        assert_eq!(found.functions, [(None, 2), (Some("two".to_owned()), 3)]);
        assert_eq!(found.data, 1);
        assert_eq!(found.other, MAGIC.len() + imports.len() - 2);
    }

    #[test]
    fn what_is_not_a_module_or_is_cut_off_is_refused() {
        assert_eq!(sizes(b"<!doctype html>"), None);
        assert_eq!(sizes(&module(&[vec![10, 9, 1]])), None);
    }
}
