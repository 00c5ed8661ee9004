//! `attributes` and `excludedAttributes`: which part of a resource a client wants (RFC 7644 §3.9).

use serde_json::Value;

use crate::Object;
use crate::path::{AttributePath, Path};
use crate::schema::{COMMON, ResourceType, Schema};

/// What the client asked to have returned (RFC 7644 §3.9). What is always returned stays in each of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Selection {
    /// Everything.
    #[default]
    All,
    /// `attributes`: these.
    Only(Vec<Path>),
    /// `excludedAttributes`: all but these.
    Without(Vec<Path>),
}

/// What becomes of an attribute.
enum Keep {
    Whole,
    /// These parts, or all but these.
    Parts(Vec<&'static str>),
    Nothing,
}

impl Selection {
    /// From the names of `attributes` and of `excludedAttributes`. The RFC lets a client send one of the two; of
    /// both, the first rules. Unknown names select nothing.
    #[must_use]
    pub fn new(resource_type: ResourceType, attributes: &[&str], excluded: &[&str]) -> Self {
        let paths =
            |names: &[&str]| names.iter().filter_map(|name| Path::parse(resource_type, name).ok()).collect();
        match (attributes, excluded) {
            ([], []) => Self::All,
            ([], excluded) => Self::Without(paths(excluded)),
            (attributes, _) => Self::Only(paths(attributes)),
        }
    }

    /// Is that attribute of the core schema, or a part of it, returned?
    #[must_use]
    pub fn wants(&self, resource_type: ResourceType, name: &str) -> bool {
        let core = resource_type.core();
        let Some(attribute) = core.attribute(name) else { return false };
        let kept = |paths: &[Path]| keep(paths, &AttributePath::new(core, attribute));
        match self {
            Self::All => true,
            Self::Only(paths) => !matches!(kept(paths), Keep::Nothing),
            Self::Without(paths) => !matches!(kept(paths), Keep::Whole),
        }
    }

    /// Takes out of a whole resource what was not asked for.
    #[must_use]
    pub fn apply(&self, resource_type: ResourceType, resource: Object) -> Object {
        if *self == Self::All {
            return resource;
        }
        let mut kept = Object::new();
        for (key, value) in resource {
            match (resource_type.schemas().iter().find(|schema| schema.extension && schema.urn == key), value)
            {
                (Some(schema), Value::Object(attributes)) => {
                    let attributes = self.of_container(schema, attributes);
                    if !attributes.is_empty() {
                        kept.insert(key, Value::Object(attributes));
                    }
                }
                (_, value) => {
                    kept.extend(self.of_container(resource_type.core(), Object::from_iter([(key, value)])))
                }
            }
        }
        kept
    }

    fn of_container(&self, schema: &'static Schema, attributes: Object) -> Object {
        let attributes = attributes.into_iter().filter_map(|(name, value)| {
            let common = || COMMON.iter().find(|attribute| attribute.name == name);
            let attribute = schema.attribute(&name).or_else(common)?;
            if attribute.always_returned {
                return Some((name, value));
            }
            let value = self.of_value(&AttributePath::new(schema, attribute), value)?;
            Some((name, value))
        });
        attributes.collect()
    }

    fn of_value(&self, attribute: &AttributePath, value: Value) -> Option<Value> {
        let (paths, excludes) = match self {
            Self::All => return Some(value),
            Self::Only(paths) => (paths, false),
            Self::Without(paths) => (paths, true),
        };
        match (keep(paths, attribute), excludes) {
            (Keep::Whole, false) | (Keep::Nothing, true) => Some(value),
            (Keep::Whole, true) | (Keep::Nothing, false) => None,
            (Keep::Parts(parts), excludes) => with_parts(value, &|name| parts.contains(&name) != excludes),
        }
    }
}

/// What the paths name of that attribute.
fn keep(paths: &[Path], attribute: &AttributePath) -> Keep {
    let mut parts = Vec::new();
    for path in paths {
        match path {
            Path::Schema(schema) if schema.urn == attribute.schema.urn => return Keep::Whole,
            Path::Attribute { path, .. } if path.attribute.name == attribute.attribute.name => {
                match path.sub_attribute {
                    None => return Keep::Whole,
                    Some(part) => parts.push(part.name),
                }
            }
            _ => {}
        }
    }
    if parts.is_empty() { Keep::Nothing } else { Keep::Parts(parts) }
}

fn with_parts(value: Value, wanted: &dyn Fn(&str) -> bool) -> Option<Value> {
    match value {
        Value::Object(parts) => {
            let parts: Object = parts.into_iter().filter(|(name, _)| wanted(name)).collect();
            if parts.is_empty() { None } else { Some(Value::Object(parts)) }
        }
        Value::Array(elements) => {
            let elements: Vec<Value> = elements.into_iter().filter_map(|e| with_parts(e, wanted)).collect();
            if elements.is_empty() { None } else { Some(Value::Array(elements)) }
        }
        simple => Some(simple),
    }
}
