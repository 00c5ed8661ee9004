//! Single sign-on by SAML 2.0 (R23-R28): the switch, the settings in revisions, certificates, metadata, tests, and emergency access.

use domain::sso::{NameIdFormat, RevisionState, SsoProvider};
use domain::{RevisionId, Right, SignInId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::sign_ins::SignIn;
use crate::{Access, NoBody, NoParams, NoQuery};

/// Longest metadata that is read, in bytes.
pub const MAX_METADATA: usize = 1 << 20;

/// A certificate (R24), as identity providers show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Certificate {
    /// DER in Base64, without lines: what is between BEGIN and END of a PEM file.
    pub base64: String,
    /// Whose it is.
    pub subject: String,
    /// Who signed it: itself, as a rule.
    pub issuer: String,
    /// The beginning of its time.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub not_before: Timestamp,
    /// The end of its time.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub not_after: Timestamp,
    /// SHA-1 of it: what Microsoft calls the thumbprint. Hexadecimal, upper case.
    pub sha1: String,
    /// SHA-256 of it. Hexadecimal, upper case.
    pub sha256: String,
}

/// One state of the settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revision {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: RevisionId,
    /// Counts from 1.
    pub number: u64,
    /// Where it is on its way.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub state: RevisionState,
    /// The settings.
    pub settings: Settings,
    /// What `settings.certificates` hold, in the same order.
    pub certificates: Vec<Certificate>,
    /// Saved last.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub saved_at: Timestamp,
    /// By whom: a name, as it was then.
    pub saved_by: String,
    /// When a test sign-in came through.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tested_at: Option<Timestamp>,
    /// When it was made active last.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub activated_at: Option<Timestamp>,
}

/// What an admin enters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settings {
    /// Decides steps and names in words, never the protocol.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub provider: SsoProvider,
    /// Sign-in page URL: where people are sent to sign in. https.
    pub sign_in_url: String,
    /// IDP Issuer URL/URN: how the identity provider names itself.
    pub issuer: String,
    /// Sign-out page URL: where people go after signing out, by a plain link (R28).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sign_out_url: Option<String>,
    /// Where SAML logout requests are sent. https.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub logout_url: Option<String>,
    /// Send a SAML LogoutRequest to `logout_url` on sign-out.
    #[serde(default)]
    pub saml_logout: bool,
    /// One or two certificates: DER in Base64.
    #[serde(default)]
    pub certificates: Vec<String>,
    /// Sign requests.
    #[serde(default)]
    pub sign_requests: bool,
    /// Refuse assertions that are not encrypted.
    #[serde(default)]
    pub require_encryption: bool,
    /// Take sign-ins that begin at the identity provider.
    #[serde(default)]
    pub allow_unsolicited: bool,
    /// What is asked for as NameID.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub name_id_format: NameIdFormat,
    /// Metadata that is read again daily. https.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub metadata_url: Option<String>,
}

/// An owner who may sign in with a password while passwords are off (R27).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmergencyOwner {
    /// The owner.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub user_id: UserId,
    /// First and last name.
    pub name: String,
    /// The username.
    pub username: String,
    /// When the password was tried last; absent: never since they were named.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub proven_at: Option<Timestamp>,
    /// When they last signed in with it while passwords were off.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub used_at: Option<Timestamp>,
}

/// What the identity provider's metadata says now, and the active settings do not: held until an admin decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MetadataChange {
    /// When it was seen first.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub seen_at: Timestamp,
    /// What it says.
    pub metadata: Metadata,
}

/// What metadata of an identity provider says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Metadata {
    /// IDP Issuer URL/URN.
    pub issuer: String,
    /// Sign-in page URL.
    pub sign_in_url: String,
    /// Where SAML logout requests are sent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub logout_url: Option<String>,
    /// Those that sign, without those that have expired.
    pub certificates: Vec<Certificate>,
    /// It wants requests to be signed.
    #[serde(default)]
    pub sign_requests: bool,
}

/// Everything about single sign-on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sso {
    /// The switch: people sign in with the identity provider, and passwords are off (R27).
    pub enabled: bool,
    /// Identifier (Entity ID) and Reply URL (Assertion Consumer Service URL), in one (R25).
    pub entity_id: String,
    /// Rollcall's own metadata.
    pub metadata_url: String,
    /// Where a sign-in begins: "Sign on URL".
    pub login_url: String,
    /// Logout URL: takes SAML logout messages.
    pub logout_url: String,
    /// Rollcall's own certificate: for encrypting assertions to it, and for checking its requests.
    pub certificate: Certificate,
    /// What people sign in with.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub active: Option<Revision>,
    /// What was saved since, tested or not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub draft: Option<Revision>,
    /// What was active before: one click away.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous: Option<Revision>,
    /// Owners with emergency access (R27).
    pub emergency: Vec<EmergencyOwner>,
    /// The person who asks may be named, and has a password.
    #[serde(default)]
    pub can_prove: bool,
    /// The identity provider's metadata has changed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub metadata_change: Option<MetadataChange>,
    /// When the metadata was read last.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub metadata_read_at: Option<Timestamp>,
    /// Counts changes: the `ETag` is `"<version>"`.
    pub version: u64,
}

/// The switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Switch {
    /// On or off.
    pub enabled: bool,
}

/// A file, as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateFile {
    /// Its bytes in Base64: a certificate is recognised by what is in it, never by its name.
    pub content: String,
}

/// Metadata to read: one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MetadataSource {
    /// The XML.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub xml: Option<String>,
    /// Where to fetch it. https.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
}

/// A test sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StartedTest {
    /// Its id: that of the entry of the sign-in log that it will leave.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: SignInId,
    /// Opens in a new window, in the browser of whoever tests.
    pub url: String,
}

/// The test that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TestParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: SignInId,
}

/// What became of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Test {
    /// Absent while nothing has come back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sign_in: Option<SignIn>,
}

/// Which revision is to be active.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Activation {
    /// The draft, or one that was active before.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub revision: RevisionId,
    /// An owner takes it upon themselves that it was not tested.
    #[serde(default)]
    pub untested: bool,
}

/// The owner that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmergencyParams {
    /// The owner.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub user_id: UserId,
}

/// One's own password, typed anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Proof {
    /// The password.
    pub password: String,
}

endpoint! {
    /// Everything about single sign-on.
    Get = "sso_get", Get "/api/v1/sso", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Sso
}
endpoint! {
    /// Switches single sign-on on or off (R23, R27).
    Edit = "sso_edit", Patch "/api/v1/sso", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: Switch, Reply: Sso; if_match true
}
endpoint! {
    /// Saves the draft: nobody signs in with it before it is activated.
    PutDraft = "sso_draft_put", Put "/api/v1/sso/draft", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: Settings, Reply: Sso; if_match true
}
endpoint! {
    /// Discards the draft.
    DeleteDraft = "sso_draft_delete", Delete "/api/v1/sso/draft", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Sso
}
endpoint! {
    /// Reads a certificate, and stores nothing (R24).
    ReadCertificate = "sso_certificate_read", Post "/api/v1/sso/certificates/read", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: CertificateFile, Reply: Certificate
}
endpoint! {
    /// Reads metadata of an identity provider, from text or from its address, and stores nothing.
    ReadMetadata = "sso_metadata_read", Post "/api/v1/sso/metadata/read", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: MetadataSource, Reply: Metadata; max_body 4 * MAX_METADATA
}
endpoint! {
    /// Makes a draft of the active settings and what the metadata says now.
    AcceptMetadata = "sso_metadata_accept", Post "/api/v1/sso/metadata-change/accept", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Sso
}
endpoint! {
    /// Leaves the settings as they are, until the metadata changes again.
    DismissMetadata = "sso_metadata_dismiss", Post "/api/v1/sso/metadata-change/dismiss", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Sso
}
endpoint! {
    /// Begins a test sign-in with the draft, or, where there is none, with the active settings.
    StartTest = "sso_test_create", Post "/api/v1/sso/tests", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: StartedTest; status 201; person true
}
endpoint! {
    /// What became of a test sign-in.
    GetTest = "sso_test_get", Get "/api/v1/sso/tests/{id}", Access::Right(Right::ReadIdentity);
    Params: TestParams, Query: NoQuery, Body: NoBody, Reply: Test
}
endpoint! {
    /// Makes a revision active: the draft, or, rolling back, one that was active before.
    Activate = "sso_activate", Post "/api/v1/sso/activations", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: Activation, Reply: Sso; if_match true; person true
}
endpoint! {
    /// Gives an owner emergency access (R27).
    AddEmergency = "sso_emergency_add", Put "/api/v1/sso/emergency-access/{user_id}", Access::Right(Right::EditIdentity);
    Params: EmergencyParams, Query: NoQuery, Body: NoBody, Reply: Sso
}
endpoint! {
    /// Takes emergency access away (R27).
    RemoveEmergency = "sso_emergency_remove", Delete "/api/v1/sso/emergency-access/{user_id}", Access::Right(Right::EditIdentity);
    Params: EmergencyParams, Query: NoQuery, Body: NoBody, Reply: Sso
}
endpoint! {
    /// Proves one's own password: names oneself for emergency access, where one is not yet, as an owner (R27).
    ProveEmergency = "sso_emergency_prove", Post "/api/v1/sso/emergency-access/proofs", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: Proof, Reply: Sso; person true
}
