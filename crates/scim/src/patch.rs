//! PATCH (RFC 7644 §3.5.2), in every form that Entra's two jobs, Okta and others write it.

use serde_json::Value;

use crate::edit::{Editor, Leniency, Op};
use crate::error::Quoted;
use crate::resource::Written;
use crate::{Object, ScimError, ScimType, UserResource, json};

/// The URN of a PATCH message.
pub const PATCH_OP_URN: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/// Most operations of one request.
pub const MAX_OPERATIONS: usize = 1_000;

/// Applies a PATCH message to a copy of `current`: all of its operations, in order, or none.
///
/// # Errors
/// `invalidSyntax`, `invalidPath`, `invalidFilter`, `invalidValue`, `noTarget` or `mutability`, with the attribute
/// in the detail.
pub fn apply(current: &UserResource, body: &Object, leniency: Leniency) -> Result<Written, ScimError> {
    let mut editor = Editor::new(current.attributes.clone(), leniency);
    for operation in operations(body, leniency)? {
        let operation = Operation::read(operation)?;
        operation.apply(&mut editor)?;
    }
    editor.finish(Some(current))
}

/// The operations of a PATCH message, whatever it is about.
pub(crate) fn operations(body: &Object, leniency: Leniency) -> Result<&[Value], ScimError> {
    let strict = leniency == Leniency::Strict;
    let names_message = json::get(body, "schemas")
        .and_then(Value::as_array)
        .is_some_and(|urns| urns.iter().any(|urn| urn == PATCH_OP_URN));
    if strict && !names_message {
        return Err(ScimError::syntax(format!("schemas does not name {PATCH_OP_URN}.")));
    }
    let Some(Value::Array(operations)) = json::get(body, "Operations") else {
        return Err(ScimError::syntax("Operations is missing, or is not a list."));
    };
    // Microsoft's validator sends an empty list, and wants it taken.
    if strict && operations.is_empty() {
        return Err(ScimError::syntax("Operations is empty: there must be one at least."));
    }
    if operations.len() > MAX_OPERATIONS {
        return Err(ScimError::syntax(format!(
            "There are more than {MAX_OPERATIONS} operations. Send fewer at once."
        )));
    }
    Ok(operations)
}

/// One operation.
pub(crate) struct Operation<'a> {
    pub(crate) op: Op,
    pub(crate) path: Option<&'a str>,
    pub(crate) value: Option<&'a Value>,
}

impl<'a> Operation<'a> {
    pub(crate) fn read(operation: &'a Value) -> Result<Self, ScimError> {
        let Value::Object(operation) = operation else {
            return Err(ScimError::syntax("An operation is not an object."));
        };
        let op = match json::get(operation, "op") {
            Some(Value::String(op)) => op_named(op)?,
            _ => return Err(ScimError::syntax("An operation has no op. It is add, replace or remove.")),
        };
        let path = match json::get(operation, "path") {
            None | Some(Value::Null) => None,
            Some(Value::String(path)) => Some(path.trim()).filter(|path| !path.is_empty()),
            Some(_) => return Err(ScimError::path("The path of an operation is not a text.")),
        };
        Ok(Self { op, path, value: json::get(operation, "value") })
    }

    fn apply(&self, editor: &mut Editor) -> Result<(), ScimError> {
        match (self.path, self.op, self.value) {
            (Some(path), op, value) => editor.operate_at(op, path, value),
            (None, Op::Remove, _) => Err(ScimError::of(
                ScimType::NoTarget,
                "A remove without a path removes nothing. Name the attribute.",
            )),
            (None, op, Some(Value::Object(object))) => editor.merge(op, object),
            (None, ..) => Err(ScimError::value(
                "An operation without a path needs an object of attributes as its value.",
            )),
        }
    }
}

fn op_named(name: &str) -> Result<Op, ScimError> {
    match name.to_ascii_lowercase().as_str() {
        "add" => Ok(Op::Add),
        "replace" => Ok(Op::Replace),
        "remove" => Ok(Op::Remove),
        _ => {
            Err(ScimError::syntax(format!("There is no op {}. It is add, replace or remove.", Quoted(name))))
        }
    }
}
