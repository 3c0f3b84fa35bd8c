//! Between types and JSON, and what is told of a mistake.
//!
//! Two libraries read and write the same types. [`Small`] is in what a participant downloads, and tells only line and column;
//! [`Placed`] is in everything else, and tells the place of a mistake by its keys.

use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use crate::domain::receiver::is_hidden;

/// Something in a file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: found {found}, expected {expected}", if .path.is_empty() { "the whole file" } else { .path })]
pub struct Invalid {
    /// Where: keys and places from the top, such as `cards[3].text.nl`, or line and column; empty for the whole.
    pub path: String,
    /// What stands there.
    pub found: String,
    /// What should stand there.
    pub expected: String,
}

impl Invalid {
    /// At `path` stands `found` instead of `expected`.
    pub fn new(path: impl Into<String>, found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { path: path.into(), found: found.into(), expected: expected.into() }
    }

    /// `json` is no JSON at this line and column.
    fn no_json(json: &str, line: usize, column: usize) -> Self {
        let is_page = json.trim_ascii_start().starts_with('<');
        let found = if is_page { "a web page" } else { "something that is not JSON" };
        Self::new(format!("line {line}, column {column}"), found, "a JSON file")
    }

    /// The same mistake, in a part of the file that stands at `path`.
    #[must_use]
    pub fn within(self, path: &str) -> Self {
        let separator = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        Self { path: format!("{path}{separator}{}", self.path), ..self }
    }
}

/// What reads JSON.
pub trait Reader {
    /// What was done with an instrument, each part of it as it should be, but not going together, is kept as what only a newer
    /// app knows. Otherwise it is a mistake.
    const KEEPS: bool = false;

    /// Reads `json`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first mistake.
    fn read<T: DeserializeOwned>(json: &str) -> Result<T, Invalid>;

    /// Reads of `json` no more than a few keys, to find out what it is.
    ///
    /// # Errors
    ///
    /// [`Invalid`] for the first mistake.
    fn look<T: DeserializeOwned>(json: &str) -> Result<T, Invalid> {
        Self::read(json)
    }
}

/// Reads in a few kilobytes of code.
#[derive(Debug)]
pub enum Small {}

impl Reader for Small {
    fn read<T: DeserializeOwned>(json: &str) -> Result<T, Invalid> {
        read(json)
    }
}

/// Tells the place of a mistake by its keys.
#[derive(Debug)]
pub enum Placed {}

impl Reader for Placed {
    const KEEPS: bool = true;

    fn read<T: DeserializeOwned>(json: &str) -> Result<T, Invalid> {
        read_placed(json)
    }
}

/// Reads as [`Small`], and nothing but what this version of the app writes: where a key is passed over, it would be gone from what is
/// written next.
#[derive(Debug)]
pub enum Whole {}

impl Reader for Whole {
    fn read<T: DeserializeOwned>(json: &str) -> Result<T, Invalid> {
        small_json::from_str_whole(json).map_err(|error| not_read(json, error))
    }

    fn look<T: DeserializeOwned>(json: &str) -> Result<T, Invalid> {
        read(json)
    }
}

/// Reads what an app wrote.
///
/// # Errors
///
/// [`Invalid`] with line and column.
pub(crate) fn read<T: DeserializeOwned>(json: &str) -> Result<T, Invalid> {
    small_json::from_str(json).map_err(|error| not_read(json, error))
}

fn not_read(json: &str, error: small_json::Error) -> Invalid {
    let small_json::Error { line, column, is_syntax } = error;
    if is_syntax {
        return Invalid::no_json(json, line, column);
    }
    Invalid::new(format!("line {line}, column {column}"), "something else", "what this app writes there")
}

/// Writes it without any space. The same value is the same text.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T) -> String {
    small_json::to_string(value)
}

/// `json`, to be written as it stands.
pub(crate) fn as_it_came(json: &str) -> Box<RawValue> {
    small_json::from_str(json).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// `json` without any space, and otherwise as it is written.
///
/// # Errors
///
/// [`Invalid`] with line and column if it is no JSON.
pub(crate) fn without_space(json: &str) -> Result<String, Invalid> {
    read::<IgnoredAny>(json)?;
    let (mut is_in_text, mut is_escaped) = (false, false);
    let is_kept = |sign: &char| {
        is_in_text ^= *sign == '"' && !is_escaped;
        is_escaped = *sign == '\\' && !is_escaped;
        is_in_text || !sign.is_ascii_whitespace()
    };
    Ok(json.chars().filter(is_kept).collect())
}

/// Reads what people wrote, or what only the coordinator's page reads.
///
/// # Errors
///
/// [`Invalid`] with the keys that lead to the first mistake.
pub(crate) fn read_placed<T: DeserializeOwned>(json: &str) -> Result<T, Invalid> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let read = serde_path_to_error::deserialize(&mut deserializer);
    let value = read.map_err(|error| {
        let path = error.path().to_string();
        let error = error.into_inner();
        if error.is_data() {
            return told(if path == "." { String::new() } else { path }, &error.to_string());
        }
        // Where an enum is expected, `serde_json` takes a number for broken JSON.
        if is_json(json) {
            return Invalid::new(path, "something else", "a text");
        }
        Invalid::no_json(json, error.line(), error.column())
    })?;
    deserializer.end().map_err(|error| Invalid::no_json(json, error.line(), error.column()))?;
    Ok(value)
}

/// Whether `text` is JSON, whatever it says.
pub(crate) fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// What serde says of a mistake at `path`, in the words of [`Invalid`].
fn told(path: String, message: &str) -> Invalid {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    let quoted = |text: &str| text.replace('`', "\"");
    let (found, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let (kind, what) = found.split_once(": ").unwrap_or(found.split_once(' ').unwrap_or((found, "")));
    let within = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (kind, what) {
        ("missing", field) => {
            let key = field.trim_start_matches("field ").trim_matches('`');
            Invalid::new(within(key), "nothing", format!("the key \"{key}\""))
        }
        ("unknown", field) if field.starts_with("field") => {
            let key = field.trim_start_matches("field ");
            let known = expected.trim_start_matches("one of ").replace('`', "").replace(" or ", ", ");
            Invalid::new(path, format!("the unknown key {}", quoted(key)), format!("only {known}"))
        }
        ("unknown", variant) => {
            let variant = variant.trim_start_matches("variant ").trim_matches('`');
            Invalid::new(path, text_found(variant), quoted(expected.trim_start_matches("one of ")))
        }
        ("duplicate", field) => {
            let key = field.trim_start_matches("field ").trim_matches('`');
            Invalid::new(within(key), format!("the key \"{key}\" a second time"), "it once")
        }
        ("invalid type" | "invalid value", what) => {
            let (kind, value) = what.split_once(' ').unwrap_or((what, ""));
            let value = value.trim_matches('`');
            let found = match kind {
                "integer" => format!("the number {value}"),
                "floating" => format!("the number {}", value.trim_start_matches("point `")),
                "string" => text_found(value.trim_matches('"')),
                "boolean" => value.to_owned(),
                "sequence" => "a list".to_owned(),
                "map" => "an object".to_owned(),
                _ => what.to_owned(),
            };
            Invalid::new(path, found, expected_in_words(expected))
        }
        _ => Invalid::new(path, quoted(found), quoted(expected)),
    }
}

/// The text `text`, as it is told that it was found: shortened, and with a name for what nobody sees.
pub(crate) fn text_found(text: &str) -> String {
    let shown: String = text.chars().take(40).map(shown).collect();
    format!("the text \"{shown}{}\"", if text.chars().count() > 40 { "…" } else { "" })
}

/// `sign`, or its number if nobody sees it, or if it makes others look different.
fn shown(sign: char) -> String {
    if is_hidden(sign) { format!("\\u{{{:x}}}", u32::from(sign)) } else { sign.to_string() }
}

fn expected_in_words(expected: &str) -> String {
    match expected {
        "a string" | "string or map" => "a text".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "an object".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number".to_owned(),
        _ if expected.starts_with("struct ") => "an object".to_owned(),
        _ if expected.starts_with("enum ") => "a text".to_owned(),
        _ => expected.to_owned(),
    }
}

/// Reads and writes the variants of a domain's enum under the names of a format, for `#[serde(with = "…")]`.
///
/// A name that is none of these is a mistake.
macro_rules! names {
    ($(#[$doc:meta])* $module:ident: $type:ty { $($variant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        pub(crate) mod $module {
            use serde::de::Error;
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            #[allow(unused_imports, reason = "a type may need no more than its own name")]
            use super::*;

            /// All of them, in order.
            pub(crate) const ALL: &[($type, &str)] = &[$((<$type>::$variant, $name),)*];

            /// The name of `value`.
            pub(crate) fn name(value: $type) -> &'static str {
                ALL.iter().find(|(one, _)| *one == value).map_or("", |(_, name)| name)
            }

            /// The one with this name.
            pub(crate) fn named(name: &str) -> Option<$type> {
                ALL.iter().find(|(_, one)| *one == name).map(|(value, _)| *value)
            }

            #[allow(dead_code, reason = "some are read only")]
            #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives it so")]
            pub(crate) fn serialize<S: Serializer>(value: &$type, to: S) -> Result<S::Ok, S::Error> {
                name(*value).serialize(to)
            }

            #[allow(dead_code, reason = "some are written only")]
            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<$type, D::Error> {
                let text = String::deserialize(from)?;
                named(&text).ok_or_else(|| D::Error::unknown_variant(&text, &[$($name,)*]))
            }
        }
    };
}
pub(crate) use names;
