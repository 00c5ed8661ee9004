//! A Response for the log: what an admin needs to find a fault, without what could be used or is nobody's business.

use roxmltree::{Document, Node};

/// The copy is this many bytes long at most.
const MAX_COPY: usize = 32 * 1024;
/// So much of a signature or certificate is left: enough to tell two apart.
const LEFT: usize = 12;
const CUT: [&str; 4] = ["SignatureValue", "X509Certificate", "CipherValue", "DigestValue"];
const HIDDEN: &str = "AttributeValue";

/// The text of a document with signatures, certificates and ciphertext cut, and the values of attributes hidden.
pub(super) fn redacted(document: &Document<'_>) -> String {
    let text = document.input_text();
    let mut copy = String::new();
    let mut at = 0;
    let secret = |node: &Node<'_, '_>| node.is_element() && is_secret(node.tag_name().name());
    for element in document.descendants().filter(secret) {
        let (Some(first), Some(last)) = (element.first_child(), element.last_child()) else { continue };
        let (from, to) = (first.range().start, last.range().end);
        if from < at {
            continue;
        }
        copy.push_str(&text[at..from]);
        if element.tag_name().name() != HIDDEN {
            copy.extend(text[from..to].trim().chars().take(LEFT));
        }
        copy.push('…');
        at = to;
    }
    copy.push_str(&text[at..]);
    if copy.len() > MAX_COPY {
        let end = (0..=MAX_COPY).rev().find(|end| copy.is_char_boundary(*end)).unwrap_or(0);
        copy.truncate(end);
        copy.push('…');
    }
    copy
}

fn is_secret(name: &str) -> bool {
    name == HIDDEN || CUT.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_signatures_are_not_in_the_copy() {
        let text = "<r xmlns:x='urn:x'><n>ada</n><x:SignatureValue>\nAAAABBBBCCCCDDDD</x:SignatureValue>\
                    <AttributeValue>secret</AttributeValue><AttributeValue/><AttributeValue><a>b</a></AttributeValue></r>";
        let copy = redacted(&Document::parse(text).unwrap());
        assert_eq!(
            copy,
            "<r xmlns:x='urn:x'><n>ada</n><x:SignatureValue>AAAABBBBCCCC…</x:SignatureValue>\
             <AttributeValue>…</AttributeValue><AttributeValue/><AttributeValue>…</AttributeValue></r>"
        );
    }

    #[test]
    fn a_long_copy_is_cut() {
        let text = format!("<r>{}</r>", "ü".repeat(MAX_COPY));
        assert!(redacted(&Document::parse(&text).unwrap()).len() <= MAX_COPY + 3);
    }
}
