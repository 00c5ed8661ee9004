//! An identity provider: it signs what the test wants signed, by the code of the tests of `crates/saml`, which shares nothing with what
//! verifies.

#[path = "../../../saml/tests/suite/support/canonical.rs"]
mod canonical;
#[path = "../../../saml/tests/suite/support/sign.rs"]
mod sign;

use api::sso::{Activate, Activation, Edit, Get, Proof, ProveEmergency, PutDraft, Settings, Sso, Switch};
use api::{NoParams, NoQuery};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use domain::sso::{NameIdFormat, SsoProvider};
use reqwest::Method;

use super::{Answer, Caller, Organization, PASSWORD};

macro_rules! fixture {
    ($path:literal) => {
        include_str!(concat!("../../../saml/tests/fixtures/keys/", $path))
    };
}

pub const IDP_KEY: &str = fixture!("idp.key.pem");
pub const IDP_CERTIFICATE: &str = fixture!("idp.crt.pem");
pub const NEXT_KEY: &str = fixture!("next.key.pem");
pub const NEXT_CERTIFICATE: &str = fixture!("next.crt.pem");
/// How it names itself.
pub const ISSUER: &str = "https://idp.example/metadata";
/// Minutes, in milliseconds.
pub const MINUTE_MS: i64 = 60_000;

/// What stands between the lines of PEM.
pub fn base64_of(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with("-----")).collect()
}

/// What an admin enters for it.
pub fn settings() -> Settings {
    Settings {
        provider: SsoProvider::Entra,
        sign_in_url: "https://idp.example/sso".to_owned(),
        issuer: ISSUER.to_owned(),
        sign_out_url: None,
        logout_url: None,
        saml_logout: false,
        certificates: vec![base64_of(IDP_CERTIFICATE)],
        sign_requests: false,
        require_encryption: false,
        allow_unsolicited: false,
        name_id_format: NameIdFormat::Unspecified,
        metadata_url: None,
    }
}

/// Everything about single sign-on, as the owner sees it.
pub async fn get(contoso: &Organization<'_>) -> Sso {
    contoso.owner.browser.read::<Get>().await
}

/// Saves a draft.
pub async fn save(contoso: &Organization<'_>, settings: &Settings) -> Answer {
    let version = get(contoso).await.version;
    contoso.owner.browser.call::<PutDraft>(&NoParams {}, &NoQuery {}, settings, Some(version)).await
}

/// Makes the draft active, tested or not.
pub async fn activate(contoso: &Organization<'_>, untested: bool) -> Answer {
    let sso = get(contoso).await;
    let revision = sso.draft.or(sso.previous).unwrap().id;
    let body = Activation { revision, untested };
    contoso.owner.browser.call::<Activate>(&NoParams {}, &NoQuery {}, &body, Some(sso.version)).await
}

/// Proves the owner's password.
pub async fn prove(contoso: &Organization<'_>) -> Answer {
    let proof = Proof { password: PASSWORD.to_owned() };
    contoso.owner.browser.call::<ProveEmergency>(&NoParams {}, &NoQuery {}, &proof, None).await
}

/// Switches on or off.
pub async fn switch(contoso: &Organization<'_>, enabled: bool) -> Answer {
    let version = get(contoso).await.version;
    contoso.owner.browser.call::<Edit>(&NoParams {}, &NoQuery {}, &Switch { enabled }, Some(version)).await
}

/// Settings active, the owner's emergency access proven, and single sign-on on.
pub async fn set_up(contoso: &Organization<'_>, settings: &Settings) {
    contoso.give_password(contoso.owner.user.id).await;
    for answer in [save(contoso, settings).await, activate(contoso, true).await, prove(contoso).await] {
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    assert_eq!(switch(contoso, true).await.status, 200);
}

/// A sign-in that has begun: what the browser was sent to the identity provider with.
#[derive(Debug, Clone)]
pub struct Begun {
    /// The address.
    pub url: String,
    /// The ID of the request.
    pub request: String,
    /// RelayState.
    pub relay_state: String,
    /// `name=value` of the cookie that binds it to the browser.
    pub cookie: String,
}

impl Begun {
    /// Of an address of the identity provider, and a cookie.
    pub fn of(url: &str, cookie: &str) -> Self {
        let (_, query) = url.split_once('?').unwrap();
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let relay_state = pairs.iter().find(|(name, _)| name == "RelayState").unwrap().1.clone();
        Self {
            url: url.to_owned(),
            request: format!("_{relay_state}"),
            relay_state,
            cookie: cookie.to_owned(),
        }
    }
}

/// Opens the page that leads to the identity provider.
pub async fn begin(browser: &Caller, slug: &str, query: &str) -> Begun {
    let answer = browser.get(&format!("/sso/{slug}/login{query}")).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    Begun::of(answer.header("location"), &answer.cookie())
}

/// A Response, as it will be signed.
#[derive(Debug, Clone)]
pub struct Response {
    /// NameID.
    pub name_id: String,
    /// InResponseTo; none for one that nobody asked for.
    pub request: Option<String>,
    /// The Reply URL.
    pub acs: String,
    /// Audience.
    pub audience: String,
    /// When it is made.
    pub at: Timestamp,
    /// AuthnInstant.
    pub authn_instant: Timestamp,
    /// SessionNotOnOrAfter.
    pub session_ends: Option<Timestamp>,
    /// The ID of the assertion.
    pub id: String,
    /// Who signs.
    pub key: &'static str,
    /// StatusCode and StatusMessage, when it is not a success.
    pub failure: Option<(&'static str, &'static str)>,
}

impl Response {
    /// A good one for that username.
    pub fn of(contoso: &Organization<'_>, username: &str, begun: Option<&Begun>) -> Self {
        let now = contoso.server.app.now();
        let acs = format!("{}/sso/{}", contoso.server.url, contoso.slug);
        Self {
            name_id: username.to_owned(),
            request: begun.map(|begun| begun.request.clone()),
            audience: acs.clone(),
            acs,
            at: now,
            authn_instant: now.plus_ms(-MINUTE_MS),
            session_ends: None,
            id: format!("_a{:032x}", contoso.server.app.new_id()),
            key: IDP_KEY,
            failure: None,
        }
    }

    /// As XML, the assertion signed.
    pub fn xml(&self) -> String {
        let request = self.request.as_ref().map(|id| format!(" InResponseTo=\"{id}\"")).unwrap_or_default();
        let (code, message) = self.failure.unwrap_or(("urn:oasis:names:tc:SAML:2.0:status:Success", ""));
        let status = format!(
            "<samlp:Status><samlp:StatusCode Value=\"{code}\"/>{}</samlp:Status>",
            if message.is_empty() {
                String::new()
            } else {
                format!("<samlp:StatusMessage>{message}</samlp:StatusMessage>")
            }
        );
        let assertion = if self.failure.is_some() { String::new() } else { self.assertion(&request) };
        let xml = format!(
            "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_r{id}\" Version=\"2.0\" IssueInstant=\"{at}\" Destination=\"{acs}\"{request}><saml:Issuer>{ISSUER}</saml:Issuer>{status}{assertion}</samlp:Response>",
            id = self.id,
            at = self.at,
            acs = self.acs
        );
        if self.failure.is_some() {
            return xml;
        }
        sign::Signer::with(|signer| {
            signer.key = self.key;
            signer.certificate = None;
        })
        .sign(&xml, &self.id, "@A@")
    }

    fn assertion(&self, request: &str) -> String {
        let Self { id, name_id, acs, audience, at, authn_instant, .. } = self;
        let until = at.plus_ms(5 * MINUTE_MS);
        let ends = self.session_ends.map(|at| format!(" SessionNotOnOrAfter=\"{at}\"")).unwrap_or_default();
        format!(
            "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{at}\"><saml:Issuer>{ISSUER}</saml:Issuer>@A@<saml:Subject><saml:NameID>{name_id}</saml:NameID><saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"><saml:SubjectConfirmationData{request} NotOnOrAfter=\"{until}\" Recipient=\"{acs}\"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore=\"{at}\" NotOnOrAfter=\"{until}\"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AttributeStatement><saml:Attribute Name=\"department\"><saml:AttributeValue>Engines</saml:AttributeValue></saml:Attribute></saml:AttributeStatement><saml:AuthnStatement AuthnInstant=\"{authn_instant}\" SessionIndex=\"s1\"{ends}><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement></saml:Assertion>"
        )
    }
}

/// Posts a Response to the Reply URL, with that RelayState and cookie.
pub async fn post(contoso: &Organization<'_>, xml: &str, begun: Option<&Begun>) -> Answer {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("SAMLResponse", &STANDARD.encode(xml));
    if let Some(begun) = begun {
        form.append_pair("RelayState", &begun.relay_state);
    }
    let browser = match begun {
        Some(begun) => contoso.server.with_cookie(begun.cookie.clone()),
        None => contoso.server.anybody(),
    };
    let request = browser.request(Method::POST, &format!("/sso/{}", contoso.slug));
    // From the identity provider's own site.
    let request = request.header("origin", "https://idp.example").header("sec-fetch-site", "cross-site");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    browser.send(request.body(form.finish())).await
}

/// A signature over a query of the redirect binding.
pub fn signed_query(query: &str) -> String {
    let query = format!("{query}&SigAlg={}", encoded(sign::RSA_SHA256));
    let signature = sign::Signer::default().sign_bytes(query.as_bytes());
    format!("{query}&Signature={}", encoded(&STANDARD.encode(signature)))
}

/// Percent-encoded.
pub fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
