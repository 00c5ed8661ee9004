//! Values from what the browser has parsed.

use js_sys::{Array, Object, Reflect};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast, JsValue};

use super::{Malformed, malformed};

/// A parsed value.
pub struct Json(pub JsValue);

impl Json {
    fn text(&self) -> Result<String, Malformed> {
        self.0.as_string().ok_or_else(|| malformed())
    }

    /// A whole number; those of the API are below 2^53.
    fn whole(&self) -> Result<f64, Malformed> {
        self.0.as_f64().filter(|number| number.fract() == 0.0).ok_or_else(|| malformed())
    }

    fn object(self) -> Result<Object, Malformed> {
        self.0.dyn_into().map_err(|_| malformed())
    }

    fn entries(self) -> Result<Entries, Malformed> {
        let object = self.object()?;
        Ok(Entries { names: Object::keys(&object), object, at: 0 })
    }

    fn elements(self) -> Result<Elements, Malformed> {
        Ok(Elements { array: self.0.dyn_into().map_err(|_| malformed())?, at: 0 })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a saturated number is refused by who reads it"
)]
impl<'de> Deserializer<'de> for Json {
    type Error = Malformed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if let Some(on) = self.0.as_bool() {
            visitor.visit_bool(on)
        } else if let Some(text) = self.0.as_string() {
            visitor.visit_string(text)
        } else if self.0.as_f64().is_some() {
            match self.0.as_f64().unwrap_or_default() {
                part if part.fract() != 0.0 => visitor.visit_f64(part),
                whole if whole >= 0.0 => visitor.visit_u64(whole as u64),
                whole => visitor.visit_i64(whole as i64),
            }
        } else if Array::is_array(&self.0) {
            visitor.visit_seq(self.elements()?)
        } else if self.0.is_object() {
            visitor.visit_map(self.entries()?)
        } else {
            visitor.visit_unit()
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        // Left out where it is false, as `Page::total_is_minimum` is.
        let absent = self.0.is_undefined().then_some(false);
        visitor.visit_bool(self.0.as_bool().or(absent).ok_or_else(|| malformed())?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let whole = self.whole()?;
        if whole < 0.0 { malformed() } else { visitor.visit_u64(whole as u64) }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_i64(self.whole()? as i64)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_string(self.text()?)
    }

    /// The value's own text: [`super::Text`].
    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_string(super::text_of(&self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        // Left out where it is empty, as `Problem::errors` is.
        let list = if self.0.is_undefined() { Self(Array::new().into()) } else { self };
        visitor.visit_seq(list.elements()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_map(self.entries()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_seq(Fields { object: self.object()?, fields, at: 0 })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_enum(Named(position(variants, &self.text()?)?))
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u128 f32 f64 char bytes unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// Which of the names it is: serde takes the number as well as the name, and compares nothing then.
fn position(names: &[&str], name: &str) -> Result<u64, Malformed> {
    names.iter().zip(0..).find(|(known, _)| **known == name).map(|(_, at)| at).ok_or_else(|| malformed())
}

/// The fields of a struct, in the order in which it has them; others in the object are newer than this console. A field that is
/// not there is read from `undefined`: as `None`, as `false`, as an empty list, and else as another shape. Told one after the
/// other, serde neither compares names nor asks at the end which fields were there, which saves the bundle 6.7 KB.
struct Fields {
    object: Object,
    fields: &'static [&'static str],
    at: usize,
}

impl Fields {
    fn next(&mut self) -> Json {
        self.at += 1;
        Json(self.fields.get(self.at - 1).map_or(JsValue::UNDEFINED, |name| get(&self.object, name)))
    }
}

/// What an object has of that name.
fn get(object: &Object, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Malformed> {
        seed.deserialize(self.next()).map(Some)
    }
}

/// All that an object has.
struct Entries {
    object: Object,
    names: Array,
    at: u32,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Malformed;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Malformed> {
        if self.at == self.names.length() {
            return Ok(None);
        }
        self.at += 1;
        seed.deserialize(Json(self.names.get(self.at - 1))).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Malformed> {
        seed.deserialize(Json(
            Reflect::get(&self.object, &self.names.get(self.at - 1)).map_err(|_| malformed())?,
        ))
    }
}

/// The elements of an array.
struct Elements {
    array: Array,
    at: u32,
}

impl<'de> SeqAccess<'de> for Elements {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Malformed> {
        if self.at == self.array.length() {
            return Ok(None);
        }
        self.at += 1;
        seed.deserialize(Json(self.array.get(self.at - 1))).map(Some)
    }
}

/// A value of an enum, which the API writes as its name alone.
struct Named(u64);

impl<'de> EnumAccess<'de> for Named {
    type Error = Malformed;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Malformed> {
        Ok((seed.deserialize(self.0.into_deserializer())?, self))
    }
}

impl<'de> VariantAccess<'de> for Named {
    type Error = Malformed;

    fn unit_variant(self) -> Result<(), Malformed> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Malformed> {
        malformed()
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Malformed> {
        malformed()
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Malformed> {
        malformed()
    }
}
