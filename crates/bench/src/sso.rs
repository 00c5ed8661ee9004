//! Sign-ins with an identity provider: Responses, signed beforehand, posted to the Reply URL; alone, and while junk is posted to it, too.
//!
//! They come without a request (IdP-initiated), so that each is one request to the server: verification, the user, the session, both logs.

#[path = "../../saml/tests/suite/support/canonical.rs"]
mod canonical;
#[path = "../../saml/tests/suite/support/sign.rs"]
mod sign;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::failure::Result;
use crate::http::Caller;
use crate::load::{self, Limits, Measured, Shot};
use crate::report::{self, HEAD, Row};
use crate::server::{ORGANIZATION, PASSWORD, Rollcall, Running};
use crate::users::sign_in;

pub const IDP_KEY: &str = include_str!("../../saml/tests/fixtures/keys/idp.key.pem");
pub const IDP_CERTIFICATE: &str = include_str!("../../saml/tests/fixtures/keys/idp.crt.pem");
const ISSUER: &str = "https://idp.example/metadata";
/// Responses that are signed beforehand for one measurement.
const RESPONSES: u32 = 20_000;
/// Connections that post junk.
const JUNK_CONNECTIONS: u32 = 8;

/// What stands between the lines of PEM.
pub fn base64_of(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with("-----")).collect()
}

/// Fills the database, starts the server, switches single sign-on on, measures, and prints.
pub fn run(rollcall: &Rollcall, users: u32, limits: Limits) -> Result {
    println!(
        "\n{}, {} connections, {} s a measurement",
        rollcall.database(),
        limits.connections,
        limits.seconds
    );
    rollcall.fill(users)?;
    let server = rollcall.serve_with(&["--behind-proxy"])?;
    let owner = sign_in(&server)?;
    switch_on(&owner)?;
    let names = usernames(&owner)?;
    let caller = Caller {
        address: server.address,
        headers: "content-type: application/x-www-form-urlencoded\r\n".to_owned(),
    };
    println!("{HEAD}");
    let forms = responses(&caller, &names, 0)?;
    tell("sign-in with a signed Response", measure(&caller, &server, limits, &forms)?);
    let forms = responses(&caller, &names, RESPONSES)?;
    let stop = AtomicBool::new(false);
    let (measured, junk) = thread::scope(|scope| {
        let senders: Vec<_> = (0..JUNK_CONNECTIONS)
            .map(|at| {
                scope.spawn({
                    let (caller, stop) = (&caller, &stop);
                    move || post_junk(caller, at, stop)
                })
            })
            .collect();
        let measured = measure(&caller, &server, limits, &forms);
        stop.store(true, Ordering::Relaxed);
        let sent: u32 = senders.into_iter().filter_map(|sender| sender.join().ok()).sum();
        (measured, sent)
    });
    let measured = measured?;
    let per_second = f64::from(junk) / measured.took.as_secs_f64();
    tell(&format!("  beside {per_second:.0} junk posts a second"), measured);
    let failed = answer(&owner, "GET", "/api/v1/sign-ins?success=false&limit=1", "")?;
    let failed = failed["items"][0]["username"].as_str();
    match failed {
        // Junk names nobody.
        None => Ok(()),
        Some(name) => Err(format!("a sign-in of {name} was refused: the figures are of refusals").into()),
    }
}

fn tell(name: &str, mut measured: Measured) {
    let micros = std::mem::take(&mut measured.micros[0]);
    let requests = u32::try_from(micros.len()).unwrap_or(u32::MAX).max(1);
    let cpu = Some(measured.server_cpu / requests);
    report::tell(&Row { name: name.to_owned(), micros, took: measured.took, cpu, budget: None });
}

/// One request of the owner, and its answer.
fn answer(owner: &Caller, method: &str, path: &str, body: &str) -> Result<Value> {
    let answer = owner.ask(method, path, body)?;
    if !(200..300).contains(&answer.status) {
        return Err(format!(
            "{method} {path} was answered with {}: {}",
            answer.status,
            String::from_utf8_lossy(&answer.body)
        )
        .into());
    }
    Ok(serde_json::from_slice(&answer.body)?)
}

fn switch_on(owner: &Caller) -> Result {
    let version = |sso: &Value| format!("if-match: \"{}\"\r\n", sso["version"]);
    let with = |sso: &Value| Caller { headers: owner.headers.clone() + &version(sso), ..owner.clone() };
    let settings = json!({
        "provider": "other", "sign_in_url": "https://idp.example/sso", "issuer": ISSUER, "name_id_format": "unspecified",
        "certificates": [base64_of(IDP_CERTIFICATE)], "allow_unsolicited": true,
    });
    let sso = answer(owner, "GET", "/api/v1/sso", "")?;
    let sso = answer(&with(&sso), "PUT", "/api/v1/sso/draft", &settings.to_string())?;
    let activation = json!({"revision": sso["draft"]["id"], "untested": true});
    answer(&with(&sso), "POST", "/api/v1/sso/activations", &activation.to_string())?;
    let proof = json!({ "password": PASSWORD });
    let sso = answer(owner, "POST", "/api/v1/sso/emergency-access/proofs", &proof.to_string())?;
    answer(&with(&sso), "PATCH", "/api/v1/sso", &json!({"enabled": true}).to_string())?;
    Ok(())
}

fn usernames(owner: &Caller) -> Result<Vec<String>> {
    let page = answer(owner, "GET", "/api/v1/users?limit=200&status=active", "")?;
    let names = page["items"].as_array().ok_or("the list of users has no items")?;
    Ok(names.iter().filter_map(|user| user["username"].as_str().map(str::to_owned)).collect())
}

/// Posts each form once.
fn measure(caller: &Caller, server: &Running, limits: Limits, forms: &[String]) -> Result<Measured> {
    // What is left when the forms are used up is a shorter measurement.
    let limits = Limits { warm_up: 50, ..limits };
    let last = forms.len().saturating_sub(1);
    let shot = |at: u32| {
        let form = &forms[(at as usize).min(last)];
        // Each from an address of its own: a whole company signs in.
        let from = format!("x-forwarded-for: 10.{}.{}.{}\r\n", at >> 16 & 255, at >> 8 & 255, at & 255);
        let one = Caller { headers: caller.headers.clone() + &from, ..caller.clone() };
        Shot { kind: 0, bytes: one.request("POST", &format!("/sso/{ORGANIZATION}"), form), status: 303 }
    };
    load::run_at_most(caller, server, 1, limits, u32::try_from(last).unwrap_or(u32::MAX), shot)
}

/// Posts what is no Response, until it is told to stop; gives how many.
fn post_junk(caller: &Caller, at: u32, stop: &AtomicBool) -> u32 {
    let xml = format!(
        "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\">{}",
        "<a>".repeat(5_000)
    );
    let form = format!("SAMLResponse={}", encoded(&STANDARD.encode(xml)));
    let mut sent = 0;
    while !stop.load(Ordering::Relaxed) {
        let from = format!("x-forwarded-for: 192.168.{at}.{}\r\n", sent % 250);
        let one = Caller { headers: caller.headers.clone() + &from, ..caller.clone() };
        if one.ask("POST", &format!("/sso/{ORGANIZATION}"), &form).is_err() {
            break;
        }
        sent += 1;
    }
    sent
}

/// Signed Responses as forms, made on two threads.
fn responses(caller: &Caller, names: &[String], first: u32) -> Result<Vec<String>> {
    let acs = format!("http://{}/sso/{ORGANIZATION}", caller.address);
    let half = RESPONSES / 2;
    let forms = thread::scope(|scope| {
        let make = |from: u32| {
            let acs = &acs;
            move || {
                (from..from + half)
                    .map(|at| form(acs, &names[at as usize % names.len()], at))
                    .collect::<Result<Vec<_>>>()
            }
        };
        let parts = [scope.spawn(make(first)), scope.spawn(make(first + half))];
        parts.into_iter().map(|part| part.join()).collect::<Vec<_>>()
    });
    let mut all = Vec::new();
    for part in forms {
        all.extend(part.map_err(|_| "a thread that signs panicked")??);
    }
    Ok(all)
}

fn form(acs: &str, name: &str, at: u32) -> Result<String> {
    let now = OffsetDateTime::now_utc().replace_nanosecond(0)?;
    let (at, id) = (now.format(&Rfc3339)?, format!("_a{at:08}"));
    let until = (now + Duration::minutes(30)).format(&Rfc3339)?;
    let xml = format!(
        "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_r{id}\" Version=\"2.0\" IssueInstant=\"{at}\" Destination=\"{acs}\"><saml:Issuer>{ISSUER}</saml:Issuer><samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status><saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{id}\" Version=\"2.0\" IssueInstant=\"{at}\"><saml:Issuer>{ISSUER}</saml:Issuer>@A@<saml:Subject><saml:NameID>{name}</saml:NameID><saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"><saml:SubjectConfirmationData NotOnOrAfter=\"{until}\" Recipient=\"{acs}\"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore=\"{at}\" NotOnOrAfter=\"{until}\"><saml:AudienceRestriction><saml:Audience>{acs}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant=\"{at}\" SessionIndex=\"{id}\"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement></saml:Assertion></samlp:Response>"
    );
    // Without KeyInfo: the key is known from the settings.
    let signed = sign::Signer::with(|signer| signer.certificate = None).sign(&xml, &id, "@A@");
    Ok(format!("SAMLResponse={}", encoded(&STANDARD.encode(signed))))
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
