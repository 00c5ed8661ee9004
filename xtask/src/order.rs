//! The order of the console's functions: those that begin alike stand together, so that what a compressor repeats is near. 2,300 bytes less than by
//! name (docs/decisions/view.md).
//!
//! wasm-opt moves functions, and counts them anew, by their names: here they get names in the order of their bodies. The last round of
//! wasm-opt takes the names away again.
//!
//! <https://webassembly.github.io/spec/core/appendix/custom.html#name-section>

use crate::wasm::{MAGIC, Reader, block, number};

/// Ids of sections.
const CUSTOM: u8 = 0;
const IMPORTS: u8 = 2;
const CODE: u8 = 10;
/// The part of the section of names that names functions.
const FUNCTIONS: u8 = 1;

/// The module with a section of names in the order of the functions' bodies; `None` if it is none.
pub fn named(module: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader(module.strip_prefix(MAGIC)?);
    let (mut imported, mut bodies) = (0, Vec::new());
    while !reader.0.is_empty() {
        let id = reader.byte()?;
        let mut section = Reader(reader.block()?);
        match id {
            IMPORTS => imported = functions(&mut section)?,
            CODE => {
                for _ in 0..section.number()? {
                    bodies.push(section.block()?);
                }
            }
            _ => {}
        }
    }
    let mut order: Vec<usize> = (0..bodies.len()).collect();
    order.sort_by_key(|at| bodies[*at]);
    let mut names = vec![String::new(); bodies.len()];
    for (place, at) in order.into_iter().enumerate() {
        names[at] = format!("{place:06}");
    }
    let mut out = module.to_vec();
    section_of(&mut out, imported, &names);
    Some(out)
}

/// How many functions are imported: they are counted before those of the module.
fn functions(section: &mut Reader<'_>) -> Option<u32> {
    let mut functions = 0;
    for _ in 0..section.number()? {
        section.block()?;
        section.block()?;
        functions += u32::from(section.import()?);
    }
    Some(functions)
}

fn section_of(out: &mut Vec<u8>, imported: u32, names: &[String]) {
    let mut map = Vec::new();
    number(&mut map, u32::try_from(names.len()).expect("a module counts its functions with 32 bits"));
    for (index, name) in (imported..).zip(names) {
        number(&mut map, index);
        block(&mut map, name.as_bytes());
    }
    let mut section = Vec::new();
    block(&mut section, b"name");
    section.push(FUNCTIONS);
    block(&mut section, &map);
    out.push(CUSTOM);
    block(out, &section);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_named_in_the_order_of_their_bodies_and_counted_after_imports() {
        let imports = b"\x02\x07\x01\x01m\x01f\x00\x00";
        let code = b"\x0a\x09\x02\x03\x00\x42\x0b\x03\x00\x41\x0b";
        let module = [MAGIC, &imports[..], &code[..]].concat();
        let named = named(&module).unwrap();
        let section = b"\x00\x18\x04name\x01\x11\x02\x01\x06000001\x02\x06000000";
        assert_eq!(named, [&module[..], &section[..]].concat());
    }

    #[test]
    fn what_is_not_a_module_is_refused() {
        assert!(named(b"<!doctype html>").is_none());
    }
}
