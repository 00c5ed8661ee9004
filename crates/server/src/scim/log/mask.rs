//! Takes out what the provisioning log must not hold: secrets (R31), and what the console never shows (R21).

use serde_json::Value;

use crate::secret::TOKEN_PREFIX;

/// In the place of what was taken out.
pub const HIDDEN: &str = "•••";
/// Bytes of the path and query that are kept.
const MAX_PATH: usize = 2_048;
/// Bytes of the body that are kept.
const MAX_BODY: usize = 6_000;
/// Characters of a value that are kept.
const MAX_VALUE: usize = 300;

/// Parts of names, in lower case.
const SECRET: [&str; 6] = ["password", "secret", "token", "authorization", "credential", "apikey"];

/// Does the attribute of that name or path hold what is not shown?
pub fn is_hidden(name: &str) -> bool {
    let name = name.to_lowercase();
    let never_shown = name.contains("externalid") || (name.contains("phonenumbers") && name.contains("work"));
    never_shown || SECRET.iter().any(|secret| name.contains(secret))
}

/// A value, for the table of changes.
pub fn value(path: &str, value: &Value) -> String {
    match value {
        _ if is_hidden(path) => HIDDEN.to_owned(),
        Value::String(text) => tokens(&cut_characters(text)),
        other => tokens(&cut_characters(&other.to_string())),
    }
}

/// A text in which no API token of ours stands.
pub fn tokens(text: &str) -> String {
    let mut parts = text.split(TOKEN_PREFIX);
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let in_token = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        clean.push_str(HIDDEN);
        clean.push_str(part.trim_start_matches(in_token));
    }
    clean
}

/// A filter; of one that compares what is not shown, only by what it filters.
pub fn filter(text: &str) -> String {
    if !is_hidden(text) {
        return tokens(text);
    }
    let attribute = |c: char| c.is_ascii_alphanumeric() || ".:_-".contains(c);
    let name = text.trim_start().split(|c| !attribute(c)).next().unwrap_or_default();
    format!("{name} {HIDDEN}")
}

/// Path and query, decoded: for reading, not for sending again.
pub fn path(path: &str, query: &[(String, String)]) -> String {
    let mut shown = path.to_owned();
    for (at, (name, value)) in query.iter().enumerate() {
        shown.push(if at == 0 { '?' } else { '&' });
        shown.push_str(name);
        if !value.is_empty() {
            shown.push('=');
            shown.push_str(&if is_hidden(name) { HIDDEN.to_owned() } else { filter(value) });
        }
    }
    cut(tokens(&shown), MAX_PATH)
}

/// A body. What is no JSON is not kept: nothing could be found in it to take out.
pub fn body(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return String::new();
    }
    match serde_json::from_slice::<Value>(bytes) {
        Ok(mut json) => {
            clean("", &mut json);
            cut(serde_json::to_string_pretty(&json).unwrap_or_default(), MAX_BODY)
        }
        Err(_) => format!("{} bytes that are not JSON, and are not kept.", bytes.len()),
    }
}

/// `under` names what the value belongs to: the key, or the path of the PATCH operation.
fn clean(under: &str, json: &mut Value) {
    match json {
        Value::String(text) if is_hidden(under) || is_hidden(text) && text.contains('"') => {
            HIDDEN.clone_into(text);
        }
        Value::String(text) => *text = tokens(text),
        Value::Array(items) => items.iter_mut().for_each(|item| clean(under, item)),
        Value::Object(object) => {
            let text = |name: &str| {
                let found = object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
                found.and_then(|(_, value)| value.as_str()).unwrap_or_default().to_owned()
            };
            // Of an element, its type; of an operation, its path.
            let place = format!("{under} {} {}", text("type"), text("path"));
            for (key, value) in object.iter_mut() {
                match key.to_lowercase().as_str() {
                    "value" | "display" => clean(&place, value),
                    "path" | "op" | "type" | "schemas" => {}
                    _ => clean(key, value),
                }
            }
        }
        other if is_hidden(under) && !other.is_null() => *other = HIDDEN.into(),
        _ => {}
    }
}

fn cut_characters(text: &str) -> String {
    match text.char_indices().nth(MAX_VALUE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn cut(mut text: String, most: usize) -> String {
    if text.len() > most {
        text.truncate(text.floor_char_boundary(most));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn masked(json: &Value) -> String {
        body(json.to_string().as_bytes())
    }

    #[test]
    fn r31_secrets_are_never_in_the_body() {
        for sent in [
            json!({"password": "hunter2", "userName": "ada"}),
            json!({"Operations": [{"op": "replace", "path": "password", "value": "hunter2"}]}),
            json!({"Operations": [{"op": "replace", "value": {"PassWord": "hunter2"}}]}),
            json!({"Operations": [{"op": "add", "path": "urn:x:User:apiToken", "value": ["hunter2"]}]}),
            json!({"nested": {"clientSecret": {"value": "hunter2"}}}),
            json!({"nickName": "rc_scim_hunter2.a-b_c"}),
            json!({"filter": "password eq \"hunter2\""}),
            json!({"roles": ["{\"password\":\"hunter2\"}"]}),
        ] {
            assert!(!masked(&sent).contains("hunter2"), "{}", masked(&sent));
            assert!(masked(&sent).contains(HIDDEN), "{}", masked(&sent));
        }
    }

    #[test]
    fn r21_external_id_and_work_phone_are_hidden_and_the_mobile_is_not() {
        let phones = json!([{"type": "work", "value": "+44 1"}, {"type": "mobile", "value": "+44 2"}]);
        for sent in [
            json!({"externalId": "+44 1", "phoneNumbers": phones}),
            json!({"Operations": [{"op": "add", "path": "phoneNumbers", "value": phones}]}),
            json!({"Operations": [
                {"op": "add", "path": "phoneNumbers[type eq \"work\"].value", "value": "+44 1"},
                {"op": "add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+44 2"}]}),
            json!({"Operations": [{"op": "add", "value": {
                "phoneNumbers[type eq \"work\"].value": "+44 1",
                "phoneNumbers[type eq \"mobile\"].value": "+44 2"}}]}),
        ] {
            assert!(!masked(&sent).contains("+44 1"), "{}", masked(&sent));
            assert!(masked(&sent).contains("+44 2"), "{}", masked(&sent));
        }
        assert_eq!(value("externalId", &json!("x")), HIDDEN);
        assert_eq!(value("phoneNumbers[type eq \"work\"].value", &json!("x")), HIDDEN);
        assert_eq!(value("emails[type eq \"work\"].value", &json!("x")), "x");
    }

    #[test]
    fn r31_a_query_is_shown_decoded_and_without_secrets() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let shown = path("/Users", &[pair("filter", "userName eq \"ada\""), pair("aadOptscim062020", "")]);
        assert_eq!(shown, "/Users?filter=userName eq \"ada\"&aadOptscim062020");
        for query in [
            pair("filter", "password eq \"hunter2\""),
            pair("access_token", "hunter2"),
            pair("x", "rc_scim_hunter2"),
        ] {
            assert!(!path("/Users", &[query]).contains("hunter2"));
        }
    }

    #[test]
    fn r31_a_request_is_cut_to_8_kb_and_what_is_no_json_is_not_kept() {
        let long = masked(&json!({"nickName": "é".repeat(10_000)}));
        assert!(long.len() <= MAX_BODY + 3);
        assert_eq!(body(b"password=hunter2"), "16 bytes that are not JSON, and are not kept.");
        assert_eq!(body(b""), "");
    }

    proptest! {
        #[test]
        fn any_text_is_masked_without_a_panic(text in "\\PC*") {
            let _ = (tokens(&text), value("title", &json!(text)), path(&text, &[(text.clone(), text.clone())]), body(text.as_bytes()));
        }
    }
}
