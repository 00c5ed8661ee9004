//! Groups: what a POST, PUT or PATCH asks for, in every form that clients write it (RFC 7643 §4.2).
//!
//! Members are not read into a resource and written back: a group may have a hundred thousand, and Entra changes them one by
//! one. A write is a list of steps, which the server turns into statements.

use serde_json::{Value, json};

use crate::edit::{Ignored, IgnoredReason, Leniency, Op};
use crate::error::Quoted;
use crate::filter::{CompareOp, CompareValue, Filter};
use crate::patch::{Operation, operations};
use crate::path::{AttributePath, Path, PathError};
use crate::projection::Metadata;
use crate::schema::{GROUP, Mutability, ResourceType};
use crate::{Object, ScimError, ScimType, value};

/// Most members that one request may name.
pub const MAX_MEMBERS: usize = 20_000;
/// Longest id of a member, in characters.
const MAX_MEMBER: usize = 256;

/// A member as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRef {
    /// Its id.
    pub value: String,
    /// A name of it, for people.
    pub display: Option<String>,
}

/// What is to be done to the members, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberStep {
    /// These are in it too.
    Add(Vec<MemberRef>),
    /// These are not in it any more.
    Remove(Vec<String>),
    /// These are in it, and nobody else.
    Replace(Vec<MemberRef>),
}

/// What a request makes of a group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupWrite {
    /// The new name.
    pub display_name: Option<String>,
    /// The new external id; `Some(None)` takes it away.
    pub external_id: Option<Option<String>>,
    /// Steps about the members.
    pub members: Vec<MemberStep>,
    /// What had no effect.
    pub ignored: Vec<Ignored>,
}

impl GroupWrite {
    /// A new group from the body of a POST.
    ///
    /// # Errors
    /// `invalidValue`: no `displayName`, or a value that its attribute cannot hold.
    pub fn from_post(body: &Object, leniency: Leniency) -> Result<Self, ScimError> {
        let mut write = Self::default();
        write.merge(Op::Add, body, leniency)?;
        write.named()
    }

    /// What a PUT makes of a group: what the body leaves out is cleared.
    ///
    /// # Errors
    /// As of [`from_post`](Self::from_post).
    pub fn from_put(body: &Object, leniency: Leniency) -> Result<Self, ScimError> {
        let mut write = Self { external_id: Some(None), ..Self::default() };
        write.merge(Op::Replace, body, leniency)?;
        if write.members.is_empty() {
            write.members.push(MemberStep::Replace(Vec::new()));
        }
        write.named()
    }

    /// The operations of a PATCH.
    ///
    /// # Errors
    /// `invalidSyntax`, `invalidPath`, `invalidValue`, `noTarget` or `mutability`.
    pub fn from_patch(body: &Object, leniency: Leniency) -> Result<Self, ScimError> {
        let mut write = Self::default();
        for operation in operations(body, leniency)? {
            let operation = Operation::read(operation)?;
            match (operation.path, operation.op, operation.value) {
                (Some(path), op, value) => write.at(op, path, value, leniency)?,
                (None, Op::Remove, _) => {
                    let detail = "A remove without a path removes nothing. Name the attribute.";
                    return Err(ScimError::of(ScimType::NoTarget, detail));
                }
                (None, op, Some(Value::Object(object))) => write.merge(op, object, leniency)?,
                (None, ..) => {
                    let detail = "An operation without a path needs an object of attributes as its value.";
                    return Err(ScimError::value(detail));
                }
            }
        }
        Ok(write)
    }

    fn named(self) -> Result<Self, ScimError> {
        if self.display_name.is_some() {
            return Ok(self);
        }
        Err(ScimError::value("displayName is missing or empty. Every group needs one: correct its mapping."))
    }

    fn merge(&mut self, op: Op, object: &Object, leniency: Leniency) -> Result<(), ScimError> {
        for (key, value) in object {
            match Path::parse(ResourceType::Group, key) {
                Ok(Path::Attribute { path, .. }) if path.attribute.mutability == Mutability::ReadOnly => {}
                Ok(Path::Schema(_)) => match value {
                    Value::Object(object) => self.merge(op, object, leniency)?,
                    _ => self.ignored.push(Ignored::new(key, IgnoredReason::Unknown)),
                },
                Ok(path) => self.operate(op, &path, Some(value), leniency)?,
                Err(_) => self.ignored.push(Ignored::new(key, IgnoredReason::Unknown)),
            }
        }
        Ok(())
    }

    fn at(&mut self, op: Op, text: &str, sent: Option<&Value>, leniency: Leniency) -> Result<(), ScimError> {
        match Path::parse(ResourceType::Group, text) {
            Ok(path) => self.operate(op, &path, sent, leniency),
            Err(PathError::Unknown) if leniency == Leniency::Lenient => {
                self.ignored.push(Ignored::new(text, IgnoredReason::Unknown));
                Ok(())
            }
            Err(PathError::Unknown) => {
                Err(ScimError::path(format!("There is no attribute {}.", Quoted(text))))
            }
            Err(PathError::Malformed(why)) => {
                Err(ScimError::path(format!("The path {} cannot be read: {why}.", Quoted(text))))
            }
        }
    }

    fn operate(
        &mut self,
        op: Op,
        path: &Path,
        sent: Option<&Value>,
        leniency: Leniency,
    ) -> Result<(), ScimError> {
        let Path::Attribute { path, filter } = path else {
            return Err(ScimError::of(
                ScimType::NoTarget,
                "Name the attributes of the group that are meant.",
            ));
        };
        match path.attribute.name {
            "displayName" => self.display_name(op, *path, sent),
            "externalId" => {
                let value = match (op, sent) {
                    (Op::Remove, _) | (_, None) => Value::Null,
                    (_, Some(sent)) => value::simple(*path, sent)?,
                };
                self.external_id = Some(value.as_str().map(str::to_owned));
                Ok(())
            }
            "members" => self.members_step(op, filter.as_ref(), sent),
            _ if leniency == Leniency::Strict => {
                Err(ScimError::of(ScimType::Mutability, format!("{path} is written by the server only.")))
            }
            _ => {
                self.ignored.push(Ignored::new(&path.to_string(), IgnoredReason::ReadOnly));
                Ok(())
            }
        }
    }

    fn display_name(&mut self, op: Op, path: AttributePath, sent: Option<&Value>) -> Result<(), ScimError> {
        if op == Op::Remove {
            let detail = "displayName cannot be removed: every group has one. Send another value.";
            return Err(ScimError::of(ScimType::Mutability, detail));
        }
        let value = value::simple(path, sent.unwrap_or(&Value::Null))?;
        let name = value.as_str().filter(|name| !name.trim().is_empty()).ok_or_else(|| {
            ScimError::value("displayName is missing or empty. Every group needs one: correct its mapping.")
        })?;
        self.display_name = Some(name.to_owned());
        Ok(())
    }

    fn members_step(
        &mut self,
        op: Op,
        filter: Option<&Filter>,
        sent: Option<&Value>,
    ) -> Result<(), ScimError> {
        let step = match (op, filter) {
            (Op::Remove, Some(filter)) => MemberStep::Remove(values_of(filter)?),
            // Entra removes by listing who is to go; without a list all go, as the RFC says.
            (Op::Remove, None) => match sent {
                Some(sent) if !value::is_nothing(sent) || sent.is_array() => {
                    MemberStep::Remove(members(sent)?.into_iter().map(|member| member.value).collect())
                }
                _ => MemberStep::Replace(Vec::new()),
            },
            (_, Some(filter)) => {
                let named = values_of(filter)?.into_iter().map(Value::String);
                MemberStep::Add(members(&named.collect())?)
            }
            (Op::Add, None) => MemberStep::Add(members(sent.unwrap_or(&Value::Null))?),
            (Op::Replace, None) => MemberStep::Replace(members(sent.unwrap_or(&Value::Null))?),
        };
        self.members.push(step);
        if self.members.iter().map(MemberStep::len).sum::<usize>() > MAX_MEMBERS {
            return Err(too_many());
        }
        Ok(())
    }
}

impl MemberStep {
    const fn len(&self) -> usize {
        match self {
            Self::Add(members) | Self::Replace(members) => members.len(),
            Self::Remove(ids) => ids.len(),
        }
    }
}

fn too_many() -> ScimError {
    ScimError::value(format!("There are more than {MAX_MEMBERS} members. Send fewer at once."))
}

/// The members that a value lists: objects with a `value`, or ids alone; one or many.
fn members(sent: &Value) -> Result<Vec<MemberRef>, ScimError> {
    let list = match sent {
        Value::Array(list) => list.as_slice(),
        sent if value::is_nothing(sent) => &[],
        one => std::slice::from_ref(one),
    };
    if list.len() > MAX_MEMBERS {
        return Err(too_many());
    }
    list.iter().map(member).collect()
}

fn member(sent: &Value) -> Result<MemberRef, ScimError> {
    let (value, display) = match sent {
        Value::String(value) => (Some(value.as_str()), None),
        Value::Object(parts) => {
            let text = |name: &str| crate::json::get(parts, name).and_then(Value::as_str);
            (text("value"), text("display"))
        }
        _ => (None, None),
    };
    let value = value.map(str::trim).filter(|value| !value.is_empty() && value.chars().count() <= MAX_MEMBER);
    let value = value.ok_or_else(|| {
        ScimError::value(format!(
            "A member has no value: send the id of the user, of at most {MAX_MEMBER} characters."
        ))
    })?;
    let display = display.filter(|display| display.chars().count() <= MAX_MEMBER).map(str::to_owned);
    Ok(MemberRef { value: value.to_owned(), display })
}

/// The ids that `[value eq "…"]` names.
fn values_of(filter: &Filter) -> Result<Vec<String>, ScimError> {
    match filter {
        Filter::Compare { path, op: CompareOp::Eq, value: CompareValue::Text(text) }
            if path.leaf().name == "value" =>
        {
            Ok(vec![text.clone()])
        }
        Filter::Or(any) => Ok(any.iter().map(values_of).collect::<Result<Vec<_>, _>>()?.concat()),
        _ => Err(ScimError::filter("Members are selected by value eq and the id of the user.")),
    }
}

/// A group as it is returned: what a [`Filter`] is matched against.
#[must_use]
pub fn to_json(
    display_name: &str,
    external_id: Option<&str>,
    members: Option<&[Value]>,
    metadata: &Metadata<'_>,
) -> Object {
    let mut body = Object::new();
    body.insert("schemas".to_owned(), json!([GROUP.urn]));
    body.insert("id".to_owned(), metadata.id.into());
    if let Some(external_id) = external_id {
        body.insert("externalId".to_owned(), external_id.into());
    }
    body.insert("displayName".to_owned(), display_name.into());
    if let Some(members) = members {
        body.insert("members".to_owned(), Value::Array(members.to_vec()));
    }
    body.insert("meta".to_owned(), metadata.to_json());
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(operations: Value) -> Result<GroupWrite, ScimError> {
        let body = json!({"schemas": [crate::patch::PATCH_OP_URN], "Operations": operations});
        GroupWrite::from_patch(body.as_object().unwrap(), Leniency::Lenient)
    }

    fn refs(values: &[&str]) -> Vec<MemberRef> {
        values.iter().map(|value| MemberRef { value: (*value).to_owned(), display: None }).collect()
    }

    #[test]
    fn a_group_of_entra_is_read_with_its_unknown_schema_and_without_members() {
        let body = json!({
            "schemas": [GROUP.urn, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
            "externalId": "8aa1", "displayName": "Sales", "members": [], "meta": {"resourceType": "Group"}, "id": "x",
        });
        let write = GroupWrite::from_post(body.as_object().unwrap(), Leniency::Lenient).unwrap();
        assert_eq!(write.display_name.as_deref(), Some("Sales"));
        assert_eq!(write.external_id, Some(Some("8aa1".to_owned())));
        for bad in [json!({}), json!({"displayName": " "}), json!({"displayName": null})] {
            let error = GroupWrite::from_post(bad.as_object().unwrap(), Leniency::Lenient).unwrap_err();
            assert_eq!(error.scim_type, Some(ScimType::InvalidValue), "{bad}");
        }
    }

    #[test]
    fn an_id_that_only_a_filter_names_has_the_limits_of_any_other() {
        for id in ["", &"x".repeat(MAX_MEMBER + 1)] {
            let operation =
                json!([{"op": "add", "path": format!("members[value eq \"{id}\"]"), "value": "x"}]);
            assert_eq!(patch(operation).unwrap_err().scim_type, Some(ScimType::InvalidValue), "{id}");
        }
    }

    #[test]
    fn the_members_of_all_operations_count_together() {
        let half = vec!["x"; MAX_MEMBERS / 2];
        let add = |members: &[&str]| json!({"op": "add", "path": "members", "value": members});
        assert!(patch(json!([add(&half), add(&half)])).is_ok());
        let error = patch(json!([add(&half), add(&half), add(&["y"])])).unwrap_err();
        assert_eq!(error.scim_type, Some(ScimType::InvalidValue));
    }

    #[test]
    fn members_come_and_go_in_every_form_that_clients_write() {
        for (operation, step) in [
            (
                json!({"op": "Add", "path": "members", "value": [{"$ref": null, "value": "a"}]}),
                MemberStep::Add(refs(&["a"])),
            ),
            (
                json!({"op": "Remove", "path": "members", "value": [{"$ref": null, "value": "a"}]}),
                MemberStep::Remove(vec!["a".to_owned()]),
            ),
            (
                json!({"op": "remove", "path": "members[value eq \"a\"]"}),
                MemberStep::Remove(vec!["a".to_owned()]),
            ),
            (json!({"op": "remove", "path": "members"}), MemberStep::Replace(Vec::new())),
            (json!({"op": "remove", "path": "members", "value": []}), MemberStep::Remove(Vec::new())),
            (json!({"op": "replace", "path": "members", "value": []}), MemberStep::Replace(Vec::new())),
            (
                json!({"op": "replace", "value": {"members": [{"value": "a"}, "b"]}}),
                MemberStep::Replace(refs(&["a", "b"])),
            ),
            (json!({"op": "add", "value": {"members": {"value": "a"}}}), MemberStep::Add(refs(&["a"]))),
        ] {
            assert_eq!(patch(json!([operation])).unwrap().members, [step], "{operation}");
        }
    }

    #[test]
    fn okta_renames_with_the_id_in_the_object() {
        let write = patch(json!([{"op": "replace", "value": {"id": "7", "displayName": "Y"}}])).unwrap();
        assert_eq!(write.display_name.as_deref(), Some("Y"));
        assert!(write.ignored.is_empty());
    }

    #[test]
    fn what_a_group_cannot_hold_is_refused() {
        for (operations, expected) in [
            (json!([{"op": "remove", "path": "displayName"}]), ScimType::Mutability),
            (json!([{"op": "replace", "path": "displayName", "value": ""}]), ScimType::InvalidValue),
            (json!([{"op": "add", "path": "members", "value": [{"display": "x"}]}]), ScimType::InvalidValue),
            (json!([{"op": "remove", "path": "members[value sw \"a\"]"}]), ScimType::InvalidFilter),
            (json!([{"op": "remove"}]), ScimType::NoTarget),
            (json!([{"op": "move", "path": "members"}]), ScimType::InvalidSyntax),
        ] {
            assert_eq!(patch(operations.clone()).unwrap_err().scim_type, Some(expected), "{operations}");
        }
    }

    #[test]
    fn a_put_clears_what_it_leaves_out() {
        let body = json!({"displayName": "Sales"});
        let write = GroupWrite::from_put(body.as_object().unwrap(), Leniency::Lenient).unwrap();
        assert_eq!((write.external_id, write.members), (Some(None), vec![MemberStep::Replace(Vec::new())]));
    }
}
