//! What a Response must say, besides being signed (SAML 2.0 core, 2.4 and 2.5; profiles, 4.1.4.3).

use domain::Timestamp;
use domain::sso::Check;

use super::Parties;
use crate::gate::{Assertion, Refusal, Response, shown};
use crate::xml::SUCCESS;
use crate::{CLOCK_SKEW_MS, Status};

/// The assertion of a sign-in that started at the identity provider is this old at most, in milliseconds: five minutes.
const MAX_UNSOLICITED_AGE_MS: i64 = 300_000;
/// The longest NameID, in bytes (SAML 2.0 core, 8.3.7: 256 characters).
const MAX_NAME_ID: usize = 256;

/// The identity provider says that the sign-in succeeded.
pub(super) fn status(status: &Status) -> Result<(), Refusal> {
    if status.code == SUCCESS {
        return Ok(());
    }
    let parts = [Some(&status.code), status.sub_code.as_ref(), status.message.as_ref()];
    let received: Vec<String> = parts.into_iter().flatten().map(|part| shown(part)).collect();
    Err(Refusal::new(Check::Status, SUCCESS, received.join("; ")))
}

/// Issuer of the Response, when it is there.
pub(super) fn response_issuer(parties: &Parties<'_>, response: &Response) -> Result<(), Refusal> {
    match &response.issuer {
        Some(issuer) => issuer_is(parties, Some(issuer)),
        None => Ok(()),
    }
}

/// Issuer of the assertion, which must be there.
pub(super) fn assertion_issuer(parties: &Parties<'_>, assertion: &Assertion) -> Result<(), Refusal> {
    issuer_is(parties, assertion.issuer.as_ref())
}

fn issuer_is(parties: &Parties<'_>, issuer: Option<&String>) -> Result<(), Refusal> {
    // Microsoft Entra may send blanks around it.
    match issuer {
        Some(issuer) if issuer.trim() == parties.idp.entity_id => Ok(()),
        Some(issuer) if !issuer.trim().is_empty() => {
            Err(Refusal::new(Check::Issuer, &parties.idp.entity_id, shown(issuer)))
        }
        _ => Err(Refusal::new(Check::Issuer, &parties.idp.entity_id, "None.")),
    }
}

/// Destination of the Response: exact when it is there, and there when the Response is signed (bindings, 3.5.5.2).
pub(super) fn destination(parties: &Parties<'_>, response: &Response) -> Result<(), Refusal> {
    match &response.destination {
        Some(destination) if *destination == parties.sp.acs_url => Ok(()),
        None if response.signature.is_none() => Ok(()),
        Some(destination) => {
            let received = format!("Destination: {}", shown(destination));
            Err(Refusal::new(Check::Recipient, &parties.sp.acs_url, received))
        }
        None => {
            Err(Refusal::new(Check::Recipient, &parties.sp.acs_url, "A signed Response without Destination."))
        }
    }
}

/// Recipient of the assertion, which must be there.
pub(super) fn recipient(parties: &Parties<'_>, assertion: &Assertion) -> Result<(), Refusal> {
    match &assertion.confirmation.recipient {
        Some(recipient) if *recipient == parties.sp.acs_url => Ok(()),
        Some(recipient) => {
            let received = format!("Recipient: {}", shown(recipient));
            Err(Refusal::new(Check::Recipient, &parties.sp.acs_url, received))
        }
        None => Err(Refusal::new(Check::Recipient, &parties.sp.acs_url, "An assertion without Recipient.")),
    }
}

/// For us, and for nobody else besides.
pub(super) fn audience(parties: &Parties<'_>, assertion: &Assertion) -> Result<(), Refusal> {
    let audiences = &assertion.conditions.audiences;
    if *audiences == [parties.sp.entity_id.as_str()] {
        return Ok(());
    }
    let received = match audiences.as_slice() {
        [] => "None.".to_owned(),
        audiences => audiences.iter().map(|audience| shown(audience)).collect::<Vec<_>>().join(", "),
    };
    Err(Refusal::new(Check::Audience, &parties.sp.entity_id, received))
}

/// It answers the request that is open, or none where that is allowed.
pub(super) fn request(
    parties: &Parties<'_>,
    response: &Response,
    assertion: &Assertion,
) -> Result<(), Refusal> {
    let answered = [&response.in_response_to, &assertion.confirmation.in_response_to];
    let Some(pending) = parties.pending else {
        return unsolicited(parties, answered.into_iter().flatten().next());
    };
    for (owner, id) in ["Response", "Assertion"].into_iter().zip(answered) {
        match id {
            Some(id) if *id == pending.request_id => {}
            Some(id) => {
                let received = format!("{owner}: InResponseTo {}", shown(id));
                return Err(Refusal::new(Check::Request, &pending.request_id, received));
            }
            None => {
                let received = format!("{owner} without InResponseTo.");
                return Err(Refusal::new(Check::Request, &pending.request_id, received));
            }
        }
    }
    Ok(())
}

fn unsolicited(parties: &Parties<'_>, answered: Option<&String>) -> Result<(), Refusal> {
    if let Some(id) = answered {
        return Err(Refusal::new(
            Check::Request,
            "An answer to a request that is open.",
            format!("One to {}, which is not.", shown(id)),
        ));
    }
    if !parties.idp.allow_unsolicited {
        return Err(Refusal::new(
            Check::Request,
            "An answer to a request from here. Sign-in that starts at the identity provider is switched off.",
            "A Response without InResponseTo.",
        ));
    }
    Ok(())
}

/// Valid now, with an allowance for clocks that differ.
pub(super) fn time(parties: &Parties<'_>, response: &Response, assertion: &Assertion) -> Result<(), Refusal> {
    let (conditions, confirmation) = (&assertion.conditions, &assertion.confirmation);
    let begins = [
        ("IssueInstant of the Response", Some(response.issue_instant)),
        ("IssueInstant of the assertion", Some(assertion.issue_instant)),
        ("NotBefore of Conditions", conditions.not_before),
        ("NotBefore of SubjectConfirmationData", confirmation.not_before),
    ];
    let statements = assertion.statements.iter();
    let begins = begins
        .into_iter()
        .chain(statements.clone().map(|statement| ("AuthnInstant", Some(statement.instant))))
        .filter_map(|(name, time)| Some((name, time?)));
    for (name, time) in begins {
        if time > parties.now.plus_ms(CLOCK_SKEW_MS) {
            return Err(not_now(parties.now, name, time));
        }
    }
    let age = parties.now.ms_since(assertion.issue_instant);
    if parties.pending.is_none() && age > MAX_UNSOLICITED_AGE_MS + CLOCK_SKEW_MS {
        return Err(Refusal::new(
            Check::Time,
            "An assertion of the last five minutes, since it answers no request.",
            format!("One of {}.", assertion.issue_instant),
        ));
    }
    let ends = [
        ("NotOnOrAfter of Conditions", conditions.not_on_or_after),
        ("NotOnOrAfter of SubjectConfirmationData", confirmation.not_on_or_after),
    ];
    for (name, time) in ends {
        match time {
            Some(time) => end(parties.now, name, time)?,
            None => return Err(Refusal::new(Check::Time, format!("{name}."), "None: valid for ever.")),
        }
    }
    statements
        .filter_map(|statement| statement.session_not_on_or_after)
        .try_for_each(|time| end(parties.now, "SessionNotOnOrAfter", time))
}

fn end(now: Timestamp, name: &str, time: Timestamp) -> Result<(), Refusal> {
    if now >= time.plus_ms(CLOCK_SKEW_MS) { Err(not_now(now, name, time)) } else { Ok(()) }
}

fn not_now(now: Timestamp, name: &str, time: Timestamp) -> Refusal {
    let allowance = CLOCK_SKEW_MS / 60_000;
    Refusal::new(
        Check::Time,
        format!("Valid at {now}, with an allowance of {allowance} minutes for clocks that differ."),
        format!("{name}: {time}."),
    )
}

/// NameID as username (R26): without the blanks around it.
pub(super) fn name_id(assertion: &Assertion) -> Result<String, Refusal> {
    let name_id = assertion.name_id.trim();
    let received = match name_id {
        "" => "An empty one.",
        _ if name_id.len() > MAX_NAME_ID => "A longer one.",
        _ if name_id.chars().any(char::is_control) => "One with control characters.",
        _ => return Ok(name_id.to_owned()),
    };
    Err(Refusal::new(Check::NameId, format!("A username of 1 to {MAX_NAME_ID} bytes as NameID."), received))
}
