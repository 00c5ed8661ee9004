//! Edits of a Response after it was signed: elements are taken away, copied, moved and renamed, texts and attributes
//! replaced, as attacks do it. The bytes of the fuzzer say which.

use std::ops::Range;

/// Edits of one Response at most.
const MAX_EDITS: usize = 8;
/// A Response grows to this many bytes at most.
const MAX_LENGTH: usize = 64 * 1024;

/// What is put in: what readers differ on, names and ids that mean something, parts of signatures.
const TOKENS: [&str; 32] = [
    "",
    " ",
    "\r\n",
    "<!-- -->",
    "<![CDATA[x]]>",
    "<?x y?>",
    "&#97;",
    "&amp;",
    "\u{0}",
    "\u{2028}",
    "eve@contoso.example",
    "juergen@contoso.example",
    "<ns1:NameID>eve@contoso.example</ns1:NameID>",
    " ID=\"_evil\"",
    " xml:id=\"_evil\"",
    " xmlns:x=\"urn:x\" x:ID=\"_evil\"",
    " xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"",
    " xmlns:ns1=\"urn:x\"",
    "_q1",
    "_evil",
    "#_evil",
    "https://rollcall.example/saml/acs",
    "https://idp.example/metadata",
    "urn:oasis:names:tc:SAML:2.0:status:Success",
    "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
    "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
    "http://www.w3.org/TR/1999/REC-xpath-19991116",
    "<ns2:Object/>",
    "<ns1:Advice/>",
    "<ns0:Extensions/>",
    "9999-12-31T23:59:59Z",
    "2026-11-29T14:53:54.1234567Z",
];

/// An element: where it stands, and where its content does.
#[derive(Clone)]
struct Element {
    whole: Range<usize>,
    content: Range<usize>,
}

/// The elements of a text, outermost first; none when it is not well-formed as far as tags go.
fn elements(xml: &str) -> Vec<Element> {
    let mut found: Vec<Element> = Vec::new();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(start) = xml[at..].find('<').map(|found| at + found) {
        let Some(end) = xml[start..].find('>').map(|found| start + found + 1) else { return Vec::new() };
        let tag = &xml[start..end];
        if tag.starts_with("</") {
            let Some(index) = open.pop() else { return Vec::new() };
            let element: &mut Element = &mut found[index];
            element.content.end = start;
            element.whole.end = end;
        } else if !tag.starts_with("<!") && !tag.starts_with("<?") {
            found.push(Element { whole: start..end, content: end..end });
            if !tag.ends_with("/>") {
                open.push(found.len() - 1);
            }
        }
        at = end;
    }
    if open.is_empty() { found } else { Vec::new() }
}

/// The values of attributes.
fn values(xml: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = xml[at..].find("=\"").map(|found| at + found + 2) {
        let Some(end) = xml[start..].find('"').map(|found| start + found) else { break };
        found.push(start..end);
        at = end + 1;
    }
    found
}

fn pick<T: Clone>(from: &[T], by: u8) -> Option<T> {
    if from.is_empty() { None } else { from.get(usize::from(by) % from.len()).cloned() }
}

/// `xml` after the edits: each is a kind and three bytes.
pub(crate) fn edited(xml: &str, others: &[&str], edits: &[u8]) -> String {
    let mut xml = xml.to_owned();
    for edit in edits.chunks_exact(4).take(MAX_EDITS) {
        let [kind, a, b, c] = [edit[0], edit[1], edit[2], edit[3]];
        let Some(next) = one(&xml, others, kind, a, b, c) else { continue };
        if next.len() <= MAX_LENGTH {
            xml = next;
        }
    }
    xml
}

fn one(xml: &str, others: &[&str], kind: u8, a: u8, b: u8, c: u8) -> Option<String> {
    let all = elements(xml);
    let token = pick(&TOKENS, c)?;
    let replaced = |range: Range<usize>, by: &str| {
        let mut text = xml.to_owned();
        text.replace_range(range, by);
        text
    };
    if kind % 12 == 6 {
        let at = (usize::from(a) * 256 + usize::from(b)) % (xml.len() + 1);
        let at = (at..=xml.len()).find(|at| xml.is_char_boundary(*at))?;
        return Some(replaced(at..at, token));
    }
    if kind % 12 == 7 {
        return Some(replaced(pick(&values(xml), a)?, token));
    }
    let (element, target) = (pick(&all, a)?, pick(&all, b)?);
    let copy = match c % 3 {
        0 => xml[element.whole.clone()].to_owned(),
        // As an attacker would have it: another name, another ID.
        1 => xml[element.whole.clone()]
            .replace("juergen@", "eve@")
            .replace(" ID=\"id-", " ID=\"evil-")
            .replace("URI=\"#id-", "URI=\"#evil-"),
        _ => xml[element.whole.clone()].replace("juergen@", "eve@"),
    };
    Some(match kind % 12 {
        0 => replaced(element.whole, ""),
        1 => replaced(target.whole.start..target.whole.start, &copy),
        2 => replaced(target.content.start..target.content.start, &copy),
        3 => replaced(target.content.end..target.content.end, &copy),
        4 => {
            let without = replaced(element.whole.clone(), "");
            let target = pick(&elements(&without), b)?;
            let mut text = without;
            text.insert_str(target.whole.start, &copy);
            text
        }
        5 => replaced(element.content, token),
        8 => replaced(element.whole, token),
        9 => {
            let other = pick(others, c)?;
            let foreign = pick(&elements(other), a)?;
            replaced(target.whole, &other[foreign.whole])
        }
        10 => replaced(target.whole, &copy),
        // Two elements change places.
        _ => {
            let (first, second) =
                if element.whole.start < target.whole.start { (element, target) } else { (target, element) };
            if first.whole.end > second.whole.start {
                // One is within the other: the inner takes its place.
                return Some(replaced(first.whole, &xml[second.whole]));
            }
            let (one, other) = (xml[first.whole.clone()].to_owned(), xml[second.whole.clone()].to_owned());
            let mut text = replaced(second.whole, &one);
            text.replace_range(first.whole, &other);
            text
        }
    })
}
