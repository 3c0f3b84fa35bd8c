//! JSON as a plain value: reading, writing, nothing else.
//!
//! Of our own because it costs a tenth of `serde_json` in what a participant downloads (some 2 kB instead of 20).
//! It is held against `serde_json` by a property test.

use std::collections::BTreeMap;

use crate::format::reading::Invalid;

/// A JSON value. Objects keep the order of their keys; of a key that stands twice, the last one counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

/// How deep values may lie in each other. What is nested deeper was not made for us, and would overflow the stack.
const DEEPEST: usize = 64;

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::Number(number.to_string())
    }
}

impl Json {
    /// An object with these keys, in this order.
    pub fn object(fields: Vec<(&str, Json)>) -> Self {
        Self::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// A list of texts.
    pub fn texts(texts: &[String]) -> Self {
        Self::List(texts.iter().map(|text| text.as_str().into()).collect())
    }

    /// The value under `key`, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Self::Object(fields) => fields.iter().rev().find(|(one, _)| one == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text, if this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items, if this is a list.
    pub fn as_list(&self) -> Option<&[Json]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// Reads `json`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with line and column if it is no JSON.
    pub fn parse(json: &str) -> Result<Self, Invalid> {
        let mut parser = Parser { bytes: json.as_bytes(), at: 0 };
        let value = parser.value(0);
        parser.skip_space();
        match value {
            Some(value) if parser.at == json.len() => Ok(value),
            _ => Err(parser.wrong()),
        }
    }

    /// Writes it without any space. The same value is the same text.
    pub fn write(&self) -> String {
        let mut out = String::new();
        self.write_to(&mut out);
        out
    }

    fn write_to(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    out.push(if at == 0 { '[' } else { ',' });
                    item.write_to(out);
                }
                out.push_str(if items.is_empty() { "[]" } else { "]" });
            }
            Self::Object(fields) => {
                for (at, (key, value)) in fields.iter().enumerate() {
                    out.push(if at == 0 { '{' } else { ',' });
                    write_text(key, out);
                    out.push(':');
                    value.write_to(out);
                }
                out.push_str(if fields.is_empty() { "{}" } else { "}" });
            }
        }
    }
}

/// Each key once, where it stands first, with its last value. Most objects have no key twice, and few keys; but one that has
/// a hundred thousand must not take minutes.
fn each_once<K: Ord>(mut fields: Vec<(K, Json)>) -> Vec<(K, Json)> {
    let mut places: BTreeMap<&K, usize> = BTreeMap::new();
    let firsts: Vec<usize> =
        fields.iter().enumerate().map(|(at, (key, _))| *places.entry(key).or_insert(at)).collect();
    if places.len() == fields.len() {
        return fields;
    }
    for (at, first) in firsts.iter().enumerate().filter(|(at, first)| at != *first) {
        fields[*first].1 = std::mem::replace(&mut fields[at].1, Json::Null);
    }
    let mut at = 0;
    fields.retain(|_| {
        at += 1;
        firsts[at - 1] == at - 1
    });
    fields
}

fn write_text(text: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' => {
                out.push_str("\\u00");
                out.push(char::from(DIGITS[sign as usize >> 4]));
                out.push(char::from(DIGITS[sign as usize & 15]));
            }
            _ => out.push(sign),
        }
    }
    out.push('"');
}

/// Where the reading is. Every function takes what it knows, or gives up with `None` where it stands.
struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Parser<'_> {
    fn value(&mut self, depth: usize) -> Option<Json> {
        if depth > DEEPEST {
            return None;
        }
        self.skip_space();
        match self.bytes.get(self.at)? {
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'"' => self.text().map(Json::Text),
            b'[' => {
                let mut items = Vec::new();
                self.at += 1;
                if self.takes(b']') {
                    return Some(Json::List(items));
                }
                loop {
                    items.push(self.value(depth + 1)?);
                    if self.takes(b']') {
                        return Some(Json::List(items));
                    }
                    self.takes(b',').then_some(())?;
                }
            }
            b'{' => {
                let mut fields: Vec<(String, Json)> = Vec::new();
                self.at += 1;
                if self.takes(b'}') {
                    return Some(Json::Object(fields));
                }
                loop {
                    self.skip_space();
                    let key = self.text()?;
                    self.takes(b':').then_some(())?;
                    let value = self.value(depth + 1)?;
                    fields.push((key, value));
                    if self.takes(b'}') {
                        return Some(Json::Object(each_once(fields)));
                    }
                    self.takes(b',').then_some(())?;
                }
            }
            _ => self.number(),
        }
    }

    fn skip_space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn takes(&mut self, sign: u8) -> bool {
        self.skip_space();
        let is_there = self.bytes.get(self.at) == Some(&sign);
        self.at += usize::from(is_there);
        is_there
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        let is_there = self.bytes[self.at..].starts_with(word.as_bytes());
        self.at += if is_there { word.len() } else { 0 };
        is_there.then_some(value)
    }

    fn digits(&mut self) -> Option<()> {
        let first = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        (self.at > first).then_some(())
    }

    fn number(&mut self) -> Option<Json> {
        let first = self.at;
        self.at += usize::from(self.bytes.get(self.at) == Some(&b'-'));
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.bytes.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        let number = str::from_utf8(&self.bytes[first..self.at]).ok()?;
        Some(Json::Number(number.to_owned()))
    }

    fn text(&mut self) -> Option<String> {
        (self.bytes.get(self.at) == Some(&b'"')).then_some(())?;
        self.at += 1;
        let mut text = Vec::new();
        loop {
            let sign = *self.bytes.get(self.at)?;
            match sign {
                b'"' => {
                    self.at += 1;
                    return String::from_utf8(text).ok();
                }
                b'\\' => {
                    let escaped = *self.bytes.get(self.at + 1)?;
                    let plain = match escaped {
                        b'n' => b'\n',
                        b'r' => b'\r',
                        b't' => b'\t',
                        b'b' => 8,
                        b'f' => 12,
                        b'"' | b'\\' | b'/' => escaped,
                        b'u' => {
                            let sign = self.escaped_sign()?;
                            text.extend_from_slice(sign.encode_utf8(&mut [0; 4]).as_bytes());
                            continue;
                        }
                        _ => return None,
                    };
                    text.push(plain);
                    self.at += 2;
                }
                0..32 => return None,
                _ => {
                    text.push(sign);
                    self.at += 1;
                }
            }
        }
    }

    /// `\uXXXX`, or two of them for a sign beyond 16 bits.
    fn escaped_sign(&mut self) -> Option<char> {
        let first = self.unit(self.at)?;
        if !(0xd800..0xdc00).contains(&first) {
            let sign = char::from_u32(first)?;
            self.at += 6;
            return Some(sign);
        }
        let second = self.unit(self.at + 6)?;
        if !(0xdc00..0xe000).contains(&second) {
            return None;
        }
        self.at += 12;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn unit(&self, at: usize) -> Option<u32> {
        let unit = self.bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        unit.iter().try_fold(0, |unit, digit| Some(unit * 16 + char::from(*digit).to_digit(16)?))
    }

    fn wrong(&self) -> Invalid {
        let before = &self.bytes[..self.at.min(self.bytes.len())];
        let line = before.split(|byte| *byte == b'\n').count();
        let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
        let is_page = self.bytes.trim_ascii_start().first() == Some(&b'<');
        Invalid {
            path: format!("line {line}, column {column}"),
            found: if is_page { "a web page" } else { "something that is not JSON" }.to_owned(),
            expected: "a JSON file".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::cmp::Ordering;

    use super::*;

    #[test]
    fn of_a_key_that_stands_twice_the_last_one_counts_in_the_place_of_the_first() {
        let read = Json::parse(r#"{"a":1,"b":2,"a":3,"c":4,"b":5,"a":6}"#).unwrap();

        assert_eq!(read.write(), r#"{"a":6,"b":5,"c":4}"#);
    }

    thread_local!(static N_COMPARED: Cell<usize> = const { Cell::new(0) });

    /// A key that counts how often it is held against another.
    #[derive(Debug, PartialEq, Eq)]
    struct Counting(usize);

    impl PartialOrd for Counting {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    impl Ord for Counting {
        fn cmp(&self, other: &Self) -> Ordering {
            N_COMPARED.set(N_COMPARED.get() + 1);
            self.0.cmp(&other.0)
        }
    }

    #[test]
    fn a_key_is_not_held_against_all_others() {
        let n = 100_000;
        let fields = (0..n).map(|at| (Counting(at * 7919 % n), Json::Null)).collect();

        assert_eq!(each_once(fields).len(), n);

        assert!(N_COMPARED.get() < 40 * n, "{} times", N_COMPARED.get());
    }

    #[test]
    fn a_file_of_a_hundred_thousand_keys_is_read() {
        let keys: Vec<String> = (0..100_000).map(|at| format!("\"{at}\":1")).collect();

        assert!(Json::parse(&format!("{{{}}}", keys.join(","))).is_ok());
    }
}
