//! The sign-in log: every attempt, what was checked of it, and where in the identity provider it is mended. Kept for 90 days.

use domain::sso::{CheckResult, SsoProvider};
use domain::{Right, SignInId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::{Access, NoBody, NoQuery, Page};

/// How somebody wanted to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// With a password.
    Password,
    /// With a password, by emergency access, while passwords are off (R27).
    Emergency,
    /// With the identity provider.
    Sso,
    /// A test of settings: nobody was signed in.
    Test,
    /// By a one-time link.
    Link,
}

/// An attribute that the identity provider sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attribute {
    /// Its name, as sent.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
}

/// An attempt, for a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Summary {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: SignInId,
    /// What the person was told: to find the attempt by.
    pub reference: String,
    /// When.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// How.
    pub method: Method,
    /// The person came in; of a test: they would have.
    pub success: bool,
    /// The username that was given or sent; absent when it was not known yet.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub username: Option<String>,
    /// The person of that username.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_id: Option<UserId>,
    /// The check that failed; absent on success, and for passwords.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub failed: Option<CheckResult>,
    /// The network address.
    pub address: String,
}

/// An attempt with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// As in the list.
    pub summary: Summary,
    /// The identity provider whose screens mend it.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub provider: Option<SsoProvider>,
    /// Every check in its order, up to the first that failed.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub checks: Vec<CheckResult>,
    /// The number of Microsoft's error, as in AADSTS50105.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub microsoft_error: Option<u32>,
    /// Of a test: what the identity provider sent.
    pub attributes: Vec<Attribute>,
    /// What it sent, without signatures, keys and values of attributes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub xml: Option<String>,
    /// The browser, as it names itself.
    pub user_agent: String,
}

/// Which attempts, and which page of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInsQuery {
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cursor: Option<String>,
    /// Entries a page, 1 to 200; 50 when left out.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub limit: Option<u32>,
    /// A reference, or the beginning of a username.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub search: Option<String>,
    /// Only those that failed, or only those that did not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub success: Option<bool>,
    /// Only those of this person.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_id: Option<UserId>,
}

/// The attempt that the path names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInParams {
    /// The id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: SignInId,
}

endpoint! {
    /// Attempts to sign in, the newest first.
    List = "sign_in_list", Get "/api/v1/sign-ins", Access::Right(Right::ReadIdentity);
    Params: crate::NoParams, Query: SignInsQuery, Body: NoBody, Reply: Page<Summary>
}
endpoint! {
    /// One attempt, with every check.
    Get = "sign_in_get", Get "/api/v1/sign-ins/{id}", Access::Right(Right::ReadIdentity);
    Params: SignInParams, Query: NoQuery, Body: NoBody, Reply: SignIn
}
