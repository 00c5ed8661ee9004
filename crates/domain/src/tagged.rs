//! Reading an enum whose variants are told apart by `code`, with their values beside it.
//!
//! serde's own way keeps everything first, in any shape, and then reads each variant from that by code of its own: in the console
//! that was 6 KB. Here all values that any variant has are read at once, and the code says which of them count.

/// `tagged!(Reason { field: Field } { SiteAlreadySet {}, Locked { field } })`: the values with their types, then the variants with
/// theirs. Expands to what `#[serde(try_from = "Parts")]` of the enum names.
macro_rules! tagged {
    ($name:ident { $($part:ident: $type:ty),* $(,)? } { $($variant:ident { $($value:ident),* }),* $(,)? }) => {
        /// Which variant it is.
        #[derive(serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Code {
            $($variant),*
        }

        /// What any variant may have.
        #[derive(serde::Deserialize)]
        struct Parts {
            code: Code,
            $(#[serde(default)] $part: Option<$type>),*
        }

        impl TryFrom<Parts> for $name {
            type Error = &'static str;

            fn try_from(parts: Parts) -> Result<Self, Self::Error> {
                Ok(match parts.code {
                    $(Code::$variant => Self::$variant {
                        $($value: {
                            let value = parts.$value.ok_or("a value that the code asks for is missing")?;
                            value.try_into().map_err(|_| "a value is out of range")?
                        }),*
                    }),*
                })
            }
        }
    };
}

pub(crate) use tagged;

#[cfg(test)]
mod tests {
    use serde_json::{from_str, json, to_string};

    use crate::validation::Invalid;
    use crate::{Field, IdentityProvider, Reason, RowFault};

    #[test]
    fn what_is_written_is_read_back() {
        let reasons = [
            Reason::SiteAlreadySet,
            Reason::SiteHasUsers { users: 3 },
            Reason::ManagedByIdentityProvider { field: Field::Email, provider: IdentityProvider::Okta },
        ];
        for reason in reasons {
            assert_eq!(from_str::<Reason>(&to_string(&reason).unwrap()).unwrap(), reason);
        }
        for invalid in
            [Invalid::Empty, Invalid::TooLong { max: 256 }, Invalid::OutOfRange { min: -1, max: 9 }]
        {
            assert_eq!(from_str::<Invalid>(&to_string(&invalid).unwrap()).unwrap(), invalid);
        }
        let fault = RowFault::UnevenLine { values: 3, columns: 8 };
        assert_eq!(from_str::<RowFault>(&to_string(&fault).unwrap()).unwrap(), fault);
    }

    #[test]
    fn the_form_is_the_code_with_the_values_beside_it() {
        let reason = Reason::SiteHasUsers { users: 3 };
        assert_eq!(serde_json::to_value(reason).unwrap(), json!({ "code": "site_has_users", "users": 3 }));
    }

    #[test]
    fn an_unknown_code_a_missing_value_and_one_out_of_range_are_refused() {
        for text in [r#"{"code":"nonsense"}"#, r#"{"code":"site_has_users"}"#, r#"{"users":3}"#] {
            assert!(from_str::<Reason>(text).is_err(), "{text}");
        }
        assert!(from_str::<Invalid>(r#"{"code":"too_long","max":-1}"#).is_err());
    }
}
