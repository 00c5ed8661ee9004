//! What the sign-in log keeps of an attempt, and the reference by which an admin finds it.

use api::events::Subject;
use api::sign_ins::{Attribute, Method};
use domain::sso::{CheckResult, SsoProvider, microsoft_error};
use domain::{OrgId, SignInId, UserId};
use store::{SignIn, Tx};

use crate::app::App;
use crate::audit;
use crate::http::Client;
use crate::ids::Ids;

/// Without what is easily taken for something else when it is read aloud.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
/// Characters of a reference: 31 to the 8th is enough to find one of some 100,000 by.
const CHARACTERS: usize = 8;

/// What a person is told when signing in did not work: `k7q4-m2xd`.
fn reference(ids: &dyn Ids) -> String {
    let bytes = ids.secret_bytes();
    let letters: String =
        bytes[..CHARACTERS].iter().map(|byte| char::from(ALPHABET[usize::from(byte % 31)])).collect();
    format!("{}-{}", &letters[..4], &letters[4..])
}

/// An attempt without what is only known of those with an identity provider.
#[must_use]
pub fn attempt(app: &App, method: Method, client: &Client) -> SignIn {
    SignIn {
        id: SignInId(app.new_id()),
        reference: reference(&*app.ids),
        at: app.now(),
        method: audit::name(method),
        success: false,
        username: None,
        user_id: None,
        provider: None,
        checks: "[]".to_owned(),
        microsoft_error: None,
        attributes: "[]".to_owned(),
        xml: None,
        address: client.address.clone(),
        user_agent: client.user_agent.clone(),
    }
}

/// With a username, and the person whose it is.
#[must_use]
pub fn named(attempt: SignIn, username: &str, user: Option<UserId>, success: bool) -> SignIn {
    let username = username.trim().chars().take(256).collect();
    SignIn { username: Some(username), user_id: user, success, ..attempt }
}

/// With what was verified of a Response. Attributes are kept of tests only.
#[must_use]
pub fn verified(
    attempt: SignIn,
    provider: SsoProvider,
    report: &saml::Report,
    checks: &[CheckResult],
) -> SignIn {
    let json = |value: serde_json::Result<String>| value.unwrap_or_else(|_| "[]".to_owned());
    let message = report.status.as_ref().and_then(|status| status.message.as_deref());
    let is_test = attempt.method == audit::name(Method::Test);
    let attributes: Vec<Attribute> = report
        .identity
        .iter()
        .filter(|_| is_test)
        .flat_map(|identity| &identity.attributes)
        .map(|attribute| Attribute { name: attribute.name.clone(), values: attribute.values.clone() })
        .collect();
    SignIn {
        provider: Some(provider.name().to_owned()),
        checks: json(serde_json::to_string(checks)),
        microsoft_error: message.and_then(microsoft_error),
        attributes: json(serde_json::to_string(&attributes)),
        xml: report.redacted_xml.clone(),
        ..attempt
    }
}

/// Adds the attempt to the log, in the transaction of what it began, and tells whoever watches.
///
/// # Errors
/// The database fails.
pub async fn add(tx: &Tx, sign_in: &SignIn) -> Result<(), store::Error> {
    tx.sign_ins().insert(sign_in).await?;
    tx.announce(&audit::name(Subject::SignIn), &sign_in.id.to_string(), sign_in.at);
    Ok(())
}

/// Adds an attempt that began nothing. A log that cannot be written keeps nobody from an answer.
pub async fn add_alone(app: &App, org: OrgId, sign_in: &SignIn) {
    let added = app.store.write(org, |tx| async move { add(&tx, sign_in).await }).await;
    if let Err(error) = added {
        tracing::warn!(%error, "an attempt to sign in could not be written to the sign-in log");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SystemIds;

    #[test]
    fn a_reference_can_be_read_aloud() {
        let text = reference(&SystemIds::default());
        assert_eq!(text.len(), 9);
        assert!(text.bytes().all(|b| b == b'-' || ALPHABET.contains(&b)), "{text}");
    }
}
