//! The history of a person: who changed what, from what to what (R33).

use domain::{EventId, Field, Right, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoQuery, Page};

/// Who acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A person, in the console or by the API.
    Person,
    /// The identity provider, by SCIM.
    IdentityProvider,
    /// The operator, at the command line.
    Operator,
    /// Rollcall itself.
    System,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says it")]
pub enum Action {
    UserCreated,
    UserEdited,
    UserLinked,
    UserRelinked,
    UserActivated,
    UserDeactivated,
    UserDeprovisioned,
    UserDeleted,
    RoleChanged,
    SignedIn,
    SignInFailed,
    SessionsEnded,
    PasswordLinkCreated,
    PasswordLinkMailed,
    PasswordSet,
    SiteCreated,
    SiteEdited,
    SiteRenamed,
    SiteFormerNameAdded,
    SiteFormerNameDropped,
    SiteDeleted,
    UnmatchedSiteDismissed,
    LicenseCreated,
    LicenseEdited,
    LicenseDeleted,
    LicenseRuleCreated,
    LicenseRuleEdited,
    LicenseRuleDeleted,
    ProvisioningEdited,
    TokenCreated,
    TokenRevoked,
    OrganizationCreated,
    ViewCreated,
    ViewEdited,
    ViewDeleted,
    PreferencesEdited,
    ApplicationCreated,
    ApplicationEdited,
    ApplicationDeleted,
    ApplicationSecretCreated,
    ApplicationSecretRevoked,
    ApplicationSignedIn,
    SigningKeyRotated,
    SsoSwitched,
    SsoDraftSaved,
    SsoDraftDiscarded,
    SsoTested,
    SsoActivated,
    SsoMetadataChanged,
    SsoMetadataDecided,
    SsoCertificateEnds,
    EmergencyAccessGiven,
    EmergencyAccessTaken,
    EmergencyAccessProven,
    EmergencyAccessUsed,
    SessionLimitsEdited,
    DomainAdded,
    DomainVerified,
    DomainDeleted,
    ApiTokenCreated,
    ApiTokenRevoked,
    WebhookCreated,
    WebhookEdited,
    WebhookDeleted,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 64] = [
        Self::UserCreated,
        Self::UserEdited,
        Self::UserLinked,
        Self::UserRelinked,
        Self::UserActivated,
        Self::UserDeactivated,
        Self::UserDeprovisioned,
        Self::UserDeleted,
        Self::RoleChanged,
        Self::SignedIn,
        Self::SignInFailed,
        Self::SessionsEnded,
        Self::PasswordLinkCreated,
        Self::PasswordLinkMailed,
        Self::PasswordSet,
        Self::SiteCreated,
        Self::SiteEdited,
        Self::SiteRenamed,
        Self::SiteFormerNameAdded,
        Self::SiteFormerNameDropped,
        Self::SiteDeleted,
        Self::UnmatchedSiteDismissed,
        Self::LicenseCreated,
        Self::LicenseEdited,
        Self::LicenseDeleted,
        Self::LicenseRuleCreated,
        Self::LicenseRuleEdited,
        Self::LicenseRuleDeleted,
        Self::ProvisioningEdited,
        Self::TokenCreated,
        Self::TokenRevoked,
        Self::OrganizationCreated,
        Self::ViewCreated,
        Self::ViewEdited,
        Self::ViewDeleted,
        Self::PreferencesEdited,
        Self::ApplicationCreated,
        Self::ApplicationEdited,
        Self::ApplicationDeleted,
        Self::ApplicationSecretCreated,
        Self::ApplicationSecretRevoked,
        Self::ApplicationSignedIn,
        Self::SigningKeyRotated,
        Self::SsoSwitched,
        Self::SsoDraftSaved,
        Self::SsoDraftDiscarded,
        Self::SsoTested,
        Self::SsoActivated,
        Self::SsoMetadataChanged,
        Self::SsoMetadataDecided,
        Self::SsoCertificateEnds,
        Self::EmergencyAccessGiven,
        Self::EmergencyAccessTaken,
        Self::EmergencyAccessProven,
        Self::EmergencyAccessUsed,
        Self::SessionLimitsEdited,
        Self::DomainAdded,
        Self::DomainVerified,
        Self::DomainDeleted,
        Self::ApiTokenCreated,
        Self::ApiTokenRevoked,
        Self::WebhookCreated,
        Self::WebhookEdited,
        Self::WebhookDeleted,
    ];
}

/// One field, before and after. Secrets are never in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// The field's name, as in the API.
    pub field: String,
    /// Before; absent when it was empty.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<String>,
    /// After; absent when it is empty.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<String>,
}

/// One entry of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: EventId,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Who.
    pub actor: ActorKind,
    /// The person's or the token's name, as it was then.
    pub actor_name: String,
    /// What.
    pub action: Action,
    /// From what to what.
    pub changes: Vec<Change>,
}

/// The page of the history.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryQuery {
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Entries on a page: 1 to 200, 50 by default.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u32>,
}

/// The person whose history is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryParams {
    /// The person.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: UserId,
}

/// Who changed a field last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldOrigin {
    /// The field.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub field: Field,
    /// When it got its present value.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// By whom.
    pub actor: ActorKind,
    /// The person's or the token's name, as it was then.
    pub actor_name: String,
    /// The entry of the history.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub event_id: EventId,
}

/// Where the values of a person come from. A field that was never set is not among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fields {
    /// The fields, in the order of the user page.
    pub fields: Vec<FieldOrigin>,
    /// The whole history was looked at, and not only its newest 500 entries.
    pub is_complete: bool,
}

endpoint! {
    /// For each field of a person, who changed it last, and when.
    GetFields = "user_fields_get", Get "/api/v1/users/{id}/fields", Access::Right(Right::ReadUsers);
    Params: HistoryParams, Query: NoQuery, Body: NoBody, Reply: Fields
}
endpoint! {
    /// What happened to a person, the newest first.
    List = "history_list", Get "/api/v1/users/{id}/history", Access::Right(Right::ReadUsers);
    Params: HistoryParams, Query: HistoryQuery, Body: NoBody, Reply: Page<Event>
}
