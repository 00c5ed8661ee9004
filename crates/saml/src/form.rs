//! The posted form (SAML 2.0 bindings, 3.5): one message in Base64, and RelayState.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::sso::Check;

use crate::gate::{MAX_XML, Refusal};
use crate::redirect::MAX_RELAY_STATE;

/// A posted form is this many bytes long at most.
pub const MAX_FORM: usize = 512 * 1024;

/// The XML of the one message of a form, in the field of this name.
pub(crate) fn message(form: &[u8], field: &str) -> Result<String, Refusal> {
    let refusal = |received: String| {
        Refusal::new(Check::Form, format!("A form with one field {field}, in Base64, of UTF-8."), received)
    };
    if form.len() > MAX_FORM {
        return Err(Refusal::new(
            Check::Form,
            format!("A form of {} KB at most.", MAX_FORM / 1024),
            format!("{} KB.", form.len() / 1024),
        ));
    }
    let mut messages = form_urlencoded::parse(form).filter(|(name, _)| name == field);
    let message = match (messages.next(), messages.next()) {
        (Some((_, message)), None) => message,
        (None, _) => return Err(refusal(format!("A form without {field}."))),
        (Some(_), Some(_)) => return Err(refusal(format!("{field} more than once."))),
    };
    // Some break the lines of Base64 (RFC 2045); nothing else may stand between.
    let base64: String = message.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    // The mark of the encoding may come on top.
    if base64.len() / 4 * 3 > MAX_XML + 8 {
        return Err(Refusal::new(
            Check::Form,
            format!("A message of {} KB at most.", MAX_XML / 1024),
            format!("{} KB.", base64.len() / 4 * 3 / 1024),
        ));
    }
    let bytes = STANDARD.decode(base64).map_err(|_| refusal(format!("{field} that is not Base64.")))?;
    String::from_utf8(bytes).map_err(|_| refusal(format!("{field} that is not UTF-8.")))
}

/// RelayState of a posted form, when it can be one of ours: there once, 1 to 80 visible characters of ASCII.
#[must_use]
pub fn relay_state(form: &[u8]) -> Option<String> {
    if form.len() > MAX_FORM {
        return None;
    }
    let mut values = form_urlencoded::parse(form).filter(|(name, _)| name == "RelayState");
    let (Some((_, value)), None) = (values.next(), values.next()) else { return None };
    let plausible =
        (1..=MAX_RELAY_STATE).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_graphic());
    plausible.then(|| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_one_message_in_base64() {
        assert_eq!(message(b"RelayState=x&SAMLResponse=PGEvPg%3D%3D", "SAMLResponse"), Ok("<a/>".to_owned()));
        assert_eq!(message(b"SAMLResponse=PGEv%0D%0APg%3D%3D", "SAMLResponse"), Ok("<a/>".to_owned()));
        for form in [
            &b""[..],
            b"SAMLRequest=PGEvPg%3D%3D",
            b"SAMLResponse=PGEvPg%3D%3D&SAMLResponse=PGEvPg%3D%3D",
            b"SAMLResponse=PGEvPg",
            b"SAMLResponse=PGEv+Pg%3D%3D",
            b"SAMLResponse=PGEv%20Pg%3D%3D",
            b"SAMLResponse=PGEvPg%3D%3Dx",
            b"SAMLResponse=__4%3D",
            b"SAMLResponse=%2F%2F4%3D",
        ] {
            let refused = message(form, "SAMLResponse").map_err(|refusal| refusal.check);
            assert_eq!(refused, Err(Check::Form), "{}", String::from_utf8_lossy(form));
        }
    }

    #[test]
    fn relay_state_is_an_opaque_key_of_80_bytes_at_most() {
        assert_eq!(relay_state(b"SAMLResponse=x&RelayState=abc-1"), Some("abc-1".to_owned()));
        let longest = format!("RelayState={}", "a".repeat(80));
        assert!(relay_state(longest.as_bytes()).is_some());
        let longer = format!("RelayState={}", "a".repeat(81));
        for form in
            [longer.as_bytes(), b"", b"RelayState=", b"RelayState=a&RelayState=a", b"RelayState=a%0Ab"]
        {
            assert_eq!(relay_state(form), None);
        }
    }
}
