//! A stored user as SCIM shows it.

use std::collections::HashMap;

use ::scim::projection::{Metadata, Projection};
use ::scim::schema::ResourceType;
use ::scim::{MappedAttributes, UserResource};
use domain::UserId;
use serde_json::{Value, json};
use store::{Group, User};
use uuid::Uuid;

use super::failure::Failure;
use super::request::Call;

/// The attributes of a user. `site` is the name of their site.
pub fn resource(user: &User, site: Option<&str>) -> UserResource {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let mapped = MappedAttributes {
        user_name: user.username.clone(),
        external_id: user.external_id.clone(),
        active: Some(user.status.is_active()),
        given_name: text(&user.first_name),
        family_name: text(&user.last_name),
        email: user.email.clone(),
        mobile_phone: user.personal_phone.clone(),
        work_phone: user.work_phone.clone(),
        title: user.job_title.clone(),
        department: user.department.clone(),
        locale: user.locale.clone(),
        timezone: user.time_zone.clone(),
        site: site.map(str::to_owned),
    };
    UserResource::from_stored(&mapped, user.scim_extra.clone())
}

/// The `ETag` of a user, which is `meta.version` too.
pub fn version(user: &User) -> String {
    format!("W/\"{}\"", user.version)
}

/// The SCIM id of a user. Those who were deleted by SCIM have none, and are not shown (R9).
pub fn id(user: &User) -> String {
    user.scim_id.unwrap_or_else(Uuid::nil).to_string()
}

/// The user as JSON.
pub fn body(
    user: &User,
    site: Option<&str>,
    groups: &[Group],
    projection: &Projection,
    base_url: &str,
) -> Value {
    let (id, version) = (id(user), version(user));
    let group = |group: &Group| {
        json!({
            "value": group.id, "display": group.display_name, "type": "direct",
            "$ref": format!("{base_url}/Groups/{}", group.id),
        })
    };
    let metadata = Metadata {
        resource_type: ResourceType::User,
        base_url,
        id: &id,
        created: user.scim_created_at.unwrap_or(user.created_at),
        last_modified: user.updated_at,
        version: &version,
    };
    projection.of_user(&resource(user, site), groups.iter().map(group).collect(), &metadata)
}

/// The groups of those people, where the answer shows them.
pub async fn groups(
    call: &Call,
    users: &[UserId],
    projection: &Projection,
) -> Result<HashMap<UserId, Vec<Group>>, Failure> {
    if users.is_empty() || !projection.selection.wants(ResourceType::User, "groups") {
        return Ok(HashMap::new());
    }
    Ok(call.app.store.read(call.connection.org).groups().of_users(users).await?)
}
