//! The one place where attributes are written: a POST and a PUT are an `add` of the body's keys to nothing, a PATCH a
//! list of operations on a copy. So every tolerance holds in all three.

mod elements;
mod finish;
mod ignored;

pub use ignored::{Ignored, IgnoredReason};

use domain::{Field, FieldSet};
use serde_json::Value;

use crate::mapping::fields_of;
use crate::path::{AttributePath, Path, PathError, names_tutorial_site};
use crate::schema::{Mutability, ResourceType, Schema};
use crate::{Object, ScimError, ScimType, value};

/// How to take what the RFC forbids and clients send all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Leniency {
    /// As identity providers need it: a value path to a missing element creates it, an unknown attribute is ignored.
    #[default]
    Lenient,
    /// As the RFC says: `noTarget`, `invalidPath`, `mutability`.
    Strict,
}

/// The operation (RFC 7644 §3.5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Add,
    Replace,
    Remove,
}

/// Most attributes that one request writes: bounds the work that a body within its limits can ask for.
const MAX_WRITES: usize = 2_000;

/// Attributes being written.
pub(crate) struct Editor {
    attributes: Object,
    leniency: Leniency,
    fields: FieldSet,
    ignored: Vec<Ignored>,
    tutorial_site_urn: bool,
    writes: usize,
}

impl Editor {
    pub(crate) fn new(attributes: Object, leniency: Leniency) -> Self {
        Self {
            attributes,
            leniency,
            fields: FieldSet::EMPTY,
            ignored: Vec::new(),
            tutorial_site_urn: false,
            writes: 0,
        }
    }

    /// Writes each key of `object`: keys are paths, whatever their form (`name.givenName`, a URN with an object or
    /// with an attribute, a value path).
    pub(crate) fn merge(&mut self, op: Op, object: &Object) -> Result<(), ScimError> {
        for (key, value) in object {
            self.note_name(key)?;
            match Path::parse(ResourceType::User, key) {
                Ok(Path::Attribute { path, .. }) if path.leaf().mutability == Mutability::ReadOnly => {}
                Ok(path) => self.operate(op, &path, Some(value))?,
                Err(_) => self.ignored.push(Ignored::new(key, IgnoredReason::Unknown)),
            }
        }
        Ok(())
    }

    /// One operation with a path of its own.
    pub(crate) fn operate_at(&mut self, op: Op, text: &str, value: Option<&Value>) -> Result<(), ScimError> {
        self.note_name(text)?;
        match Path::parse(ResourceType::User, text) {
            Ok(path) => self.operate(op, &path, value),
            Err(PathError::Unknown) if self.leniency == Leniency::Lenient => {
                self.ignored.push(Ignored::new(text, IgnoredReason::Unknown));
                Ok(())
            }
            Err(PathError::Unknown) => {
                Err(ScimError::path(format!("There is no attribute {}.", crate::error::Quoted(text))))
            }
            Err(PathError::Malformed(why)) => Err(ScimError::path(format!(
                "The path {} cannot be read: {why}.",
                crate::error::Quoted(text)
            ))),
        }
    }

    fn note_name(&mut self, text: &str) -> Result<(), ScimError> {
        self.tutorial_site_urn |= names_tutorial_site(text);
        self.writes += 1;
        if self.writes > MAX_WRITES {
            return Err(ScimError::syntax(format!(
                "The request names more than {MAX_WRITES} attributes. Send fewer."
            )));
        }
        Ok(())
    }

    fn operate(&mut self, op: Op, path: &Path, value: Option<&Value>) -> Result<(), ScimError> {
        match path {
            Path::Schema(schema) => self.operate_schema(op, schema, value),
            Path::Attribute { path, filter } => {
                if path.attribute.mutability == Mutability::ReadOnly
                    || path.leaf().mutability == Mutability::ReadOnly
                {
                    return self.read_only(*path);
                }
                self.written(fields_of(*path));
                if path.attribute.multi_valued {
                    self.operate_elements(op, *path, filter.as_ref(), value)
                } else {
                    self.operate_single(op, *path, value)
                }
            }
        }
    }

    fn read_only(&mut self, path: AttributePath) -> Result<(), ScimError> {
        if self.leniency == Leniency::Strict {
            return Err(ScimError::of(
                ScimType::Mutability,
                format!("{path} is written by the server only."),
            ));
        }
        self.ignored.push(Ignored::new(&path.to_string(), IgnoredReason::ReadOnly));
        Ok(())
    }

    fn written(&mut self, fields: FieldSet) {
        self.fields = self.fields.union(fields);
    }

    /// The URN of a schema, with an object of its attributes; or to remove all of them.
    fn operate_schema(
        &mut self,
        op: Op,
        schema: &'static Schema,
        value: Option<&Value>,
    ) -> Result<(), ScimError> {
        match value {
            Some(Value::Object(object)) if op != Op::Remove => {
                for (key, value) in object {
                    // A full path within the object is read as such; a plain name belongs to this schema.
                    let text = if key.contains(':') { key.clone() } else { format!("{}:{key}", schema.urn) };
                    self.merge(op, &Object::from_iter([(text, value.clone())]))?;
                }
                Ok(())
            }
            Some(value) if op != Op::Remove && !value::is_nothing(value) => Err(ScimError::value(format!(
                "{} takes an object with its attributes. Name the attribute after the URN.",
                schema.urn
            ))),
            _ if !schema.extension => Err(ScimError::of(
                ScimType::NoTarget,
                "Name the attributes to remove: a user cannot be emptied.",
            )),
            _ => {
                for attribute in schema.attributes {
                    self.operate(
                        Op::Remove,
                        &Path::Attribute { path: AttributePath::new(schema, attribute), filter: None },
                        None,
                    )?;
                }
                Ok(())
            }
        }
    }

    fn operate_single(
        &mut self,
        op: Op,
        path: AttributePath,
        value: Option<&Value>,
    ) -> Result<(), ScimError> {
        let value = match value {
            Some(value) if op != Op::Remove => value,
            None if op != Op::Remove => {
                return Err(ScimError::value(format!("The operation on {path} has no value. Send one.")));
            }
            _ => {
                self.refuse_removal(path)?;
                &Value::Null
            }
        };
        match (path.sub_attribute, path.attribute.sub_attributes.is_empty()) {
            (Some(sub), _) => {
                let value = value::simple(path, value)?;
                self.merge_parts(path, Object::from_iter([(sub.name.to_owned(), value)]));
            }
            (None, true) => {
                let value = value::simple(path, value)?;
                self.set(path, value);
            }
            (None, false) => match value::complex(path, value, &mut self.ignored)? {
                Some(parts) => self.merge_parts(path, parts),
                None => self.set(path, Value::Null),
            },
        }
        Ok(())
    }

    fn refuse_removal(&self, path: AttributePath) -> Result<(), ScimError> {
        // What takes `active` away keeps it as it was, and says so: see `keep_active`.
        if path.leaf().required && path.attribute.name != "active" {
            let detail = format!("{path} cannot be removed: every user has one. Send another value.");
            return Err(ScimError::of(ScimType::Mutability, detail));
        }
        Ok(())
    }

    /// Given parts are set and the others kept (RFC 7644 §3.5.2.3), except that a new `value`, such as another
    /// manager's id, takes what described the old one with it.
    fn merge_parts(&mut self, path: AttributePath, parts: Object) {
        let whole = AttributePath { sub_attribute: None, ..path };
        let mut object = match self.container(whole.schema).get(whole.attribute.name) {
            Some(Value::Object(object)) => object.clone(),
            _ => Object::new(),
        };
        if let Some(new) = parts.get("value") {
            if object.get("value") != Some(new) {
                object.clear();
            }
            if new.is_null() {
                return self.set(whole, Value::Null);
            }
        }
        for (name, value) in parts {
            if value.is_null() {
                object.remove(&name)
            } else {
                object.insert(name, value)
            };
        }
        self.set(whole, if object.is_empty() { Value::Null } else { Value::Object(object) });
    }

    fn set(&mut self, path: AttributePath, value: Value) {
        let container = self.container(path.schema);
        if value.is_null() {
            container.remove(path.attribute.name);
        } else {
            container.insert(path.attribute.name.to_owned(), value);
        }
    }

    /// Where the attributes of that schema stand: at the top, or in the object of the extension (made when missing;
    /// an empty one is dropped at the end).
    fn container(&mut self, schema: &'static Schema) -> &mut Object {
        if !schema.extension {
            return &mut self.attributes;
        }
        let slot = self.attributes.entry(schema.urn).or_insert_with(|| Value::Object(Object::new()));
        if !slot.is_object() {
            *slot = Value::Object(Object::new());
        }
        slot.as_object_mut().expect("it was made an object in the line before")
    }

    /// Puts back those of `kept` that have no value any more.
    pub(crate) fn restore_missing(&mut self, kept: Object) {
        for (name, value) in kept {
            let missing = match self.attributes.get(&name) {
                None => true,
                Some(found) => found.as_object().is_some_and(Object::is_empty),
            };
            if missing {
                self.attributes.insert(name, value);
            }
        }
    }

    fn mobile(&self) -> Option<&str> {
        let numbers = self.attributes.get("phoneNumbers")?.as_array()?;
        numbers.iter().find(|number| crate::mapping::has_type(number, "mobile"))?["value"].as_str()
    }

    /// The personal contact number is one element among the phone numbers: it was written if it changed, or if the
    /// request names it.
    fn note_mobile(&mut self, before: Option<&str>, named: bool) {
        if named || self.mobile() != before {
            self.written(FieldSet::from(vec![Field::PersonalContactNumber]));
        }
    }
}
