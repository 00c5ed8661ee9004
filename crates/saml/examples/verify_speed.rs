//! How long a verification takes: `cargo run --release -p saml --example verify_speed`. It reads Responses of the tests'
//! fixtures, so it runs in the repository only.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use domain::sso::NameIdFormat;
use saml::{Certificate, IdentityProvider, Key, Pending, SamlVerifier as _, ServiceProvider, Verifier};

const ACS: &str = "https://rollcall.example/saml/acs";
/// Verifications of each Response.
const TIMES: u32 = 300;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let read = |name: &str| fs::read_to_string(fixtures.join(name));
    let base64 = |pem: String| pem.lines().filter(|line| !line.starts_with('-')).collect::<String>();
    let sp = ServiceProvider {
        entity_id: ACS.to_owned(),
        acs_url: ACS.to_owned(),
        logout_url: String::new(),
        key: Some(Key::from_pem(&read("keys/sp.key.pem")?, &base64(read("keys/sp.crt.pem")?))?),
    };
    let certificate = Certificate::from_base64_der(&base64(read("keys/idp.crt.pem")?));
    let idp = IdentityProvider {
        entity_id: "https://idp.example/metadata".to_owned(),
        sign_in_url: "https://idp.example/sso".to_owned(),
        logout_url: None,
        certificates: vec![certificate.map_err(|fault| fault.name())?],
        sign_requests: false,
        require_encryption: false,
        allow_unsolicited: false,
        name_id_format: NameIdFormat::Unspecified,
    };
    for name in ["assertion", "response", "both", "encrypted", "encrypted-gcm", "encrypted-both"] {
        let xml = read(&format!("pysaml2/{name}.xml"))?;
        measure(name, &sp, &idp, &xml)?;
        if name == "assertion" {
            measure("forged", &sp, &idp, &xml.replacen("juergen@", "eve@", 1))?;
            measure("a comment", &sp, &idp, &xml.replacen("juergen@", "juergen<!-- -->@", 1))?;
            let groups = "<ns1:AttributeValue>group</ns1:AttributeValue>".repeat(3_000);
            let many = xml.replacen("</ns1:Attribute>", &format!("{groups}</ns1:Attribute>"), 1);
            measure("3,000 groups, forged", &sp, &idp, &many)?;
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this measures time")]
fn measure(
    name: &str,
    sp: &ServiceProvider,
    idp: &IdentityProvider,
    xml: &str,
) -> Result<(), Box<dyn std::error::Error>> {
    let issued =
        xml.split("IssueInstant=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let now = issued.parse::<Timestamp>()?.plus_ms(1_000);
    let message: String = form_urlencoded::byte_serialize(STANDARD.encode(xml).as_bytes()).collect();
    let form = format!("SAMLResponse={message}");
    let pending = Pending { request_id: "_q1".to_owned() };
    let mut accepted = 0;
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let start = SystemTime::now();
        accepted += u32::from(Verifier.verify(sp, idp, Some(&pending), form.as_bytes(), now).passed());
        times.push(start.elapsed()?);
    }
    times.sort_unstable();
    // On a machine with other work, the fastest says more than the mean.
    let (fastest, median) = (times[0].as_secs_f64() * 1e3, times[times.len() / 2].as_secs_f64() * 1e3);
    println!(
        "{name:22} {:7} bytes  fastest {fastest:7.3} ms  median {median:7.3} ms  {accepted} of {TIMES} accepted",
        xml.len()
    );
    Ok(())
}
