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
