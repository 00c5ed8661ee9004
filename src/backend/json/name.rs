//! Values of enums from names that a person may have typed: these may be wrong, where answers of the server may not.

use std::fmt;

use serde::de::{DeserializeSeed, VariantAccess};
use serde::de::{Deserializer, EnumAccess, IntoDeserializer, Visitor, value::U64Deserializer};
use serde::forward_to_deserialize_any;

/// A name.
pub struct Name<'a>(pub &'a str);

/// There is no value of that name.
#[derive(Debug)]
pub struct Unknown;

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no value of that name")
    }
}

impl std::error::Error for Unknown {}

impl serde::de::Error for Unknown {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'de> Deserializer<'de> for Name<'_> {
    type Error = Unknown;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unknown> {
        Err(Unknown)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unknown> {
        let at = variants.iter().zip(0_u64..).find(|(known, _)| **known == self.0);
        visitor.visit_enum(Found(at.ok_or(Unknown)?.1))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq
        tuple tuple_struct map struct identifier ignored_any
    }
}

/// Which of the variants it is.
struct Found(u64);

impl<'de> EnumAccess<'de> for Found {
    type Error = Unknown;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Unknown> {
        let at: U64Deserializer<Unknown> = self.0.into_deserializer();
        Ok((seed.deserialize(at)?, self))
    }
}

impl<'de> VariantAccess<'de> for Found {
    type Error = Unknown;

    fn unit_variant(self) -> Result<(), Unknown> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Unknown> {
        Err(Unknown)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Unknown> {
        Err(Unknown)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Unknown> {
        Err(Unknown)
    }
}
