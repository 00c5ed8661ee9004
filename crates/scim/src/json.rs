//! Reading a body: JSON within limits, without what two readers understand differently (a key twice, a NUL).

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use crate::{Object, ScimError};

/// What a body may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Length in bytes.
    pub max_bytes: usize,
    /// Objects and arrays within each other.
    pub max_depth: usize,
}

impl Default for Limits {
    /// 1 MiB, 32 levels.
    fn default() -> Self {
        Self { max_bytes: 1 << 20, max_depth: 32 }
    }
}

/// Reads the object that a body must be.
///
/// # Errors
/// 413 over `max_bytes`. `invalidSyntax` for what is not UTF-8 or not JSON, is nested too deeply, holds a NUL, a
/// lone surrogate, or a key twice (keys of SCIM are compared without case, RFC 7643 §2.1), or is not an object.
pub fn read_object(body: &[u8], limits: Limits) -> Result<Object, ScimError> {
    if body.len() > limits.max_bytes {
        let detail = format!("The body has more than {} bytes. Send less at once.", limits.max_bytes);
        return Err(ScimError::new(413, detail));
    }
    // RFC 8259 §8.1: a byte order mark may be ignored.
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    if body.trim_ascii().is_empty() {
        return Err(ScimError::syntax("The body is empty. Send a JSON object."));
    }
    match read(body, limits.max_depth) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(ScimError::syntax("The body is JSON, but not an object. Send a JSON object.")),
        Err(error) => Err(ScimError::syntax(format!("The body is not JSON that can be read: {error}."))),
    }
}

/// Reads JSON that stands as text within a value, as Entra writes roles (the same limits of depth as a body).
pub(crate) fn read_text(text: &str) -> Option<Value> {
    read(text.as_bytes(), Limits::default().max_depth).ok()
}

/// The value of `key`, compared without case (RFC 7643 §2.1).
pub fn get<'a>(object: &'a Object, key: &str) -> Option<&'a Value> {
    object.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

fn read(body: &[u8], max_depth: usize) -> Result<Value, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = Strict { depth_left: max_depth }.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

struct Strict {
    depth_left: usize,
}

impl Strict {
    fn deeper<E: Error>(&self) -> Result<Self, E> {
        let depth_left =
            self.depth_left.checked_sub(1).ok_or_else(|| E::custom("it is nested too deeply"))?;
        Ok(Self { depth_left })
    }
}

fn text<E: Error>(text: &str) -> Result<(), E> {
    if text.contains('\0') { Err(E::custom("it holds a NUL character")) } else { Ok(()) }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number is out of range"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        text(value)?;
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.deeper()?)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Object::new();
        let mut seen = HashSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            text(&key)?;
            if !seen.insert(key.to_ascii_lowercase()) {
                return Err(A::Error::custom(format_args!(
                    "it holds the key {} twice",
                    crate::error::Quoted(&key)
                )));
            }
            let value = entries.next_value_seed(self.deeper()?)?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(body: &[u8]) -> ScimError {
        read_object(body, Limits::default()).unwrap_err()
    }

    #[test]
    fn a_body_that_is_no_json_object_is_invalid_syntax() {
        for body in [
            &b""[..],
            b"  ",
            b"{",
            b"[]",
            b"null",
            b"{} {}",
            b"\xFF\xFE",
            br#"{"a":"\ud800"}"#,
            br#"{"a":"\u0000"}"#,
            br#"{"\u0000":1}"#,
            br#"{"a":1,"a":2}"#,
            br#"{"userName":"a","username":"b"}"#,
            br#"{"a":1e999}"#,
            br#"{'a':1}"#,
        ] {
            let error = refused(body);
            assert_eq!(
                error.scim_type,
                Some(crate::ScimType::InvalidSyntax),
                "{}",
                String::from_utf8_lossy(body)
            );
        }
    }

    #[test]
    fn a_body_over_the_limits_is_refused_without_being_read() {
        let limits = Limits { max_bytes: 10, max_depth: 2 };
        assert_eq!(read_object(br#"{"a":"12345"}"#, limits).unwrap_err().status, 413);
        assert!(read_object(br#"{"a":[1]}"#, limits).is_ok());
        assert!(read_object(br#"{"a":[[]]}"#, limits).is_err());
        let deep = [b"[".repeat(500_000), b"]".repeat(500_000)].concat();
        assert_eq!(refused(&deep).status, 400);
    }

    #[test]
    fn a_byte_order_mark_is_ignored() {
        assert!(read_object(b"\xEF\xBB\xBF{}", Limits::default()).is_ok());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused_but_never_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_object(&body, Limits::default());
        }

        #[test]
        fn any_text_is_read_or_refused_but_never_panics(body in "[\\[\\]{}\":,0-9a-z\\\\ ]{0,60}") {
            let _ = read_object(body.as_bytes(), Limits::default());
        }
    }
}
