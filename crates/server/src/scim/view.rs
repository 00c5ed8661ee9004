//! A stored user as SCIM shows it.

use ::scim::projection::{Metadata, Projection};
use ::scim::{MappedAttributes, UserResource};
use serde_json::Value;
use store::User;
use uuid::Uuid;

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
pub fn body(user: &User, site: Option<&str>, projection: &Projection, base_url: &str) -> Value {
    let (id, version) = (id(user), version(user));
    let metadata = Metadata {
        base_url,
        id: &id,
        created: user.scim_created_at.unwrap_or(user.created_at),
        last_modified: user.updated_at,
        version: &version,
    };
    projection.of_user(&resource(user, site), &metadata)
}
