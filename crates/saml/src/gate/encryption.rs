//! The shape of an encrypted assertion (XML Encryption 1.1): one key, wrapped for us by RSA-OAEP, around one assertion.

use domain::sso::Check;

use super::{Element, Name, Refusal, shown};

/// AES in the modes CBC and GCM; not Triple DES.
const DATA_METHODS: [&str; 6] = [
    "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
    "http://www.w3.org/2001/04/xmlenc#aes192-cbc",
    "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
    "http://www.w3.org/2009/xmlenc11#aes128-gcm",
    "http://www.w3.org/2009/xmlenc11#aes192-gcm",
    "http://www.w3.org/2009/xmlenc11#aes256-gcm",
];
/// RSA-OAEP; not RSAES-PKCS1-v1_5, whose errors tell the key away.
const KEY_METHODS: [&str; 2] =
    ["http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p", "http://www.w3.org/2009/xmlenc11#rsa-oaep"];
const ELEMENT: &str = "http://www.w3.org/2001/04/xmlenc#Element";

/// Reads an encrypted assertion. Nothing is decrypted yet.
pub(super) fn check(encrypted: Element<'_, '_>) -> Result<(), Refusal> {
    encrypted.only_attributes(&[])?;
    let children = encrypted.children()?;
    let (data, key) = (Name::xenc("EncryptedData"), Name::xenc("EncryptedKey"));
    encrypted.only_children(&children, &[data])?;
    let data = encrypted.one(&children, data)?;
    data.only_attributes(&["Id", "Type", "MimeType"])?;
    if data.attribute("Type").is_some_and(|kind| kind != ELEMENT) {
        return Err(Refusal::shape("An encrypted element.", "Something else that is encrypted."));
    }
    let Some(info) = cipher_parts(data, &DATA_METHODS)? else {
        return Err(Refusal::shape("An encrypted assertion with the key that it needs.", "Without a key."));
    };
    // The key stands there, where the library looks for it; no reference leads to another place.
    let children = info.children()?;
    info.only_children(&children, &[key, Name::dsig("KeyName")])?;
    check_key(info.one(&children, key)?)
}

fn check_key(key: Element<'_, '_>) -> Result<(), Refusal> {
    key.only_attributes(&["Id", "Recipient", "Type", "MimeType", "Encoding"])?;
    let Some(info) = cipher_parts(key, &KEY_METHODS)? else { return Ok(()) };
    // Whom it is for, when it says so; not where to get another key.
    info.only_children(&info.children()?, &[Name::dsig("X509Data"), Name::dsig("KeyName")])
}

/// EncryptionMethod by one of `accepted`, CipherData with its value in place, and KeyInfo, which is given back.
fn cipher_parts<'a, 'b>(
    element: Element<'a, 'b>,
    accepted: &[&str],
) -> Result<Option<Element<'a, 'b>>, Refusal> {
    let children = element.children()?;
    let names = [
        Name::xenc("EncryptionMethod"),
        Name::dsig("KeyInfo"),
        Name::xenc("CipherData"),
        Name::xenc("ReferenceList"),
        Name::xenc("CarriedKeyName"),
    ];
    element.only_children(&children, &names)?;
    let method = element.one(&children, names[0])?.required("Algorithm")?;
    if !accepted.contains(&method) {
        return Err(Refusal::new(
            Check::Encryption,
            "AES-128, AES-192 or AES-256 (CBC or GCM), with a key wrapped by RSA-OAEP.",
            format!("{}.", shown(method)),
        ));
    }
    let data = element.one(&children, names[2])?;
    let values = data.children()?;
    data.only_children(&values, &[Name::xenc("CipherValue")])?;
    data.one(&values, Name::xenc("CipherValue"))?.text()?;
    element.at_most_one(&children, names[1])
}
