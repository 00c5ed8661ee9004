//! Compares a translation with what it is translated from.

use std::path::Path;

use crate::{Fault, Module};

/// Everything that a translation lacks, has too much, or says otherwise.
pub fn translation(source: &[Module], translation: &[Module], folder: &Path, faults: &mut Vec<Fault>) {
    for module in source {
        match translation.iter().find(|other| other.path == module.path) {
            Some(other) => compare(module, other, faults),
            None => {
                let file = folder.join(module.path.join("/")).with_extension("txt");
                let words = format!("The file is missing: {} is not translated.", module.file.display());
                faults.push(Fault::new(&file, 1, words));
            }
        }
    }
    for module in translation {
        if source.iter().all(|other| other.path != module.path) {
            faults.push(Fault::new(&module.file, 1, "There is no English file of this name."));
        }
    }
}

fn compare(source: &Module, translation: &Module, faults: &mut Vec<Fault>) {
    let last = translation.messages.last().map_or(1, |message| message.line);
    for message in &source.messages {
        let other = translation.messages.iter().find(|other| other.name == message.name);
        let (line, words) = match other {
            None => {
                (last, format!("“{}” is missing ({}:{}).", message.name, source.file.display(), message.line))
            }
            Some(other) if other.head() != message.head() => {
                (other.line, format!("English has `{}` here, not `{}`.", message.head(), other.head()))
            }
            Some(other) if other.parts() != message.parts() => {
                let (given, needed) = (other.parts(), message.parts());
                (other.line, format!("“{}” has {given} parts; English has {needed}.", message.name))
            }
            Some(_) => continue,
        };
        faults.push(Fault::new(&translation.file, line, words));
    }
    for message in &translation.messages {
        if source.messages.iter().all(|other| other.name != message.name) {
            let words = format!("“{}” is not in English.", message.name);
            faults.push(Fault::new(&translation.file, message.line, words));
        }
    }
}
