//! XML signatures of the tests: good ones, and ones by what proves nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::RsaPrivateKey;
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::signature::{SignatureEncoding as _, Signer as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::{IDP_CERTIFICATE, IDP_KEY, base64_of, canonical};

pub const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
pub const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
pub const RSA_SHA1: &str = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
pub const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
pub const RSA_SHA384: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384";
pub const RSA_SHA512: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512";
pub const HMAC_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
pub const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
pub const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
pub const SHA512: &str = "http://www.w3.org/2001/04/xmlenc#sha512";

/// How to sign.
#[derive(Clone)]
pub struct Signer {
    pub key: &'static str,
    /// The certificate in KeyInfo; no KeyInfo when there is none.
    pub certificate: Option<&'static str>,
    pub method: &'static str,
    pub digest: &'static str,
    pub canonicalization: &'static str,
    pub transforms: Vec<String>,
    /// Prefixes of InclusiveNamespaces, as Okta lists `xs`.
    pub prefixes: Vec<&'static str>,
    /// The reference's URI, when not `#ID`.
    pub uri: Option<&'static str>,
}

impl Default for Signer {
    fn default() -> Self {
        Self {
            key: IDP_KEY,
            certificate: Some(IDP_CERTIFICATE),
            method: RSA_SHA256,
            digest: SHA256,
            canonicalization: EXCLUSIVE,
            transforms: vec![
                format!(r#"<ds:Transform Algorithm="{ENVELOPED}"/>"#),
                format!(r#"<ds:Transform Algorithm="{EXCLUSIVE}"/>"#),
            ],
            prefixes: Vec::new(),
            uri: None,
        }
    }
}

impl Signer {
    pub fn with(change: impl FnOnce(&mut Self)) -> Self {
        let mut signer = Self::default();
        change(&mut signer);
        signer
    }

    /// `xml` with a signature of the element of this ID in place of `mark`.
    pub fn sign(&self, xml: &str, id: &str, mark: &str) -> String {
        let unsigned = xml.replacen(mark, "", 1);
        xml.replacen(mark, &self.signature(&unsigned, id), 1)
    }

    /// A signature of the element of this ID.
    pub fn signature(&self, unsigned: &str, id: &str) -> String {
        let digest = self.digest_of(canonical::by_id(unsigned, id, &self.prefixes).as_bytes());
        let uri = self.uri.map_or_else(|| format!("#{id}"), ToOwned::to_owned);
        let transforms = self.transforms.concat().replace(
            &format!(r#"<ds:Transform Algorithm="{EXCLUSIVE}"/>"#),
            &format!(r#"<ds:Transform Algorithm="{EXCLUSIVE}">{}</ds:Transform>"#, self.prefix_list()),
        );
        let reference = format!(
            r#"<ds:Reference URI="{uri}"><ds:Transforms>{transforms}</ds:Transforms><ds:DigestMethod Algorithm="{}"/><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>"#,
            self.digest
        );
        self.around(&reference)
    }

    /// A signature with these references.
    pub fn around(&self, references: &str) -> String {
        let info = format!(
            r#"<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="{}"/><ds:SignatureMethod Algorithm="{}"/>{references}</ds:SignedInfo>"#,
            self.canonicalization, self.method
        );
        let value = STANDARD.encode(self.sign_bytes(canonical::whole(&info, &[]).as_bytes()));
        let key_info = self.certificate.map_or_else(String::new, |pem| {
            format!(
                "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>",
                base64_of(pem)
            )
        });
        format!(
            r#"<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">{}<ds:SignatureValue>{value}</ds:SignatureValue>{key_info}</ds:Signature>"#,
            info.replacen(r#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#""#, "", 1)
        )
    }

    fn prefix_list(&self) -> String {
        if self.prefixes.is_empty() {
            return String::new();
        }
        let list = self.prefixes.join(" ");
        format!(r#"<ec:InclusiveNamespaces xmlns:ec="{EXCLUSIVE}" PrefixList="{list}"/>"#)
    }

    fn digest_of(&self, bytes: &[u8]) -> String {
        match self.digest {
            SHA1 => STANDARD.encode(Sha1::digest(bytes)),
            SHA512 => STANDARD.encode(Sha512::digest(bytes)),
            _ => STANDARD.encode(Sha256::digest(bytes)),
        }
    }

    pub fn sign_bytes(&self, bytes: &[u8]) -> Vec<u8> {
        let key = RsaPrivateKey::from_pkcs8_pem(self.key).expect("the test is right");
        match self.method {
            RSA_SHA1 => SigningKey::<Sha1>::new(key).sign(bytes).to_vec(),
            RSA_SHA384 => SigningKey::<Sha384>::new(key).sign(bytes).to_vec(),
            RSA_SHA512 => SigningKey::<Sha512>::new(key).sign(bytes).to_vec(),
            // The old confusion: the public certificate as the secret.
            HMAC_SHA256 => {
                hmac(&STANDARD.decode(base64_of(IDP_CERTIFICATE)).expect("the test is right"), bytes)
            }
            "" => Vec::new(),
            _ => SigningKey::<Sha256>::new(key).sign(bytes).to_vec(),
        }
    }
}

/// HMAC with SHA-256 (RFC 2104).
fn hmac(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut block = Sha256::digest(key).to_vec();
    block.resize(64, 0);
    let padded = |pad: u8| block.iter().map(|b| b ^ pad).collect::<Vec<u8>>();
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(bytes).finalize();
    Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().to_vec()
}
