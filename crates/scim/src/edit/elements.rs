//! Operations on multi-valued attributes: whole lists, the elements that a filter selects, parts of elements.

use serde_json::Value;

use super::{Editor, Ignored, IgnoredReason, Leniency, Op};
use crate::filter::Filter;
use crate::mapping::has_type;
use crate::path::AttributePath;
use crate::schema::Attribute;
use crate::{Object, ScimError, ScimType, value};

/// What an operation writes into each element.
enum Write {
    /// One part; `Value::Null` takes it away.
    Part(&'static Attribute, Value),
    /// The element as a whole: merged in by `add`, put in its place by `replace`.
    Whole(Object),
    /// The element goes.
    Drop,
}

impl Editor {
    pub(super) fn operate_elements(
        &mut self,
        op: Op,
        path: AttributePath,
        filter: Option<&Filter>,
        sent: Option<&Value>,
    ) -> Result<(), ScimError> {
        if op != Op::Remove && sent.is_none() {
            return Err(ScimError::value(format!("The operation on {path} has no value. Send one.")));
        }
        let mobile = self.mobile().map(str::to_owned);
        let named = path.attribute.name == "phoneNumbers" && names_mobile(filter, sent);
        let sent = sent.unwrap_or(&Value::Null);
        if filter.is_none() && path.sub_attribute.is_none() {
            self.operate_list(op, path, sent)?;
        } else {
            self.operate_selected(op, path, filter, sent)?;
        }
        self.note_mobile(mobile.as_deref(), named);
        Ok(())
    }

    fn take(&mut self, path: AttributePath) -> Vec<Value> {
        match self.container(path.schema).remove(path.attribute.name) {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        }
    }

    fn put(&mut self, path: AttributePath, list: Vec<Value>) -> Result<(), ScimError> {
        if list.len() > value::MAX_ELEMENTS {
            return Err(value::too_many(path.attribute));
        }
        if !list.is_empty() {
            self.container(path.schema).insert(path.attribute.name.to_owned(), Value::Array(list));
        }
        Ok(())
    }

    /// The list as a whole.
    fn operate_list(&mut self, op: Op, path: AttributePath, sent: &Value) -> Result<(), ScimError> {
        let incoming = value::elements(path, sent, &mut self.ignored)?;
        let mut list = self.take(path);
        match op {
            // Entra removes by listing what is to go; the RFC's own reading, that a path without filter removes
            // all, holds when there is no list.
            Op::Remove if !incoming.is_empty() || sent.is_array() => {
                list.retain(|element| !incoming.iter().any(|one| is_listed(element, one)));
            }
            Op::Remove => list.clear(),
            Op::Replace => {
                list.clear();
                self.append(path.attribute, &mut list, incoming);
            }
            Op::Add => self.append(path.attribute, &mut list, incoming),
        }
        self.put(path, list)
    }

    /// Adds elements. Of one that is there already nothing is added; one of a type that is there is merged into it,
    /// where there is one of each type. A primary one makes the others not primary (RFC 7644 §3.5.2).
    fn append(&mut self, attribute: &Attribute, list: &mut Vec<Value>, incoming: Vec<Object>) {
        for element in one_per_type(attribute, incoming, &mut self.ignored) {
            let primary = element.get("primary") == Some(&Value::Bool(true));
            let kind = element.get("type").and_then(Value::as_str).filter(|_| attribute.one_per_type);
            let same = |found: &Value| {
                found.as_object() == Some(&element) || kind.is_some_and(|kind| has_type(found, kind))
            };
            let at = list.iter().position(same).unwrap_or(list.len());
            match list.get_mut(at) {
                Some(Value::Object(found)) => found.extend(element),
                _ => list.push(Value::Object(element)),
            }
            if primary {
                claim_primary(list, at);
            }
        }
    }

    /// The elements that match the filter; without one, all. With none of them, one is made that matches.
    fn operate_selected(
        &mut self,
        op: Op,
        path: AttributePath,
        filter: Option<&Filter>,
        sent: &Value,
    ) -> Result<(), ScimError> {
        let write = self.what_to_write(op, path, sent)?;
        let mut list = self.take(path);
        let mut hits = selected(&list, filter);
        if hits.is_empty() && is_only_untyped_email(path, &list, filter) {
            hits.push(0);
        }
        let removes = matches!(write, Write::Drop | Write::Part(_, Value::Null));
        if hits.is_empty() && !removes {
            list.push(Value::Object(self.new_element(path, filter)?));
            hits.push(list.len() - 1);
        }
        let stamp = filter.and_then(Filter::stamp).unwrap_or_default();
        for &at in hits.iter().rev() {
            write.apply(op, &mut list, at, &stamp);
        }
        if let Some(&first) = hits.first()
            && !removes
            && list.get(first).is_some_and(|element| element["primary"] == true)
            && write.sets_primary()
        {
            claim_primary(&mut list, first);
        }
        self.put(path, list)
    }

    fn what_to_write(&mut self, op: Op, path: AttributePath, sent: &Value) -> Result<Write, ScimError> {
        Ok(match path.sub_attribute {
            Some(part) if op == Op::Remove => Write::Part(part, Value::Null),
            Some(part) => Write::Part(part, value::simple(path, sent)?),
            None if op == Op::Remove => Write::Drop,
            None => value::complex(path, sent, &mut self.ignored)?.map_or(Write::Drop, Write::Whole),
        })
    }

    /// What a value path creates that matches nothing: `phoneNumbers[type eq "mobile"].value` is how Entra adds the
    /// first mobile number.
    fn new_element(&self, path: AttributePath, filter: Option<&Filter>) -> Result<Object, ScimError> {
        let Some(filter) = filter else { return Ok(Object::new()) };
        let stamp = if self.leniency == Leniency::Lenient { filter.stamp() } else { None };
        stamp.ok_or_else(|| {
            ScimError::of(
                ScimType::NoTarget,
                format!("No value of {} matches the filter of the path.", path.attribute.name),
            )
        })
    }
}

impl Write {
    fn sets_primary(&self) -> bool {
        match self {
            Self::Part(part, value) => part.name == "primary" && *value == Value::Bool(true),
            Self::Whole(parts) => parts.get("primary") == Some(&Value::Bool(true)),
            Self::Drop => false,
        }
    }

    fn apply(&self, op: Op, list: &mut Vec<Value>, at: usize, stamp: &Object) {
        match self {
            Self::Drop => drop(list.remove(at)),
            // An element without its value is nothing (Gravitee #8541): it goes as a whole.
            Self::Part(part, Value::Null) if part.name == "value" => drop(list.remove(at)),
            Self::Part(part, value) => {
                let Value::Object(element) = &mut list[at] else { return };
                fill(element, stamp);
                set_part(element, part.name, value);
            }
            Self::Whole(parts) => {
                let Value::Object(element) = &mut list[at] else { return };
                if op == Op::Replace {
                    element.clear();
                }
                for (name, value) in parts {
                    set_part(element, name, value);
                }
                fill(element, stamp);
            }
        }
    }
}

fn set_part(element: &mut Object, name: &str, value: &Value) {
    if value.is_null() {
        element.remove(name)
    } else {
        element.insert(name.to_owned(), value.clone())
    };
}

fn fill(element: &mut Object, stamp: &Object) {
    for (name, value) in stamp {
        element.entry(name).or_insert_with(|| value.clone());
    }
}

fn selected(list: &[Value], filter: Option<&Filter>) -> Vec<usize> {
    let matches = |element: &Value| match (filter, element) {
        (None, _) => true,
        (Some(filter), Value::Object(element)) => filter.matches_element(element),
        _ => false,
    };
    list.iter().enumerate().filter(|(_, element)| matches(element)).map(|(at, _)| at).collect()
}

/// An only email without a type is the work email, and so is what `emails[type eq "work"]` means.
fn is_only_untyped_email(path: AttributePath, list: &[Value], filter: Option<&Filter>) -> bool {
    let names_work = || {
        filter
            .and_then(Filter::stamp)
            .is_some_and(|stamp| stamp.len() == 1 && has_type(&Value::Object(stamp), "work"))
    };
    path.attribute.name == "emails" && list.len() == 1 && list[0].get("type").is_none() && names_work()
}

/// Does a listed value of a `remove` name that element? By its `value`, and by its type where that is given.
fn is_listed(element: &Value, listed: &Object) -> bool {
    let keys = ["value", "type"];
    let compared: Vec<&String> = if listed.contains_key("value") {
        listed.keys().filter(|key| keys.contains(&key.as_str())).collect()
    } else {
        listed.keys().filter(|key| *key != "$ref").collect()
    };
    !compared.is_empty() && compared.iter().all(|key| element.get(key.as_str()) == listed.get(key.as_str()))
}

/// Makes the element at `at` the only primary one.
fn claim_primary(list: &mut [Value], at: usize) {
    for (index, element) in list.iter_mut().enumerate() {
        if index != at && element["primary"] == true {
            element["primary"] = Value::Bool(false);
        }
    }
}

/// Of several elements of one type, the primary one, else the first.
fn one_per_type(attribute: &Attribute, elements: Vec<Object>, ignored: &mut Vec<Ignored>) -> Vec<Object> {
    let mut kept: Vec<Object> = Vec::with_capacity(elements.len());
    for element in elements {
        let kind = element.get("type").and_then(Value::as_str).filter(|_| attribute.one_per_type);
        let rival = kind.and_then(|kind| {
            kept.iter_mut().find(|other| {
                other
                    .get("type")
                    .and_then(Value::as_str)
                    .is_some_and(|found| found.eq_ignore_ascii_case(kind))
            })
        });
        let Some(rival) = rival else {
            kept.push(element);
            continue;
        };
        ignored.push(Ignored::new(attribute.name, IgnoredReason::SecondOfItsType));
        let is_primary = |element: &Object| element.get("primary") == Some(&Value::Bool(true));
        if is_primary(&element) && !is_primary(rival) {
            *rival = element;
        }
    }
    kept
}

/// Does the request speak of the mobile number: in the filter, or in what it sends? Nothing sent clears it too.
fn names_mobile(filter: Option<&Filter>, sent: Option<&Value>) -> bool {
    if let Some(filter) = filter {
        return filter.stamp().is_some_and(|stamp| has_type(&Value::Object(stamp), "mobile"));
    }
    match sent {
        None => true,
        Some(sent) if value::is_nothing(sent) => true,
        Some(Value::Array(items)) => items.iter().any(|item| has_type(item, "mobile")),
        Some(item) => has_type(item, "mobile"),
    }
}

/// The end of a request: drops what holds no value, keeps one element of a type and one primary.
pub(super) fn tidy(attribute: &Attribute, list: Vec<Value>, ignored: &mut Vec<Ignored>) -> Vec<Value> {
    let describes = |key: &str| matches!(key, "type" | "primary");
    let holds = |element: &Object| element.keys().any(|key| !describes(key));
    let elements = list.into_iter().filter_map(|element| match element {
        Value::Object(element) if holds(&element) => Some(element),
        _ => None,
    });
    let mut kept: Vec<Value> = Vec::new();
    for element in one_per_type(attribute, elements.collect(), ignored) {
        let element = Value::Object(element);
        if !kept.contains(&element) {
            kept.push(element);
        }
    }
    if let Some(first) = kept.iter().position(|element| element["primary"] == true) {
        claim_primary(&mut kept, first);
    }
    kept
}
