//! R23-R28: single sign-on by SAML 2.0, as far as both ends know of it: providers, what is checked of a sign-in,
//! why a certificate or metadata is refused, when what ends is warned of.

use serde::{Deserialize, Serialize};

use crate::provisioning_log::names;
use crate::timestamp::{DAY_MS, Timestamp};

names! {
    /// The identity provider that people sign in with: it decides the steps and names that the console shows, never the protocol.
    SsoProvider {
        /// Microsoft Entra ID (Azure AD).
        Entra = "entra",
        /// Okta.
        Okta = "okta",
        /// Google Workspace.
        Google = "google",
        /// OneLogin.
        OneLogin = "onelogin",
        /// JumpCloud.
        JumpCloud = "jumpcloud",
        /// PingOne.
        PingOne = "pingone",
        /// Any other that speaks SAML 2.0.
        Other = "other",
    }
}

impl SsoProvider {
    /// Its name, as it writes it itself.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Entra => "Microsoft Entra ID (Azure AD)",
            Self::Okta => "Okta",
            Self::Google => "Google Workspace",
            Self::OneLogin => "OneLogin",
            Self::JumpCloud => "JumpCloud",
            Self::PingOne => "PingOne",
            Self::Other => "Other SAML 2.0",
        }
    }
}

names! {
    /// What is asked for as NameID in the request (SAML 2.0 core, 3.4.1.1).
    NameIdFormat {
        /// Nothing is asked for: the identity provider's own setting decides.
        Unspecified = "unspecified",
        /// `urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress`.
        EmailAddress = "email_address",
        /// `urn:oasis:names:tc:SAML:2.0:nameid-format:persistent`.
        Persistent = "persistent",
    }
}

names! {
    /// Where a revision of the settings is on its way: draft, tested, active, and afterwards former.
    RevisionState {
        /// Saved, and used by nobody but a test.
        Draft = "draft",
        /// A test sign-in came through.
        Tested = "tested",
        /// People sign in with it.
        Active = "active",
        /// It was active before; it can be again.
        Former = "former",
    }
}

names! {
    /// What is checked of a sign-in, in the order in which it is.
    Check {
        /// The form: one SAMLResponse, Base64, not too long.
        Form = "form",
        /// The XML: well-formed, and without what XML readers disagree on.
        Xml = "xml",
        /// The shape: one Response with one Assertion, each thing where it belongs.
        Shape = "shape",
        /// The status that the identity provider reports.
        Status = "status",
        /// Who sent it: IDP Issuer URL/URN.
        Issuer = "issuer",
        /// Where it was sent to: Destination and Recipient, the Reply URL.
        Recipient = "recipient",
        /// For whom it is: Audience, the Identifier.
        Audience = "audience",
        /// The request that it answers.
        Request = "request",
        /// The time in which it is valid.
        Time = "time",
        /// The assertion is encrypted as agreed, and can be decrypted.
        Encryption = "encryption",
        /// The algorithm of the signature.
        Algorithm = "algorithm",
        /// The signature, by one of the certificates.
        Signature = "signature",
        /// What was read equals what was signed.
        Comparison = "comparison",
        /// NameID: present, and a username.
        NameId = "name_id",
        /// It was not used before.
        Replay = "replay",
        /// It came back in the browser that asked for it.
        Browser = "browser",
        /// A user has this username (R26).
        User = "user",
        /// That user is active (R7).
        Active = "active",
    }
}

/// One thing that was checked of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// What.
    pub check: Check,
    /// It is as it must be.
    pub passed: bool,
    /// What must be there; empty where there is nothing to compare. (Written then, too: the console reads each field in its place.)
    #[serde(default)]
    pub expected: String,
    /// What was there.
    #[serde(default)]
    pub received: String,
}

names! {
    /// Why a file is not taken as certificate (R24), and so what to download in its place.
    CertificateFault {
        /// Nothing, or nothing but blanks.
        Empty = "empty",
        /// A binary (DER) certificate.
        Binary = "binary",
        /// PKCS#7 (`.p7b`).
        Pkcs7 = "pkcs7",
        /// PKCS#12 (`.pfx`, `.p12`).
        Pfx = "pfx",
        /// A private key: it must never leave where it was made.
        PrivateKey = "private_key",
        /// A certificate request.
        Request = "request",
        /// A bare public key.
        PublicKey = "public_key",
        /// A list of revoked certificates.
        RevocationList = "revocation_list",
        /// XML: the metadata is imported elsewhere on the page.
        Xml = "xml",
        /// More than one certificate.
        Several = "several",
        /// Something stands before or after the certificate.
        TrailingData = "trailing_data",
        /// It is none of these.
        Unreadable = "unreadable",
        /// Its time is over.
        Expired = "expired",
        /// Its key is too short (RSA under 2048 bits).
        WeakKey = "weak_key",
        /// A key that signatures are not accepted of.
        KeyKind = "key_kind",
        /// Signed by MD5 or MD2.
        WeakSignature = "weak_signature",
    }
}

names! {
    /// Why metadata of an identity provider is not taken.
    MetadataFault {
        /// Longer than 1 MB.
        TooLarge = "too_large",
        /// No XML, or XML with a document type.
        NotXml = "not_xml",
        /// XML that is no SAML metadata.
        NotMetadata = "not_metadata",
        /// That of an application (service provider), such as one's own.
        ServiceProvider = "service_provider",
        /// More than one identity provider.
        Several = "several",
        /// Its `validUntil` has passed.
        Expired = "expired",
        /// The literal `{tenant}` in it: that of all organizations together.
        AnyTenant = "any_tenant",
        /// No certificate in it that could be used.
        NoCertificate = "no_certificate",
        /// No sign-in page by redirect.
        NoSignIn = "no_sign_in",
        /// An address in it that is not https.
        NotHttps = "not_https",
        /// No answer, a slow one, or none with metadata in it.
        NotFetched = "not_fetched",
        /// An address within a private network, from which nothing is fetched.
        PrivateAddress = "private_address",
    }
}

impl CertificateFault {
    /// What it is, and what to download in its place.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Empty => {
                "There is nothing in this file. Download Certificate (Base64) from your identity provider and attach it."
            }
            Self::Binary => "This is a binary (DER) certificate. Download Certificate (Base64) in its place.",
            Self::Pkcs7 => "This is a PKCS#7 file (.p7b). Download Certificate (Base64) in its place.",
            Self::Pfx => {
                "This is a PKCS#12 file (.pfx), which holds a private key. Delete it from this computer if nobody needs it here, and download Certificate (Base64) in its place."
            }
            Self::PrivateKey => {
                "This is a private key: never hand it out. It was not stored. Download Certificate (Base64) in its place."
            }
            Self::Request => "This is a certificate request. Download Certificate (Base64) in its place.",
            Self::PublicKey => "This is a bare public key. Download Certificate (Base64) in its place.",
            Self::RevocationList => {
                "This is a list of revoked certificates. Download Certificate (Base64) in its place."
            }
            Self::Xml => {
                "This is XML. If it is the metadata file of your identity provider, take Import metadata; else download Certificate (Base64)."
            }
            Self::Several => {
                "There is more than one certificate in this file. Attach the one that signs, and the next one with Add another certificate."
            }
            Self::TrailingData => {
                "Something follows the certificate in this file. Download Certificate (Base64) again and attach it unchanged."
            }
            Self::Unreadable => {
                "This is not a certificate that can be read. Download Certificate (Base64) from your identity provider."
            }
            Self::Expired => {
                "This certificate has expired. Make the new one active at your identity provider, and download that."
            }
            Self::WeakKey => {
                "The key of this certificate is too short: RSA needs 2048 bits at least. Make a new certificate at your identity provider."
            }
            Self::KeyKind => {
                "The key of this certificate is neither RSA nor P-256 or P-384. Make a new certificate with an RSA key at your identity provider."
            }
            Self::WeakSignature => {
                "This certificate is signed with MD5, which can be forged. Make a new one at your identity provider."
            }
        }
    }
}

impl MetadataFault {
    /// What it is, and what to do.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::TooLarge => {
                "This is larger than 1 MB. Download the metadata of the one application, not of the whole federation."
            }
            Self::NotXml => {
                "This is not XML that can be read, or it holds a document type. Download the metadata file again."
            }
            Self::NotMetadata => {
                "This is XML, but no SAML metadata. Download Federation Metadata XML from your identity provider."
            }
            Self::ServiceProvider => {
                "This is the metadata of an application, not of an identity provider. Download the file from your identity provider, not from Rollcall."
            }
            Self::Several => {
                "There is more than one identity provider in this file. Download the metadata of the one application."
            }
            Self::Expired => {
                "This metadata is no longer valid. Download it again from your identity provider."
            }
            Self::AnyTenant => {
                "This is the metadata of all organizations at Microsoft together. Copy the App Federation Metadata Url of your application: it holds your tenant's id."
            }
            Self::NoCertificate => {
                "There is no certificate in this metadata that could be used. Download it again once your identity provider has an active signing certificate."
            }
            Self::NoSignIn => {
                "There is no sign-in page for HTTP-Redirect in this metadata. Download that of a SAML 2.0 application."
            }
            Self::NotHttps => {
                "An address in this metadata does not begin with https://. Rollcall sends people to encrypted pages only."
            }
            Self::NotFetched => {
                "The metadata could not be fetched from there: no answer within ten seconds, or another one than the file. Check the address, or upload the file."
            }
            Self::PrivateAddress => {
                "That address is within a private network, where Rollcall does not fetch. Upload the file in its place."
            }
        }
    }
}

/// How near the end of a certificate is (R24): told 60, 30, 7 days and 1 day before, each time more urgently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CertificateEnd {
    /// Within 60 days.
    TwoMonths,
    /// Within 30 days.
    Month,
    /// Within 7 days.
    Week,
    /// Within a day.
    Day,
    /// It has come: nobody signs in by it any more.
    Over,
}

impl CertificateEnd {
    /// How near it is at `now`; `None` while there is nothing to say.
    #[must_use]
    pub const fn at(end: Timestamp, now: Timestamp) -> Option<Self> {
        let left = end.ms_since(now);
        match left {
            ..=0 => Some(Self::Over),
            _ if left <= DAY_MS => Some(Self::Day),
            _ if left <= 7 * DAY_MS => Some(Self::Week),
            _ if left <= 30 * DAY_MS => Some(Self::Month),
            _ if left <= 60 * DAY_MS => Some(Self::TwoMonths),
            _ => None,
        }
    }
}

/// Where Microsoft signs out by a plain address (R28).
pub const MICROSOFT_SIGN_OUT: &str = "https://login.microsoftonline.com/common/wsfederation?wa=wsignout1.0";

/// R28: a sign-out page at Microsoft that fails with AADSTS750054 when it is opened without a SAML request.
#[must_use]
pub fn needs_saml_request(sign_out_url: &str) -> bool {
    let Some(rest) = sign_out_url.trim().strip_prefix("https://login.microsoftonline.com/") else {
        return false;
    };
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    path.trim_end_matches('/').ends_with("/saml2")
}

/// An address of the identity provider that a browser may be sent to: https, with a host, without a name or password in it.
#[must_use]
pub fn is_web_address(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = url.bytes().all(|b| {
        b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
    });
    plain && !host.is_empty() && !host.starts_with(':') && !host.contains('@') && url.len() <= 2048
}

/// An address that people may be sent to: https, or http on the same machine, where a test of an identity provider may be.
#[must_use]
pub fn is_provider_address(url: &str) -> bool {
    let local = ["http://localhost", "http://127.0.0.1", "http://[::1]"].iter().any(|host| {
        url.strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/', '?']))
    });
    is_web_address(url) || local && is_web_address(&url.replacen("http://", "https://", 1))
}

/// Where signing in leads back to: only a path of Rollcall itself, never another origin, and never the page to sign in on.
#[must_use]
pub fn way_back(next: Option<&str>) -> &str {
    let path = next.unwrap_or_default();
    let plain = path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') && path.len() <= 2048;
    let inside = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/sign-in");
    if plain && inside { path } else { "/" }
}

/// The number of an error of Microsoft in a text, as in `AADSTS50105: …`.
#[must_use]
pub fn microsoft_error(text: &str) -> Option<u32> {
    let digits = text.split_once("AADSTS")?.1;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// The errors of Microsoft that are explained.
pub const MICROSOFT_ERRORS: [u32; 7] = [50011, 50105, 700_016, 75005, 75011, 750_054, 76021];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r28_a_saml_endpoint_of_microsoft_is_no_sign_out_page() {
        assert!(needs_saml_request("https://login.microsoftonline.com/1f2e/saml2"));
        assert!(needs_saml_request(" https://login.microsoftonline.com/1f2e/saml2/ "));
        assert!(needs_saml_request("https://login.microsoftonline.com/1f2e/saml2?x=1"));
        assert!(!needs_saml_request(MICROSOFT_SIGN_OUT));
        assert!(!needs_saml_request("https://idp.example/saml2"));
    }

    #[test]
    fn r24_the_end_of_a_certificate_is_told_four_times_and_then_it_is_over() {
        let now = Timestamp(1_000 * DAY_MS);
        let at = |days: i64| CertificateEnd::at(now.plus_ms(days * DAY_MS), now);
        assert_eq!(at(61), None);
        assert_eq!(at(60), Some(CertificateEnd::TwoMonths));
        assert_eq!(at(30), Some(CertificateEnd::Month));
        assert_eq!(at(7), Some(CertificateEnd::Week));
        assert_eq!(at(1), Some(CertificateEnd::Day));
        assert_eq!(at(0), Some(CertificateEnd::Over));
    }

    #[test]
    fn addresses_of_other_schemes_are_none() {
        assert!(is_web_address("https://idp.example/sso?a=b"));
        for other in [
            "http://idp.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "https:///path",
            "https://a@b/",
            "https://idp.example/ x",
            "HTTPS://idp.example/\u{0}",
            "//idp.example",
            "",
        ] {
            assert!(!is_web_address(other), "{other}");
        }
    }

    #[test]
    fn a_test_on_the_same_machine_needs_no_tls() {
        assert!(is_provider_address("http://127.0.0.1:7000/sso"));
        assert!(is_provider_address("https://idp.example/sso"));
        assert!(!is_provider_address("http://127.0.0.1.example/sso"));
        assert!(!is_provider_address("http://idp.example/sso"));
    }

    #[test]
    fn the_way_back_never_leads_to_another_origin() {
        assert_eq!(way_back(Some("/users?site=London#top")), "/users?site=London#top");
        for other in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "",
            "/sign-in?next=/",
            "/a b",
            "/\u{85}x",
            "\t//x",
        ] {
            assert_eq!(way_back(Some(other)), "/", "{other}");
        }
        assert_eq!(way_back(None), "/");
    }

    #[test]
    fn an_error_of_microsoft_is_found_in_its_sentence() {
        assert_eq!(microsoft_error("AADSTS50105: Your administrator has configured"), Some(50105));
        assert_eq!(microsoft_error("urn:oasis:names:tc:SAML:2.0:status:Responder"), None);
        assert_eq!(microsoft_error("AADSTS"), None);
    }
}
