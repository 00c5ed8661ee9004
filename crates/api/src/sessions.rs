//! Signing in and out, passwords, and the sessions of a person.

use domain::{Right, Role, SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::endpoint::endpoint;
use crate::organization::Organization;
use crate::setup::Link;
use crate::{Access, NoBody, NoContent, NoParams, NoQuery, Page};

/// Which organization the sign-in page is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OptionsQuery {
    /// The slug, when the person named one or the browser remembers it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organization: Option<String>,
}

/// How the sign-in page should look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInOptions {
    /// No organization exists yet: the server's log has a set-up link.
    pub setup_required: bool,
    /// More than one organization exists: ask for the slug. (With one only, nobody needs to know it.)
    pub needs_organization: bool,
    /// The name to show when there is only one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organization_name: Option<String>,
}

/// Username and password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credentials {
    /// The slug of the organization; may be left out where there is only one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organization: Option<String>,
    /// The username, in any case.
    pub username: String,
    /// The password.
    pub password: String,
}

/// Who is signed in, and what they may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Identity {
    /// The person.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub user_id: UserId,
    /// Their username.
    pub username: String,
    /// First and last name.
    pub name: String,
    /// Their role: what it allows is [`Role::has`].
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub role: Role,
    /// This session.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub session_id: SessionId,
    /// When the session ends at the latest.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// There is a mail server: password links can be sent.
    #[serde(default)]
    pub can_mail: bool,
    /// Their organization.
    pub organization: Organization,
}

/// A new password for the person that a one-time link names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPassword {
    /// The secret of the link.
    pub token: String,
    /// The password.
    pub password: String,
}

/// A new password of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    /// The password as it is.
    pub current_password: String,
    /// The password as it shall be.
    pub password: String,
}

/// Whom a password link is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordLinkState {
    /// The username that the password will be for.
    pub username: String,
    /// The organization's name.
    pub organization_name: String,
}

/// Who wants to sign in, and where to go on afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MethodQuestion {
    /// The slug of the organization; may be left out where there is only one, or where the username's domain is that of one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organization: Option<String>,
    /// The username.
    pub username: String,
    /// A path of the console, or of the OpenID Connect provider, to go on with.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<String>,
}

/// How people of that organization sign in. The same for each of its usernames, whether they exist or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInMethod {
    /// The slug of the organization, where the username's domain told it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organization: Option<String>,
    /// The page that leads to the identity provider; absent: with a password.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sso_url: Option<String>,
    /// The identity provider's name, for the button.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub provider: Option<String>,
}

/// What is left to do after signing out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedOut {
    /// Where the browser goes on: it signs out of the identity provider, too.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
}

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionLimits {
    /// Minutes without a request, 5 to 1,440.
    pub idle_minutes: u32,
    /// Minutes after signing in, whatever happens, 15 to 10,080.
    pub longest_minutes: u32,
    /// Counts changes: the `ETag` is `"<version>"`.
    pub version: u64,
}

/// Changes to the limits: what is left out stays. They hold for sessions that last already, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionLimitsEdit {
    /// Minutes without a request.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub idle_minutes: Option<u32>,
    /// Minutes after signing in.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub longest_minutes: Option<u32>,
}

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Its id (not its secret).
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: SessionId,
    /// When the person signed in.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// The last request, to the minute.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// The browser, as it names itself.
    pub user_agent: String,
    /// The network address of the last request.
    pub address: String,
    /// How the person signed in.
    pub method: crate::sign_ins::Method,
    /// It is the session that asks.
    pub current: bool,
}

/// How many sessions were ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ended {
    /// The number.
    pub ended: u64,
}

/// The person whose sessions are meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonParams {
    /// The person.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: UserId,
}

/// One session of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionParams {
    /// The person.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: UserId,
    /// The session.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub session_id: SessionId,
}

/// One session of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnSessionParams {
    /// The session.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub session_id: SessionId,
}

endpoint! {
    /// How to sign in: the same answer for every username.
    Options = "sign_in_options", Get "/api/v1/sign-in-options", Access::Public;
    Params: NoParams, Query: OptionsQuery, Body: NoBody, Reply: SignInOptions
}
endpoint! {
    /// Signs in with a password: sets the session cookie.
    SignIn = "session_create", Post "/api/v1/sessions", Access::Public;
    Params: NoParams, Query: NoQuery, Body: Credentials, Reply: Identity; status 201
}
endpoint! {
    /// Signs out: ends this session.
    SignOut = "session_sign_out", Delete "/api/v1/sessions/current", Access::SignedIn;
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: SignedOut; person true
}
endpoint! {
    /// With what people of an organization sign in: the identity provider or a password.
    ChooseMethod = "sign_in_method_get", Post "/api/v1/sign-in-methods", Access::Public;
    Params: NoParams, Query: NoQuery, Body: MethodQuestion, Reply: SignInMethod
}
endpoint! {
    /// How long sessions last.
    GetLimits = "session_limits_get", Get "/api/v1/session-limits", Access::Right(Right::ReadIdentity);
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: SessionLimits
}
endpoint! {
    /// Changes how long sessions last.
    EditLimits = "session_limits_edit", Patch "/api/v1/session-limits", Access::Right(Right::EditIdentity);
    Params: NoParams, Query: NoQuery, Body: SessionLimitsEdit, Reply: SessionLimits; if_match true
}
endpoint! {
    /// Whom a password link is for.
    CheckPasswordLink = "password_link_check", Post "/api/v1/password-links/check", Access::Public;
    Params: NoParams, Query: NoQuery, Body: Link, Reply: PasswordLinkState
}
endpoint! {
    /// Sets a password by a one-time link, ends every session of the person, and signs them in.
    SetPassword = "password_set", Post "/api/v1/passwords", Access::Public;
    Params: NoParams, Query: NoQuery, Body: NewPassword, Reply: Identity; status 201
}
endpoint! {
    /// Who is signed in.
    Me = "me_get", Get "/api/v1/me", Access::SignedIn;
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Identity; person true
}
endpoint! {
    /// One's own sessions.
    ListOwn = "own_session_list", Get "/api/v1/me/sessions", Access::SignedIn;
    Params: NoParams, Query: NoQuery, Body: NoBody, Reply: Page<Session>; person true
}
endpoint! {
    /// Ends a session of one's own.
    EndOwn = "own_session_end", Delete "/api/v1/me/sessions/{session_id}", Access::SignedIn;
    Params: OwnSessionParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204; person true
}
endpoint! {
    /// Changes one's own password, and ends all of one's other sessions.
    ChangePassword = "own_password_change", Put "/api/v1/me/password", Access::SignedIn;
    Params: NoParams, Query: NoQuery, Body: PasswordChange, Reply: NoContent; status 204; person true
}
endpoint! {
    /// The sessions of a person.
    List = "session_list", Get "/api/v1/users/{id}/sessions", Access::Right(Right::ReadUsers);
    Params: PersonParams, Query: NoQuery, Body: NoBody, Reply: Page<Session>
}
endpoint! {
    /// Ends a session of a person.
    End = "session_end", Delete "/api/v1/users/{id}/sessions/{session_id}", Access::Right(Right::EditUsers);
    Params: SessionParams, Query: NoQuery, Body: NoBody, Reply: NoContent; status 204
}
endpoint! {
    /// Ends every session of a person; of one's own, all but this one.
    EndAll = "session_end_all", Delete "/api/v1/users/{id}/sessions", Access::Right(Right::EditUsers);
    Params: PersonParams, Query: NoQuery, Body: NoBody, Reply: Ended
}
