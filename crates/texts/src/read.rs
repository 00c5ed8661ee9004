//! Reads the files of a language.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Fault, Language, files};

/// The messages of a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Module {
    /// Its file.
    pub file: PathBuf,
    /// Where it stands among the modules: `users`, `list`.
    pub path: Vec<String>,
    /// What it is about.
    pub comment: Vec<String>,
    /// In the order of the file.
    pub messages: Vec<Message>,
}

/// One message.
#[derive(Debug, PartialEq, Eq)]
pub struct Message {
    /// What it is called.
    pub name: String,
    /// What it is given.
    pub parameters: Vec<Parameter>,
    /// What it says.
    pub words: Words,
    /// When it is said.
    pub comment: Vec<String>,
    /// The line in its file.
    pub line: usize,
}

/// What a message is given.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Is it a number?
    pub number: bool,
}

/// What stands between the parts of a list.
pub const BAR: &str = " | ";

/// What a message says.
#[derive(Debug, PartialEq, Eq)]
pub enum Words {
    /// Always the same.
    One(String),
    /// By plural category.
    Forms(Vec<(String, String)>),
}

impl Message {
    /// What stands before `=`.
    #[must_use]
    pub fn head(&self) -> String {
        let sign = |parameter: &Parameter| {
            let mark = if parameter.number { "#" } else { "" };
            format!("{mark}{}", parameter.name)
        };
        match self.parameters.as_slice() {
            [] => self.name.clone(),
            all => format!("{}({})", self.name, all.iter().map(sign).collect::<Vec<_>>().join(", ")),
        }
    }

    /// The parts of a list, which has bars between them; of any other message there is one.
    #[must_use]
    pub fn parts(&self) -> usize {
        match &self.words {
            Words::One(words) if self.parameters.is_empty() => words.split(BAR).count(),
            _ => 1,
        }
    }

    /// Every wording, with its plural category.
    pub fn wordings(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        let (one, forms): (Option<&str>, &[(String, String)]) = match &self.words {
            Words::One(words) => (Some(words), &[]),
            Words::Forms(forms) => (None, forms),
        };
        let forms = forms.iter().map(|(form, words)| (Some(form.as_str()), words.as_str()));
        one.map(|words| (None, words)).into_iter().chain(forms)
    }
}

/// Reads every file of a language.
pub fn language(folder: &Path, language: Language, faults: &mut Vec<Fault>) -> Vec<Module> {
    let found = files(folder);
    if found.is_empty() {
        faults.push(Fault::new(folder, 1, "There are no texts of this language."));
    }
    found
        .into_iter()
        .map(|file| {
            let path = file.strip_prefix(folder).unwrap_or(&file).with_extension("");
            let path = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            let text = fs::read_to_string(&file).unwrap_or_else(|error| {
                faults.push(Fault::new(&file, 1, format!("It cannot be read: {error}.")));
                String::new()
            });
            module(file, path, &text, language, faults)
        })
        .collect()
}

/// Reads one file.
pub fn module(
    file: PathBuf,
    path: Vec<String>,
    text: &str,
    language: Language,
    faults: &mut Vec<Fault>,
) -> Module {
    let mut module = Module { file, path, comment: Vec::new(), messages: Vec::new() };
    let mut comment = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        let outcome = match line.trim() {
            "" => {
                let above = std::mem::take(&mut comment);
                if module.messages.is_empty() && module.comment.is_empty() {
                    module.comment = above;
                }
                Ok(())
            }
            words if words.starts_with('#') => {
                comment.push(words.trim_start_matches('#').trim().to_owned());
                Ok(())
            }
            words if line.starts_with(char::is_whitespace) => {
                form(words, module.messages.last_mut(), language)
            }
            words => message(words, number, &mut comment).map(|message| module.messages.push(message)),
        };
        if let Err(words) = outcome {
            faults.push(Fault::new(&module.file, number, words));
        }
    }
    for message in &module.messages {
        for words in message_faults(message, language) {
            faults.push(Fault::new(&module.file, message.line, words));
        }
    }
    repeated(&module, faults);
    module
}

/// `name(parameters) = words`.
fn message(line: &str, number: usize, comment: &mut Vec<String>) -> Result<Message, String> {
    let (head, words) =
        line.split_once('=').ok_or("A message is written `name = words`; a plural form is indented.")?;
    let (name, parameters) = match head.trim().split_once('(') {
        None => (head.trim(), Vec::new()),
        Some((name, rest)) => {
            let inside = rest.strip_suffix(')').ok_or("The bracket behind the name is not closed.")?;
            (name, inside.split(',').map(|one| parameter(one.trim())).collect::<Result<_, _>>()?)
        }
    };
    let words = match words.trim() {
        "" => Words::Forms(Vec::new()),
        words => Words::One(words.to_owned()),
    };
    let name = identifier(name)?;
    Ok(Message { name, parameters, words, comment: std::mem::take(comment), line: number })
}

fn parameter(text: &str) -> Result<Parameter, String> {
    let name = text.strip_prefix('#');
    Ok(Parameter { name: identifier(name.unwrap_or(text))?, number: name.is_some() })
}

fn identifier(name: &str) -> Result<String, String> {
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if plain && name.starts_with(|c: char| c.is_ascii_lowercase()) {
        Ok(name.to_owned())
    } else {
        Err(format!("“{name}” is no name: small letters, digits and _."))
    }
}

/// `category: words`, of the message above.
fn form(line: &str, message: Option<&mut Message>, language: Language) -> Result<(), String> {
    let Some(Message { words: Words::Forms(forms), .. }) = message else {
        return Err("A plural form stands under a message without words of its own: `name(#n) =`.".into());
    };
    let (form, words) = line.split_once(':').ok_or("A plural form is written `other: words`.")?;
    if !language.forms.contains(&form) {
        let known = language.forms.join(", ");
        return Err(format!("“{form}” is no plural form of this language. It has: {known}."));
    }
    forms.push((form.to_owned(), words.trim().to_owned()));
    Ok(())
}

/// What is wrong in a message by itself.
fn message_faults(message: &Message, language: Language) -> Vec<String> {
    let mut faults = Vec::new();
    let chosen_by = message.parameters.iter().find(|parameter| parameter.number);
    if let Words::Forms(forms) = &message.words {
        if chosen_by.is_none() {
            faults.push(format!(
                "“{}” has no words. Forms need a number: `{}(#n) =`.",
                message.name, message.name
            ));
        }
        for needed in language.forms {
            match forms.iter().filter(|(form, _)| form == needed).count() {
                1 => {}
                0 => faults.push(format!("“{}” lacks the plural form “{needed}”.", message.name)),
                _ => {
                    faults.push(format!("“{}” has the plural form “{needed}” more than once.", message.name))
                }
            }
        }
    }
    for (form, words) in message.wordings() {
        let may_lack = form.and(chosen_by).map(|parameter| parameter.name.as_str());
        let name = form.map_or_else(|| message.name.clone(), |form| format!("{}, {form}", message.name));
        faults.extend(
            placeholder_faults(message, words, may_lack).into_iter().map(|fault| format!("“{name}” {fault}")),
        );
    }
    faults
}

fn placeholder_faults(message: &Message, words: &str, may_lack: Option<&str>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut rest = words.to_owned();
    for Parameter { name, .. } in &message.parameters {
        let placeholder = format!("{{{name}}}");
        if !words.contains(&placeholder) && may_lack != Some(name) {
            faults.push(format!("does not say {placeholder}."));
        }
        rest = rest.replace(&placeholder, "");
    }
    if rest.contains(['{', '}']) {
        let known = message.head();
        faults.push(format!("has a placeholder that is not one of `{known}`."));
    }
    if words.contains('\t') {
        faults.push("holds a tabulator.".into());
    }
    if words.is_empty() {
        faults.push("is empty.".into());
    }
    faults
}

fn repeated(module: &Module, faults: &mut Vec<Fault>) {
    for (at, message) in module.messages.iter().enumerate() {
        if module.messages[..at].iter().any(|before| before.name == message.name) {
            let words = format!("“{}” is in this file already.", message.name);
            faults.push(Fault::new(&module.file, message.line, words));
        }
    }
}
