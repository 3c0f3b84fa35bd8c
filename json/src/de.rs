//! Reading.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};

use crate::{Error, RAW};

/// How deep values may lie in each other. What is nested deeper was not made for us, and would overflow the stack.
const DEEPEST: usize = 64;

/// Reads `json` as a `T`.
///
/// # Errors
///
/// [`Error`] at the place where the reading stopped.
pub fn from_str<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, Error> {
    let mut parser = Parser { json, at: 0, depth: 0 };
    match T::deserialize(&mut parser) {
        Ok(value) if parser.peek() == 0 && parser.at == json.len() => Ok(value),
        Ok(_) => Err(parser.error(Stop::Syntax)),
        Err(stop) => Err(parser.error(stop)),
    }
}

/// Why the reading stopped; where is known to the [`Parser`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    Syntax,
    Other,
}

impl fmt::Display for Stop {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Stop {}

// Each of these is spelled out: what is given here would otherwise be put into words first.
impl serde::de::Error for Stop {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Other
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::Other
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::Other
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::Other
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::Other
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self::Other
    }

    fn missing_field(_: &'static str) -> Self {
        Self::Other
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self::Other
    }
}

/// Where the reading is. What doesn't depend on a type is never copied into what does.
struct Parser<'a> {
    json: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    #[inline(never)]
    fn error(&self, stop: Stop) -> Error {
        let before = &self.json.as_bytes()[..self.at.min(self.json.len())];
        Error {
            line: before.split(|byte| *byte == b'\n').count(),
            column: 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count(),
            is_syntax: stop == Stop::Syntax,
        }
    }

    fn byte(&self) -> u8 {
        self.json.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The first byte of what comes next; 0 at the end.
    #[inline(never)]
    fn peek(&mut self) -> u8 {
        while matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.byte()
    }

    #[inline(never)]
    fn takes(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == byte;
        self.at += usize::from(is_there);
        is_there
    }

    #[inline(never)]
    fn expect(&mut self, byte: u8) -> Result<(), Stop> {
        if self.takes(byte) { Ok(()) } else { Err(self.other()) }
    }

    /// What stands here is something else than was expected, or no JSON at all.
    #[inline(never)]
    fn other(&mut self) -> Stop {
        let is_a_value = matches!(self.peek(), b'{' | b'[' | b'"' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9');
        if is_a_value { Stop::Other } else { Stop::Syntax }
    }

    #[inline(never)]
    fn word(&mut self, word: &str) -> Result<(), Stop> {
        if !self.json.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.other());
        }
        self.at += word.len();
        Ok(())
    }

    #[inline(never)]
    fn bool(&mut self) -> Result<bool, Stop> {
        let is = self.peek() == b't';
        self.word(if is { "true" } else { "false" }).map(|()| is)
    }

    fn digits(&mut self) -> Result<(), Stop> {
        let first = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        if self.at > first { Ok(()) } else { Err(Stop::Syntax) }
    }

    #[inline(never)]
    fn number(&mut self) -> Result<&'a str, Stop> {
        if !matches!(self.peek(), b'-' | b'0'..=b'9') {
            return Err(self.other());
        }
        let first = self.at;
        self.at += usize::from(self.byte() == b'-');
        if self.byte() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), b'e' | b'E') {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), b'+' | b'-'));
            self.digits()?;
        }
        Ok(&self.json[first..self.at])
    }

    #[inline(never)]
    fn unsigned(&mut self) -> Result<u64, Stop> {
        self.number()?.parse().map_err(|_| Stop::Other)
    }

    #[inline(never)]
    fn signed(&mut self) -> Result<i64, Stop> {
        self.number()?.parse().map_err(|_| Stop::Other)
    }

    #[inline(never)]
    fn text(&mut self) -> Result<Cow<'a, str>, Stop> {
        self.expect(b'"')?;
        let json = self.json;
        let mut plain_from = self.at;
        let mut unescaped: Option<String> = None;
        loop {
            // Quotation marks, backslashes and the end never lie within a sign of several bytes.
            match json.as_bytes().get(self.at) {
                Some(b'"') => {
                    let plain = &json[plain_from..self.at];
                    self.at += 1;
                    return Ok(match unescaped {
                        None => Cow::Borrowed(plain),
                        Some(before) => Cow::Owned(before + plain),
                    });
                }
                Some(b'\\') => {
                    let text = unescaped.get_or_insert_default();
                    text.push_str(&json[plain_from..self.at]);
                    text.push(self.escaped()?);
                    plain_from = self.at;
                }
                None | Some(0..32) => return Err(Stop::Syntax),
                Some(_) => self.at += 1,
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Stop> {
        let byte = self.json.as_bytes().get(self.at + 1).copied().unwrap_or(0);
        let sign = match byte {
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'"' | b'\\' | b'/' => char::from(byte),
            b'u' => {
                let first = self.unit()?;
                let code = if (0xd800..0xdc00).contains(&first) {
                    let second = self.unit()?;
                    if !(0xdc00..0xe000).contains(&second) {
                        return Err(Stop::Syntax);
                    }
                    0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                } else {
                    first
                };
                return char::from_u32(code).ok_or(Stop::Syntax);
            }
            _ => return Err(Stop::Syntax),
        };
        self.at += 2;
        Ok(sign)
    }

    /// `\uXXXX`
    fn unit(&mut self) -> Result<u32, Stop> {
        let unit = self.json.as_bytes().get(self.at..self.at + 6);
        let digits = unit.and_then(|unit| unit.strip_prefix(b"\\u")).ok_or(Stop::Syntax)?;
        self.at += 6;
        let digit = |unit: u32, digit: &u8| Some(unit * 16 + char::from(*digit).to_digit(16)?);
        digits.iter().try_fold(0, digit).ok_or(Stop::Syntax)
    }

    #[inline(never)]
    fn open(&mut self, bracket: u8) -> Result<(), Stop> {
        self.expect(bracket)?;
        self.depth += 1;
        if self.depth > DEEPEST { Err(Stop::Syntax) } else { Ok(()) }
    }

    /// Goes to the next item; `false` if there is none, and then past `end`.
    #[inline(never)]
    fn has_next(&mut self, end: u8, is_first: &mut bool) -> Result<bool, Stop> {
        if self.takes(end) {
            self.depth -= 1;
            return Ok(false);
        }
        if !std::mem::take(is_first) {
            if !self.takes(b',') {
                return Err(Stop::Syntax);
            }
            // No comma stands before an end.
            if self.peek() == end {
                return Err(Stop::Syntax);
            }
        }
        Ok(true)
    }

    #[inline(never)]
    fn colon(&mut self) -> Result<(), Stop> {
        if self.takes(b':') { Ok(()) } else { Err(Stop::Syntax) }
    }

    /// Passes over a value.
    #[inline(never)]
    fn skip(&mut self) -> Result<(), Stop> {
        let mut is_first = true;
        match self.peek() {
            b'{' => {
                self.open(b'{')?;
                while self.has_next(b'}', &mut is_first)? {
                    self.text()?;
                    self.colon()?;
                    self.skip()?;
                }
                Ok(())
            }
            b'[' => {
                self.open(b'[')?;
                while self.has_next(b']', &mut is_first)? {
                    self.skip()?;
                }
                Ok(())
            }
            b'"' => self.text().map(|_| ()),
            b't' | b'f' => self.bool().map(|_| ()),
            b'n' => self.word("null"),
            _ => self.number().map(|_| ()),
        }
    }

    /// A value as it is written.
    #[inline(never)]
    fn raw(&mut self) -> Result<&'a str, Stop> {
        self.peek();
        let first = self.at;
        self.skip()?;
        Ok(&self.json[first..self.at])
    }
}

fn fraction(number: &str) -> Result<f64, Stop> {
    number.parse().ok().filter(|number: &f64| number.is_finite()).ok_or(Stop::Other)
}

impl<'de> Deserializer<'de> for &mut Parser<'de> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.peek() {
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b'"' => self.deserialize_str(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => self.deserialize_unit(visitor),
            _ => {
                let number = self.number()?;
                match (number.parse(), number.parse()) {
                    (Ok(number), _) => visitor.visit_u64(number),
                    (_, Ok(number)) => visitor.visit_i64(number),
                    _ => visitor.visit_f64(fraction(number)?),
                }
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_bool(self.bool()?)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_i64(self.signed()?)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_i64(self.signed()?)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_i64(self.signed()?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_i64(self.signed()?)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_u64(self.unsigned()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_u64(self.unsigned()?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_u64(self.unsigned()?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_u64(self.unsigned()?)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_f64(fraction(self.number()?)?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        match self.text()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_str(&text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_string(self.text()?.into_owned())
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_str(&self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        if self.peek() == b'n' {
            self.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.peek();
        self.word("null")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Stop> {
        if name == RAW {
            return visitor.visit_map(Raw(Some(self.raw()?)));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.open(b'[')?;
        let mut items = Items { parser: self, is_first: true, is_ended: false };
        let value = visitor.visit_seq(&mut items)?;
        // A tuple takes no more than it holds.
        if !items.is_ended && items.parser.has_next(b']', &mut items.is_first)? {
            return Err(Stop::Other);
        }
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Stop> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.open(b'{')?;
        visitor.visit_map(Items { parser: self, is_first: true, is_ended: false })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        self.deserialize_map(visitor)
    }

    /// Enums whose variants hold nothing: a text.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        visitor.visit_enum(self.text()?.as_ref().into_deserializer())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { bytes byte_buf }
}

/// The items of a list, or the keys and values of an object.
struct Items<'p, 'a> {
    parser: &'p mut Parser<'a>,
    is_first: bool,
    is_ended: bool,
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Stop;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        self.is_ended = self.is_ended || !self.parser.has_next(b']', &mut self.is_first)?;
        if self.is_ended {
            return Ok(None);
        }
        seed.deserialize(&mut *self.parser).map(Some)
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        if !self.parser.has_next(b'}', &mut self.is_first)? {
            return Ok(None);
        }
        if self.parser.peek() != b'"' {
            return Err(Stop::Syntax);
        }
        seed.deserialize(&mut *self.parser).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        self.parser.colon()?;
        seed.deserialize(&mut *self.parser)
    }
}

/// A value as it is written, on its way into a `RawValue`.
struct Raw<'a>(Option<&'a str>);

impl<'de> MapAccess<'de> for Raw<'de> {
    type Error = Stop;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        if self.0.is_none() {
            return Ok(None);
        }
        seed.deserialize(BorrowedStrDeserializer::new(RAW)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        seed.deserialize(BorrowedStrDeserializer::new(self.0.take().unwrap_or_default()))
    }
}
