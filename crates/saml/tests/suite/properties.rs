//! What holds of any text.

use proptest::prelude::*;
use saml::{Certificate, LogoutMessage, logout_request, read_logout, read_metadata, relay_state};

use crate::support::response::{NAME_ID, changed};
use crate::support::{accepted, idp, now, report, sp, sp_key};

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn r26_any_username_is_read_as_it_was_signed(name in "[ -~¡-ſ一-丿]{1,60}") {
        prop_assume!(!name.trim().is_empty());
        let identity = accepted("any name", report(&changed(NAME_ID, &escaped(&name))));
        prop_assert_eq!(identity.name_id, name.trim());
    }

    #[test]
    fn any_value_of_an_attribute_is_read_as_it_was_signed(value in "[ -~¡-ſ一-丿\n\t]{0,60}") {
        let identity = accepted("any value", report(&changed(">Everyone<", &format!(">{}<", escaped(&value)))));
        prop_assert_eq!(identity.attribute("groups")[1].as_str(), value.trim());
    }

    #[test]
    fn whom_we_sign_out_is_whom_the_other_side_reads(name in "[!-~¡-ſ]{1,60}", state in "[ -~]{1,80}") {
        let mut there = sp();
        there.logout_url = idp().logout_url.expect("it has one");
        let mut we = idp();
        we.entity_id = sp().entity_id;
        we.certificates = vec![sp_key().certificate().clone()];
        let url = logout_request(&sp(), &idp(), "_l1", now(), &name, None, Some(&name), Some(&state));
        let url = url.expect("it can be sent");
        let query = url.split_once('?').expect("it has a query").1;
        let expected = LogoutMessage::Request {
            id: "_l1".to_owned(),
            name_id: name.trim().to_owned(),
            session_indexes: vec![name],
            relay_state: Some(state),
        };
        prop_assert_eq!(read_logout(&there, &we, query, now()), Ok(expected));
    }

    #[test]
    fn any_bytes_are_refused_or_read_but_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Certificate::read(&bytes, now());
        let _ = read_metadata(&bytes, now());
        let _ = relay_state(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        let _ = read_logout(&sp(), &idp(), &text, now());
        prop_assert!(report(&text).identity.is_none());
    }
}
