//! A user as a row of `users`, and back.

use domain::{Field, FieldSet, ManagedBy, PlanId, Role, SiteId, Status, Timestamp, UserId};
use sea_orm::DbErr;

use super::User;
use crate::Error;
use crate::entities::users::Model;
use crate::keys::{MISSING_KEY, key, key_of, sort_key, uuid};
use crate::search;

/// In `last_sign_in_at`: never. Sorts before every sign-in.
const NEVER: i64 = 0;

/// The name in the database.
pub const fn managed_by_name(managed_by: ManagedBy) -> &'static str {
    match managed_by {
        ManagedBy::Local => "local",
        ManagedBy::IdentityProvider => "identity_provider",
    }
}

fn unreadable(column: &str, value: &str) -> Error {
    DbErr::Type(format!("users.{column} holds {value}, which this version does not know")).into()
}

impl TryFrom<Model> for User {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let role = Role::from_name(&row.role).ok_or_else(|| unreadable("role", &row.role))?;
        let managed_by = [ManagedBy::Local, ManagedBy::IdentityProvider]
            .into_iter()
            .find(|managed_by| managed_by_name(*managed_by) == row.managed_by)
            .ok_or_else(|| unreadable("managed_by", &row.managed_by))?;
        let scim_extra = serde_json::from_str(&row.scim_extra)
            .map_err(|error| Error::from(DbErr::Json(error.to_string())))?;
        Ok(Self {
            id: UserId(row.id.as_u128()),
            scim_id: row.scim_id,
            username: row.username,
            external_id: row.external_id,
            first_name: row.first_name,
            last_name: row.last_name,
            email: row.email,
            job_title: row.job_title,
            department: row.department,
            personal_phone: row.personal_phone,
            work_phone: row.work_phone,
            extension: row.extension,
            phone_number: row.phone_number,
            locale: row.locale,
            time_zone: row.time_zone,
            site_id: row.site_id.map(|id| SiteId(id.as_u128())),
            plan_id: row.plan_id.map(|id| PlanId(id.as_u128())),
            role,
            status: Status::from_active(!row.deactivated),
            deactivated_at: row.deactivated_at.map(Timestamp),
            managed_by,
            sent: fields(&row.sent_fields),
            directory_visible: row.directory_visible,
            scim_extra,
            scim_created_at: row.scim_created_at.map(Timestamp),
            scim_tombstoned_at: row.scim_tombstoned_at.map(Timestamp),
            last_sign_in_at: Some(row.last_sign_in_at).filter(|at| *at != NEVER).map(Timestamp),
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        })
    }
}

/// Names that a newer version wrote and this one does not know are left out, never an error: a lock less.
pub fn fields(names: &str) -> FieldSet {
    names.split(',').filter_map(Field::from_name).collect()
}

/// What a user is sorted by that stands elsewhere: the folded names of site and plan.
pub struct SortKeys {
    pub site: String,
    pub plan: String,
}

impl Default for SortKeys {
    /// Of somebody without either.
    fn default() -> Self {
        Self { site: MISSING_KEY.to_owned(), plan: MISSING_KEY.to_owned() }
    }
}

/// The row of a user.
pub fn model(org: domain::OrgId, user: &User, keys: SortKeys) -> Model {
    let sent: Vec<&str> = user.sent.iter().map(Field::name).collect();
    Model {
        org_id: uuid(org.0),
        id: uuid(user.id.0),
        scim_id: user.scim_id,
        username: user.username.clone(),
        username_key: key(&user.username),
        external_id: user.external_id.clone(),
        first_name: user.first_name.clone(),
        first_name_key: key(&user.first_name),
        last_name: user.last_name.clone(),
        last_name_key: key(&user.last_name),
        name_key: key(&user.full_name()),
        email: user.email.clone(),
        email_key: sort_key(user.email.as_deref()),
        job_title: user.job_title.clone(),
        job_title_key: key_of(user.job_title.as_deref()),
        job_title_sort: sort_key(user.job_title.as_deref()),
        department: user.department.clone(),
        department_key: key_of(user.department.as_deref()),
        department_sort: sort_key(user.department.as_deref()),
        personal_phone: user.personal_phone.clone(),
        work_phone: user.work_phone.clone(),
        extension: user.extension.clone(),
        phone_number: user.phone_number.clone(),
        locale: user.locale.clone(),
        time_zone: user.time_zone.clone(),
        site_id: user.site_id.map(|id| uuid(id.0)),
        site_key: keys.site,
        plan_id: user.plan_id.map(|id| uuid(id.0)),
        plan_key: keys.plan,
        role: user.role.name().to_owned(),
        deactivated: !user.status.is_active(),
        deactivated_at: user.deactivated_at.map(|at| at.0),
        managed_by: managed_by_name(user.managed_by).to_owned(),
        sent_fields: sent.join(","),
        directory_visible: user.directory_visible,
        scim_extra: serde_json::Value::Object(user.scim_extra.clone()).to_string(),
        scim_created_at: user.scim_created_at.map(|at| at.0),
        scim_tombstoned_at: user.scim_tombstoned_at.map(|at| at.0),
        search_text: search_text(user),
        last_sign_in_at: user.last_sign_in_at.map_or(NEVER, |at| at.0),
        created_at: user.created_at.0,
        updated_at: user.updated_at.0,
        version: user.version,
    }
}

/// Work phone and external id are not searched: they are never shown in the console (R21).
fn search_text(user: &User) -> String {
    let optional = [&user.email, &user.extension, &user.phone_number, &user.personal_phone];
    let name = user.full_name();
    let always = [name.as_str(), &user.last_name, &user.username];
    search::text_of(always.into_iter().chain(optional.into_iter().filter_map(Option::as_deref)))
}
