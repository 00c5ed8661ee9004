//! People.

use domain::{
    FieldSet, IdentityProvider, ManagedBy, Ownership, PlanId, Right, Role, SiteId, Status, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::licenses::PlanRef;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery, Page};

/// The site of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteRef {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: SiteId,
    /// Its name now.
    pub name: String,
    /// The time zone of those of its people who have none of their own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time_zone: Option<String>,
    /// The language of those of its people who have none of their own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locale: Option<String>,
}

/// A person of the organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// The id: stable for life.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: UserId,
    /// What the person signs in with; unique without regard to case.
    pub username: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Email.
    pub email: String,
    /// Job title.
    pub job_title: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Personal contact number.
    pub personal_contact_number: Option<String>,
    /// Extension (R22).
    pub extension: Option<String>,
    /// Phone number (R22).
    pub phone_number: Option<String>,
    /// Language tag, such as `en-GB`.
    pub locale: Option<String>,
    /// Time zone, such as `Europe/London`.
    pub time_zone: Option<String>,
    /// The site; once set it cannot be changed (R12).
    pub site: Option<SiteRef>,
    /// The licence (R17); kept while deactivated (R8).
    pub plan: Option<PlanRef>,
    /// Active or deactivated (R6).
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub status: Status,
    /// Since when, if deactivated.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub deactivated_at: Option<Timestamp>,
    /// Who manages the person (R1).
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub managed_by: ManagedBy,
    /// The fields that the identity provider has sent (R3).
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub sent_by_identity_provider: FieldSet,
    /// The organization's identity provider, to be named in the reasons of locks (R4).
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub identity_provider: IdentityProvider,
    /// The role (R32).
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub role: Role,
    /// Listed in the company directory (R19).
    pub directory_visible: bool,
    /// The only active owner (R10).
    pub is_last_active_owner: bool,
    /// Has a password of their own.
    pub has_password: bool,
    /// Signed in last.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_sign_in_at: Option<Timestamp>,
    /// Made at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Last changed at.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
    /// Counts changes: the `ETag` is `"<version>"`.
    pub version: u64,
    /// Of a deactivation: so many sessions were ended by it (R7).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sessions_ended: Option<u64>,
}

impl User {
    /// First and last name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// The person's own language, or else that of their site: shown, and never copied, so that it follows the site.
    #[must_use]
    pub fn effective_locale(&self) -> Option<&str> {
        self.locale.as_deref().or(self.site.as_ref()?.locale.as_deref())
    }

    /// The person's own time zone, or else that of their site; likewise.
    #[must_use]
    pub fn effective_time_zone(&self) -> Option<&str> {
        self.time_zone.as_deref().or(self.site.as_ref()?.time_zone.as_deref())
    }

    /// What decides the locks of this person's fields (R2, R3, R12).
    #[must_use]
    pub const fn ownership(&self) -> Ownership {
        Ownership {
            managed_by: self.managed_by,
            sent: self.sent_by_identity_provider,
            has_site: self.site.is_some(),
        }
    }

    /// What the rules of the life cycle decide by (R2, R9, R10).
    #[must_use]
    pub const fn subject(&self) -> domain::life_cycle::Subject {
        domain::life_cycle::Subject {
            id: self.id,
            role: self.role,
            status: self.status,
            ownership: self.ownership(),
            is_last_active_owner: self.is_last_active_owner,
        }
    }
}

/// What the list of users can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// First and last name.
    #[default]
    Name,
    /// Username.
    Username,
    /// Email.
    Email,
    /// Active before deactivated.
    Status,
    /// Who manages.
    ManagedBy,
    /// The site's name; those without come last.
    Site,
    /// Last sign-in; those who never did come last.
    LastSignIn,
    /// When the person was made.
    Created,
    /// When the person was last changed.
    Updated,
    /// The plan's name; those without a licence come last.
    License,
    /// Hidden from the company directory before shown.
    Directory,
    /// Department; those without one come last.
    Department,
    /// Job title; those without one come last.
    JobTitle,
    /// The role, from admin to user admin.
    Role,
}

/// Whether somebody is listed in the company directory (R19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Directory {
    /// Listed.
    Shown,
    /// Not listed.
    Hidden,
}

/// The direction of a sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// A to Z, old to new.
    #[default]
    Ascending,
    /// Z to A, new to old.
    Descending,
}

/// Search, filters, sort and page of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// A part of the name, username, email or a number; case does not matter.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub search: Option<String>,
    /// Only those of this status.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status: Option<Status>,
    /// Only those managed so.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub managed_by: Option<ManagedBy>,
    /// Only those of the site with this id; `none` for those without a site.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site: Option<String>,
    /// Only those who hold the plan with this id; `none` for those without a licence, `any` for those with one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub license: Option<String>,
    /// Only those shown in, or hidden from, the company directory.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub directory: Option<Directory>,
    /// Only those of this department: the whole of it, without regard to case.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<String>,
    /// Only those of this role.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<Role>,
    /// `never`; `before:<date>` for those who have not signed in since, those who never did included; `after:<date>` for those
    /// who signed in at that time or later. A date is `2026-11-23`, in UTC, or a whole time of RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_sign_in: Option<String>,
    /// Only those not of this status. Not together with `status`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status_not: Option<Status>,
    /// Only those not managed so. Not together with `managed_by`.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub managed_by_not: Option<ManagedBy>,
    /// Only those not of the site with this id, those without a site included; `none` for those at any site. Not together with
    /// `site`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site_not: Option<String>,
    /// Only those who do not hold the plan with this id, those without a licence included; `none` for those with one, `any` for
    /// those without. Not together with `license`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub license_not: Option<String>,
    /// Sorted by.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sort: Option<Sort>,
    /// In which direction.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<Order>,
    /// `next_cursor` or `previous_cursor` of another page with the same filters and sort.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// People on a page: 1 to 200, 50 by default.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u32>,
}

/// A person to be made in the console: managed locally (R1), visible in the directory unless said otherwise (R19).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// Username.
    pub username: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Email.
    pub email: String,
    /// Job title.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub job_title: Option<String>,
    /// Department.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<String>,
    /// Personal contact number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub personal_contact_number: Option<String>,
    /// Language tag.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locale: Option<String>,
    /// Time zone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time_zone: Option<String>,
    /// Extension (R22).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub extension: Option<String>,
    /// Phone number (R22).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone_number: Option<String>,
    /// The site; it cannot be changed afterwards (R12).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site_id: Option<SiteId>,
    /// The licence: needs a site, and a free seat of the plan (R17).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plan_id: Option<PlanId>,
    /// Listed in the company directory; true when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub directory_visible: Option<bool>,
}

/// Changes to a person: what is left out stays, an empty text clears an optional field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UserEdit {
    /// Username; locked for those managed by the identity provider (R2).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub username: Option<String>,
    /// First name; locked likewise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first_name: Option<String>,
    /// Last name; locked likewise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_name: Option<String>,
    /// Email; locked likewise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    /// Job title; locked when the identity provider has sent it (R3).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub job_title: Option<String>,
    /// Department; likewise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub department: Option<String>,
    /// Personal contact number; likewise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub personal_contact_number: Option<String>,
    /// Language tag; likewise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locale: Option<String>,
    /// Time zone; likewise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time_zone: Option<String>,
    /// Extension.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub extension: Option<String>,
    /// Phone number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub phone_number: Option<String>,
    /// The site, where none is set yet (R12).
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub site_id: Option<SiteId>,
    /// The licence, by the id of its plan: needs a site, also one that is set along with it, and a free seat (R17). An empty
    /// text takes the licence away.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub plan_id: Option<String>,
    /// Listed in the company directory (R19).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub directory_visible: Option<bool>,
}

/// How a password link is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordLinkRequest {
    /// Mail it to the person, too.
    #[serde(default)]
    pub send: bool,
}

/// Why a link was not mailed that was to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotMailed {
    /// The operator has named no mail server (`--smtp-url`).
    NoMailServer,
    /// The person has no email.
    NoEmail,
    /// The mail server did not answer, or did not take it: its words are in the server's log.
    Refused,
}

/// A one-time link with which a local user sets a password. Shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordLink {
    /// To be given to the person over a channel that only they read.
    pub url: String,
    /// When it stops working.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// The address that it was mailed to, when that was asked for and went well.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mailed_to: Option<String>,
    /// Why it was not mailed, when that was asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub not_mailed: Option<NotMailed>,
}

/// The user that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: UserId,
}

endpoint! {
    /// People by search, filters and sort, by page.
    List = "user_list", Get "/api/v1/users", Access::Right(Right::ReadUsers);
    Params: NoParams, Query: ListQuery, Body: NoBody, Reply: Page<User>
}
endpoint! {
    /// One person.
    Get = "user_get", Get "/api/v1/users/{id}", Access::Right(Right::ReadUsers);
    Params: UserParams, Query: NoQuery, Body: NoBody, Reply: User
}
endpoint! {
    /// Makes a local user (R1).
    Create = "user_create", Post "/api/v1/users", Access::Right(Right::EditUsers);
    Params: NoParams, Query: NoQuery, Body: NewUser, Reply: User; status 201
}
endpoint! {
    /// Changes a person; locked fields are refused, each with its reason (R2, R3, R12).
    Edit = "user_edit", Patch "/api/v1/users/{id}", Access::Right(Right::EditUsers);
    Params: UserParams, Query: NoQuery, Body: UserEdit, Reply: User; if_match true
}
endpoint! {
    /// Activates a local user: everything they had is back (R8).
    Activate = "user_activate", Post "/api/v1/users/{id}/activate", Access::Right(Right::EditUsers);
    Params: UserParams, Query: NoQuery, Body: NoBody, Reply: User
}
endpoint! {
    /// Deactivates a local user: every session of theirs ends at once (R7), nothing is taken away (R8).
    Deactivate = "user_deactivate", Post "/api/v1/users/{id}/deactivate", Access::Right(Right::EditUsers);
    Params: UserParams, Query: NoQuery, Body: NoBody, Reply: User
}
endpoint! {
    /// Deletes a person for good (R9).
    Delete = "user_delete", Delete "/api/v1/users/{id}", Access::Right(Right::DeleteUsers);
    Params: UserParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
endpoint! {
    /// Makes a one-time link with which the person sets a password, and mails it when asked to; earlier ones stop working.
    CreatePasswordLink = "user_password_link_create", Post "/api/v1/users/{id}/password-link", Access::Right(Right::EditUsers);
    Params: UserParams, Query: NoQuery, Body: PasswordLinkRequest, Reply: PasswordLink; status 201
}
