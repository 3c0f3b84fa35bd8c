//! Tokens, and where they stand: all of the reading that depends on no type.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Expected, Unexpected};

use crate::Error;

/// How deep values may lie in each other. What is nested deeper was not made for us, and would overflow the stack.
const DEEPEST: usize = 64;

/// Why the reading stopped; where is known to the [`Parser`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
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
pub(super) struct Parser<'a> {
    json: &'a str,
    at: usize,
    depth: usize,
    /// Nothing may be passed over.
    pub(super) is_whole: bool,
}

impl<'a> Parser<'a> {
    pub(super) fn new(json: &'a str, is_whole: bool) -> Self {
        Self { json, at: 0, depth: 0, is_whole }
    }

    /// Whether nothing but white space is left.
    #[inline(never)]
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek() == 0 && self.at == self.json.len()
    }

    #[inline(never)]
    pub(super) fn error(&self, stop: Stop) -> Error {
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
    pub(super) fn peek(&mut self) -> u8 {
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
    pub(super) fn other(&mut self) -> Stop {
        let is_a_value = matches!(self.peek(), b'{' | b'[' | b'"' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9');
        if is_a_value { Stop::Other } else { Stop::Syntax }
    }

    #[inline(never)]
    pub(super) fn word(&mut self, word: &str) -> Result<(), Stop> {
        if !self.json.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.other());
        }
        self.at += word.len();
        Ok(())
    }

    #[inline(never)]
    pub(super) fn bool(&mut self) -> Result<bool, Stop> {
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
    pub(super) fn number(&mut self) -> Result<&'a str, Stop> {
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
    pub(super) fn unsigned(&mut self) -> Result<u64, Stop> {
        self.number()?.parse().map_err(|_| Stop::Other)
    }

    #[inline(never)]
    pub(super) fn signed(&mut self) -> Result<i64, Stop> {
        self.number()?.parse().map_err(|_| Stop::Other)
    }

    #[inline(never)]
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Stop> {
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
    pub(super) fn open(&mut self, bracket: u8) -> Result<(), Stop> {
        self.expect(bracket)?;
        self.depth += 1;
        if self.depth > DEEPEST { Err(Stop::Syntax) } else { Ok(()) }
    }

    /// Goes to the next item; `false` if there is none, and then past `end`.
    #[inline(never)]
    pub(super) fn has_next(&mut self, end: u8, is_first: &mut bool) -> Result<bool, Stop> {
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
    pub(super) fn colon(&mut self) -> Result<(), Stop> {
        if self.takes(b':') { Ok(()) } else { Err(Stop::Syntax) }
    }

    /// Passes over a value.
    #[inline(never)]
    pub(super) fn skip(&mut self) -> Result<(), Stop> {
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
    pub(super) fn raw(&mut self) -> Result<&'a str, Stop> {
        self.peek();
        let first = self.at;
        self.skip()?;
        Ok(&self.json[first..self.at])
    }
}

pub(super) fn fraction(number: &str) -> Result<f64, Stop> {
    number.parse().ok().filter(|number: &f64| number.is_finite()).ok_or(Stop::Other)
}
