//! The shape of an XML signature (XML Signature 1.1): enveloped, over its parent and nothing else. Whether it is valid,
//! the library says.

use domain::sso::Check;

use super::{Element, Name, Refusal, shown};

const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// Exclusive canonicalization without comments; the only one that is taken.
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const SIGNATURE_METHODS: [&str; 3] = [
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
];
const DIGEST_METHODS: [&str; 3] = [
    "http://www.w3.org/2001/04/xmlenc#sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512",
];
const SHA1_METHODS: [&str; 2] =
    ["http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1"];

/// A signature of the right shape, and its algorithms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignatureShape {
    canonicalization: String,
    method: String,
    digest: String,
}

impl SignatureShape {
    /// Reads a signature of the element whose ID is `owner_id`.
    pub(crate) fn read(signature: Element<'_, '_>, owner_id: &str) -> Result<Self, Refusal> {
        signature.only_attributes(&["Id"])?;
        let children = signature.children()?;
        let (info, value, key_info) =
            (Name::dsig("SignedInfo"), Name::dsig("SignatureValue"), Name::dsig("KeyInfo"));
        signature.only_children(&children, &[info, value, key_info])?;
        signature.at_most_one(&children, key_info)?;
        signature.one(&children, value)?.text()?;
        let info = signature.one(&children, info)?;
        info.only_attributes(&[])?;
        let children = info.children()?;
        let names =
            [Name::dsig("CanonicalizationMethod"), Name::dsig("SignatureMethod"), Name::dsig("Reference")];
        info.only_children(&children, &names)?;
        let canonicalization = info.one(&children, names[0])?;
        let method = info.one(&children, names[1])?;
        method.empty()?;
        let digest = read_reference(info.one(&children, names[2])?, owner_id)?;
        prefix_list_only(canonicalization)?;
        Ok(Self {
            canonicalization: algorithm(canonicalization)?.to_owned(),
            method: algorithm(method)?.to_owned(),
            digest,
        })
    }

    /// The algorithms are ones that prove something.
    pub(crate) fn check_algorithms(&self) -> Result<(), Refusal> {
        let sha1 =
            SHA1_METHODS.contains(&self.method.as_str()) || SHA1_METHODS.contains(&self.digest.as_str());
        if sha1 {
            return Err(Refusal::new(
                Check::Algorithm,
                "A signature by RSA with SHA-256. In Microsoft Entra: SAML Signing Certificate › Edit › Signing \
                 Algorithm: SHA-256.",
                "A signature with SHA-1, which can be forged.",
            ));
        }
        for (algorithm, accepted) in [
            (&self.method, SIGNATURE_METHODS.as_slice()),
            (&self.digest, DIGEST_METHODS.as_slice()),
            (&self.canonicalization, [EXCLUSIVE].as_slice()),
        ] {
            if !accepted.contains(&algorithm.as_str()) {
                return Err(Refusal::new(
                    Check::Algorithm,
                    "A signature by RSA with SHA-256, SHA-384 or SHA-512, exclusive canonicalization.",
                    format!("{}.", shown(algorithm)),
                ));
            }
        }
        Ok(())
    }

    /// What signs, for the report.
    pub(crate) fn method(&self) -> &str {
        &self.method
    }
}

fn algorithm<'a>(element: Element<'a, '_>) -> Result<&'a str, Refusal> {
    element.only_attributes(&["Algorithm"])?;
    element.required("Algorithm")
}

/// Nothing in it but the list of prefixes of exclusive canonicalization (Exclusive XML Canonicalization, 4).
fn prefix_list_only(element: Element<'_, '_>) -> Result<(), Refusal> {
    let children = element.children()?;
    let prefixes = Name(EXCLUSIVE, "InclusiveNamespaces");
    element.only_children(&children, &[prefixes])?;
    if let Some(list) = element.at_most_one(&children, prefixes)? {
        list.only_attributes(&["PrefixList"])?;
        list.required("PrefixList")?;
        list.empty()?;
    }
    Ok(())
}

/// The digest's algorithm of the one reference, which is to the owner.
fn read_reference(reference: Element<'_, '_>, owner_id: &str) -> Result<String, Refusal> {
    reference.only_attributes(&["URI", "Id", "Type"])?;
    let uri = reference.required("URI")?;
    if uri.strip_prefix('#') != Some(owner_id) {
        return Err(Refusal::shape(
            format!("A signature over what it stands in: #{}.", shown(owner_id)),
            format!("One over {:?}.", shown(uri)),
        ));
    }
    let children = reference.children()?;
    let names = [Name::dsig("Transforms"), Name::dsig("DigestMethod"), Name::dsig("DigestValue")];
    reference.only_children(&children, &names)?;
    check_transforms(reference.one(&children, names[0])?)?;
    reference.one(&children, names[2])?.text()?;
    let method = reference.one(&children, names[1])?;
    method.empty()?;
    algorithm(method).map(ToOwned::to_owned)
}

fn check_transforms(transforms: Element<'_, '_>) -> Result<(), Refusal> {
    transforms.only_attributes(&[])?;
    let children = transforms.children()?;
    transforms.only_children(&children, &[Name::dsig("Transform")])?;
    let mut found = Vec::new();
    for transform in &children {
        let algorithm = algorithm(*transform)?;
        if algorithm == EXCLUSIVE {
            prefix_list_only(*transform)?
        } else {
            transform.empty()?
        }
        found.push(algorithm);
    }
    if found == [ENVELOPED, EXCLUSIVE] {
        Ok(())
    } else {
        Err(Refusal::shape(
            "The transforms enveloped-signature and exclusive canonicalization, in this order.",
            format!("{}.", shown(&found.join(", "))),
        ))
    }
}
