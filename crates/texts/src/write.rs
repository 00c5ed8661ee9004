//! Writes functions and packs. A message is known by its number: its place among the English ones.

use std::fmt::Write;

use crate::read::BAR;
use crate::{FORMS, Message, Module, Parameter, Words};

/// The messages of a language, one a line, in the order of the English ones.
pub fn pack(source: &[Module], language: &[Module]) -> String {
    let mut text = String::new();
    for module in source {
        let translated = language.iter().find(|other| other.path == module.path);
        for message in &module.messages {
            let find =
                |module: &'_ Module| module.messages.iter().position(|other| other.name == message.name);
            let found = translated.and_then(|module| find(module).map(|at| &module.messages[at]));
            text += &line(found.expect("that all are there was checked"));
            text.push('\n');
        }
    }
    text.pop();
    text
}

/// `{from} is now {to}.` as `{0} is now {1}.`; plural forms with tabulators between them, in the order of [`FORMS`].
fn line(message: &Message) -> String {
    let numbered = |words: &str| {
        message.parameters.iter().enumerate().fold(words.to_owned(), |words, (at, parameter)| {
            words.replace(&format!("{{{}}}", parameter.name), &format!("{{{at}}}"))
        })
    };
    match &message.words {
        // A line for each part of a list.
        Words::One(words) if message.parts() > 1 => words.replace(BAR, "\n"),
        Words::One(words) => numbered(words),
        Words::Forms(forms) => {
            let find = |name: &str| forms.iter().find(|(form, _)| form == name);
            let forms = FORMS.map(|name| find(name).map(|(_, words)| numbered(words)).unwrap_or_default());
            forms.join("\t").trim_end_matches('\t').to_owned()
        }
    }
}

/// Rust modules as the files are, with a function for each message.
pub fn functions(source: &[Module]) -> String {
    let mut next = 0;
    let mut numbered = Vec::new();
    for module in source {
        numbered.push((module.path.as_slice(), module, next));
        next += module.messages.iter().map(Message::parts).sum::<usize>();
    }
    let mut code = String::new();
    level(&mut code, &numbered, 0);
    code
}

/// A module, its place, and the number of its first message.
type Numbered<'a> = (&'a [String], &'a Module, usize);

fn level(code: &mut String, modules: &[Numbered], depth: usize) {
    let mut names: Vec<&String> = modules.iter().filter_map(|(path, ..)| path.get(depth)).collect();
    names.sort();
    names.dedup();
    for name in names {
        let inside: Vec<Numbered> =
            modules.iter().filter(|(path, ..)| path.get(depth) == Some(name)).copied().collect();
        let own = inside.iter().find(|(path, ..)| path.len() == depth + 1);
        let comment =
            own.map(|(_, module, _)| module.comment.join("\n")).filter(|comment| !comment.is_empty());
        document(code, &comment.unwrap_or_else(|| format!("Texts of `{name}`.")));
        let _ = writeln!(code, "pub mod {name} {{");
        if let Some((_, module, first)) = own {
            module.messages.iter().fold(*first, |number, message| {
                function(code, message, number);
                number + message.parts()
            });
        }
        let below: Vec<Numbered> =
            inside.iter().filter(|(path, ..)| path.len() > depth + 1).copied().collect();
        level(code, &below, depth + 1);
        code.push_str("}\n");
    }
}

fn document(code: &mut String, words: &str) {
    for line in words.lines() {
        let _ = writeln!(code, "/// {line}");
    }
}

fn function(code: &mut String, message: &Message, number: usize) {
    document(code, &message.comment.join("\n"));
    if !message.comment.is_empty() {
        code.push_str("///\n");
    }
    let wordings: Vec<String> = message.wordings().map(|(_, words)| format!("“{words}”")).collect();
    document(code, &wordings.join(" or "));
    code.push_str("#[must_use]\n");
    let name = &message.name;
    if message.parts() > 1 {
        let (parts, constant) = (message.parts(), name.to_uppercase());
        let _ = writeln!(
            code,
            "pub const fn {name}(at: usize) -> crate::text::Message {{ debug_assert!(at < {parts}); crate::text::Message::of({number} + at) }}"
        );
        let _ = writeln!(code, "/// How many parts [`{name}`] has.\npub const {constant}: usize = {parts};");
        return;
    }
    if message.parameters.is_empty() {
        let _ = writeln!(
            code,
            "pub const fn {name}() -> crate::text::Message {{ crate::text::Message::of({number}) }}"
        );
        return;
    }
    let declared = message
        .parameters
        .iter()
        .map(|Parameter { name, number }| format!("{name}: {}", if *number { "u64" } else { "&str" }));
    let declared = declared.collect::<Vec<_>>().join(", ");
    let given = message.parameters.iter().map(|Parameter { name, number }| match number {
        true => format!("&crate::text::number({name})"),
        false => name.clone(),
    });
    let given = given.collect::<Vec<_>>().join(", ");
    let chosen_by = message.parameters.iter().find(|parameter| parameter.number);
    let call = match (&message.words, chosen_by) {
        (Words::Forms(_), Some(n)) => format!("plural({number}, {}, &[{given}])", n.name),
        _ => format!("fill({number}, &[{given}])"),
    };
    let _ = writeln!(code, "pub fn {name}({declared}) -> String {{ crate::text::{call} }}");
}
