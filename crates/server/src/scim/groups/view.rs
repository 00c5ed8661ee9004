//! A stored group as SCIM shows it.

use std::collections::HashMap;

use ::scim::projection::Metadata;
use ::scim::schema::ResourceType;
use ::scim::{Selection, group_to_json};
use serde_json::{Value, json};
use store::{Group, Member};
use uuid::Uuid;

use crate::scim::failure::Failure;
use crate::scim::request::Call;

/// The `ETag` of a group, which is `meta.version` too.
pub fn version(group: &Group) -> String {
    format!("W/\"{}\"", group.version)
}

/// One group, as the request asks for it.
pub async fn one(call: &Call, group: &Group) -> Result<Value, Failure> {
    let selection = call.selection(ResourceType::Group);
    let mut bodies = many(call, std::slice::from_ref(group), &selection).await?;
    Ok(bodies.pop().unwrap_or_default())
}

/// Groups in their order. Members are read only where they are returned: `excludedAttributes=members` is how Entra asks.
pub async fn many(call: &Call, groups: &[Group], selection: &Selection) -> Result<Vec<Value>, Failure> {
    let ids: Vec<Uuid> = groups.iter().map(|group| group.id).collect();
    let with_members = selection.wants(ResourceType::Group, "members");
    let members = match with_members {
        true => call.app.store.read(call.connection.org).groups().members(&ids).await?,
        false => HashMap::new(),
    };
    let base_url = call.base_url();
    let body = |group: &Group| {
        let list = members.get(&group.id).map(Vec::as_slice).unwrap_or_default();
        let list: Vec<Value> = list.iter().map(|member| member_json(member, &base_url)).collect();
        let (id, version) = (group.id.to_string(), version(group));
        let metadata = Metadata {
            resource_type: ResourceType::Group,
            base_url: &base_url,
            id: &id,
            created: group.created_at,
            last_modified: group.updated_at,
            version: &version,
        };
        let members = with_members.then_some(list.as_slice());
        let whole = group_to_json(&group.display_name, group.external_id.as_deref(), members, &metadata);
        Value::Object(selection.apply(ResourceType::Group, whole))
    };
    Ok(groups.iter().map(body).collect())
}

fn member_json(member: &Member, base_url: &str) -> Value {
    let mut body = json!({ "value": member.value });
    if member.user.is_some() {
        body["$ref"] = format!("{base_url}/Users/{}", member.value).into();
        body["type"] = "User".into();
    }
    if let Some(display) = &member.display {
        body["display"] = display.as_str().into();
    }
    body
}
