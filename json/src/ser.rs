//! Writing.

use std::fmt::{Display, Write};

use serde::Serialize;
use serde::ser::{
    Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use crate::RAW;

/// Writes `value` without any space. The same value is the same text.
///
/// # Panics
///
/// If `value` refuses to be written, or has keys that are no texts: faults of the program, not of what it holds.
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> String {
    let mut writer = Writer { json: String::new(), is_first: true, is_raw: false };
    value.serialize(&mut writer).expect("what is written has texts as keys");
    writer.json
}

/// Refused by what is written.
#[derive(Debug)]
struct Refused;

impl Display for Refused {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Refused {}

impl serde::ser::Error for Refused {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

type Done = Result<(), Refused>;

struct Writer {
    json: String,
    /// Nothing stands yet since the last bracket.
    is_first: bool,
    /// The next text is JSON already.
    is_raw: bool,
}

impl Writer {
    #[inline(never)]
    fn text(&mut self, text: &str) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        if self.is_raw {
            return self.json.push_str(text);
        }
        self.json.push('"');
        for sign in text.chars() {
            match sign {
                '"' => self.json.push_str("\\\""),
                '\\' => self.json.push_str("\\\\"),
                '\n' => self.json.push_str("\\n"),
                '\r' => self.json.push_str("\\r"),
                '\t' => self.json.push_str("\\t"),
                '\u{8}' => self.json.push_str("\\b"),
                '\u{c}' => self.json.push_str("\\f"),
                '\0'..='\u{1f}' => {
                    self.json.push_str("\\u00");
                    self.json.push(char::from(DIGITS[sign as usize >> 4]));
                    self.json.push(char::from(DIGITS[sign as usize & 15]));
                }
                _ => self.json.push(sign),
            }
        }
        self.json.push('"');
    }

    #[inline(never)]
    fn plain(&mut self, written: &str) {
        self.json.push_str(written);
    }

    #[inline(never)]
    fn unsigned(&mut self, number: u64) {
        self.plain(&number.to_string());
    }

    #[inline(never)]
    fn signed(&mut self, number: i64) {
        self.plain(&number.to_string());
    }

    #[inline(never)]
    fn comma(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.json.push(',');
        }
    }

    #[inline(never)]
    fn key(&mut self, key: &str) {
        self.comma();
        self.text(key);
        self.json.push(':');
    }

    #[inline(never)]
    fn open(&mut self, bracket: char) {
        self.json.push(bracket);
        self.is_first = true;
    }

    #[inline(never)]
    fn close(&mut self, bracket: &str) {
        self.json.push_str(bracket);
        self.is_first = false;
    }
}

/// Opens an object whose only key is `variant`.
impl Writer {
    fn variant(&mut self, variant: &str) {
        self.open('{');
        self.key(variant);
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Inside<'w>;
    type SerializeTuple = Inside<'w>;
    type SerializeTupleStruct = Inside<'w>;
    type SerializeTupleVariant = Inside<'w>;
    type SerializeMap = Inside<'w>;
    type SerializeStruct = Inside<'w>;
    type SerializeStructVariant = Inside<'w>;

    fn serialize_bool(self, is: bool) -> Done {
        self.plain(if is { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Done {
        self.signed(number.into());
        Ok(())
    }

    fn serialize_i16(self, number: i16) -> Done {
        self.signed(number.into());
        Ok(())
    }

    fn serialize_i32(self, number: i32) -> Done {
        self.signed(number.into());
        Ok(())
    }

    fn serialize_i64(self, number: i64) -> Done {
        self.signed(number);
        Ok(())
    }

    fn serialize_u8(self, number: u8) -> Done {
        self.unsigned(number.into());
        Ok(())
    }

    fn serialize_u16(self, number: u16) -> Done {
        self.unsigned(number.into());
        Ok(())
    }

    fn serialize_u32(self, number: u32) -> Done {
        self.unsigned(number.into());
        Ok(())
    }

    fn serialize_u64(self, number: u64) -> Done {
        self.unsigned(number);
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Done {
        self.serialize_f64(number.into())
    }

    /// What is no number is `null`.
    fn serialize_f64(self, number: f64) -> Done {
        if number.is_finite() {
            write!(self.json, "{number:?}").map_err(Refused::custom)
        } else {
            self.plain("null");
            Ok(())
        }
    }

    fn serialize_char(self, sign: char) -> Done {
        self.text(sign.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Done {
        self.text(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Done {
        bytes.serialize(self)
    }

    fn serialize_none(self) -> Done {
        self.plain("null");
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.plain("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.plain("null");
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.text(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        self.variant(variant);
        value.serialize(&mut *self)?;
        self.close("}");
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'w>, Refused> {
        self.open('[');
        Ok(Inside { writer: self, end: "]" })
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'w>, Refused> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside<'w>, Refused> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'w>, Refused> {
        self.variant(variant);
        self.open('[');
        Ok(Inside { writer: self, end: "]}" })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'w>, Refused> {
        self.open('{');
        Ok(Inside { writer: self, end: "}" })
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Inside<'w>, Refused> {
        if name == RAW {
            self.is_raw = true;
            return Ok(Inside { writer: self, end: "" });
        }
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside<'w>, Refused> {
        self.variant(variant);
        self.open('{');
        Ok(Inside { writer: self, end: "}}" })
    }
}

/// A list or an object that is being written.
struct Inside<'w> {
    writer: &'w mut Writer,
    end: &'static str,
}

impl Inside<'_> {
    fn item<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        self.writer.comma();
        value.serialize(&mut *self.writer)
    }

    fn field<T: ?Sized + Serialize>(&mut self, key: &str, value: &T) -> Done {
        if !self.writer.is_raw {
            self.writer.key(key);
        }
        value.serialize(&mut *self.writer)
    }

    #[inline(never)]
    fn close(self) {
        if !std::mem::take(&mut self.writer.is_raw) {
            self.writer.close(self.end);
        }
    }
}

impl SerializeSeq for Inside<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        self.item(value)
    }

    fn end(self) -> Done {
        self.close();
        Ok(())
    }
}

impl SerializeTuple for Inside<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        self.item(value)
    }

    fn end(self) -> Done {
        self.close();
        Ok(())
    }
}

impl SerializeTupleStruct for Inside<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        self.item(value)
    }

    fn end(self) -> Done {
        self.close();
        Ok(())
    }
}

impl SerializeTupleVariant for Inside<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        self.item(value)
    }

    fn end(self) -> Done {
        self.close();
        Ok(())
    }
}

impl SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Done {
        self.writer.comma();
        let before = self.writer.json.len();
        key.serialize(&mut *self.writer)?;
        if self.writer.json.as_bytes().get(before) == Some(&b'"') { Ok(()) } else { Err(Refused) }
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Done {
        self.writer.json.push(':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Done {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Inside<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Done {
        self.field(key, value)
    }

    fn end(self) -> Done {
        self.close();
        Ok(())
    }
}

impl SerializeStructVariant for Inside<'_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, value: &T) -> Done {
        self.field(key, value)
    }

    fn end(self) -> Done {
        self.close();
        Ok(())
    }
}
