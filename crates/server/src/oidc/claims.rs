//! What applications are told of a person: ID tokens (OpenID Connect Core §2) and claims (§5.1).

use domain::{ApplicationId, Timestamp};
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::{Grant, User};

use super::grant::has;
use super::keys::{self, Signer, base64url};
use super::{Provider, TOKEN_MS};
use crate::app::App;
use crate::http::Failure;
use crate::people::display_name;
use crate::secret::digest;

/// All of them, for the metadata.
pub const CLAIMS: [&str; 19] = [
    "iss",
    "sub",
    "aud",
    "azp",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "amr",
    "sid",
    "at_hash",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "locale",
    "zoneinfo",
    "updated_at",
    "email",
];

/// Whole seconds since 1970.
const fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000)
}

/// Who the person is, as far as `scope` asks for it. What is not known is left out.
#[must_use]
pub fn of_person(user: &User, scope: &str) -> Map<String, Value> {
    let mut claims = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            claims.insert(name.to_owned(), value);
        }
    };
    let filled = |text: &str| Some(text).filter(|text| !text.is_empty()).map(Value::from);
    put("sub", Some(user.id.to_string().into()));
    if has(scope, "profile") {
        put("name", filled(&display_name(user)));
        put("given_name", filled(&user.first_name));
        put("family_name", filled(&user.last_name));
        put("preferred_username", filled(&user.username));
        put("locale", user.locale.as_deref().map(Value::from));
        put("zoneinfo", user.time_zone.as_deref().map(Value::from));
        put("updated_at", Some(seconds(user.updated_at).into()));
    }
    // Without `email_verified`: an admin or the identity provider says so, and nobody has sent a letter there to see.
    if has(scope, "email") {
        put("email", user.email.as_deref().map(Value::from));
    }
    claims
}

/// The ID token for a grant. `nonce`: only with the exchange of the code (OpenID Connect Core §12.2).
///
/// # Errors
/// The key does not sign.
pub fn id_token(
    provider: &Provider,
    signer: &Signer,
    (grant, user): (&Grant, &User),
    (access_token, with_nonce): (&str, bool),
    now: Timestamp,
) -> Result<String, Failure> {
    let client_id = grant.application_id.to_string();
    let half = &digest(access_token.as_bytes())[..16];
    let mut claims = of_person(user, &grant.scope);
    let own = json!({
        "iss": provider.issuer,
        "aud": client_id,
        "azp": client_id,
        "iat": seconds(now),
        "exp": seconds(now.plus_ms(TOKEN_MS)),
        "auth_time": seconds(grant.auth_time),
        "sid": grant.session_id.to_string(),
        "at_hash": base64url(half),
    });
    if let Value::Object(own) = own {
        claims.extend(own);
    }
    let methods: Vec<&str> = grant.methods.split(' ').filter(|method| !method.is_empty()).collect();
    if !methods.is_empty() {
        claims.insert("amr".to_owned(), methods.into());
    }
    if let Some(nonce) = grant.nonce.as_deref().filter(|_| with_nonce) {
        claims.insert("nonce".to_owned(), nonce.into());
    }
    let header = Header { kid: Some(signer.key_id.clone()), ..Header::new(Algorithm::RS256) };
    encode(&header, &claims, &signer.key).map_err(|error| Failure::internal(&error))
}

/// What an ID token of ours says, that comes back as a hint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// Whom it is about.
    pub sub: String,
    /// To which application it was given.
    pub aud: String,
    /// In which session.
    pub sid: String,
}

/// Reads an ID token of ours, also one that is over (OpenID Connect RP-Initiated Logout 1.0 §2); nothing, where it is none of ours.
///
/// # Errors
/// The database fails.
pub async fn hint(app: &App, provider: &Provider, token: &str) -> Result<Option<Hint>, Failure> {
    let key_id = decode_header(token).ok().and_then(|header| header.kid);
    let Some(key_id) = key_id else { return Ok(None) };
    let Some(key) = keys::known(app, provider.org, &key_id).await? else { return Ok(None) };
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.set_required_spec_claims(&["iss", "sub", "aud"]);
    validation.set_issuer(&[&provider.issuer]);
    Ok(decode::<Hint>(token, &key, &validation).ok().map(|data| data.claims))
}

impl Hint {
    /// The application that it was given to.
    #[must_use]
    pub fn application(&self) -> Option<ApplicationId> {
        self.aud.parse().ok()
    }
}
