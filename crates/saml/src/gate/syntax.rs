//! Guard before parsing: nothing in the text that XML readers read differently, and nothing that takes them long.

use super::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, MAX_XML, Refusal};

/// A tag is this many bytes long at most. An address in it has some hundred.
const MAX_TAG: usize = 8 * 1024;

/// The text without the mark of its encoding, when it is as plain as it must be.
pub(crate) fn check(text: &str) -> Result<&str, Refusal> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > MAX_XML {
        return Err(Refusal::xml(
            format!("XML of {} KB at most.", MAX_XML / 1024),
            format!("{} KB.", text.len() / 1024),
        ));
    }
    let body = after_declaration(text)?;
    if let Some(at) = body.find("<!") {
        let what = if body[at..].starts_with("<!--") {
            "a comment"
        } else if body[at..].starts_with("<![CDATA[") {
            "a CDATA section"
        } else {
            "a document type or a declaration of it"
        };
        return Err(plain_xml(what));
    }
    if body.contains("<?") {
        return Err(plain_xml("a processing instruction"));
    }
    if let Some(c) = body.chars().find(|c| !is_plain(*c)) {
        return Err(plain_xml(&format!("the character U+{:04X}", u32::from(c))));
    }
    check_references(body)?;
    check_tags(body)?;
    Ok(text)
}

fn plain_xml(what: &str) -> Refusal {
    Refusal::xml("XML of elements, attributes and text only.", format!("XML with {what} in it."))
}

/// What follows the XML declaration: version 1.0, encoding UTF-8, or none.
fn after_declaration(text: &str) -> Result<&str, Refusal> {
    let Some(rest) = text.strip_prefix("<?xml") else { return Ok(text) };
    let fault = || Refusal::xml("XML 1.0 in UTF-8.", "Another XML declaration.");
    let (declaration, body) = rest.split_once("?>").ok_or_else(fault)?;
    let mut left = declaration.trim().replace('\'', "\"");
    for (name, values) in
        [("version", ["1.0", "1.0"]), ("encoding", ["utf-8", "utf8"]), ("standalone", ["yes", "no"])]
    {
        let Some(value) = left.strip_prefix(name).map(str::trim_start).and_then(|l| l.strip_prefix('='))
        else {
            if name == "version" {
                return Err(fault());
            }
            continue;
        };
        let value = value.trim_start().strip_prefix('"').ok_or_else(fault)?;
        let (value, after) = value.split_once('"').ok_or_else(fault)?;
        if !values.iter().any(|allowed| value.eq_ignore_ascii_case(allowed)) {
            return Err(fault());
        }
        left = after.trim_start().to_owned();
    }
    if left.is_empty() { Ok(body) } else { Err(fault()) }
}

/// No control characters, no line ends that only some readers know, nothing that is no character.
const fn is_plain(c: char) -> bool {
    !matches!(c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// References: the five names that XML has, and numbers of characters that may stand in it.
fn check_references(body: &str) -> Result<(), Refusal> {
    for part in body.split('&').skip(1) {
        let name = part.split_once(';').map(|(name, _)| name).unwrap_or_default();
        let character = match name.strip_prefix('#') {
            _ if name.len() > 8 => None,
            // Numbers are parsed with a sign too, which XML does not know.
            Some(number) if number.contains('+') => None,
            Some(number) => match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            },
            None => match name {
                "lt" | "gt" | "amp" | "quot" | "apos" => continue,
                _ => None,
            },
        };
        if !character.and_then(char::from_u32).is_some_and(is_plain) {
            return Err(plain_xml("an entity that is not one of XML's own"));
        }
    }
    Ok(())
}

/// Counts tags, their depth and their attributes, before anything builds a tree of them.
fn check_tags(body: &str) -> Result<(), Refusal> {
    let (mut depth, mut count) = (0_usize, 0_usize);
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        let (end, attributes) = tag_end(tag)?;
        if attributes > MAX_ATTRIBUTES {
            return Err(Refusal::xml(
                format!("{MAX_ATTRIBUTES} attributes of an element at most."),
                "More than that.",
            ));
        }
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else {
            count += 1;
            if !tag[..end].ends_with('/') {
                depth += 1;
            }
        }
        if depth > MAX_DEPTH || count > MAX_ELEMENTS {
            return Err(Refusal::xml(
                format!("{MAX_ELEMENTS} elements at most, {MAX_DEPTH} within each other."),
                "More than that.",
            ));
        }
        rest = &tag[end + 1..];
    }
    Ok(())
}

/// Where a tag ends, and how many values of attributes it has.
fn tag_end(tag: &str) -> Result<(usize, usize), Refusal> {
    let mut quote = None;
    let mut attributes = 0;
    for (at, b) in tag.bytes().enumerate().take(MAX_TAG) {
        match (quote, b) {
            (None, b'>') => return Ok((at, attributes)),
            (None, b'"' | b'\'') => {
                quote = Some(b);
                attributes += 1;
            }
            (Some(open), b) if open == b => quote = None,
            (_, b'<') => return Err(Refusal::xml("Well-formed XML.", "A tag within a tag.")),
            _ => {}
        }
    }
    Err(Refusal::xml("Well-formed XML, with tags of 8 KB at most.", "A tag without an end, or a longer one."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_xml_passes_with_and_without_declaration_and_mark() {
        for text in [
            "<a/>",
            "<?xml version=\"1.0\"?><a/>",
            "<?xml version='1.0' encoding='utf-8' standalone='no' ?>\r\n<a b='>'>ü &amp; &#252; &#xD;</a>",
            "\u{feff}<a>\t\n</a>",
        ] {
            assert!(check(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn syntax_that_readers_differ_on_is_refused() {
        for text in [
            "<a><!-- x --></a>",
            "<a><![CDATA[x]]></a>",
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
            "<a>&x;</a>",
            "<a>&</a>",
            "<a>&#0;</a>",
            "<a>&#x85;</a>",
            "<a>&#x2028;</a>",
            "<a>&#+65;</a>",
            "<a>&#x+41;</a>",
            "<a><?x y?></a>",
            "<?xml version=\"1.1\"?><a/>",
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>",
            "<?xml encoding=\"UTF-8\"?><a/>",
            "<?xml version=\"1.0\"?><?xml version=\"1.0\"?><a/>",
            "<?xml-stylesheet href='x'?><a/>",
            "<?xml version=\"1.0\" x=\"y\"?><a/>",
            " <?xml version=\"1.0\"?><a/>",
            "<a>\u{0}</a>",
            "<a>\u{85}</a>",
            "<a>\u{2028}</a>",
            "<a>\u{feff}</a>",
            "<a b=\"<\"/>",
            "<a",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
