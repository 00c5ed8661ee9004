//! Elements as the gate reads them: by namespace and name, each attribute and child one that is expected.

use domain::Timestamp;
use roxmltree::Node;

use super::{Refusal, shown};
use crate::xml::{ASSERTION, DSIG, METADATA, PROTOCOL, XENC};

/// The name of an element: namespace and local name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name(pub(crate) &'static str, pub(crate) &'static str);

impl Name {
    pub(crate) const fn protocol(local: &'static str) -> Self {
        Self(PROTOCOL, local)
    }

    pub(crate) const fn assertion(local: &'static str) -> Self {
        Self(ASSERTION, local)
    }

    pub(crate) const fn dsig(local: &'static str) -> Self {
        Self(DSIG, local)
    }

    pub(crate) const fn xenc(local: &'static str) -> Self {
        Self(XENC, local)
    }

    pub(crate) const fn metadata(local: &'static str) -> Self {
        Self(METADATA, local)
    }
}

/// An element. A copy of the reference, not of what is in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a, 'b>(pub(crate) Node<'a, 'b>);

impl<'a, 'b> Element<'a, 'b> {
    pub(crate) fn is(self, name: Name) -> bool {
        self.0.tag_name().name() == name.1 && self.0.tag_name().namespace() == Some(name.0)
    }

    pub(crate) fn local(self) -> &'a str {
        self.0.tag_name().name()
    }

    /// An attribute without a namespace.
    pub(crate) fn attribute(self, name: &str) -> Option<&'a str> {
        self.0.attributes().find(|a| a.namespace().is_none() && a.name() == name).map(|a| a.value())
    }

    /// An attribute that must be there.
    pub(crate) fn required(self, name: &str) -> Result<&'a str, Refusal> {
        self.attribute(name).ok_or_else(|| {
            Refusal::shape(format!("{} with the attribute {name}.", self.local()), "Without it.")
        })
    }

    /// No attributes but these, which are without namespace.
    pub(crate) fn only_attributes(self, names: &[&str]) -> Result<(), Refusal> {
        match self.0.attributes().find(|a| a.namespace().is_some() || !names.contains(&a.name())) {
            None => Ok(()),
            Some(other) => Err(Refusal::shape(
                format!("{} with no attributes but {}.", self.local(), names.join(", ")),
                format!("The attribute {}.", shown(other.name())),
            )),
        }
    }

    /// What is in it, when it is only elements, with blanks between.
    pub(crate) fn children(self) -> Result<Vec<Self>, Refusal> {
        let mut children = Vec::new();
        for child in self.0.children() {
            if child.is_element() {
                children.push(Self(child));
            } else if !child.text().unwrap_or_default().bytes().all(|b| b.is_ascii_whitespace()) {
                return Err(Refusal::shape(
                    format!("{} with elements only.", self.local()),
                    "Text between them.",
                ));
            }
        }
        Ok(children)
    }

    /// Nothing is in it.
    pub(crate) fn empty(self) -> Result<(), Refusal> {
        self.children()?.first().map_or(Ok(()), |child| Err(self.unexpected(*child)))
    }

    /// What is in it, when it is only text.
    pub(crate) fn text(self) -> Result<String, Refusal> {
        let mut text = String::new();
        for child in self.0.children() {
            if !child.is_text() {
                return Err(Refusal::shape(
                    format!("{} with text only.", self.local()),
                    format!("An element in it: {}.", shown(child.tag_name().name())),
                ));
            }
            text.push_str(child.text().unwrap_or_default());
        }
        Ok(text)
    }

    pub(crate) fn unexpected(self, child: Self) -> Refusal {
        let namespace = child.0.tag_name().namespace().unwrap_or("no namespace");
        Refusal::shape(
            format!("{} with nothing in it but what belongs there.", self.local()),
            format!("{} ({}) in it.", shown(child.local()), shown(namespace)),
        )
    }

    /// One of this name; `None` where there is none.
    pub(crate) fn at_most_one(self, children: &[Self], name: Name) -> Result<Option<Self>, Refusal> {
        let mut found = children.iter().copied().filter(|child| child.is(name));
        match (found.next(), found.next()) {
            (one, None) => Ok(one),
            _ => Err(Refusal::shape(
                format!("{} with one {} at most.", self.local(), name.1),
                "More than one.",
            )),
        }
    }

    /// One of this name, which must be there.
    pub(crate) fn one(self, children: &[Self], name: Name) -> Result<Self, Refusal> {
        self.at_most_one(children, name)?
            .ok_or_else(|| Refusal::shape(format!("{} with {} in it.", self.local(), name.1), "None."))
    }

    /// No children but those of these names.
    pub(crate) fn only_children(self, children: &[Self], names: &[Name]) -> Result<(), Refusal> {
        match children.iter().find(|child| !names.iter().any(|name| child.is(*name))) {
            None => Ok(()),
            Some(other) => Err(self.unexpected(*other)),
        }
    }

    /// A time in an attribute.
    pub(crate) fn time(self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.attribute(name) else { return Ok(None) };
        parse_time(text).map(Some).ok_or_else(|| {
            Refusal::shape(
                format!("{name} in UTC, such as 2026-11-23T14:05:00Z."),
                format!("{name}: {}.", shown(text)),
            )
        })
    }
}

/// `YYYY-MM-DDTHH:MM:SS(.f{1,9})?Z`, of a year from 1970 to 9998: outside of those, readers compute beyond their last day.
pub(crate) fn parse_time(text: &str) -> Option<Timestamp> {
    let plain = text.len() <= 30 && text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T');
    let years = ("1970".."9999").contains(&text.get(..4)?);
    if plain && years { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc_with_nine_digits_of_fraction_at_most() {
        for text in [
            "2026-11-23T14:05:00Z",
            "2026-11-23T14:05:00.1Z",
            "2026-11-23T14:05:00.123456789Z",
            "9998-12-31T23:59:59Z",
        ] {
            assert!(parse_time(text).is_some(), "{text}");
        }
        for text in [
            "2026-11-23T14:05:00",
            "2026-11-23T14:05:00+00:00",
            "2026-11-23T14:05:00z",
            "2026-11-23t14:05:00Z",
            "2026-11-23T14:05:00.1234567890Z",
            "2026-11-23T14:05:60Z",
            "9999-12-31T23:59:59Z",
            "1969-12-31T23:59:59Z",
            "-026-11-23T14:05:00Z",
            " 2026-11-23T14:05:00Z",
            "",
            "Z",
        ] {
            assert!(parse_time(text).is_none(), "{text}");
        }
    }
}
