//! Values for the browser to write.

use js_sys::{Array, Object, Reflect};
use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, Serializer,
};
use wasm_bindgen::JsValue;

use super::{Malformed, malformed};

/// Makes a value of JavaScript.
pub struct ToJs;

/// An array that is being made.
pub struct Elements(Array);

/// An object that is being made.
pub struct Fields {
    object: Object,
    /// The name to which the next value belongs, in a map.
    name: JsValue,
}

impl Fields {
    fn new() -> Self {
        Self { object: Object::new(), name: JsValue::NULL }
    }

    fn set(&self, name: &JsValue, value: &JsValue) {
        // Fails for what is no object.
        let _ = Reflect::set(&self.object, name, value);
    }
}

/// What JavaScript has as it is.
macro_rules! values {
    ($($name:ident: $of:ty),* $(,)?) => {
        $(fn $name(self, v: $of) -> Result<JsValue, Malformed> {
            Ok(v.into())
        })*
    };
}

#[expect(clippy::cast_precision_loss, reason = "numbers of the API are below 2^53")]
impl Serializer for ToJs {
    type Ok = JsValue;
    type Error = Malformed;
    type SerializeSeq = Elements;
    type SerializeTuple = Impossible<JsValue, Malformed>;
    type SerializeTupleStruct = Impossible<JsValue, Malformed>;
    type SerializeTupleVariant = Impossible<JsValue, Malformed>;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Fields;

    values! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_u8: u8, serialize_u16: u16,
        serialize_u32: u32, serialize_f32: f32, serialize_f64: f64,
    }

    fn serialize_i64(self, v: i64) -> Result<JsValue, Malformed> {
        Ok((v as f64).into())
    }

    fn serialize_u64(self, v: u64) -> Result<JsValue, Malformed> {
        Ok((v as f64).into())
    }

    fn serialize_char(self, v: char) -> Result<JsValue, Malformed> {
        Ok(v.to_string().into())
    }

    fn serialize_str(self, v: &str) -> Result<JsValue, Malformed> {
        Ok(v.into())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<JsValue, Malformed> {
        malformed()
    }

    fn serialize_none(self) -> Result<JsValue, Malformed> {
        Ok(JsValue::NULL)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<JsValue, Malformed> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<JsValue, Malformed> {
        Ok(JsValue::NULL)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<JsValue, Malformed> {
        Ok(JsValue::NULL)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<JsValue, Malformed> {
        Ok(variant.into())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<JsValue, Malformed> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<JsValue, Malformed> {
        malformed()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Elements, Malformed> {
        Ok(Elements(Array::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Malformed> {
        malformed()
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Malformed> {
        malformed()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Malformed> {
        malformed()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields, Malformed> {
        Ok(Fields::new())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, Malformed> {
        Ok(Fields::new())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Fields, Malformed> {
        malformed()
    }
}

impl SerializeSeq for Elements {
    type Ok = JsValue;
    type Error = Malformed;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Malformed> {
        self.0.push(&value.serialize(ToJs)?);
        Ok(())
    }

    fn end(self) -> Result<JsValue, Malformed> {
        Ok(self.0.into())
    }
}

impl SerializeMap for Fields {
    type Ok = JsValue;
    type Error = Malformed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Malformed> {
        self.name = key.serialize(ToJs)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Malformed> {
        self.set(&self.name, &value.serialize(ToJs)?);
        Ok(())
    }

    fn end(self) -> Result<JsValue, Malformed> {
        Ok(self.object.into())
    }
}

impl SerializeStruct for Fields {
    type Ok = JsValue;
    type Error = Malformed;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Malformed> {
        self.set(&key.into(), &value.serialize(ToJs)?);
        Ok(())
    }

    fn end(self) -> Result<JsValue, Malformed> {
        Ok(self.object.into())
    }
}

impl SerializeStructVariant for Fields {
    type Ok = JsValue;
    type Error = Malformed;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Malformed> {
        SerializeStruct::serialize_field(self, key, value)
    }

    fn end(self) -> Result<JsValue, Malformed> {
        Ok(self.object.into())
    }
}
