//! Exclusive XML canonicalization (W3C, 2002) of what the tests sign. Written from its text, over a reader of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use roxmltree::{Attribute, Document, Node};

/// The element with this ID, canonical. `prefixes` is the list of InclusiveNamespaces.
pub fn by_id(xml: &str, id: &str, prefixes: &[&str]) -> String {
    let document = Document::parse(xml).expect("the test is right");
    let node =
        document.descendants().find(|node| node.attribute("ID") == Some(id)).expect("the test is right");
    let mut out = String::new();
    write(node, &BTreeMap::new(), prefixes, &mut out);
    out
}

/// The whole document, canonical.
pub fn whole(xml: &str, prefixes: &[&str]) -> String {
    let document = Document::parse(xml).expect("the test is right");
    let mut out = String::new();
    write(document.root_element(), &BTreeMap::new(), prefixes, &mut out);
    out
}

fn source<'a>(node: Node<'a, '_>) -> &'a str {
    &node.document().input_text()[node.range()]
}

/// The name as it is written, with its prefix.
fn written_name<'a>(node: Node<'a, '_>) -> &'a str {
    source(node)[1..]
        .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .next()
        .expect("the test is right")
}

fn prefix(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

fn attribute_name<'a>(node: Node<'a, '_>, attribute: &Attribute<'a, '_>) -> &'a str {
    &node.document().input_text()[attribute.range_qname()]
}

fn write(node: Node<'_, '_>, rendered: &BTreeMap<String, String>, prefixes: &[&str], out: &mut String) {
    if !node.is_element() {
        out.push_str(&escaped_text(node.text().unwrap_or_default()));
        return;
    }
    let name = written_name(node);
    let mut used = vec![prefix(name)];
    used.extend(node.attributes().map(|a| prefix(attribute_name(node, &a))).filter(|p| !p.is_empty()));
    used.extend(prefixes);
    used.sort_unstable();
    used.dedup();
    let mut rendered = rendered.clone();
    let _ = write!(out, "<{name}");
    for prefix in used.into_iter().filter(|prefix| *prefix != "xml") {
        let uri = node.lookup_namespace_uri(Some(prefix).filter(|p| !p.is_empty())).unwrap_or_default();
        let known = rendered.get(prefix).map_or("", String::as_str);
        if uri == known {
            continue;
        }
        rendered.insert(prefix.to_owned(), uri.to_owned());
        match prefix {
            "" => write!(out, " xmlns=\"{}\"", escaped_value(uri)),
            prefix => write!(out, " xmlns:{prefix}=\"{}\"", escaped_value(uri)),
        }
        .expect("the test is right");
    }
    let mut attributes: Vec<_> = node.attributes().collect();
    attributes.sort_by_key(|a| (a.namespace().unwrap_or_default().to_owned(), a.name().to_owned()));
    for attribute in attributes {
        let _ = write!(out, " {}=\"{}\"", attribute_name(node, &attribute), escaped_value(attribute.value()));
    }
    out.push('>');
    node.children().for_each(|child| write(child, &rendered, prefixes, out));
    let _ = write!(out, "</{name}>");
}

fn escaped_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#xD;")
}

fn escaped_value(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    text.replace('\t', "&#x9;").replace('\n', "&#xA;").replace('\r', "&#xD;")
}
